"""What a comparison says in words and numbers, the same for every format."""

from collections.abc import Iterator
from decimal import Decimal, localcontext
from typing import Final

from apexai.compare.comparison import Comparison, PlatformColumn
from apexai.compare.ranking import Order, RankedRange
from apexai.cost.pricing import PRECISION
from apexai.graph.model import name_in
from apexai.preview.result import Status
from apexai.report.wording import clean, clean_lines, plural

CROWDED: Final = 12
"""Ranges of the order that a person reads; JSON has all."""

_SIZES: Final = ((Decimal(10) ** 9, "B"), (Decimal(10) ** 6, "M"), (Decimal(1000), "k"))
_VOLUMES: Final = tuple(Decimal(10) ** power for power in (3, 5, 6, 7, 8, 9))
_TIE: Final = " = "
_ABOVE: Final = " < "
_NOBODY: Final = "more than any platform's limits let through: raise autoscaling.maxReplicas"


def volumes_of(compared: Comparison) -> tuple[Decimal, ...]:
    """Requests a month that costs are told at: powers of ten, and what is declared."""
    declared = () if not compared.requests else (compared.requests,)
    return tuple(sorted({*_VOLUMES, *declared}))


def fits_of(compared: Comparison) -> str:
    """`3 of 7 platforms can have it`."""
    fits = sum(column.status is Status.OK for column in compared.columns)
    return f"{fits} of {plural(len(compared.columns), 'platform')} can have it"


def basis_of(compared: Comparison) -> str:
    """Currency, day and traffic of the costs."""
    basis = f"{compared.billing_currency} as of {compared.as_of}"
    if all(column.estimate is None for column in compared.columns):
        return basis  # of what is refused everywhere nobody reads what it declares
    use = f"at {compared.requests:,f} requests a month" if compared.requests else "no requests are declared"
    return f"{basis}, {use}"


def count(number: Decimal | int) -> str:
    """Requests in few letters: `12.3M`, `500k`, `37`."""
    value = Decimal(number)
    for size, letter in _SIZES:
        if value >= size:
            text = f"{value / size:.3g}" if value < size * 1000 else f"{value / size:,.0f}"
            return f"{Decimal(text.replace(',', '')):,f}{letter}"
    return f"{value:,.0f}"


def per_thousand(column: PlatformColumn) -> Decimal | None:
    """Expected cost of a thousand requests; None where something is missing from it."""
    return None if column.estimate is None else column.estimate.per_thousand_requests


def cost_at(column: PlatformColumn, requests: Decimal) -> Decimal | None:
    """Expected cost at a number of requests; None where it is not known, not whole, or beyond what it carries."""
    beyond = column.carries is not None and requests > column.carries
    if column.curve is None or not column.is_ranked or beyond:
        return None
    with localcontext(prec=PRECISION):
        return column.curve.at(requests)


def order_words(order: Order) -> str:
    """`cloud-run < aws-lambda = kubernetes`."""
    return _ABOVE.join(_TIE.join(group) for group in order) or _NOBODY


def range_words(found: RankedRange) -> str:
    """`from 0`, `from 2,628,001`, `at 0`."""
    return f"at {found.first:,}" if found.first == found.last else f"from {found.first:,}"


def verdict(column: PlatformColumn) -> str:
    """Why a platform has no place in the order at the declared requests; empty where it has one."""
    if column.status is Status.REFUSED:
        return "refused"
    if column.status is Status.FAILED:
        return "its program failed"
    estimate = column.estimate
    if estimate is not None and estimate.unpriced:
        return "no price for all of it"
    if not column.is_ranked:
        return "its cost is not known"
    return "can't carry the declared requests" if column.falls_short else ""


def marks_of(column: PlatformColumn) -> tuple[str, ...]:
    """What keeps a platform from standing among the others, in few words."""
    beyond = () if column.falls_short or column.load is None else tuple(column.load.shortfalls())
    cases = (f"can't carry the requests of the {found.case} case" for found in beyond)
    return tuple(mark for mark in (verdict(column), *cases) if mark)


def notes_of(column: PlatformColumn) -> tuple[str, ...]:
    """What is to be said beside a platform's costs."""
    return (*marks_of(column), *(f"fails a gate: {clean(reason)}" for reason in column.failed_gates))


def remarks_said(column: PlatformColumn) -> tuple[tuple[str, str], ...]:
    """Topics with what is said of them; those of which the same is said in one."""
    topics: dict[str, list[str]] = {}
    for remark in column.remarks:
        topics.setdefault(remark.text, []).append(remark.topic)
    return tuple((", ".join(found), text) for text, found in topics.items())


def missing_of(column: PlatformColumn) -> Iterator[tuple[str, str]]:
    """Name and reason of each resource that has no price."""
    for entry in column.estimate.unpriced if column.estimate is not None else ():
        yield clean(name_in(entry.urn)), clean(entry.reason)


def reasons_of(column: PlatformColumn) -> tuple[str, ...]:
    """Everything that keeps a document from a platform, or its cost there from being whole."""
    missing = [f"{name}: {reason}" for name, reason in missing_of(column)]
    unknown = [column.no_curve] if column.no_curve else []
    return (*missing, *unknown, *refusals_of(column), *([clean_lines(column.failure)] if column.failure else []))


def refusals_of(column: PlatformColumn) -> tuple[str, ...]:
    """What keeps a document away, each with its place."""
    return tuple(dict.fromkeys(clean(str(found)) for found in column.refusals))
