"""Money, quantities and shares in words: rounded here and nowhere else."""

from decimal import ROUND_DOWN, ROUND_HALF_EVEN, Decimal
from typing import Final

from apexai.cost.estimate import Total
from apexai.units import render_decimal

UNKNOWN: Final = "—"
"""Stands where nothing says how much."""
AT_LEAST: Final = "≥"

_CENT: Final = Decimal("0.01")
_SIGNS: Final = {"USD": "$", "EUR": "€", "GBP": "£"}
_PLACES: Final = ((Decimal(100), Decimal(1)), (Decimal(1), _CENT), (Decimal(0), Decimal("0.0001")))
"""Amounts from so much on are told in steps of so much."""


def amount(value: Decimal | None) -> str:
    """`1,022.00`; something between nothing and a cent is `<0.01`."""
    if value is None:
        return UNKNOWN
    if 0 < abs(value) < _CENT:
        return f"{'-' if value < 0 else ''}<0.01"
    return f"{value.quantize(_CENT, rounding=ROUND_HALF_EVEN):,}"


def total(value: Total) -> str:
    """An amount, with `≥` where something is missing from it; nothing with something missing says nothing."""
    if not value.at_least or value.amount is None:
        return amount(value.amount)
    return f"{AT_LEAST} {amount(value.amount)}" if value.amount else UNKNOWN


def money(value: Decimal | None, currency: str) -> str:
    """`$1,022.00`, `1,022.00 CHF`."""
    if value is None:
        return UNKNOWN
    sign = _SIGNS.get(currency)
    if sign is None:
        return f"{amount(value)} {currency}"
    said = amount(abs(value))
    below = "<" if said.startswith("<") else ""
    return f"{'-' if value < 0 else ''}{below}{sign}{said.removeprefix('<')}"


def total_money(value: Total, currency: str) -> str:
    """The same of a total, with `≥` where something is missing from it; nothing with something missing says nothing."""
    if not value.at_least or value.amount is None:
        return money(value.amount, currency)
    return f"{AT_LEAST} {money(value.amount, currency)}" if value.amount else UNKNOWN


def change(value: Decimal, currency: str) -> str:
    """`+$12.00`, `-$3.50`, `±$0.00`."""
    sign = "+" if value > 0 else "-" if value < 0 else "±"
    return f"{sign}{money(abs(value), currency)}"


def small_money(value: Decimal, currency: str) -> str:
    """A price of few requests: four significant places below a unit."""
    sign = _SIGNS.get(currency)
    said = f"{value:,.2f}" if value >= 1 else render_decimal(Decimal(f"{value:.4g}"))
    return f"{sign}{said}" if sign else f"{said} {currency}"


def quantity(value: Decimal) -> str:
    """`22,726,800`, `1.97`, `0.4932`."""
    step = next(step for least, step in _PLACES if abs(value) >= least)
    rounded = value.quantize(step, rounding=ROUND_HALF_EVEN)
    if not rounded and value:
        return render_decimal(value)
    text = f"{rounded:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def per_cent(part: Decimal, whole: Decimal) -> str:
    """`29 %`; something below one is `<1 %`."""
    if not whole:
        return UNKNOWN
    share = part / whole * 100
    return "<1 %" if 0 < share < 1 else f"{share:,.0f} %"


def whole_per_cent(share: Decimal) -> str:
    """A share of 100, rounded down, so that 100 % means all."""
    return f"{share.quantize(Decimal(1), rounding=ROUND_DOWN)} %"
