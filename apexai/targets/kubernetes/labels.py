"""Labels: what the spec says in a form that Kubernetes takes, and the few by which pods are selected.

Selectors can't change while a Deployment exists, so that they hold nothing that a release changes.
"""

import re
from collections.abc import Mapping
from typing import Final

from apexai.spec.deployment import ServerlessModelDeployment
from apexai.spec.fields import Platform
from apexai.targets.facts import load_facts
from apexai.targets.kubernetes.sides import Track
from apexai.targets.target import Surroundings

INSTANCE: Final = "app.kubernetes.io/instance"
TRACK: Final = "apexai.apexlogic.com/track"
VERSION: Final = "app.kubernetes.io/version"
COST_CENTER: Final = "finops.apexlogic.com/cost-center"
TIER: Final = "finops.apexlogic.com/tier"
ENVIRONMENT: Final = "apexai.apexlogic.com/environment"
EXPLAINER_TRACK: Final = "explainer"

OWN_KEYS: Final = frozenset({INSTANCE, TRACK, VERSION, COST_CENTER, TIER, ENVIRONMENT})
"""Set from other fields of the spec, or selected by."""


def selector_of(name: str, track: Track) -> dict[str, str]:
    """The labels by which the pods of one slot are found."""
    return {INSTANCE: name, TRACK: str(track)}


def explainer_selector(name: str) -> dict[str, str]:
    """The labels by which the explainer's pods are found."""
    return {INSTANCE: name, TRACK: EXPLAINER_TRACK}


def labels_of(
    deployment: ServerlessModelDeployment, surroundings: Surroundings, *, version: str | None = None
) -> dict[str, str]:
    """Labels of an object, of one version of the model where it belongs to one."""
    finops = deployment.spec.finops
    written = {**finops.tags, **deployment.metadata.labels}
    own = {
        "app.kubernetes.io/name": deployment.spec.model_ref.name,
        INSTANCE: deployment.metadata.name,
        "app.kubernetes.io/part-of": deployment.metadata.name,
        "app.kubernetes.io/managed-by": "pulumi",
        VERSION: version,
        COST_CENTER: finops.cost_center,
        TIER: finops.tier,
        ENVIRONMENT: deployment.spec.environment or surroundings.environment,
    }
    given = {key: value for key, value in own.items() if value is not None}
    return {key: label_value(value) for key, value in sorted({**given, **_normalised(written)}.items())}


def label_value(text: str) -> str:
    """The text as the value of a label: other characters become hyphens, at most 63, letters or digits at both ends."""
    return _trimmed(re.sub(r"[^A-Za-z0-9._-]", "-", text)[: _longest("label_value_characters")])


def label_key(key: str) -> str:
    """The text as the key of a label; empty where nothing of it can stay."""
    prefix, slash, name = key.rpartition("/")
    name = _trimmed(re.sub(r"[^A-Za-z0-9._-]", "-", name)[: _longest("label_name_characters")])
    prefix = _trimmed(re.sub(r"[^a-z0-9.-]", "-", prefix.lower())[: _longest("label_prefix_characters")])
    return f"{prefix}/{name}" if slash and prefix and name else name


def _normalised(labels: Mapping[str, str]) -> dict[str, str]:
    return {label_key(key): value for key, value in labels.items()}


def _longest(fact: str) -> int:
    return load_facts(Platform.KUBERNETES)[fact].number


def _trimmed(text: str) -> str:
    return re.sub(r"^[^A-Za-z0-9]+|[^A-Za-z0-9]+$", "", text)
