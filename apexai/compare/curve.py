"""What a deployment costs a month at every number of requests: straight lines, one after the other."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal, localcontext
from typing import Final

from apexai.compare.linear import Linear, NotLinear, OnBound, Scope
from apexai.cost.pricing import PRECISION

_FIRST: Final = Decimal("1618033.988749")
_WITHIN: Final = Decimal("0.618033988749894848")
"""Where between two bounds an estimate is made: at no round number, where bounds are likely to be."""
_TRIES: Final = 8
_MOST_PIECES: Final = 400
_NARROWEST: Final = Decimal("1e-6")
_ALIKE: Final = Decimal("1e-6")
"""What two costs may differ by and be the same: quantities are kept to a billionth of their unit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A straight line between two numbers of requests."""

    start: Decimal
    end: Decimal | None
    """None for no end."""
    point: Decimal
    """A number of requests in it."""
    cost: Decimal
    """There."""
    slope: Decimal
    """Dollars for one request more."""

    def at(self, requests: Decimal) -> Decimal:
        """The cost that the line has."""
        return self.cost + self.slope * (requests - self.point)

    def continues(self, other: "Piece") -> bool:
        """Whether the line of another piece is this one."""
        return abs(self.slope - other.slope) < _ALIKE**2 and abs(self.at(other.point) - other.cost) < _ALIKE


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """Pieces from no request to any number, without a gap."""

    pieces: tuple[Piece, ...]

    @property
    def bounds(self) -> tuple[Decimal, ...]:
        """Where the price of one request more changes."""
        return tuple(piece.start for piece in self.pieces[1:])

    def at(self, requests: Decimal) -> Decimal:
        """The cost at a number of requests; where two pieces meet, that of the first."""
        with localcontext(prec=PRECISION):
            return next(piece for piece in self.pieces if piece.end is None or requests <= piece.end).at(requests)


def trace_curve(cost_of: Callable[[Decimal], Decimal]) -> Curve:
    """Find every bound of a function of the requests.

    Args:
        cost_of: Requests a month → cost; it may do with the number what can be done with a `Decimal`.

    Raises:
        NotLinear: it is no straight line between bounds, has too many of them, or loses track of the number.
    """
    with localcontext(prec=PRECISION):
        found = sorted(_pieces(cost_of), key=lambda piece: piece.start)
        curve = Curve(pieces=tuple(_merged(found)))
        _check(curve, cost_of)
        return curve


def _pieces(cost_of: Callable[[Decimal], Decimal]) -> Iterator[Piece]:
    left: list[tuple[Decimal, Decimal | None]] = [(Decimal(0), None)]
    count = 0
    while left:
        start, end = left.pop()
        piece = _piece(cost_of, start, end)
        count += 1
        if count > _MOST_PIECES:
            raise NotLinear
        yield piece
        if piece.start - start > _NARROWEST:
            left.append((start, piece.start))
        if piece.end is not None and (end is None or end - piece.end > _NARROWEST):
            left.append((piece.end, end))


def _piece(cost_of: Callable[[Decimal], Decimal], start: Decimal, end: Decimal | None) -> Piece:
    share = _WITHIN
    for _ in range(_TRIES):
        scope = Scope(start * 2 + _FIRST * share if end is None else start + (end - start) * share, start, end)
        try:
            cost = cost_of(scope.requests())
        except OnBound:
            share *= _WITHIN
            continue
        slope = cost.slope if isinstance(cost, Linear) else Decimal(0)
        return Piece(start=scope.low, end=scope.high, point=scope.point, cost=Decimal(cost), slope=slope)
    raise NotLinear


def _merged(pieces: list[Piece]) -> Iterator[Piece]:
    """Adjacent pieces of one line as one: many comparisons decide nothing about the cost."""
    held = pieces[0]
    for piece in pieces[1:]:
        if held.continues(piece):
            held = _joined(held, piece.end)
        else:
            yield _joined(held, piece.start)
            held = piece
    yield _joined(held, None)


def _joined(piece: Piece, end: Decimal | None) -> Piece:
    return Piece(start=piece.start, end=end, point=piece.point, cost=piece.cost, slope=piece.slope)


def _check(curve: Curve, cost_of: Callable[[Decimal], Decimal]) -> None:
    """Hold the lines against estimates that know nothing of them: each in its middle."""
    for piece in curve.pieces:
        end = piece.end if piece.end is not None else piece.start * 2 + _FIRST
        middle = (piece.start + end) / 2
        expected = cost_of(middle)
        if abs(piece.at(middle) - expected) > _ALIKE * max(Decimal(1), abs(expected)):
            raise NotLinear
