"""Which declared use the estimate of a graph reads: what nothing reads was declared in vain."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from apexai.cost.free_types import load_free_types
from apexai.cost.quantity import Quantity
from apexai.cost.readers import TABLES, load_readers
from apexai.cost.usage import Usage
from apexai.cost.usage_sources import UsageSources
from apexai.cost.view import GraphView
from apexai.graph.model import Resource

_PROVIDERS: Final = tuple(sorted(TABLES))


@dataclass(frozen=True, kw_only=True)
class RecordingSources(UsageSources):
    """The same use, with a record of what is asked for."""

    reads: dict[str, set[str]] = field(default_factory=dict)
    """URN or type of a resource → the usage keys that were asked for."""

    def resolver(self, view: GraphView) -> Callable[[Resource], Usage]:
        usage_of = super().resolver(view)

        def recorded(resource: Resource) -> Usage:
            found = usage_of(resource)
            by_urn = self.reads.setdefault(resource.urn, set())
            by_type = self.reads.setdefault(resource.type, set())
            return _Recorded(
                low=found.low, expected=found.expected, high=found.high, record=lambda key: _add(key, by_urn, by_type)
            )

        return recorded


def recording(usage: UsageSources) -> RecordingSources:
    """The same sources, with a record that begins empty."""
    return RecordingSources(by_urn=usage.by_urn, by_type=usage.by_type, profile=usage.profile, traffic=usage.traffic)


def known_types() -> tuple[str, ...]:
    """Every resource type whose cost is known, sorted; of free types those that are named one by one."""
    priced = {type_token for package in _PROVIDERS for type_token in load_readers(package)}
    return tuple(sorted(priced | set(load_free_types().exact)))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Recorded(Usage):
    """Use that tells who asks for it."""

    record: Callable[[str], None]

    def total(self, key: str) -> Quantity:
        self.record(key)
        return Usage.total(self, key)

    def each(self, key: str) -> Quantity:
        self.record(key)
        return Usage.each(self, key)


def _add(key: str, *sets: set[str]) -> None:
    for found in sets:
        found.add(key)
