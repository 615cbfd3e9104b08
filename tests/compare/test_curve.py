"""Costs by requests as straight lines: every bound is found, and the order agrees with a sweep by brute force."""

from collections.abc import Callable
from decimal import ROUND_CEILING, Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apexai.compare.curve import Curve, trace_curve
from apexai.compare.linear import NotLinear
from apexai.compare.ranking import Contender, order_at, rank_curves

Cost = Callable[[Decimal], Decimal]


def tiers(*steps: tuple[int, str]) -> Cost:
    """Graduated prices: from so many on, one costs so much."""

    def cost(requests: Decimal) -> Decimal:
        total = Decimal(0)
        ends = [*(Decimal(start) for start, _ in steps[1:]), None]
        for (start, price), end in zip(steps, ends, strict=True):
            upper = requests if end is None else min(requests, end)
            if upper > start:
                total += (upper - start) * Decimal(price)
        return total

    return cost


def standing(amount: str, cost: Cost) -> Cost:
    return lambda requests: Decimal(amount) + cost(requests)


def contenders(**curves: Curve) -> tuple[Contender, ...]:
    return tuple(Contender(name=name, curve=curve, carries=None) for name, curve in curves.items())


def test_bounds_of_tiers_are_found_exactly() -> None:
    curve = trace_curve(standing("5", tiers((0, "0.0002"), (1_000_003, "0.0001"), (7_777_777, "0.00005"))))
    assert curve.bounds == (1_000_003, 7_777_777)
    assert [piece.slope for piece in curve.pieces] == [Decimal("0.0002"), Decimal("0.0001"), Decimal("0.00005")]
    assert curve.at(Decimal(0)) == 5
    assert curve.at(Decimal(2_000_003)) == 5 + Decimal("200.0006") + 100


def test_a_bound_that_samples_would_miss_is_found() -> None:
    # Between 4,999,999 and 5,000,001 one request costs a hundred times as much; elsewhere nothing shows it.
    curve = trace_curve(tiers((0, "0.0001"), (4_999_999, "0.01"), (5_000_001, "0.0001")))
    assert curve.bounds == (4_999_999, 5_000_001)


def test_capacity_that_is_kept_and_steps_are_bounds() -> None:
    def kept(requests: Decimal) -> Decimal:
        busy = requests * Decimal("0.125")
        return max(busy, Decimal(1000)) * 2 - min(busy, Decimal(5000))

    assert trace_curve(kept).bounds == (8000, 40_000)

    def rounded(requests: Decimal) -> Decimal:
        millions = min(requests, Decimal(3_000_000)) / 1_000_000
        return millions.to_integral_value(rounding=ROUND_CEILING) * Decimal("0.36")

    curve = trace_curve(rounded)
    assert curve.bounds == (1_000_000, 2_000_000)
    assert curve.at(Decimal(1_000_001)) == Decimal("0.72")


def test_comparisons_that_decide_nothing_are_no_bounds() -> None:
    def cost(requests: Decimal) -> Decimal:
        return requests * 2 if requests > 500 else requests + requests

    assert trace_curve(cost).bounds == ()


@pytest.mark.parametrize(
    "cost",
    [
        lambda requests: requests * requests,
        lambda requests: 1 / requests,
        lambda requests: requests / (requests + 1),
        lambda requests: Decimal(str(requests)) ** 2,
        lambda requests: requests.to_integral_value(),
    ],
    ids=["square", "inverse", "share", "lost", "rounding"],
)
def test_what_is_no_straight_line_is_refused(cost: Cost) -> None:
    with pytest.raises(NotLinear):
        trace_curve(cost)


AMOUNTS = st.integers(0, 2000).map(lambda cents: str(Decimal(cents) / 100))
PRICES = st.integers(0, 400).map(lambda units: str(Decimal(units) / 10**4))
STEPS = st.lists(st.integers(1, 5000), min_size=0, max_size=4, unique=True).map(sorted)


@st.composite
def costs(draw: st.DrawFn) -> Cost:
    starts = [0, *draw(STEPS)]
    return standing(draw(AMOUNTS), tiers(*((start, draw(PRICES)) for start in starts)))


@given(st.lists(costs(), min_size=1, max_size=4), st.lists(st.integers(0, 6000), max_size=4))
def test_order_equals_a_sweep_by_brute_force(functions: list[Cost], limits: list[int]) -> None:
    ranked = tuple(
        Contender(
            name=str(place),
            curve=trace_curve(cost),
            carries=Decimal(limits[place]) if place < len(limits) else None,
        )
        for place, cost in enumerate(functions)
    )
    ranges = rank_curves(ranked)
    assert ranges[0].first == 0
    assert ranges[-1].last is None
    assert all(one.last is not None and one.last + 1 == other.first for one, other in pairwise(ranges))
    edges = {found.first + step for found in ranges for step in (-1, 0, 1)} | set(range(0, 6000, 397)) | {9999}
    for requests in sorted(edge for edge in edges if edge >= 0):
        found = next(one for one in ranges if one.last is None or requests <= one.last)
        assert found.order == brute_force(functions, ranked, Decimal(requests)), requests


def brute_force(functions: list[Cost], ranked: tuple[Contender, ...], requests: Decimal) -> tuple[tuple[str, ...], ...]:
    groups: dict[Decimal, list[str]] = {}
    for cost, one in zip(functions, ranked, strict=True):
        if one.carries is None or requests <= one.carries:
            groups.setdefault(cost(requests), []).append(one.name)
    return tuple(tuple(groups[cost]) for cost in sorted(groups))


def test_no_curves_have_no_order_and_equal_ones_a_tie() -> None:
    assert rank_curves(()) == ()
    line = trace_curve(tiers((0, "0.1")))
    ranges = rank_curves(contenders(one=line, other=line))
    assert [found.order for found in ranges] == [(("one", "other"),)]
    assert order_at(contenders(one=line, other=line), Decimal(7)) == (("one", "other"),)
