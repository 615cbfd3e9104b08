"""What Cloud Run refuses of a service: revisions of a name that is taken, traffic to what does not exist, an identity
that may not read what a revision starts with."""

import json
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
