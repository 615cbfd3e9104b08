"""Tags: each key once, in characters that a Worker's tags have; how many."""

from collections.abc import Iterator
from typing import Final

from apexai.errors import Diagnostic
from apexai.spec.deployment import ServerlessModelDeployment
from apexai.targets.cloudflare_workers.facts import worker_facts
from apexai.targets.cloudflare_workers.tags import OWN_KEYS, tag_text, tags_of
from apexai.targets.diagnostics import error, note
from apexai.targets.target import Surroundings

_TAGS: Final = "spec.finops.tags"
_LABELS: Final = "metadata.labels"


def check_tags(deployment: ServerlessModelDeployment, surroundings: Surroundings) -> Iterator[Diagnostic]:
    """The tags fit, and none of them is set twice."""
    tags, labels = deployment.spec.finops.tags, deployment.metadata.labels
    for path, key, value in (
        *((f"{_TAGS}.{key}", key, value) for key, value in tags.items()),
        *((f"{_LABELS}.{key}", key, value) for key, value in labels.items()),
    ):
        if key in OWN_KEYS or (path.startswith(_LABELS) and key in tags):
            message = f"the tag {key!r} is set from another field of the spec"
            yield error("APX-LIM-850", path, message, instead="use another key, or remove one of them")
        elif tag_text(f"{key}:{value}") != f"{key}:{value}":
            yield note("APX-LIM-851", path, f"tags have no , and &: {tag_text(f'{key}:{value}')} is set")
    for path, field in _fields(deployment, surroundings):
        if field is not None and tag_text(field) != field:
            yield note("APX-LIM-851", path, f"tags have no , and &: {tag_text(field)} is set")
    most, count = worker_facts()["tags"], len(tags_of(deployment, surroundings))
    if count > most.number:
        yield most.violated(
            code="APX-LIM-852",
            path=_TAGS if tags else _LABELS if labels else "metadata.name",
            message=f"the Worker would have {count} tags",
            suggestion=f"keep {most.number} at most, with those that are made of other fields",
        )


def _fields(deployment: ServerlessModelDeployment, surroundings: Surroundings) -> Iterator[tuple[str, str | None]]:
    """The fields that are tags as well and may hold any text."""
    spec = deployment.spec
    yield "spec.finops.costCenter", spec.finops.cost_center
    yield "spec.finops.tier", spec.finops.tier
    yield "spec.environment", spec.environment or surroundings.environment
    yield "spec.modelRef.name", spec.model_ref.name
