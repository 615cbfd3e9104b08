"""How Pulumi Deployments delivers the stacks: what a push runs, whom the clouds trust, which rules stop an update.

`pulumi up` of this project changes settings in Pulumi Cloud and deploys none of the stacks. They are deployed one after
the other: a push deploys the first, and an update of one that succeeds deploys the next.
"""

import datetime
from itertools import pairwise
from pathlib import Path
from typing import Final, NotRequired, TypedDict

import pulumi
import pulumi_pulumiservice as service

from apexai import __version__
from apexai.errors import ApexError
from apexai.policy.crossguard import describe_pack
from apexai.policy.decisions import DecisionFiles, pack_configuration
from apexai.policy.installed import load_rules

PACKS: Final = ("finops", "responsible-ai", "security")
DECISIONS: Final = DecisionFiles(
    organisation=Path("../policy/organisation.yaml"), exemptions=Path("../policy/exemptions.yaml")
)


class StackSettings(TypedDict):
    """One entry of `delivery:stacks`, in the order in which the stacks are deployed."""

    name: str
    drift: NotRequired[str]
    """When it is looked for drift, in the words of cron and in UTC."""
    afterPrevious: NotRequired[bool]
    """False: somebody starts its deployment, with `pulumi deployment run update`."""
    aws: NotRequired[dict[str, str]]
    azure: NotRequired[dict[str, str]]
    gcp: NotRequired[dict[str, str]]


CONFIG: Final = pulumi.Config("delivery")
ORGANIZATION: Final = CONFIG.require("organization")
PROJECT: Final = CONFIG.require("project")
FOLDER: Final = CONFIG.require("folder")
STACKS: Final[list[StackSettings]] = CONFIG.require_object("stacks")


def main() -> None:
    for stack in STACKS:
        check(stack)
    for position, stack in enumerate(STACKS):
        settings = deploy(stack["name"], trusted=trust(stack), pushed=position == 0)
        if "drift" in stack:
            watch(stack["name"], stack["drift"], settings)
    for before, after in pairwise(STACKS):
        if after.get("afterPrevious", True):
            follow(before["name"], after["name"])
    enforce()


def check(stack: StackSettings) -> None:
    """Refuse an entry without a name, and keys that nothing reads."""
    unknown = sorted(stack.keys() - StackSettings.__annotations__.keys())
    if "name" not in stack or unknown:
        reason = f"there is no {', '.join(unknown)}" if unknown else "name is missing"
        raise pulumi.RunError(
            f"delivery:stacks: {stack}: {reason}; keys are {', '.join(StackSettings.__annotations__)}"
        )


def deploy(name: str, *, trusted: service.OperationContextOIDCArgs, pushed: bool) -> service.DeploymentSettings:
    """What runs a stack's deployments; every pull request is previewed."""
    return service.DeploymentSettings(
        name,
        organization=ORGANIZATION,
        project=PROJECT,
        stack=name,
        source_context=service.DeploymentSettingsSourceContextArgs(
            git=service.DeploymentSettingsGitSourceArgs(
                branch=f"refs/heads/{CONFIG.require('branch')}", repo_dir=FOLDER
            )
        ),
        vcs=service.DeploymentSettingsVcsArgs(
            provider=CONFIG.get("forge") or "github",
            repository=CONFIG.require("repository"),
            paths=CONFIG.require_object("paths"),
            deploy_commits=pushed,
            preview_pull_requests=True,
            pull_request_template=False,
        ),
        operation_context=service.DeploymentSettingsOperationContextArgs(
            pre_run_commands=[gate(name)],
            environment_variables=secrets(name),
            oidc=trusted,
            options=service.OperationContextOptionsArgs(skip_intermediate_deployments=True),
        ),
        cache_options=service.DeploymentSettingsCacheOptionsArgs(enable=True),
    )


def watch(name: str, when: str, settings: service.DeploymentSettings) -> None:
    """Look for drift, which is reported and not undone."""
    service.DriftSchedule(
        name,
        organization=ORGANIZATION,
        project=PROJECT,
        stack=name,
        schedule_cron=when,
        auto_remediate=False,
        opts=pulumi.ResourceOptions(depends_on=[settings]),
    )


def gate(name: str) -> str:
    """Cost and rules without credentials, which end the deployment before it begins; each command has its own shell."""
    decisions = "--organisation policy/organisation.yaml --exemptions policy/exemptions.yaml"
    preview = f"{CONFIG.require('apexai')} preview . --stack {name} {decisions}"
    return f'cd "$(git rev-parse --show-toplevel)/{FOLDER}" && pulumi install && {preview}'


def secrets(name: str) -> dict[str, pulumi.Input[str]]:
    """What there is no trust for: `pulumi config set --secret delivery:cloudflareApiToken-dev` for the stack dev."""
    token = CONFIG.get_secret(f"cloudflareApiToken-{name}")
    return {} if token is None else {"CLOUDFLARE_API_TOKEN": token}


def trust(stack: StackSettings) -> service.OperationContextOIDCArgs:
    """Whom the stack's clouds trust with its deployments."""
    name, aws, azure, gcp = stack["name"], stack.get("aws"), stack.get("azure"), stack.get("gcp")
    return service.OperationContextOIDCArgs(
        aws=aws_trust(name, aws) if aws else None,
        azure=azure_trust(name, azure) if azure else None,
        gcp=gcp_trust(name, gcp) if gcp else None,
    )


def aws_trust(stack: str, settings: dict[str, str]) -> service.AWSOIDCConfigurationArgs:
    return service.AWSOIDCConfigurationArgs(
        role_arn=needed(settings, "roleArn", of=stack), session_name=f"{PROJECT}-{stack}-${{deployment.version}}"
    )


def azure_trust(stack: str, settings: dict[str, str]) -> service.AzureOIDCConfigurationArgs:
    return service.AzureOIDCConfigurationArgs(
        client_id=needed(settings, "clientId", of=stack),
        tenant_id=needed(settings, "tenantId", of=stack),
        subscription_id=needed(settings, "subscriptionId", of=stack),
    )


def gcp_trust(stack: str, settings: dict[str, str]) -> service.GCPOIDCConfigurationArgs:
    return service.GCPOIDCConfigurationArgs(
        project_id=needed(settings, "projectNumber", of=stack),
        workload_pool_id=needed(settings, "workloadPoolId", of=stack),
        provider_id=needed(settings, "providerId", of=stack),
        service_account=needed(settings, "serviceAccount", of=stack),
    )


def needed(settings: dict[str, str], key: str, *, of: str) -> str:
    if key not in settings:
        raise pulumi.RunError(f"delivery:stacks: {of} lacks {key} beside {', '.join(settings)}")
    return settings[key]


def follow(before: str, after: str) -> None:
    """Deploy one stack when an update of another has succeeded."""
    service.Webhook(
        f"{before}-{after}",
        organization_name=ORGANIZATION,
        project_name=PROJECT,
        stack_name=before,
        display_name=f"deploy {after}",
        format=service.WebhookFormat.PULUMI_DEPLOYMENTS,
        filters=[service.WebhookFilters.UPDATE_SUCCEEDED],
        payload_url=f"{PROJECT}/{after}",
        active=True,
    )


def enforce() -> None:
    """The rules of the organisation for every update of the stacks, wherever it is run."""
    settings = pack_settings()
    packs = [
        service.PolicyPack(
            name,
            organization=ORGANIZATION,
            name=f"apexai-{name}",
            source_path=f"policy/{name}",
            version_tag=__version__,
            policies=[service.PolicyPackPolicyInputArgs(**policy) for policy in describe_pack(name)],
        )
        for name in PACKS
    ]
    service.PolicyGroup(
        PROJECT,
        organization_name=ORGANIZATION,
        name=PROJECT,
        entity_type="stacks",
        mode="preventative",
        policy_packs=[
            service.PolicyGroupPolicyPackReferenceInputArgs(
                name=pack.name, version_tag=pack.version_tag, config=settings
            )
            for pack in packs
        ],
        stacks=[service.PolicyGroupStackReferenceArgs(name=stack["name"], routing_project=PROJECT) for stack in STACKS],
    )


def pack_settings() -> dict[str, object]:
    """What the organisation decides and exempts, as packs take it."""
    today = datetime.datetime.now(datetime.UTC).date()
    try:
        return pack_configuration(DECISIONS, rules=load_rules(), as_of=today)
    except ApexError as error:
        raise pulumi.RunError(str(error)) from None


main()
