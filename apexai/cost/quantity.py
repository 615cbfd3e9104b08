"""A monthly amount in three cases: the least, the expected, the most."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from enum import StrEnum
from typing import TypeAlias

Amount: TypeAlias = Decimal | None
"""None where it is not known."""


class Case(StrEnum):
    """What is assumed of the use."""

    LOW = "low"
    """The declared lower case; nothing but standing cost where none is declared."""
    EXPECTED = "expected"
    HIGH = "high"
    """The declared upper case; what the replicas' limits allow where none is declared."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """An amount in each case; None where nothing says how much, or where nothing bounds it."""

    low: Amount
    expected: Amount
    high: Amount

    def cases(self) -> tuple[tuple[Case, Amount], ...]:
        """The amount of each case."""
        return (Case.LOW, self.low), (Case.EXPECTED, self.expected), (Case.HIGH, self.high)

    def at_least(self) -> "Quantity":
        """The same with what the high case has at least where nothing bounds it."""
        return self.or_high(self.low if self.expected is None else self.expected)

    @property
    def is_zero(self) -> bool:
        """Whether it is nothing in every case."""
        return self.low == self.expected == self.high == 0

    def __mul__(self, other: "Quantity | Decimal | int") -> "Quantity":
        return combine(_product, self, other if isinstance(other, Quantity) else fixed(other))

    def __truediv__(self, divisor: Decimal | int) -> "Quantity":
        return self.map(lambda amount: amount / divisor)

    def __add__(self, other: "Quantity") -> "Quantity":
        return combine(lambda one, two: None if one is None or two is None else one + two, self, other)

    def __sub__(self, other: "Quantity") -> "Quantity":
        return combine(lambda one, two: None if one is None or two is None else max(one - two, Decimal(0)), self, other)

    def map(self, function: Callable[[Decimal], Decimal]) -> "Quantity":
        """The same function of each amount that is known."""
        return combine(lambda amount: None if amount is None else function(amount), self)

    def or_high(self, bound: Amount) -> "Quantity":
        """The same with a bound for the high case, where nothing is declared; never below the expected amount."""
        if self.high is not None or bound is None:
            return self
        return Quantity(self.low, self.expected, max(bound, self.expected or bound))


def fixed(amount: Decimal | int) -> Quantity:
    """The same known amount in every case."""
    known = Decimal(amount)
    return Quantity(known, known, known)


def combine(function: Callable[..., Amount], *quantities: Quantity) -> Quantity:
    """A function of several quantities, case by case."""
    return Quantity(
        function(*(quantity.low for quantity in quantities)),
        function(*(quantity.expected for quantity in quantities)),
        function(*(quantity.high for quantity in quantities)),
    )


def round_up(amount: Decimal, step: Decimal | int) -> Decimal:
    """The amount as a billing increment has it: the next multiple of `step`."""
    return (amount / step).to_integral_value(rounding=ROUND_CEILING) * step


def _product(one: Amount, two: Amount) -> Amount:
    if one == 0 or two == 0:
        return Decimal(0)
    return None if one is None or two is None else one * two
