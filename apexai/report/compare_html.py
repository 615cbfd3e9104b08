"""A comparison as one self-contained page: costs, a chart of them by requests, and what keeps a document away."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from apexai.compare.comparison import Comparison, PlatformColumn
from apexai.cost.estimate import Monthly
from apexai.cost.quantity import Amount
from apexai.preview.result import Status
from apexai.preview.values import Json
from apexai.report.amounts import UNKNOWN, small_money
from apexai.report.compare_words import (
    basis_of,
    cost_at,
    count,
    fits_of,
    marks_of,
    order_words,
    per_thousand,
    range_words,
    reasons_of,
    remarks_said,
    volumes_of,
)
from apexai.report.page_frame import render_page
from apexai.report.wording import clean, plural

_FROM: Final = 3
_TO: Final = 9
"""Powers of ten that the chart reaches from and to."""
_STEPS: Final = 4
"""Points for each of them, beside those at which the price of a request changes."""
_LEAST: Final = 0.01
"""Costs below it can't stand on a scale of powers of ten."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Column:
    """One platform."""

    platform: str
    region: str
    declared: bool
    style: str
    monthly: Monthly | None
    per_thousand: str
    carries: str
    marks: tuple[str, ...]
    mark: str
    """How they look."""
    gates: tuple[str, ...]
    remarks: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    """One document."""

    name: str
    source: str
    fits: str
    basis: str
    currency: str
    columns: tuple[_Column, ...]
    ranked: tuple[str, ...]
    volumes: tuple[tuple[str, tuple[Amount, ...]], ...]
    ranges: tuple[tuple[str, str], ...]
    reasons: tuple[tuple[str, tuple[str, ...]], ...]
    assumptions: tuple[str, ...]


def render_compare_html(comparisons: Sequence[Comparison]) -> str:
    """Lay comparisons out as a page; the same comparison is the same text."""
    one = len(comparisons) == 1
    title = f"{clean(comparisons[0].name)} on every platform" if one else plural(len(comparisons), "document")
    return render_page(
        "compare.html.j2",
        title=title,
        charts=[chart for place, found in enumerate(comparisons, start=1) for chart in _charts(found, f"c{place}")],
        pages=[_page(found) for found in comparisons],
    )


def _page(compared: Comparison) -> _Page:
    ranked = [column for column in compared.columns if column.is_ranked]
    told = volumes_of(compared) if ranked else ()
    return _Page(
        name=compared.name,
        source=compared.source,
        fits=fits_of(compared),
        basis=basis_of(compared),
        currency=compared.billing_currency,
        columns=tuple(_column(column, compared) for column in compared.columns),
        ranked=tuple(str(column.platform) for column in ranked),
        volumes=tuple((count(volume), tuple(cost_at(column, volume) for column in ranked)) for volume in told),
        ranges=tuple((range_words(found), order_words(found.order)) for found in compared.ranges),
        reasons=tuple((str(column.platform), reasons_of(column)) for column in compared.columns if reasons_of(column)),
        assumptions=compared.assumptions,
    )


def _column(column: PlatformColumn, compared: Comparison) -> _Column:
    thousand = per_thousand(column)
    first = bool(compared.contenders) and compared.contenders[0].name == str(column.platform)
    return _Column(
        platform=str(column.platform),
        region=column.region,
        declared=column.platform is compared.declared,
        style="best" if first and not column.falls_short else "refused" if column.status is not Status.OK else "",
        monthly=column.estimate.monthly if column.estimate is not None else None,
        per_thousand=UNKNOWN if thousand is None else small_money(thousand, compared.billing_currency),
        carries=UNKNOWN if column.carries is None else count(column.carries),
        marks=marks_of(column),
        mark="error" if column.status is not Status.OK else "warn",
        gates=column.failed_gates,
        remarks=remarks_said(column),
    )


def _charts(compared: Comparison, at: str) -> Iterable[Json]:
    ranked = [column for column in compared.columns if column.is_ranked]
    if ranked:
        yield {
            "id": f"{at}-curves",
            "kind": "lines",
            "from": _FROM,
            "to": _TO,
            "names": [str(column.platform) for column in ranked],
            "series": [list(_points(column)) for column in ranked],
        }


def _points(column: PlatformColumn) -> Iterator[Json]:
    """Logarithms of requests and cost; a line ends where the platform's limits do."""
    for requests in _marks(column):
        cost = cost_at(column, requests)
        if cost is not None:
            yield {
                "x": round(math.log10(requests), 5),
                "y": round(math.log10(max(float(cost), _LEAST)), 5),
            }


def _marks(column: PlatformColumn) -> list[Decimal]:
    even = {Decimal(10) ** (Decimal(step) / _STEPS) for step in range(_FROM * _STEPS, _TO * _STEPS + 1)}
    bounds = column.curve.bounds if column.curve is not None else ()
    limit = () if column.carries is None else (column.carries,)
    least, most = Decimal(10) ** _FROM, Decimal(10) ** _TO
    return sorted(mark for mark in {*even, *bounds, *limit} if least <= mark <= most)
