"""What Container Apps keeps of an app and refuses: its revisions, their traffic, an identity that may not read yet."""

import hashlib
import json
from typing import Any, Final

from tests.engine.standin import refusals
from tests.engine.standin.azure_kinds import APP, ENVIRONMENT, GRANT, IDENTITY
from tests.engine.standin.cloud import Cloud, CloudObject
from tests.engine.standin.wire import Properties

PULL: Final = "7f951dda-4ed3-4680-a7ca-43fe172d538d"
READ_SECRETS: Final = "4633458b-17de-408a-b874-0445c86b69e6"
MIB_OF_CORE: Final = 2048


def makes_revision(existing: CloudObject, inputs: Properties) -> bool:
    """Whether the app gets another revision: only where its template is another one than the latest's."""
    revisions = existing.hidden.get("revisions") or []
    return not revisions or revisions[-1]["content"] != _content(inputs)


def keep_revision(item: CloudObject) -> None:
    """Make the revision of the template, and take others out of service where the app has one only."""
    revisions = item.hidden.setdefault("revisions", [])
    if makes_revision(item, item.inputs):
        content = _content(item.inputs)
        suffix = item.inputs["template"].get("revisionSuffix") or _suffix(content, len(revisions))
        image = item.inputs["template"]["containers"][0]["image"]
        name = f"{item.inputs['containerAppName']}--{suffix}"
        revisions.append({"name": name, "content": content, "image": image, "active": True})
    if item.inputs["configuration"]["activeRevisionsMode"] == "Single":
        for revision in revisions[:-1]:
            revision["active"] = False
    item.outputs["latestRevisionName"] = revisions[-1]["name"]


def check_app(cloud: Cloud, inputs: Properties, *, existing: CloudObject | None) -> None:
    """Refuse what the API refuses of an app."""
    environment = inputs.get("environmentId")
    if not any(item.id == environment for item in cloud.of_type(ENVIRONMENT)):
        refusals.APP_NO_ENVIRONMENT.refuse(id=environment)
    _check_suffix(inputs, existing)
    _check_size(inputs["template"], str(inputs.get("workloadProfileName")))
    _check_traffic(inputs["configuration"], existing)
    _check_identity(cloud, inputs)


def check_empty(cloud: Cloud, environment: CloudObject) -> None:
    """Refuse to delete an environment that has apps."""
    if any(app.inputs.get("environmentId") == environment.id for app in cloud.of_type(APP)):
        refusals.ENVIRONMENT_IN_USE.refuse(id=environment.id)


def _check_suffix(inputs: Properties, existing: CloudObject | None) -> None:
    suffix = inputs["template"].get("revisionSuffix")
    if not suffix or existing is None or not makes_revision(existing, inputs):
        return
    if any(revision["name"].endswith(f"--{suffix}") for revision in existing.hidden["revisions"]):
        refusals.APP_SUFFIX.refuse(suffix=suffix)


def _check_size(template: dict[str, Any], profile: str) -> None:
    resources = [container["resources"] for container in template["containers"]]
    cpu = sum(resource["cpu"] for resource in resources)
    mib = sum(float(resource["memory"].removesuffix("Gi")) * 1024 for resource in resources)
    if profile == "Consumption" and (mib != cpu * MIB_OF_CORE or (cpu * 4) % 1 or not 0 < cpu <= 4):
        refusals.APP_SIZE.refuse(cpu=cpu, memory=f"{mib / 1024}Gi")


def _check_traffic(configuration: dict[str, Any], existing: CloudObject | None) -> None:
    traffic = configuration["ingress"]["traffic"]
    revisions = [] if existing is None else existing.hidden["revisions"]
    active = {revision["name"] for revision in revisions if revision["active"]}
    if sum(side.get("weight", 0) for side in traffic) != 100:
        refusals.APP_TRAFFIC_SUM.refuse()
    for side in traffic:
        name = side.get("revisionName")
        if name and configuration["activeRevisionsMode"] == "Single":
            refusals.APP_TRAFFIC_MODE.refuse()
        if name and name not in active:
            refusals.APP_TRAFFIC_REVISION.refuse(name=name)


def _check_identity(cloud: Cloud, inputs: Properties) -> None:
    configuration, owned = inputs["configuration"], inputs.get("identity", {}).get("userAssignedIdentities", [])
    for registry in configuration.get("registries") or []:
        name = registry["server"].removesuffix(".azurecr.io")
        _check_grant(cloud, registry["identity"], owned, role=PULL, on=f"/registries/{name}")
    for secret in configuration.get("secrets") or []:
        vault, _, place = secret["keyVaultUrl"].removeprefix("https://").partition(".vault.azure.net/secrets/")
        on = f"/vaults/{vault}/secrets/{place.partition('/')[0]}"
        _check_grant(cloud, secret["identity"], owned, role=READ_SECRETS, on=on)


def _check_grant(cloud: Cloud, identity: str, owned: list[str], *, role: str, on: str) -> None:
    if identity not in owned:
        refusals.APP_IDENTITY.refuse(identity=identity)
    principals = {item.outputs["principalId"] for item in cloud.of_type(IDENTITY) if item.id == identity}
    granted = any(
        grant.inputs["principalId"] in principals
        and grant.inputs["scope"].endswith(on)
        and grant.inputs["roleDefinitionId"].endswith(role)
        for grant in cloud.of_type(GRANT)
    )
    if principals and not granted:
        refusals.APP_FORBIDDEN.refuse(identity=identity, on=on)


def _content(inputs: Properties) -> str:
    """What a revision is made of: the template, and the profile that it runs on."""
    return json.dumps([inputs["template"], inputs.get("workloadProfileName")], sort_keys=True)


def _suffix(content: str, count: int) -> str:
    return hashlib.sha256(f"{content}{count}".encode()).hexdigest()[:7]
