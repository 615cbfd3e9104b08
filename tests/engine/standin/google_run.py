"""What Cloud Run refuses of a service: revisions of a name that is taken, traffic to what does not exist, an identity
that may not read what a revision starts with."""

import json
from collections.abc import Mapping
from typing import Any, Final

from tests.engine.standin import bridged, refusals
from tests.engine.standin.cloud import Cloud, CloudObject
from tests.engine.standin.google_kinds import ACCOUNT, KEY_GRANT, NUMBER, PROJECT, SECRET_GRANT, SERVICE
from tests.engine.standin.wire import Properties

AGENT: Final = f"serviceAccount:service-{NUMBER}@serverless-robot-prod.iam.gserviceaccount.com"


def check_service(cloud: Cloud, region: str, inputs: Properties) -> None:
    """Refuse what CreateService and UpdateService refuse."""
    template = inputs["template"]
    kept = _revisions(cloud, inputs)
    own = str(template.get("revision") or "")
    if own and not own.startswith(f"{inputs['name']}-"):
        refusals.RUN_REVISION_NAME.refuse(name=own)
    if own in kept and kept[own] != _content(template):
        refusals.RUN_REVISION_TAKEN.refuse(name=own)
    _check_identity(cloud, template)
    _check_traffic(inputs, {*kept, own})


def keep_revision(item: CloudObject) -> None:
    """What the service keeps of a template for good."""
    template = item.inputs["template"]
    name = template.get("revision") or f"{item.inputs['name']}-{len(item.hidden.get('revisions', {})):05}"
    item.hidden.setdefault("revisions", {})[name] = _content(template)


def settle(item: CloudObject) -> None:
    """What becomes of scaling and annotations where a provider writes the whole service.

    Source: mmv1/products/cloudrunv2/Service.yaml of github.com/GoogleCloudPlatform/magic-modules, read 2026-11-21: no
    update mask, and counts of zero are left out.
    """
    wanted = {key: value for key, value in item.inputs.get("scaling", {}).items() if value}
    write_live(item, switched(live(item)["scaling"], wanted), dict(item.inputs.get("annotations", {})))


def live(item: CloudObject) -> dict[str, Any]:
    """Scaling and annotations as the API has them."""
    found: dict[str, Any] = item.hidden.get("live", {"scaling": {}, "annotations": {}})
    return found


def write_live(item: CloudObject, scaling: dict[str, Any], annotations: dict[str, str]) -> None:
    """Keep them, and let a refresh see them where the program declares them: what is absent reads as zero."""
    item.hidden["live"] = {"scaling": scaling, "annotations": annotations}
    for properties in (item.inputs, item.outputs):
        if declared := properties.get("scaling"):
            properties["scaling"] = {**dict.fromkeys(declared, 0), **scaling}
        if "annotations" in properties:
            properties["annotations"] = annotations


def switched(before: Mapping[str, Any], wanted: Mapping[str, Any]) -> dict[str, Any]:
    """The scaling of a service after it is asked for another; zeros are left out, as the API leaves them out.

    Source: Cloud Run documentation, Manual scaling, switching between automatic and manual scaling, read 2026-11-21.
    """
    if wanted.get("scalingMode") == "MANUAL":
        inherited = before.get("minInstanceCount", before.get("manualInstanceCount", 0))
        return {"scalingMode": "MANUAL", "manualInstanceCount": wanted.get("manualInstanceCount", inherited)}
    least, most = wanted.get("minInstanceCount", 0), wanted.get("maxInstanceCount", 0)
    if least > most > 0 or (before.get("scalingMode") == "MANUAL" and least and not most):
        refusals.RUN_BOUNDS.refuse()
    bounds = {"minInstanceCount": least, "maxInstanceCount": most}
    mode = {"scalingMode": wanted["scalingMode"]} if "scalingMode" in wanted else {}
    return {**mode, **{key: count for key, count in bounds.items() if count}}


def service_found(cloud: Cloud, arguments: Properties) -> Properties:
    """What the provider's function says of a service: an error where there is none."""
    id_ = f"projects/{PROJECT}/locations/{arguments['location']}/services/{arguments['name']}"
    service = cloud.get(SERVICE, id_, arguments["location"])
    if service is None:
        refusals.RUN_ABSENT.refuse(id=id_)
        return {}
    annotations = live(service)["annotations"]
    return {"id": id_, "annotations": {}, "effectiveAnnotations": annotations}


def check_unprotected(cloud: Cloud, service: CloudObject) -> None:
    """Refuse to delete a protected service, as the provider does."""
    if service.inputs.get("deletionProtection", True):
        refusals.RUN_PROTECTED.refuse()


def _revisions(cloud: Cloud, inputs: Properties) -> dict[str, str]:
    service = next(
        (
            item
            for item in cloud.of_type(SERVICE)
            if (item.inputs["name"], item.inputs["location"]) == (inputs["name"], inputs["location"])
        ),
        None,
    )
    return {} if service is None else dict(service.hidden.get("revisions", {}))


def _content(template: dict[str, Any]) -> str:
    return json.dumps(
        {key: value for key, value in bridged.without_defaults(template).items() if key != "revision"}, sort_keys=True
    )


def _check_identity(cloud: Cloud, template: dict[str, Any]) -> None:
    email = str(template.get("serviceAccount") or "")
    if email.endswith(f"@{PROJECT}.iam.gserviceaccount.com") and not any(
        account.outputs["email"] == email for account in cloud.of_type(ACCOUNT)
    ):
        refusals.RUN_NO_ACCOUNT.refuse(email=email)
    readable = {(item.inputs["secretId"], item.inputs["member"]) for item in cloud.of_type(SECRET_GRANT)}
    for variable in template["containers"][0].get("envs", []):
        secret = ((variable.get("valueSource") or {}).get("secretKeyRef") or {}).get("secret")
        if secret and (secret, f"serviceAccount:{email}") not in readable:
            refusals.RUN_SECRET.refuse(secret=secret, email=email)
    key = template.get("encryptionKey")
    if key and (key, AGENT) not in {
        (item.inputs["cryptoKeyId"], item.inputs["member"]) for item in cloud.of_type(KEY_GRANT)
    }:
        refusals.RUN_KEY.refuse(key=key)


def _check_traffic(inputs: Properties, revisions: set[str]) -> None:
    targets = inputs.get("traffics") or []
    for target in targets:
        if (revision := target.get("revision")) and revision not in revisions:
            refusals.RUN_NO_REVISION.refuse(name=revision)
        if target.get("tag") and len(target["tag"]) + len(inputs["name"]) > 46:
            refusals.RUN_TAG.refuse(tag=target["tag"])
    if targets and sum(target.get("percent", 0) for target in targets) != 100:
        refusals.RUN_PERCENT.refuse()
