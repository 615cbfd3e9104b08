"""The Azure provider of the stand-in."""

import hashlib
from typing import Any, Final

from tests.engine.standin import azure_apps, azure_functions, bridged, refusals
from tests.engine.standin.azure_kinds import APP, AZURE, ENVIRONMENT, FUNCTION, GROUP, SLOT, SUBSCRIPTION, TENANT
from tests.engine.standin.cloud import Cloud, CloudObject
from tests.engine.standin.differences import differences
from tests.engine.standin.invokes import answer
from tests.engine.standin.kinds import GENERIC, Kind
from tests.engine.standin.pool_kinds import POOLS
from tests.engine.standin.provider import Comparison, Target
from tests.engine.standin.wire import UNKNOWN, Properties

CLIENT_CONFIG: Final = "azure-native:authorization:getClientConfig"


class AzureProvider:
    """See Provider."""

    def region(self, config: Properties, properties: Properties) -> str:
        return "azure"

    def check(self, target: Target, news: Properties, *, olds: Properties, seed: bytes) -> Properties:
        return bridged.checked(_kind(target), news, olds=olds, logical_name=target.name, seed=seed)

    def compare(self, target: Target, news: Properties, *, olds: Properties) -> Comparison:
        kind = _kind(target)
        return Comparison(
            differences=differences(
                bridged.without_defaults(olds),
                bridged.without_defaults(news),
                replaces=lambda path: path.split(".")[0].split("[")[0] in kind.replaces,
            ),
            delete_before_replace=bridged.must_be_deleted_first(kind, news, olds=olds),
        )

    def preview(self, target: Target, inputs: Properties, *, existing: CloudObject | None) -> Properties:
        kind = _kind(target)
        if existing is None:
            return {name: UNKNOWN for name in kind.outputs if name not in inputs} | _identity(inputs)
        kept = {name: value for name, value in existing.outputs.items() if name not in existing.inputs}
        if target.type == APP and azure_apps.makes_revision(existing, _plain(inputs)):
            kept["latestRevisionName"] = UNKNOWN
        return kept | _identity(inputs)

    def create(self, cloud: Cloud, target: Target, inputs: Properties) -> CloudObject:
        kind, inputs = _kind(target), _plain(inputs)
        _judge(cloud, target, inputs, existing=None)
        words = _words(target, inputs, cloud)
        id_ = kind.id.format_map(words) if kind.token else f"{target.name}-{words['suffix']}"
        item = CloudObject(
            type=target.type,
            id=id_,
            region=target.region,
            urn=target.urn,
            inputs=inputs,
            outputs={
                **{name: text.format_map({**words, "id": id_}) for name, text in kind.outputs.items()},
                **inputs,
                **_identity(inputs),
            },
        )
        if cloud.get(item.type, item.id, item.region) is not None:
            refusals.EXISTS.refuse(error=kind.exists, kind=kind.noun, name=item.id)
        if target.type == APP:
            azure_apps.keep_revision(item)
        cloud.put(item)
        return item

    def update(self, cloud: Cloud, existing: CloudObject, target: Target, inputs: Properties) -> CloudObject:
        inputs = _plain(inputs)
        _judge(cloud, target, inputs, existing=existing)
        computed = {name: value for name, value in existing.outputs.items() if name not in existing.inputs}
        existing.inputs, existing.urn = inputs, target.urn
        existing.outputs = {**computed, **inputs, **_identity(inputs)}
        if target.type == APP:
            azure_apps.keep_revision(existing)
        cloud.put(existing)
        return existing

    def delete(self, cloud: Cloud, existing: CloudObject) -> None:
        if existing.type == ENVIRONMENT:
            azure_apps.check_empty(cloud, existing)
        cloud.remove(existing)

    def invoke(self, cloud: Cloud, token: str, arguments: Properties) -> Properties:
        if token == CLIENT_CONFIG:
            return {"clientId": "", "objectId": "", "subscriptionId": SUBSCRIPTION, "tenantId": TENANT}
        return answer(cloud, token, arguments)


def _kind(target: Target) -> Kind:
    return AZURE.get(target.type) or POOLS.get(target.type, GENERIC)


def _plain(inputs: Properties) -> Properties:
    return {name: value for name, value in bridged.without_defaults(inputs).items() if value is not None}


def _judge(cloud: Cloud, target: Target, inputs: Properties, *, existing: CloudObject | None) -> None:
    group = None if target.type == GROUP else inputs.get("resourceGroupName")
    if group is not None and not any(item.outputs["name"] == group for item in cloud.of_type(GROUP)):
        refusals.AZURE_NO_GROUP.refuse(name=group)
    if target.type == APP:
        azure_apps.check_app(cloud, inputs, existing=existing)
    if target.type in (FUNCTION, SLOT):
        azure_functions.check_function(cloud, target.type, inputs)


def _words(target: Target, inputs: Properties, cloud: Cloud) -> dict[str, Any]:
    text = f"{target.urn}{sorted(inputs.items())!r}{len(cloud.rpcs)}"
    return {"revision": "", **inputs, "suffix": hashlib.sha256(text.encode()).hexdigest()[:12]}


def _identity(inputs: Properties) -> Properties:
    """Identities are asked for as a list of ids and answered as a map by id."""
    identity = inputs.get("identity")
    owned = (identity or {}).get("userAssignedIdentities")
    if not isinstance(owned, list):
        return {}
    answered = UNKNOWN if UNKNOWN in owned else {id_: {} for id_ in owned}
    return {"identity": {**identity, "userAssignedIdentities": answered}}
