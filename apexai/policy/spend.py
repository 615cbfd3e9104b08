"""What the rules read of an estimate."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Spend:
    """What one service costs a month at list prices; None where it can't be said."""

    currency: str
    expected: Decimal | None = None
    high: Decimal | None = None
    """Worst case that the plan allows."""
    per_thousand_requests: Decimal | None = None
    complete: bool = False
    """True where nothing in it is unpriced or opaque."""
    unpriced: tuple[tuple[str, str], ...] = ()
    """(URN, reason) of the resources without a price."""
