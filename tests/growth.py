"""How the work grows with the resources, by the calls of each function: the same on every machine."""

import re
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from types import CodeType, FrameType
from typing import Final

from apexai.graph.model import Resource, ResourceGraph, Secret, Value

TIMES: Final = 4
"""As many resources."""
_LIMIT: Final = 1.5 * TIMES
_FEW: Final = 300
"""Calls that say nothing yet."""


def grown_too_fast(work: Callable[[ResourceGraph], object], graph: ResourceGraph) -> list[str]:
    """The functions that are called far more than four times as often for four copies of a graph."""
    less, more = (_calls(work, _copies(graph, count)) for count in (1, TIMES))
    return [
        f"{code.co_qualname} in {code.co_filename}: {less[code]} calls, then {count}"
        for code, count in more.items()
        if count > max(_FEW, _LIMIT * less[code])
    ]


def _calls(work: Callable[[ResourceGraph], object], graph: ResourceGraph) -> Counter[CodeType]:
    found: Counter[CodeType] = Counter()

    def count(frame: FrameType, event: str, _: object) -> None:
        if event == "call":
            found[frame.f_code] += 1

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        work(graph)
    finally:
        sys.setprofile(before)
    return found


def _copies(graph: ResourceGraph, count: int) -> ResourceGraph:
    """A graph with so many of each resource; copies refer to copies, by URN and by name."""
    own = [item for item in graph.resources if item.parent and not item.is_provider]
    urns = {item.urn for item in own}
    longest_first = sorted({item.name for item in own}, key=len, reverse=True)
    name = re.compile("|".join(rf"(?<![\w-]){re.escape(found)}(?!\w)" for found in longest_first))
    common = [item for item in graph.resources if item.urn not in urns]
    copies = [_copy(item, number, urns, name) for number in range(count) for item in own]
    return replace(graph, resources=(*common, *copies))


def _copy(item: Resource, number: int, urns: set[str], name: re.Pattern[str]) -> Resource:
    def urn(found: str) -> str:
        return f"{found}x{number}" if found in urns else found

    def renamed(value: Value) -> Value:
        match value:
            case str():
                return name.sub(lambda found: f"{found[0]}x{number}", value)
            case dict():
                return {key: renamed(part) for key, part in value.items()}
            case list():
                return [renamed(part) for part in value]
            case Secret():
                return replace(value, value=renamed(value.value))
            case _:
                return value

    return replace(
        item,
        urn=urn(item.urn),
        name=f"{item.name}x{number}",
        parent=urn(item.parent),
        inputs={key: renamed(value) for key, value in item.inputs.items()},
        dependencies=tuple(urn(found) for found in item.dependencies),
        property_dependencies={
            key: tuple(urn(found) for found in urns_of) for key, urns_of in item.property_dependencies.items()
        },
    )
