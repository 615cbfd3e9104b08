"""Which platform costs least from which number of requests on."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from itertools import combinations, pairwise
from typing import Final, TypeAlias

from apexai.compare.curve import Curve, Piece
from apexai.cost.pricing import PRECISION

Order: TypeAlias = tuple[tuple[str, ...], ...]
"""Names from the cheapest on; those of one group cost the same."""

_ALIKE: Final = Decimal("1e-12")


@dataclass(frozen=True, slots=True, kw_only=True)
class RankedRange:
    """Numbers of requests at which the order is the same."""

    first: int
    """Requests a month."""
    last: int | None
    """None for no end."""
    order: Order
    """Of the names whose limits let so many through."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contender:
    """What a name costs, and how much it can take."""

    name: str
    curve: Curve
    carries: Decimal | None
    """Requests a month that its limits let through; None where nothing bounds them."""

    def takes(self, requests: Decimal) -> bool:
        """Whether so many requests are within its limits."""
        return self.carries is None or requests <= self.carries


def rank_curves(contenders: Sequence[Contender]) -> tuple[RankedRange, ...]:
    """The order at every whole number of requests from none on; names that cost the same stay in the order given."""
    if not contenders:
        return ()
    with localcontext(prec=PRECISION):
        marks = sorted({Decimal(0), *_bounds(contenders)})
        return tuple(_merged(list(_ranges(marks, contenders))))


def order_at(contenders: Sequence[Contender], requests: Decimal) -> Order:
    """The order at a number of requests."""
    with localcontext(prec=PRECISION):
        costs = [(one.curve.at(requests), place) for place, one in enumerate(contenders) if one.takes(requests)]
    groups: list[list[int]] = []
    before: Decimal | None = None
    for cost, place in sorted(costs):
        if before is not None and cost - before < _ALIKE:
            groups[-1].append(place)
        else:
            groups.append([place])
            before = cost
    return tuple(tuple(contenders[place].name for place in sorted(group)) for group in groups)


def _bounds(contenders: Sequence[Contender]) -> Iterator[Decimal]:
    """Where lines begin, where limits end, and where two lines of different names meet."""
    for one in contenders:
        yield from one.curve.bounds
        if one.carries is not None:
            yield one.carries
    for one, other in combinations(contenders, 2):
        for first, second in _overlapping(one.curve, other.curve):
            yield from _meeting(first, second)


def _overlapping(one: Curve, other: Curve) -> Iterator[tuple[Piece, Piece]]:
    for first in one.pieces:
        for second in other.pieces:
            if (first.end is None or second.start < first.end) and (second.end is None or first.start < second.end):
                yield first, second


def _meeting(one: Piece, other: Piece) -> Iterator[Decimal]:
    steeper = one.slope - other.slope
    if not steeper:
        return
    root = (other.at(Decimal(0)) - one.at(Decimal(0))) / steeper
    start = max(one.start, other.start)
    ends = [piece.end for piece in (one, other) if piece.end is not None]
    if root >= start and all(root <= end for end in ends):
        yield root


def _ranges(marks: list[Decimal], contenders: Sequence[Contender]) -> Iterator[RankedRange]:
    """A range for each mark that is a whole number, and for the whole numbers between two marks."""
    for mark, following in pairwise([*marks, None]):
        assert mark is not None
        if mark == mark.to_integral_value():
            yield RankedRange(first=int(mark), last=int(mark), order=order_at(contenders, mark))
        first = math.floor(mark) + 1
        last = None if following is None else math.ceil(following) - 1
        if last is None or first <= last:
            inside = Decimal(first) if last is None else (Decimal(first) + last) / 2
            yield RankedRange(first=first, last=last, order=order_at(contenders, inside))


def _merged(ranges: list[RankedRange]) -> Iterator[RankedRange]:
    held = ranges[0]
    for following in ranges[1:]:
        if following.order == held.order:
            held = RankedRange(first=held.first, last=following.last, order=held.order)
        else:
            yield held
            held = following
    yield held
