"""The AWS provider of the stand-in, and of every other bridged package that no module knows."""

import hashlib
from typing import Any, Final

from tests.engine.standin import aws_edge, aws_functions, aws_rules, bridged, google_run, pool_kinds, refusals
from tests.engine.standin.aws_kinds import AWS
from tests.engine.standin.cloud import ACCOUNT, Cloud, CloudObject
from tests.engine.standin.differences import differences
from tests.engine.standin.google_kinds import GOOGLE, SERVICE
from tests.engine.standin.invokes import answer
from tests.engine.standin.kinds import GENERIC, Kind
from tests.engine.standin.pool_kinds import POOLS
from tests.engine.standin.provider import Comparison, Target
from tests.engine.standin.wire import UNKNOWN, Properties

DEFAULT_REGION: Final = "us-east-1"
VERSIONED: Final = ("version", "qualifiedArn", "qualifiedInvokeArn")


class AwsProvider:
    """See Provider."""

    def region(self, config: Properties, properties: Properties) -> str:
        return str(properties.get("region") or properties.get("location") or config.get("region") or DEFAULT_REGION)

    def check(self, target: Target, news: Properties, *, olds: Properties, seed: bytes) -> Properties:
        return bridged.checked(_kind(target), news, olds=olds, logical_name=target.name, seed=seed)

    def compare(self, target: Target, news: Properties, *, olds: Properties) -> Comparison:
        kind = _kind(target)
        return Comparison(
            differences=differences(
                bridged.without_defaults(olds),
                bridged.without_defaults(news),
                replaces=lambda path: _top(path) in (*kind.replaces, "region"),
            ),
            delete_before_replace=bridged.must_be_deleted_first(kind, news, olds=olds),
        )

    def preview(self, target: Target, inputs: Properties, *, existing: CloudObject | None) -> Properties:
        kind = _kind(target)
        if existing is None:
            names = [*kind.outputs, *(VERSIONED if target.type == aws_functions.FUNCTION else ())]
            return {name: UNKNOWN for name in names if name not in inputs} | _tags(kind, inputs)
        kept = {name: value for name, value in existing.outputs.items() if name not in existing.inputs}
        if target.type == aws_functions.FUNCTION and aws_functions.publishes(existing.inputs, _plain(inputs)):
            kept |= dict.fromkeys((*VERSIONED, "lastModified"), UNKNOWN)
        return kept | _tags(kind, inputs)

    def create(self, cloud: Cloud, target: Target, inputs: Properties) -> CloudObject:
        kind, inputs = _kind(target), _plain(inputs)
        _before_write(cloud, target, inputs)
        item = _described(kind, target, inputs)
        if cloud.get(item.type, item.id, item.region) is not None and not kind.upsert:
            _refuse_existing(kind, item)
        aws_edge.check_created(cloud, item)
        if target.type == aws_functions.FUNCTION:
            aws_functions.qualify(item, version="$LATEST")
            if inputs.get("publish"):
                aws_functions.published(item)
        _after_write(item)
        cloud.put(item)
        return item

    def update(self, cloud: Cloud, existing: CloudObject, target: Target, inputs: Properties) -> CloudObject:
        kind, inputs = _kind(target), _plain(inputs)
        _before_write(cloud, target, inputs)
        before = existing.inputs
        computed = {name: value for name, value in existing.outputs.items() if name not in before}
        existing.inputs = inputs
        existing.outputs = {**computed, **inputs, **_tags(kind, inputs)}
        existing.urn = target.urn
        if target.type == aws_functions.FUNCTION and aws_functions.publishes(before, inputs):
            aws_functions.published(existing)
        _after_write(existing)
        cloud.put(existing)
        return existing

    def delete(self, cloud: Cloud, existing: CloudObject) -> None:
        if judge := aws_rules.BEFORE_DELETE.get(existing.type):
            judge(cloud, existing)
        if belongings := aws_rules.GOES_WITH.get(existing.type):
            for item in belongings(cloud, existing):
                cloud.remove(item)
        cloud.remove(existing)

    def invoke(self, cloud: Cloud, token: str, arguments: Properties) -> Properties:
        return answer(cloud, token, arguments)


def _kind(target: Target) -> Kind:
    return AWS.get(target.type) or GOOGLE.get(target.type) or POOLS.get(target.type, GENERIC)


def _plain(inputs: Properties) -> Properties:
    return {name: value for name, value in bridged.without_defaults(inputs).items() if value is not None}


def _top(path: str) -> str:
    return path.split(".")[0].split("[")[0]


def _before_write(cloud: Cloud, target: Target, inputs: Properties) -> None:
    if judge := aws_rules.BEFORE_WRITE.get(target.type):
        judge(cloud, target.region, inputs)


def _after_write(item: CloudObject) -> None:
    if item.type == aws_edge.DISTRIBUTION:
        aws_edge.keep_policy(item)
    pool_kinds.complete(item)
    if item.type == SERVICE:
        google_run.keep_revision(item)
        google_run.settle(item)


def _described(kind: Kind, target: Target, inputs: Properties) -> CloudObject:
    words = _words(target, inputs)
    id_ = kind.id.format_map(words) if kind.token else f"{target.name}-{words['suffix']}"
    computed = {
        name: template.format_map({**words, "id": id_}) for name, template in kind.outputs.items() if name not in inputs
    }
    return CloudObject(
        type=target.type,
        id=id_,
        region=target.region,
        urn=target.urn,
        inputs=inputs,
        outputs={**computed, **inputs, **_tags(kind, inputs)},
    )


def _words(target: Target, inputs: Properties) -> dict[str, Any]:
    suffix = hashlib.sha256(f"{target.urn}{sorted(inputs.items())!r}".encode()).hexdigest()[:12]
    function = str(inputs.get("functionName") or inputs.get("function") or "")
    return {
        "qualifier": "",
        "condition_title": (inputs.get("condition") or {}).get("title", ""),
        "statement": inputs.get("statementId") or f"terraform-{suffix}",
        **inputs,
        "account": ACCOUNT,
        "region": target.region,
        "suffix": suffix,
        "function": aws_functions.function_name(function),
    }


def _tags(kind: Kind, inputs: Properties) -> Properties:
    return {"tagsAll": inputs.get("tags", {})} if kind.taggable else {}


def _refuse_existing(kind: Kind, item: CloudObject) -> None:
    arn = item.outputs.get("arn", item.id)
    match item.type:
        case aws_functions.FUNCTION:
            refusals.LAMBDA_EXISTS.refuse(name=item.id)
        case aws_functions.ALIAS:
            refusals.ALIAS_EXISTS.refuse(arn=arn)
        case aws_functions.PERMISSION:
            refusals.PERMISSION_EXISTS.refuse(id=item.id)
        case aws_functions.URL:
            refusals.URL_EXISTS.refuse(arn=item.outputs["functionArn"])
        case aws_functions.ROLE:
            refusals.ROLE_EXISTS.refuse(name=item.id)
        case _:
            refusals.EXISTS.refuse(error=kind.exists, kind=kind.noun, name=item.id)
