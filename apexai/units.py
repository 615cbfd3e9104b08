"""Quantities: how each is written, what it means, and the only conversion factors in the package.

Each parser takes what a YAML file holds (text or a number) and raises `ValueError` with the accepted form.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
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

_SECONDS: Final = {
    "ms": Decimal("0.001"),
    "s": Decimal(1),
    "m": Decimal(60),
    "h": Decimal(SECONDS_PER_HOUR),
    "d": Decimal(86400),
}
_MEBIBYTES: Final = {"MB": 1, "MiB": 1, "M": 1, "Mi": 1, "GB": 1024, "GiB": 1024, "G": 1024, "Gi": 1024}
_GIGABYTES: Final = {"MB": Decimal("0.001"), "GB": Decimal(1), "TB": Decimal(1000)}
_COUNTS: Final = {"": Decimal(1), "k": Decimal(1000), "M": Decimal(1000_000), "B": Decimal(1000_000_000)}
_PERIODS_PER_MONTH: Final = {
    "second": Decimal(HOURS_PER_MONTH * SECONDS_PER_HOUR),
    "minute": Decimal(HOURS_PER_MONTH * 60),
    "hour": Decimal(HOURS_PER_MONTH),
    "day": DAYS_PER_MONTH,
    "month": Decimal(1),
}
_CURRENCY_SIGNS: Final = {"$": "USD", "€": "EUR", "£": "GBP"}

MEMORY_FORM: Final = "a whole number with MB, MiB, GB or GiB, e.g. 4096MB or 4GiB (MB means MiB, GB means GiB)"
DURATION_FORM: Final = "a number with ms, s, m, h or d, e.g. 30s"
CORES_FORM: Final = "vCPU in steps of a thousandth, e.g. 2, 0.5 or 500m"
PERCENT_FORM: Final = "a percentage from 0% to 100%, e.g. 80%"
BUDGET_FORM: Final = "an amount a month, e.g. $5000/month or 5000 EUR/month"
RATE_FORM: Final = "a number with k, M or B and a period, e.g. 2M/month, 500k/day or 12/second"
DATA_RATE_FORM: Final = "an amount of data a period in MB, GB or TB, e.g. 50GB/month"
HOURS_RATE_FORM: Final = "a number of hours a period, e.g. 200h/month"


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthlyAmount:
    """Money a month."""

    amount: Decimal
    currency: str
    """ISO 4217 code."""

    def __str__(self) -> str:
        return f"{render_decimal(self.amount)} {self.currency}/month"


def parse_memory(value: object) -> MiB:
    """Mebibytes of `4096MB`, `4GiB`; MB and MiB both mean MiB, GB and GiB both GiB."""
    number, unit = _split(value, units=_MEBIBYTES, form=MEMORY_FORM)
    mebibytes = number * _MEBIBYTES[unit]
    if mebibytes != int(mebibytes) or mebibytes <= 0:
        raise _wrong(value, MEMORY_FORM)
    return MiB(int(mebibytes))


def parse_duration(value: object) -> Seconds:
    """Seconds of `30s`, `250ms`, `5m`, `1h`, `7d`."""
    number, unit = _split(value, units=_SECONDS, form=DURATION_FORM)
    return Seconds(number * _SECONDS[unit])


def parse_cores(value: object) -> Cores:
    """vCPU of `2`, `"0.5"`, `500m`."""
    text = _text(value, CORES_FORM)
    millis = text.endswith("m")
    cores = _number(text.removesuffix("m"), value, CORES_FORM) / (MILLICORES_PER_CORE if millis else 1)
    if cores <= 0 or (cores * MILLICORES_PER_CORE) % 1:
        raise _wrong(value, CORES_FORM)
    return Cores(cores)


def parse_percent(value: object) -> Percent:
    """Percentage points of `80%`, `"99.9%"` or a plain number."""
    number = _number(_text(value, PERCENT_FORM).removesuffix("%").strip(), value, PERCENT_FORM)
    if not 0 <= number <= 100:
        raise _wrong(value, PERCENT_FORM)
    return Percent(number)


def parse_budget(value: object) -> MonthlyAmount:
    """Money a month of `$5000/month`, `€1,200/month`, `5000 USD/month`."""
    text = _text(value, BUDGET_FORM)
    match = re.fullmatch(
        r"(?P<sign>[$€£])?\s*(?P<number>[0-9][0-9,]*(\.[0-9]+)?)\s*(?P<code>[A-Z]{3})?\s*/\s*month", text
    )
    if match is None or bool(match["sign"]) == bool(match["code"]):
        raise _wrong(value, BUDGET_FORM)
    amount = Decimal(match["number"].replace(",", ""))
    return MonthlyAmount(amount=amount, currency=match["code"] or _CURRENCY_SIGNS[match["sign"]])


def parse_rate(value: object) -> Decimal:
    """Events a month of `2M/month`, `500k/day`, `12/second`; a month has 730 hours."""
    amount, per_month = _rate(value, RATE_FORM)
    number, unit = _split(amount, units=_COUNTS, form=RATE_FORM, written=value)
    return number * _COUNTS[unit] * per_month


def parse_data_rate(value: object) -> GB:
    """Gigabytes (10^9 bytes) a month of `50GB/month`."""
    amount, per_month = _rate(value, DATA_RATE_FORM)
    number, unit = _split(amount, units=_GIGABYTES, form=DATA_RATE_FORM, written=value)
    return GB(number * _GIGABYTES[unit] * per_month)


def parse_hours_rate(value: object) -> Decimal:
    """Hours a month of `200h/month`, `8h/day`."""
    amount, per_month = _rate(value, HOURS_RATE_FORM)
    number, _ = _split(amount, units={"h": 1}, form=HOURS_RATE_FORM, written=value)
    return number * per_month


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


def _rate(value: object, form: str) -> tuple[str, Decimal]:
    amount, slash, period = _text(value, form).partition("/")
    if not slash or period.strip() not in _PERIODS_PER_MONTH:
        raise _wrong(value, form)
    return amount.strip(), _PERIODS_PER_MONTH[period.strip()]


def _split(
    value: object, *, units: "dict[str, int] | dict[str, Decimal]", form: str, written: object = None
) -> tuple[Decimal, str]:
    text = _text(value, form)
    match = re.fullmatch(r"([0-9]+(?:\.[0-9]+)?)\s*([A-Za-z]*)", text)
    if match is None or match[2] not in units:
        raise _wrong(value if written is None else written, form)
    return Decimal(match[1]), match[2]


def _number(text: str, value: object, form: str) -> Decimal:
    if not re.fullmatch(r"[0-9]+(\.[0-9]+)?", text):
        raise _wrong(value, form)
    return Decimal(text)


def _text(value: object, form: str) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | float | Decimal):
        raise _wrong(value, form)
    return str(value).strip()


def _wrong(value: object, form: str) -> ValueError:
    return ValueError(f"{value!r} is not {form}")
