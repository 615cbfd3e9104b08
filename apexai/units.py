"""Quantities: how each is written, what it means, and the only conversion factors in the package.

Each parser takes what a YAML file holds (text or a number) and raises `FormError` with the accepted form. Each quantity
has one rule. Values are exact up to `LARGEST` and kept to a billionth.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation, localcontext
from typing import Final, NewType

MiB = NewType("MiB", int)
"""Mebibytes, 1024 × 1024 bytes."""

Seconds = NewType("Seconds", Decimal)
Cores = NewType("Cores", Decimal)
"""vCPU; one thousandth is the smallest step."""

Percent = NewType("Percent", Decimal)
"""0 to 100, not a fraction."""

GB = NewType("GB", Decimal)
"""Gigabytes of 10^9 bytes, as clouds bill data transfer."""

MIB_PER_GIB: Final = 1024
MILLICORES_PER_CORE: Final = 1000
HOURS_PER_MONTH: Final = 730
DAYS_PER_MONTH: Final = Decimal(HOURS_PER_MONTH) / 24
SECONDS_PER_HOUR: Final = 3600

LARGEST: Final = Decimal(10) ** 15
"""Every quantity is below it in its own unit."""

_SMALLEST_STEP: Final = Decimal("1e-9")

_SECONDS: Final[Mapping[str, Decimal]] = {
    "ms": Decimal("0.001"),
    "s": Decimal(1),
    "m": Decimal(60),
    "h": Decimal(SECONDS_PER_HOUR),
    "d": Decimal(86400),
}
_MEBIBYTES: Final[Mapping[str, Decimal]] = {
    **dict.fromkeys(("MB", "MiB", "M", "Mi"), Decimal(1)),
    **dict.fromkeys(("GB", "GiB", "G", "Gi"), Decimal(MIB_PER_GIB)),
}
_GIGABYTES: Final[Mapping[str, Decimal]] = {"MB": Decimal("0.001"), "GB": Decimal(1), "TB": Decimal(1000)}
_COUNTS: Final[Mapping[str, Decimal]] = {
    "": Decimal(1),
    "k": Decimal(1000),
    "M": Decimal(1000_000),
    "B": Decimal(1000_000_000),
}
_PERIODS_PER_MONTH: Final[Mapping[str, Decimal]] = {
    "second": Decimal(HOURS_PER_MONTH * SECONDS_PER_HOUR),
    "minute": Decimal(HOURS_PER_MONTH * 60),
    "hour": Decimal(HOURS_PER_MONTH),
    "day": DAYS_PER_MONTH,
    "month": Decimal(1),
}
_CURRENCY_SIGNS: Final[Mapping[str, str]] = {"$": "USD", "€": "EUR", "£": "GBP"}

_NUMBER: Final = r"[0-9]{1,15}(\.[0-9]{1,9})?"
_PERIOD: Final = "/(second|minute|hour|day|month)"
MEMORY_PATTERN: Final = rf"^{_NUMBER} ?[MG](B|iB|i)?$"
DURATION_PATTERN: Final = rf"^{_NUMBER} ?(ms|s|m|h|d)$"
CORES_PATTERN: Final = r"^([0-9]{1,15}(\.[0-9]{1,3})?|[0-9]{1,15}m)$"
PERCENT_PATTERN: Final = rf"^{_NUMBER} ?%?$"
BUDGET_PATTERN: Final = (
    r"^([$€£] ?([0-9]{1,3}(,[0-9]{3}){1,4}|[0-9]{1,15})(\.[0-9]{1,2})?"
    r"|([0-9]{1,3}(,[0-9]{3}){1,4}|[0-9]{1,15})(\.[0-9]{1,2})? ?[A-Z]{3})/month$"
)
RATE_PATTERN: Final = rf"^{_NUMBER} ?[kMB]?{_PERIOD}$"
DATA_RATE_PATTERN: Final = rf"^{_NUMBER} ?[MGT]B{_PERIOD}$"
HOURS_RATE_PATTERN: Final = rf"^{_NUMBER} ?h{_PERIOD}$"

MEMORY_FORM: Final = "an amount of memory in whole MiB, e.g. 4096MB or 4GiB (MB means MiB, GB means GiB)"
DURATION_FORM: Final = "a duration in ms, s, m, h or d, e.g. 30s"
CORES_FORM: Final = "a number of vCPU in steps of a thousandth, e.g. 2, 0.5 or 500m"
PERCENT_FORM: Final = "a percentage from 0% to 100%, e.g. 80%"
BUDGET_FORM: Final = "an amount of money a month, e.g. $5000/month or 5000 EUR/month"
RATE_FORM: Final = "a number (with k, M or B) a second, minute, hour, day or month, e.g. 2M/month"
DATA_RATE_FORM: Final = "an amount of data in MB, GB or TB a period, e.g. 50GB/month"
NUMBER_FORM: Final = "a number, e.g. 0.5 or 100"
HOURS_RATE_FORM: Final = "a number of hours a period, e.g. 200h/month"


_LONGEST_SHOWN: Final = 80
"""Of a value in a message."""


class FormError(ValueError):
    """A value that is not written in the form that its field takes."""

    def __init__(self, value: object, form: str, *, suggestion: str = "", hidden: bool = False) -> None:
        self.value, self.form, self.suggestion, self.hidden = value, form, suggestion, hidden
        super().__init__(f"{'the value' if hidden else _shortened(repr(value))} is not {form}")


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthlyAmount:
    """Money a month."""

    amount: Decimal
    currency: str
    """ISO 4217 code."""

    def __str__(self) -> str:
        sign = next((sign for sign, code in _CURRENCY_SIGNS.items() if code == self.currency), "")
        number = f"{self.amount:,f}"
        return f"{sign}{number}/month" if sign else f"{number} {self.currency}/month"


def parse_memory(value: object) -> MiB:
    """Mebibytes of `4096MB`, `4GiB`; MB, MiB, M and Mi all mean MiB, GB, GiB, G and Gi all mean GiB."""
    number, unit = _quantity(value, pattern=MEMORY_PATTERN, form=MEMORY_FORM)
    mebibytes = _product(number, _MEBIBYTES[unit], value=value, form=MEMORY_FORM)
    if mebibytes % 1 or mebibytes <= 0:
        raise FormError(value, MEMORY_FORM)
    return MiB(int(mebibytes))


def parse_duration(value: object) -> Seconds:
    """Seconds of `30s`, `250ms`, `5m`, `1h`, `7d`."""
    number, unit = _quantity(value, pattern=DURATION_PATTERN, form=DURATION_FORM)
    return Seconds(_product(number, _SECONDS[unit], value=value, form=DURATION_FORM))


def parse_cores(value: object) -> Cores:
    """vCPU of `2`, `"0.5"`, `500m`."""
    number, unit = _quantity(value, pattern=CORES_PATTERN, form=CORES_FORM)
    if number <= 0:
        raise FormError(value, CORES_FORM)
    return Cores(number / MILLICORES_PER_CORE if unit == "m" else number)


def parse_percent(value: object) -> Percent:
    """Percentage points of `80%`, `"99.9%"` or a plain number from 1 to 100.

    A plain number between 0 and 1 is refused, because it may be meant as a fraction.
    """
    number, unit = _quantity(value, pattern=PERCENT_PATTERN, form=PERCENT_FORM)
    if number > 100:
        raise FormError(value, PERCENT_FORM)
    if 0 < number < 1 and unit != "%":
        meant, fraction = render_decimal(number), render_decimal(number * 100)
        suggestion = f"write {fraction}% if it is a fraction, {meant}% if it is meant as it stands"
        raise FormError(value, PERCENT_FORM, suggestion=suggestion)
    return Percent(number)


def parse_budget(value: object) -> MonthlyAmount:
    """Money a month of `$5000/month`, `€1,200/month`, `5000 USD/month`."""
    text = _text(value, BUDGET_FORM)
    if not re.fullmatch(BUDGET_PATTERN, text):
        raise FormError(value, BUDGET_FORM)
    money = text.removesuffix("/month")
    currency = _CURRENCY_SIGNS.get(money[0]) or money[-3:]
    amount = Decimal(re.sub(r"[^0-9.]", "", money))
    if not amount:
        raise FormError(value, BUDGET_FORM, suggestion="a budget is more than zero")
    return MonthlyAmount(amount=amount, currency=currency)


def parse_rate(value: object) -> Decimal:
    """Events a month of `2M/month`, `500k/day`, `12/second`; a month has 730 hours."""
    return _rate(value, units=_COUNTS, pattern=RATE_PATTERN, form=RATE_FORM)


def parse_data_rate(value: object) -> GB:
    """Gigabytes (10^9 bytes) a month of `50GB/month`."""
    return GB(_rate(value, units=_GIGABYTES, pattern=DATA_RATE_PATTERN, form=DATA_RATE_FORM))


def parse_hours_rate(value: object) -> Decimal:
    """Hours a month of `200h/month`, `8h/day`."""
    return _rate(value, units={"h": Decimal(1)}, pattern=HOURS_RATE_PATTERN, form=HOURS_RATE_FORM)


def parse_number(value: object) -> Decimal:
    """A plain number, not text; not negative."""
    if isinstance(value, str) or not re.fullmatch(_NUMBER, _text(value, NUMBER_FORM)):
        raise FormError(value, NUMBER_FORM)
    return Decimal(_text(value, NUMBER_FORM))


def render_decimal(number: Decimal) -> str:
    """The shortest plain notation: no exponent, no trailing zeros."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def render_cores(cores: Cores) -> str:
    """Kubernetes notation: whole cores as such, others in thousandths (`500m`)."""
    return str(int(cores)) if cores == int(cores) else f"{int(cores * MILLICORES_PER_CORE)}m"


def render_memory(memory: MiB) -> str:
    """Kubernetes notation: `Gi` where it divides, else `Mi`."""
    return f"{memory // MIB_PER_GIB}Gi" if memory % MIB_PER_GIB == 0 else f"{memory}Mi"


def _rate(value: object, *, units: Mapping[str, Decimal], pattern: str, form: str) -> Decimal:
    text = _text(value, form)
    if not re.fullmatch(pattern, text):
        raise FormError(value, form)
    amount, _, period = text.partition("/")
    number, unit = _split(amount)
    return _product(number, units[unit] * _PERIODS_PER_MONTH[period], value=value, form=form)


def _product(number: Decimal, factor: Decimal, *, value: object, form: str) -> Decimal:
    with localcontext(prec=60):
        product = (number * factor).quantize(_SMALLEST_STEP)
        if product >= LARGEST:
            raise FormError(value, form, suggestion="this is more than anything can have")
        return Decimal(render_decimal(product))


def _quantity(value: object, *, pattern: str, form: str) -> tuple[Decimal, str]:
    text = _text(value, form)
    if not re.fullmatch(pattern, text):
        raise FormError(value, form)
    return _split(text)


def _split(text: str) -> tuple[Decimal, str]:
    """Number and unit of text that matches one of the patterns."""
    number = text.rstrip("%abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ ")
    return Decimal(number), text[len(number) :].lstrip()


def _text(value: object, form: str) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise FormError(value, form)
    try:
        number = Decimal(str(value))
    except (InvalidOperation, ValueError):
        raise FormError(value, form) from None
    if not number.is_finite():
        raise FormError(value, form)
    return render_decimal(number)
