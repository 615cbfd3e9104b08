"""Tags: how many, how long, each key once."""

from collections.abc import Iterator
from typing import Final

from apexai.errors import Diagnostic
from apexai.spec.deployment import ServerlessModelDeployment
from apexai.targets.aws_lambda.facts import lambda_facts
from apexai.targets.aws_lambda.tags import OWN_KEYS, tag_text, tags_of
from apexai.targets.diagnostics import error, note
from apexai.targets.target import Surroundings

_OF_THE_FUNCTION: Final = frozenset({"modelVersion"})
_TAGS, _LABELS = "spec.finops.tags", "metadata.labels"
_ALLOWED: Final = "AWS takes letters, digits, spaces and + - = . _ : / @ in tags"


def check_tags(deployment: ServerlessModelDeployment, surroundings: Surroundings) -> Iterator[Diagnostic]:
    """The tags fit, and none of them is set twice."""
    tags, labels = deployment.spec.finops.tags, deployment.metadata.labels
    written = [(f"{_TAGS}.{key}", key, value) for key, value in tags.items()]
    written += [(f"{_LABELS}.{key}", key, value) for key, value in labels.items()]
    yield from _once(written)
    for path, key, value in written:
        yield from _characters(path, key, value)
    for path, field in _fields(deployment, surroundings):
        yield from _length(path, field)
        if tag_text(field) != field:
            yield note("APX-LIM-183", path, f"{_ALLOWED}: {tag_text(field)} is set")
    yield from _count(deployment, surroundings)


def _once(written: list[tuple[str, str, str]]) -> Iterator[Diagnostic]:
    """IAM takes no two keys for a role that differ in case only, and every role has the tags.

    Source: AWS IAM User Guide, "Tags for AWS Identity and Access Management resources": keys of roles are not case
    sensitive; CreateRole says "Duplicate tag keys found", terraform-aws-rds-aurora#189; read 2026-11-21.
    """
    own = OWN_KEYS | _OF_THE_FUNCTION
    seen = {key.lower(): (key, "another field of the spec") for key in own}
    for path, key, _ in written:
        tag = tag_text(key)
        before, where = seen.setdefault(tag.lower(), (tag, path))
        if where != path:
            cased = "" if before == tag else f" as {before!r}, and a role can't have both: IAM ignores the case of keys"
            message = f"the tag {tag!r} is set from {where}{cased}"
            yield error("APX-LIM-181", path, message, instead="use another key, or remove one of them")


def _length(path: str, text: str) -> Iterator[Diagnostic]:
    longest = lambda_facts()["tag_value_characters"]
    if len(text) > longest.number:
        yield longest.violated(
            code="APX-LIM-182",
            path=path,
            message=f"it has {len(text)} characters, and the value of a tag may have {longest.number}",
            suggestion=f"shorten it to {longest.number}",
        )


def _characters(path: str, key: str, value: str) -> Iterator[Diagnostic]:
    if (tag_text(key), tag_text(value)) != (key, value):
        yield note("APX-LIM-183", path, f"{_ALLOWED}: {tag_text(key)}={tag_text(value)} is set")


def _fields(deployment: ServerlessModelDeployment, surroundings: Surroundings) -> Iterator[tuple[str, str]]:
    """The fields that become values of tags, and may be long."""
    spec = deployment.spec
    for path, value in (
        ("spec.finops.costCenter", spec.finops.cost_center),
        ("spec.finops.tier", spec.finops.tier),
        ("spec.environment", spec.environment or surroundings.environment),
        ("spec.modelRef.name", spec.model_ref.name),
        ("spec.modelRef.version", spec.model_ref.version),
    ):
        if value is not None:
            yield path, value


def _count(deployment: ServerlessModelDeployment, surroundings: Surroundings) -> Iterator[Diagnostic]:
    most, written = lambda_facts()["tags"], len(deployment.spec.finops.tags) + len(deployment.metadata.labels)
    count = len(tags_of(deployment, surroundings)) + len(_OF_THE_FUNCTION)
    if count > most.number:
        yield most.violated(
            code="APX-LIM-180",
            path=_TAGS if deployment.spec.finops.tags else _LABELS,
            message=f"the function would have {count} tags",
            suggestion=f"keep {most.number - count + written} tags and labels at most",
        )
