"""What a document gets on each platform: starts, scaling, what is paid; beside what its capability table says of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, TypeAlias, assert_never

from apexai.cost.load import Load
from apexai.cost.view import COMPONENT, value_at
from apexai.graph.model import ResourceGraph, Value
from apexai.spec.fields import Platform
from apexai.targets.capability import Answer, Emulated, Honoured, Informs, Refused
from apexai.targets.registry import load_target


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """One thing to know of a platform."""

    topic: str
    leaf: str
    answer: str
    """The word of the capability table: honoured, emulated, informs, refused."""
    text: str


def remarks_of(platform: Platform, graph: ResourceGraph | None, load: Load | None = None) -> tuple[Remark, ...]:
    """What to know of a platform before a deployment goes there.

    Args:
        platform: Any that this version builds.
        graph: What would be created there; None where it is refused.
        load: What comes to it, and what its limits let through.
    """
    table = load_target(platform).capability
    asked = _asked(graph)
    made = (
        Remark(topic=topic, leaf=leaf, answer=type(table[leaf]).__name__.lower(), text=text)
        for topic, leaf, words in _TOPICS
        if leaf in table and (text := words(_at(asked, leaf), table[leaf], load))
    )
    return tuple(made)


_NOTHING_READY: Final = "nothing kept ready: the first request waits for a start"


def _ready(found: Value, answer: Answer, load: Load | None) -> str:
    if found is None or isinstance(answer, Refused):
        return _of_platform(answer)
    count = _number(found)
    return _with(
        answer, f"{count:f} kept ready" if count else "nothing kept ready: the first request waits for a start"
    )


def _most(found: Value, answer: Answer, load: Load | None) -> str:
    if found is None or isinstance(answer, Refused):
        return _of_platform(answer)
    return _with(answer, f"at most {_number(found):f}")


def _target(found: Value, answer: Answer, load: Load | None) -> str:
    return "" if found is None else _with(answer, f"{found} of what an instance takes")


def _at_once(found: Value, answer: Answer, load: Load | None) -> str:
    """What the estimate counts with, whether the document says it, the platform, or nobody."""
    if load is None:
        return "" if found is None or isinstance(answer, Refused) else _with(answer, f"{_number(found):f} at once")
    if isinstance(answer, Refused | Informs):
        return "; ".join(part for part in (_of_platform(answer), load.assumed) if part)
    why = load.assumed or ("" if found is not None else "the platform's own number, as the document says none")
    return _with(answer, "; ".join(part for part in (f"{load.at_once:f} at once", why) if part))


def _windows(found: Value, answer: Answer, load: Load | None) -> str:
    count = len(found) if isinstance(found, list) else 0
    return _with(answer, f"{count} window{'s' if count > 1 else ''}") if count else ""


def _start(found: Value, answer: Answer, load: Load | None) -> str:
    return "" if found is None else _with(answer, f"{found} to start")


def _share(found: Value, answer: Answer, load: Load | None) -> str:
    """What the figures of a share of nodes leave out."""
    if found is None or isinstance(answer, Refused):
        return ""
    return f"a share of {found}: the cluster itself, and room on its nodes that no pod takes, are in no figure"


_Words: TypeAlias = Callable[[Value, Answer, Load | None], str]
_TOPICS: Final[tuple[tuple[str, str, _Words], ...]] = (
    ("cold starts", "spec.autoscaling.minReplicas", _ready),
    ("most at once", "spec.autoscaling.maxReplicas", _most),
    ("scales by", "spec.autoscaling.targetUtilization", _target),
    ("one instance takes", "spec.runtime.concurrency", _at_once),
    ("schedules", "spec.autoscaling.schedules[].minReplicas", _windows),
    ("start-up", "spec.runtime.probes.startupBudget", _start),
    ("is charged for", "spec.finops.nodeType", _share),
)
"""What a reader wants to know, the leaf that decides it, and what is said of its value: empty where that is nothing."""


def _asked(graph: ResourceGraph | None) -> Mapping[str, Value]:
    """The document with its defaults filled in."""
    services = graph.of_type(COMPONENT) if graph is not None else ()
    found = value_at(services[0].inputs, "resolved") if len(services) == 1 else None
    return found if isinstance(found, dict) else {}


def _at(asked: Mapping[str, Value], leaf: str) -> Value:
    """The value of a leaf; of one in a list the list."""
    return value_at(asked, *leaf.partition("[]")[0].split("."))


def _number(found: Value) -> Decimal:
    return Decimal(str(found))


def _with(answer: Answer, said: str) -> str:
    """With what does it, where that is not the platform's own setting."""
    return f"{said}; {answer.how}" if isinstance(answer, Emulated) else said


def _of_platform(answer: Answer) -> str:
    """What holds on a platform whatever a document asks; nothing where the document decides."""
    match answer:
        case Honoured() | Emulated():
            return ""
        case Informs():
            return answer.what
        case Refused():
            return answer.reason
        case _:
            assert_never(answer)
