"""What the capability tables say of starts and scaling on each platform, beside what the spec asks for."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Final, assert_never

from apexai.cost.view import COMPONENT, number_at
from apexai.graph.model import ResourceGraph
from apexai.spec.fields import Platform
from apexai.targets.capability import Answer, Emulated, Honoured, Informs, Refused
from apexai.targets.registry import load_target

_TOPICS: Final = (
    ("cold starts", "spec.autoscaling.minReplicas"),
    ("most at once", "spec.autoscaling.maxReplicas"),
    ("scales by", "spec.autoscaling.targetUtilization"),
    ("one instance takes", "spec.runtime.concurrency"),
    ("schedules", "spec.autoscaling.schedules[].minReplicas"),
    ("start-up", "spec.runtime.probes.startupBudget"),
)
"""What a reader wants to know → the leaf whose answer says it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """One thing to know of a platform."""

    topic: str
    leaf: str
    answer: str
    """The word of the capability table: honoured, emulated, informs, refused."""
    text: str


def remarks_of(platform: Platform, graph: ResourceGraph | None) -> tuple[Remark, ...]:
    """What to know of a platform before a deployment goes there.

    Args:
        platform: Any that this version builds.
        graph: What would be created there, for the numbers that the spec asks for; None where it is refused.
    """
    table = load_target(platform).capability
    made = (_remark(topic, leaf, table[leaf], graph) for topic, leaf in _TOPICS if leaf in table)
    return tuple(remark for remark in made if remark.text)


def _remark(topic: str, leaf: str, answer: Answer, graph: ResourceGraph | None) -> Remark:
    said = (_asked(leaf, answer, graph), _said(answer))
    text = "; ".join(part for part in said if part)
    return Remark(topic=topic, leaf=leaf, answer=type(answer).__name__.lower(), text=text)


def _asked(leaf: str, answer: Answer, graph: ResourceGraph | None) -> str:
    """What follows from the number that the spec gives."""
    if graph is None or isinstance(answer, Refused):
        return ""
    number = _number(leaf, graph)
    if number is None:
        return ""
    if leaf.endswith("minReplicas"):
        return f"{number:f} kept ready" if number else "nothing kept ready: the first request waits for a start"
    return f"{number:f}"


def _number(leaf: str, graph: ResourceGraph) -> Decimal | None:
    if "[]" in leaf:
        return None
    services = graph.of_type(COMPONENT)
    found = number_at(services[0].inputs, "resolved", *leaf.split(".")) if len(services) == 1 else None
    return found if isinstance(found, Decimal) else None


def _said(answer: Answer) -> str:
    match answer:
        case Honoured():
            return answer.note
        case Emulated():
            return answer.how
        case Informs():
            return answer.what
        case Refused():
            return answer.reason
        case _:
            assert_never(answer)
