"""What a reader of one resource's cost may look at."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from apexai.cost.quantity import Quantity
from apexai.cost.usage import Usage
from apexai.cost.view import GraphView, number_at, text_at
from apexai.graph.model import Resource, Unknown
from apexai.prices.book import PriceBook


class NotKnown(Exception):
    """A property decides the cost and is not known before the deployment; the text says which."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """One resource, the graph that it stands in, its use and the prices."""

    resource: Resource
    view: GraphView
    usage_of: Callable[[Resource], Usage]
    """The use of any resource of the graph."""
    book: PriceBook
    as_of: datetime.date
    region_id: str | None
    """Of the resource; None where the program does not say."""

    @property
    def usage(self) -> Usage:
        return self.usage_of(self.resource)

    def region(self) -> str:
        """The region that the resource is in.

        Raises:
            NotKnown: the program does not say.
        """
        if self.region_id is None:
            raise NotKnown("its region is not known: set the provider's region in the stack's configuration")
        return self.region_id

    def number(self, *path: str | int, default: Decimal | int | None = None) -> Decimal:
        """A number among the inputs; `default` is what the platform takes where nothing is written.

        Raises:
            NotKnown: it is not known before the deployment, or absent without a default.
        """
        return known_number(self.resource, *path, default=default)

    def text(self, *path: str | int, default: str | None = None) -> str:
        """A text among the inputs; `default` is what the platform takes where nothing is written.

        Raises:
            NotKnown: it is not known before the deployment, or absent without a default.
        """
        return known_text(self.resource, *path, default=default)

    def use(self, key: str, *, bound: Decimal | None = None) -> Quantity:
        """How much a month the usage says; the high case is `bound` where nothing is declared."""
        return self.usage.total(key).or_high(bound)


def known_number(resource: Resource, *path: str | int, default: Decimal | int | None = None) -> Decimal:
    """A number among a resource's inputs. Raises NotKnown."""
    found = number_at(resource.inputs, *path)
    if isinstance(found, Unknown):
        raise NotKnown(f"{_property(path)} of {resource.name} is not known before the deployment")
    if found is None and default is None:
        raise NotKnown(f"{_property(path)} of {resource.name} is not given")
    return Decimal(default or 0) if found is None else found


def known_text(resource: Resource, *path: str | int, default: str | None = None) -> str:
    """A text among a resource's inputs. Raises NotKnown."""
    found = text_at(resource.inputs, *path)
    if isinstance(found, Unknown):
        raise NotKnown(f"{_property(path)} of {resource.name} is not known before the deployment")
    if found is None and default is None:
        raise NotKnown(f"{_property(path)} of {resource.name} is not given")
    return (default or "") if found is None else found


def _property(path: tuple[str | int, ...]) -> str:
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path).lstrip(".")
