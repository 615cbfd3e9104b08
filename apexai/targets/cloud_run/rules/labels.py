"""Labels: how many, each key once, and what becomes of characters that Google Cloud does not take."""

from collections.abc import Iterator
from typing import Final

from apexai.errors import Diagnostic
from apexai.spec.deployment import ServerlessModelDeployment
from apexai.targets.cloud_run.facts import run_facts
from apexai.targets.cloud_run.labels import OWN_KEYS, label_key, label_value, labels_of
from apexai.targets.diagnostics import error, note
from apexai.targets.target import Surroundings

_OF_THE_REVISION: Final = 1
"""Its `model-version`."""
_TAGS, _LABELS = "spec.finops.tags", "metadata.labels"


def check_labels(deployment: ServerlessModelDeployment, surroundings: Surroundings) -> Iterator[Diagnostic]:
    """The labels fit, and none of them is set twice."""
    tags, labels = deployment.spec.finops.tags, deployment.metadata.labels
    written = [(f"{_TAGS}.{key}", key, value) for key, value in tags.items()]
    written += [(f"{_LABELS}.{key}", key, value) for key, value in labels.items()]
    yield from _once(written)
    for path, key, value in written:
        if (label_key(key), label_value(value)) != (key, value):
            yield _changed(path, f"{label_key(key)}={label_value(value)}")
    for path, text in _fields(deployment, surroundings):
        if label_value(text) != text:
            yield _changed(path, label_value(text))
    most, count = run_facts()["labels"], len(labels_of(deployment, surroundings)) + _OF_THE_REVISION
    if count > most.number:
        yield most.violated(
            code="APX-LIM-611",
            path=_TAGS if tags else _LABELS,
            message=f"a revision would have {count} labels",
            suggestion=f"keep {most.number - count + len(written)} tags and labels at most",
        )


def _once(written: list[tuple[str, str, str]]) -> Iterator[Diagnostic]:
    seen = dict.fromkeys(OWN_KEYS, "another field of the spec")
    for path, key, _ in written:
        where = seen.setdefault(label_key(key), path)
        if where != path:
            message = f"the label {label_key(key)} is set from {where}"
            yield error("APX-LIM-610", path, message, instead="use another key, or remove one of them")


def _changed(path: str, text: str) -> Diagnostic:
    message = f"a label takes lower-case letters, digits, - and _, 63 of them: {text} is set"
    return note("APX-LIM-612", path, message)


def _fields(deployment: ServerlessModelDeployment, surroundings: Surroundings) -> Iterator[tuple[str, str]]:
    """The fields that become values of labels."""
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
