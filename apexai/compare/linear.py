"""A number that knows how it grows with the requests, so that one estimate says what all near it would say.

An estimate that is given such a number in place of the requests is worked out as ever. Every sum and product carries
the growth along, and every comparison on the way (a tier that begins, capacity that is used up) says up to where its
answer stays the same. Between these bounds the cost is a straight line.
"""

from dataclasses import dataclass
from decimal import ROUND_CEILING, Context, Decimal
from typing import Any, Final, TypeAlias

Number: TypeAlias = Decimal | int

_NOTHING: Final = Decimal(0)
_ROUNDED: Final = Decimal("1e-40")
"""Growths that differ by less are the same, worked out on two ways."""


class NotLinear(ArithmeticError):
    """The cost is no straight line of the requests, not even between two bounds."""


class OnBound(ArithmeticError):
    """The number of requests is itself a bound, where the line to its left need not be the one to its right."""


@dataclass(slots=True)
class Scope:
    """Where what was found out at a number of requests holds."""

    point: Decimal
    low: Decimal = _NOTHING
    high: Decimal | None = None
    """None for no end."""

    def requests(self) -> "Linear":
        """The number of requests itself."""
        return Linear(self.point, Decimal(1), self)

    def narrow(self, difference: Decimal, slope: Decimal) -> None:
        """Note that the sign of a difference was asked for."""
        if abs(slope) < _ROUNDED:
            return
        root = self.point - difference / slope
        if root == self.point:
            raise OnBound
        if root < self.point:
            self.low = max(self.low, root)
        else:
            self.high = root if self.high is None else min(self.high, root)


class Linear(Decimal):
    """A number at a point with its growth a request."""

    __slots__ = ("scope", "slope")

    slope: Decimal
    scope: Scope

    def __new__(cls, value: Decimal, slope: Decimal, scope: Scope) -> "Linear":
        made = super().__new__(cls, value)
        made.slope = slope
        made.scope = scope
        return made

    @property
    def plain(self) -> Decimal:
        """The value without its growth."""
        return Decimal(self)

    def __add__(self, other: Number) -> "Linear":
        return self._made(self.plain + _plain(other), self.slope + _slope(other))

    __radd__ = __add__

    def __sub__(self, other: Number) -> "Linear":
        return self._made(self.plain - _plain(other), self.slope - _slope(other))

    def __rsub__(self, other: Number) -> "Linear":
        return self._made(_plain(other) - self.plain, _slope(other) - self.slope)

    def __neg__(self, context: Context | None = None) -> "Linear":
        return self._made(-self.plain, -self.slope)

    def __mul__(self, other: Number) -> "Linear":
        if self.slope and _slope(other):
            raise NotLinear
        value = _plain(other)
        return self._made(self.plain * value, self.slope * value + self.plain * _slope(other))

    __rmul__ = __mul__

    def __truediv__(self, other: Number) -> "Linear":
        if _slope(other):
            raise NotLinear
        return self._made(self.plain / _plain(other), self.slope / _plain(other))

    def __rtruediv__(self, other: Number) -> "Linear":
        if self.slope:
            raise NotLinear
        return self._made(_plain(other) / self.plain, _slope(other))

    def __bool__(self) -> bool:
        return self._compared(_NOTHING) != 0

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Decimal | int) and self._compared(other) == 0

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __lt__(self, other: Any) -> bool:
        return self._compared(other) < 0

    def __le__(self, other: Any) -> bool:
        return self._compared(other) <= 0

    def __gt__(self, other: Any) -> bool:
        return self._compared(other) > 0

    def __ge__(self, other: Any) -> bool:
        return self._compared(other) >= 0

    def __hash__(self) -> int:
        return hash(self.plain)

    def quantize(self, *_: object, **__: object) -> "Linear":
        """Itself: quantities are kept to a billionth, which is below everything that is told."""
        return self

    def to_integral_value(self, rounding: str | None = None, context: Context | None = None) -> Decimal:
        """The next whole number, which stays the same up to where this one is reached."""
        if rounding != ROUND_CEILING:
            raise NotLinear
        whole = self.plain.to_integral_value(rounding=rounding)
        self.scope.narrow(self.plain - whole, self.slope)
        self.scope.narrow(self.plain - (whole - 1), self.slope)
        return whole

    def _compared(self, other: Number) -> Decimal:
        difference = self.plain - _plain(other)
        self.scope.narrow(difference, self.slope - _slope(other))
        return difference

    def _made(self, value: Decimal, slope: Decimal) -> "Linear":
        return Linear(value, slope, self.scope)


def _plain(number: Number) -> Decimal:
    return Decimal(number)


def _slope(number: Number) -> Decimal:
    return number.slope if isinstance(number, Linear) else _NOTHING
