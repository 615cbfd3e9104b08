"""The quantities of the spec: memory, time, money and rates, each written in its one form."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Final, TypeAlias

from pydantic import BeforeValidator, Field, PlainSerializer, PlainValidator

from apexai import units
from apexai.spec.fields import Form
from apexai.units import GB, Cores, FormError, MiB, MonthlyAmount, Percent, Seconds, render_decimal


def _written(unit: str) -> PlainSerializer:
    """The canonical form, which its parser reads back to the same value."""
    return PlainSerializer(lambda number: f"{render_decimal(Decimal(number))}{unit}", when_used="unless-none")


def _positive(parse: Callable[[object], Any]) -> Callable[[object], Any]:
    def parse_positive(value: object) -> Any:
        found = parse(value)
        if not found:
            raise FormError(value, "more than zero")
        return found

    return parse_positive


def _lasting(value: object) -> Seconds:
    """No platform tells less than a millisecond from nothing."""
    found: Seconds = _positive(units.parse_duration)(value)
    if found < _SHORTEST:
        raise FormError(value, "at least a millisecond", suggestion="write 1ms or more")
    return found


def _day(value: object) -> date:
    if isinstance(value, date):
        return date(value.year, value.month, value.day)
    try:
        if isinstance(value, str) and len(value) == len("2027-03-31"):
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise FormError(value, _DAY.text)


def _plain_number(value: Decimal) -> int | float:
    return int(value) if value == int(value) else float(value)


_SHORTEST: Final = Decimal("0.001")
_TEXT_OR_NUMBER: Final = ("string", "number")
_MEMORY: Final = Form(
    label="memory",
    text=units.MEMORY_FORM,
    pattern=units.MEMORY_PATTERN,
    examples=("4096MB", "4GiB"),
)
_DURATION: Final = Form(
    label="duration", text=units.DURATION_FORM, pattern=units.DURATION_PATTERN, examples=("30s", "250ms")
)
_CORES: Final = Form(
    label="vCPU", text=units.CORES_FORM, pattern=units.CORES_PATTERN, types=_TEXT_OR_NUMBER, examples=(2, "0.5", "500m")
)
_PERCENT: Final = Form(
    label="percentage",
    text=units.PERCENT_FORM,
    pattern=units.PERCENT_PATTERN,
    types=_TEXT_OR_NUMBER,
    examples=("80%", 70),
)
_BUDGET: Final = Form(
    label="money", text=units.BUDGET_FORM, pattern=units.BUDGET_PATTERN, examples=("$5000/month", "5000 EUR/month")
)
_RATE: Final = Form(
    label="rate",
    text=units.RATE_FORM,
    pattern=units.RATE_PATTERN,
    examples=("2M/month", "12/second"),
)
_DATA_RATE: Final = Form(
    label="data rate", text=units.DATA_RATE_FORM, pattern=units.DATA_RATE_PATTERN, examples=("50GB/month",)
)
_HOURS_RATE: Final = Form(
    label="hours", text=units.HOURS_RATE_FORM, pattern=units.HOURS_RATE_PATTERN, examples=("200h/month",)
)
_NUMBER: Final = Form(label="number", text=units.NUMBER_FORM, types=("number",), examples=(0.5, 100))
_FRACTION: Final = Form(label="fraction", text="a number from 0 to 1, e.g. 0.1", types=("number",), examples=(0.1,))
_DAY: Final = Form(
    label="date", text="a date, e.g. 2027-03-31", pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$", examples=("2027-03-31",)
)

Memory: TypeAlias = Annotated[MiB, BeforeValidator(units.parse_memory), _written("MiB"), _MEMORY]
Duration: TypeAlias = Annotated[Seconds, BeforeValidator(units.parse_duration), _written("s"), _DURATION]
PositiveDuration: TypeAlias = Annotated[Seconds, BeforeValidator(_lasting), _written("s"), _DURATION]
AverageDuration: TypeAlias = Annotated[
    Seconds, BeforeValidator(_positive(units.parse_duration)), _written("s"), _DURATION
]
"""Of many; it may be shorter than any of them could be asked to be."""
Cpu: TypeAlias = Annotated[Cores, BeforeValidator(units.parse_cores), _written(""), _CORES]
Share: TypeAlias = Annotated[Percent, BeforeValidator(units.parse_percent), _written("%"), _PERCENT]
PositiveShare: TypeAlias = Annotated[Percent, BeforeValidator(_positive(units.parse_percent)), _written("%"), _PERCENT]
Budget: TypeAlias = Annotated[MonthlyAmount, PlainValidator(units.parse_budget), PlainSerializer(str), _BUDGET]
Rate: TypeAlias = Annotated[Decimal, BeforeValidator(units.parse_rate), _written("/month"), _RATE]
DataRate: TypeAlias = Annotated[GB, BeforeValidator(units.parse_data_rate), _written("GB/month"), _DATA_RATE]
HoursRate: TypeAlias = Annotated[Decimal, BeforeValidator(units.parse_hours_rate), _written("h/month"), _HOURS_RATE]
Day: TypeAlias = Annotated[date, PlainValidator(_day), PlainSerializer(date.isoformat), _DAY]

PositiveNumber: TypeAlias = Annotated[
    Decimal, BeforeValidator(units.parse_number), Field(gt=0), PlainSerializer(_plain_number), _NUMBER
]
Fraction: TypeAlias = Annotated[
    Decimal, BeforeValidator(units.parse_number), Field(ge=0, le=1), PlainSerializer(_plain_number), _FRACTION
]
