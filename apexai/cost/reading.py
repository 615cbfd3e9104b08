"""What a resource is, as far as its cost goes: how much of which SKU it uses, or why that can't be said."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from apexai.cost.load import Load
from apexai.cost.quantity import Quantity
from apexai.cost.surroundings import Surroundings


@dataclass(frozen=True, slots=True, kw_only=True)
class Meter:
    """The monthly use of one SKU by one resource."""

    sku_id: str
    region_id: str
    unit: str
    """What the quantity counts; the pricing unit of the SKU."""
    quantity: Quantity
    label: str
    """What it is for, in a few words, e.g. `requests`."""
    needs: tuple[str, ...] = ()
    """Usage keys that would say the expected amount."""
    pooled: bool = True
    """Whether tiers count the quantities of all resources together, as for an account; else each resource alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What one resource uses, what of it has no price, and what was assumed."""

    meters: tuple[Meter, ...] = ()
    unpriced: tuple[str, ...] = ()
    """Reasons, each for a part of the cost that can't be stated."""
    free: str = ""
    """Why it costs nothing; empty where it costs something."""
    assumptions: tuple[str, ...] = ()
    load: Load | None = None
    """Of what answers the requests of a service; None for everything else."""
    counted_with: tuple[str, ...] = ()
    """URNs of the resources whose cost is that of this one too, such as the nodes that it runs on."""


Reader: TypeAlias = Callable[[Surroundings], Reading]
