"""Variables, tags, and logs that stay."""

from collections.abc import Iterator, Mapping
from typing import Final

from apexai.errors import Diagnostic
from apexai.spec.deployment import ServerlessModelDeployment
from apexai.targets.azure.tags import OWN_KEYS, tag_key, tags_of
from apexai.targets.azure.variables import expected_variables
from apexai.targets.diagnostics import error, note
from apexai.targets.facts import Fact
from apexai.targets.target import Surroundings

_ENVIRONMENT: Final = "spec.runtime.environment"
_TAGS, _LABELS = "spec.finops.tags", "metadata.labels"
_OF_THE_APP: Final = frozenset({"modelVersion"})


def check_promises(
    deployment: ServerlessModelDeployment, surroundings: Surroundings, facts: Mapping[str, Fact]
) -> Iterator[Diagnostic]:
    """What is written once and holds for all resources; the facts are the platform's."""
    yield from _variables(deployment)
    yield from _tags(deployment, surroundings, facts)
    yield from _logs(deployment.spec.monitoring.logs_retention_days, facts)


def _variables(deployment: ServerlessModelDeployment) -> Iterator[Diagnostic]:
    runtime, given = deployment.spec.runtime, expected_variables(deployment.spec)
    for path, written in ((_ENVIRONMENT, runtime.environment), ("spec.runtime.secrets", runtime.secrets)):
        for name, value in written.items():
            if given.get(name, value) != value:
                message = f"{name} is set from another field: the model's, the identity's, or sampleRate"
                yield error("APX-LIM-391", f"{path}.{name}", message, instead="remove it, or give it another name")


def _tags(
    deployment: ServerlessModelDeployment, surroundings: Surroundings, facts: Mapping[str, Fact]
) -> Iterator[Diagnostic]:
    """Names of tags don't tell upper from lower case."""
    tags, labels = deployment.spec.finops.tags, deployment.metadata.labels
    written = [*((f"{_TAGS}.{key}", key) for key in tags), *((f"{_LABELS}.{key}", key) for key in labels)]
    seen = dict.fromkeys((key.lower() for key in OWN_KEYS | _OF_THE_APP), "another field of the spec")
    for path, key in written:
        where = seen.setdefault(tag_key(key).lower(), path)
        if where != path:
            message = f"the tag {tag_key(key)!r} is set from {where}, and Azure tells no case in names of tags"
            yield error("APX-LIM-392", path, message, instead="use another key, or remove one of them")
        elif tag_key(key) != key:
            yield note("APX-LIM-393", path, f"Azure takes no < > % & \\ ? / in names of tags: {tag_key(key)} is set")
    most, count = facts["tags"], len(tags_of(deployment, surroundings)) + len(_OF_THE_APP)
    if count > most.number:
        yield most.violated(
            code="APX-LIM-394",
            path=_TAGS if tags else _LABELS,
            message=f"the app would have {count} tags",
            suggestion=f"keep {most.number - count + len(written)} tags and labels at most",
        )
    yield from _long(deployment, facts)


def _long(deployment: ServerlessModelDeployment, facts: Mapping[str, Fact]) -> Iterator[Diagnostic]:
    spec, longest = deployment.spec, facts["tag_value_characters"]
    for path, text in (
        ("spec.finops.costCenter", spec.finops.cost_center),
        ("spec.finops.tier", spec.finops.tier),
        ("spec.environment", spec.environment),
        ("spec.modelRef.name", spec.model_ref.name),
        ("spec.modelRef.version", spec.model_ref.version),
    ):
        if text is not None and len(text) > longest.number:
            yield longest.violated(
                code="APX-LIM-395",
                path=path,
                message=f"it has {len(text)} characters, and the value of a tag may have {longest.number}",
                suggestion=f"shorten it to {longest.number}",
            )


def _logs(days: int | None, facts: Mapping[str, Fact]) -> Iterator[Diagnostic]:
    least, most = facts["log_retention_minimum"], facts["log_retention_maximum"]
    if days is not None and not least.number <= days <= most.number:
        yield most.violated(
            code="APX-LIM-397",
            path="spec.monitoring.logsRetentionDays",
            message=f"a workspace keeps logs for {least.number} to {most.number} days, not {days}",
            suggestion=f"write {least.number if days < least.number else most.number}",
        )
