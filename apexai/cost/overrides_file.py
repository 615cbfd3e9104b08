"""The overrides file: what an organisation pays instead of list prices."""

import datetime
import re
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Final

from apexai.cost.overrides_names import check_names, unit_of
from apexai.cost.yaml_file import Reader, load_yaml_file
from apexai.prices.check import known_units
from apexai.prices.overrides import BILLING_CURRENCY, Discount, Overrides
from apexai.prices.row import Confidence, PriceRow
from apexai.units import FormError, Percent, parse_number, parse_percent

CODE: Final = "APX-CST-002"
_PRICE_FORM: Final = "a price of one unit as a plain number, e.g. 0.0000125"
_DAY_FORM: Final = "a day, e.g. 2026-11-21"
_PRICE_KEYS: Final = (
    "sku",
    "region",
    "unitPrice",
    "unit",
    "currency",
    "tierStart",
    "tierEnd",
    "from",
    "until",
    "source",
)
_DISCOUNT_KEYS: Final = ("skus", "percent", "from", "until")
_ZERO: Final = Decimal(0)


def load_overrides_file(path: str | Path) -> Overrides:
    """Read an overrides file.

    Args:
        path: A YAML file with `currencies` (code → dollars for one), `prices` and `discounts`.

    Raises:
        UsageError: there is no such file.
        FileError: every error in it, with file, line and column.
    """
    reader = Reader(load_yaml_file(path, CODE), CODE)
    data = reader.file.data
    reader.check_keys(data, ("currencies", "prices", "discounts"))
    rates = _rates(reader, reader.mapping(data.get("currencies", {}), "currencies"))
    written = enumerate(reader.items(data.get("prices", []), "prices"))
    prices = [_price(reader, value, rates, at) for at, value in written]
    discounts = [
        _discount(reader, value, at) for at, value in enumerate(reader.items(data.get("discounts", []), "discounts"))
    ]
    doubts = check_names(reader, prices, discounts)
    reader.raise_errors()
    return Overrides(
        prices=tuple(price for price in prices if price is not None),
        discounts=tuple(discount for discount in discounts if discount is not None),
        rates=rates,
        doubts=doubts,
    )


def _rates(reader: Reader, written: Mapping[str, object]) -> dict[str, Decimal]:
    found: dict[str, Decimal] = {}
    for code, value in written.items():
        if not (len(code) == 3 and code.isascii() and code.isupper()) or code == BILLING_CURRENCY:
            reader.report(f"{code!r} is not a currency other than {BILLING_CURRENCY}", "currencies", code)
        rate = reader.read(value, parse_number, "currencies", code)
        if rate is not None and rate <= 0:
            reader.report("a rate is above 0", "currencies", code)
        if rate is not None:
            found[code] = rate
    return found


def _price(reader: Reader, value: object, rates: Mapping[str, Decimal], at: int) -> PriceRow | None:
    path = ("prices", at)
    written = reader.mapping(value, *path)
    reader.check_keys(written, _PRICE_KEYS, *path)
    for key in ("sku", "region", "unitPrice", "unit"):
        if key not in written:
            unit = unit_of(str(written.get("sku", ""))) if key == "unit" else ""
            reader.report(f"{key} is missing", *path, suggestion=f"add unit: {unit}" if unit else "")
    unit, currency = str(written.get("unit", "")), str(written.get("currency", BILLING_CURRENCY))
    if "unit" in written and unit not in known_units():
        priced_by = unit_of(str(written.get("sku", "")))
        suggestion = f"write {priced_by}" if priced_by else "`apexai prices show` prints them"
        reader.report(f"{unit!r} is no pricing unit of the catalogue", *path, "unit", suggestion=suggestion)
    if currency != BILLING_CURRENCY and currency not in rates:
        reader.report(f"there is no rate for {currency}", *path, suggestion="add it under currencies:")
    price = reader.read(reader.text(*path, "unitPrice"), _unit_price, *path, "unitPrice")
    start = reader.read(written.get("tierStart", 0), parse_number, *path, "tierStart")
    end = reader.read(written["tierEnd"], parse_number, *path, "tierEnd") if "tierEnd" in written else None
    since, until = _days(reader, written, *path)
    if reader.errors:
        return None
    return PriceRow(
        sku_id=str(written["sku"]),
        service_name="",
        region_id=str(written["region"]),
        tier_start=start or _ZERO,
        tier_end=end,
        list_unit_price=price or _ZERO,
        pricing_unit=unit,
        billing_currency=currency,
        effective_from=since,
        effective_until=until,
        retrieved_date=since or datetime.date.min,
        confidence=Confidence.HIGH,
        source=str(written.get("source", reader.file.file)),
    )


def _discount(reader: Reader, value: object, at: int) -> Discount | None:
    path = ("discounts", at)
    written = reader.mapping(value, *path)
    reader.check_keys(written, _DISCOUNT_KEYS, *path)
    for key in ("skus", "percent"):
        if key not in written:
            reader.report(f"{key} is missing", *path)
    percent: Percent | None = reader.read(written.get("percent", "0%"), parse_percent, *path, "percent")
    since, until = _days(reader, written, *path)
    if percent is None:
        return None
    return Discount(sku_ids=str(written.get("skus", "")), percent=percent, effective_from=since, effective_until=until)


def _days(
    reader: Reader, written: Mapping[str, object], *path: str | int
) -> tuple[datetime.date | None, datetime.date | None]:
    found = [reader.read(written[key], _day, *path, key) if key in written else None for key in ("from", "until")]
    since, until = found
    if since is not None and until is not None and until < since:
        reader.report(f"the price ends on {until} before it begins on {since}", *path, "until")
    return since, until


def _unit_price(value: object) -> Decimal:
    if not isinstance(value, str) or not re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,18})?", value):
        raise FormError(value, _PRICE_FORM)
    return Decimal(value)


def _day(value: object) -> datetime.date:
    try:
        return datetime.date.fromisoformat(str(value))
    except ValueError:
        raise FormError(value, _DAY_FORM) from None
