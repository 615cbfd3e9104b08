"""The environment of the child: the user's own, without anything that opens a cloud account."""

import os
from collections.abc import Mapping
from typing import Final

SCRUBBED_PREFIXES: Final = (
    "AWS_",
    "AMAZON_",
    "AZURE_",
    "ARM_",
    "GOOGLE_",
    "GCLOUD_",
    "GCP_",
    "CLOUDSDK_",
    "CLOUDFLARE_",
    "CF_API_",
    "KUBE_",
    "DIGITALOCEAN_",
    "ALICLOUD_",
    "OCI_",
    "VAULT_",
    "HF_",
    "HUGGING_FACE_",
    "PULUMI_",
)
"""Variables that begin so carry credentials, or name what holds them; none of them reaches the child."""

SCRUBBED_NAMES: Final = frozenset(
    {
        "KUBECONFIG",
        "DOCKER_AUTH_CONFIG",
        "GITHUB_TOKEN",
        "GH_TOKEN",
        "GITLAB_TOKEN",
        "NPM_TOKEN",
        "OPENAI_API_KEY",
        "ANTHROPIC_API_KEY",
        "SSH_AUTH_SOCK",
        "TRACEPARENT",
        "PYTHONHOME",
        "PYTHONSTARTUP",
    }
)

KEPT: Final = frozenset({"AWS_REGION", "AWS_DEFAULT_REGION", "GOOGLE_REGION", "GOOGLE_ZONE", "GOOGLE_PROJECT"})
"""Names of places, which open nothing, and which programs read."""

REPLACED: Final[Mapping[str, str]] = {
    "AWS_CONFIG_FILE": os.devnull,
    "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    "AWS_EC2_METADATA_DISABLED": "true",
    "AZURE_CONFIG_DIR": "{nothing}/azure",
    "CLOUDSDK_CONFIG": "{nothing}/gcloud",
    "GOOGLE_APPLICATION_CREDENTIALS": "{nothing}/google.json",
    "KUBECONFIG": "{nothing}/kubeconfig",
    "DOCKER_CONFIG": "{nothing}/docker",
    "PULUMI_SKIP_UPDATE_CHECK": "true",
    "PYTHONHASHSEED": "0",
    "PYTHONIOENCODING": "utf-8:backslashreplace",
}
"""Where SDKs look for credential files by themselves they are pointed to a directory that does not exist."""


def child_environment(own: Mapping[str, str], *, extra: Mapping[str, str], nothing: str) -> dict[str, str]:
    """The variables for a child: `own` scrubbed, credential files pointed away, then `extra`.

    `nothing` is a path below which there is nothing.
    """
    kept = {name: value for name, value in own.items() if not is_scrubbed(name)}
    replaced = {name: value.format(nothing=nothing) for name, value in REPLACED.items()}
    return {**kept, **replaced, **extra}


def is_scrubbed(name: str) -> bool:
    """True for a variable that may carry a credential."""
    upper = name.upper()
    return upper not in KEPT and (upper in SCRUBBED_NAMES or upper.startswith(SCRUBBED_PREFIXES))
