"""Services of a program, and those of them whose platform changes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from apexai.graph import ResourceGraph
from apexai.policy.subject import SERVICE
from apexai.preview.values import Json, plain_properties

_PLATFORM: Final = ("resolved", "spec", "runtime", "platform")


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A service that is made anew on another platform."""

    name: str
    before: str
    after: str


def platforms_in(graph: ResourceGraph) -> dict[str, str]:
    """URN of each service → its platform; of one that is not known there is none."""
    return dict(_platforms((item.urn, plain_properties(item.inputs)) for item in graph.of_type(SERVICE)))


def saved_platforms(resources: Iterable[Mapping[str, Json]]) -> dict[str, str]:
    """The same of the resources in a saved report."""
    return dict(_platforms((str(item["urn"]), item["inputs"]) for item in resources if item["type"] == SERVICE))


def moves(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[Move, ...]:
    """The services that are in both, on different platforms, by name."""
    found = (
        Move(name=urn.rpartition("::")[2], before=was, after=after[urn])
        for urn, was in before.items()
        if after.get(urn, was) != was
    )
    return tuple(sorted(found, key=lambda move: move.name))


def _platforms(services: Iterable[tuple[str, Json]]) -> Iterable[tuple[str, str]]:
    for urn, inputs in services:
        value = inputs
        for key in _PLATFORM:
            value = value.get(key) if isinstance(value, dict) else None
        if isinstance(value, str):
            yield urn, value
