"""The field types of the spec: quantities, names and values that may be known only after the deployment."""

import datetime
import re
from collections.abc import Callable
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Final, Literal, TypeAlias

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    PlainValidator,
    Strict,
    WithJsonSchema,
)
from pydantic.alias_generators import to_camel

from apexai import units
from apexai.units import GB, Cores, MiB, MonthlyAmount, Percent, Seconds


class Section(BaseModel):
    """What every part of the spec has in common: frozen, camelCase in files, unknown keys refused."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        alias_generator=to_camel,
        validate_by_alias=True,
        validate_by_name=False,
        serialize_by_alias=True,
        arbitrary_types_allowed=True,
        protected_namespaces=(),
    )


class Deferred:
    """A value that is known only while the deployment runs; in a Pulumi program an `Output`.

    The spec carries it unread. Only fields of type `Text` take one: they flow into a resource's property. What
    decides which resources exist is plain.
    """

    __slots__ = ("output",)

    def __init__(self, output: object) -> None:
        self.output = output

    def __repr__(self) -> str:
        return "Deferred"


class Platform(StrEnum):
    """Where a deployment runs."""

    AWS_LAMBDA = "aws-lambda"
    AZURE_FUNCTIONS = "azure-functions"
    AZURE_CONTAINER_APPS = "azure-container-apps"
    CLOUD_RUN = "cloud-run"
    CLOUDFLARE_WORKERS = "cloudflare-workers"
    LAMBDA_EDGE = "lambda-edge"
    KUBERNETES = "kubernetes"


def _text(value: object) -> str | Deferred:
    if isinstance(value, str | Deferred):
        return value
    raise ValueError(f"{value!r} is not text: put it in quotes")


def _day(value: object) -> object:
    if isinstance(value, datetime.date):
        return value
    try:
        return datetime.date.fromisoformat(str(value))
    except ValueError:
        raise ValueError(f"{value!r} is not a date, e.g. 2027-03-31") from None


def _matching(pattern: str, form: str) -> Callable[[object], object]:
    """A check that text matches a pattern, whose error says the form in words."""
    compiled = re.compile(pattern)

    def check(value: object) -> object:
        if not isinstance(value, str):
            raise ValueError(f"{value!r} is not text: put it in quotes")
        if not compiled.fullmatch(value):
            raise ValueError(f"{value!r} is not {form}")
        return value

    return check


def _schema(form: str, *, pattern: str | None = None, number: bool = False) -> WithJsonSchema:
    kinds: list[str] | str = ["string", "number"] if number else "string"
    return WithJsonSchema({"type": kinds, "description": form, **({"pattern": pattern} if pattern else {})})


Text: TypeAlias = Annotated[str | Deferred, PlainValidator(_text), WithJsonSchema({"type": "string"})]
"""Text that may be an Output in a Pulumi program."""

Plain: TypeAlias = Annotated[str, BeforeValidator(_matching(r"(?s).+", "text of at least one character"))]
"""Text that is known while the program is written."""

Count: TypeAlias = Annotated[int, Strict(), Field(ge=0)]
Positive: TypeAlias = Annotated[int, Strict(), Field(ge=1)]
Port: TypeAlias = Annotated[int, Strict(), Field(ge=1, le=65535)]
Flag: TypeAlias = Annotated[bool, Strict()]

Memory: TypeAlias = Annotated[
    MiB,
    BeforeValidator(units.parse_memory),
    PlainSerializer(lambda mebibytes: f"{mebibytes}MiB"),
    _schema(units.MEMORY_FORM, pattern=r"^[0-9.]+\s*([MG]i?B?)$"),
]
Duration: TypeAlias = Annotated[
    Seconds,
    BeforeValidator(units.parse_duration),
    PlainSerializer(lambda seconds: f"{units.render_decimal(seconds)}s"),
    _schema(units.DURATION_FORM, pattern=r"^[0-9.]+\s*(ms|s|m|h|d)$"),
]
Cpu: TypeAlias = Annotated[
    Cores,
    BeforeValidator(units.parse_cores),
    PlainSerializer(units.render_decimal),
    _schema(units.CORES_FORM, number=True),
]
Share: TypeAlias = Annotated[
    Percent,
    BeforeValidator(units.parse_percent),
    PlainSerializer(lambda percent: f"{units.render_decimal(percent)}%"),
    _schema(units.PERCENT_FORM, number=True),
]
Budget: TypeAlias = Annotated[
    MonthlyAmount, PlainValidator(units.parse_budget), PlainSerializer(str), _schema(units.BUDGET_FORM)
]
Rate: TypeAlias = Annotated[
    Decimal,
    BeforeValidator(units.parse_rate),
    PlainSerializer(lambda count: f"{units.render_decimal(count)}/month"),
    _schema(units.RATE_FORM),
]
DataRate: TypeAlias = Annotated[
    GB,
    BeforeValidator(units.parse_data_rate),
    PlainSerializer(lambda gigabytes: f"{units.render_decimal(gigabytes)}GB/month"),
    _schema(units.DATA_RATE_FORM),
]
HoursRate: TypeAlias = Annotated[
    Decimal,
    BeforeValidator(units.parse_hours_rate),
    PlainSerializer(lambda hours: f"{units.render_decimal(hours)}h/month"),
    _schema(units.HOURS_RATE_FORM),
]
Number: TypeAlias = Annotated[Decimal, PlainSerializer(units.render_decimal)]
"""A plain number."""

Day: TypeAlias = Annotated[datetime.date, BeforeValidator(_day), PlainSerializer(str)]

NAME_PATTERN: Final = r"[a-z]([-a-z0-9]{0,61}[a-z0-9])?"
NAME_FORM: Final = (
    "a name of 1 to 63 lower-case letters, digits and hyphens that begins with a letter and ends with a letter or digit"
)
Name: TypeAlias = Annotated[
    str, BeforeValidator(_matching(NAME_PATTERN, NAME_FORM)), _schema(NAME_FORM, pattern=f"^{NAME_PATTERN}$")
]

_DIGEST_FORM: Final = "a digest, sha256: and 64 hexadecimal digits"
Digest: TypeAlias = Annotated[
    str,
    BeforeValidator(_matching(r"sha256:[0-9a-f]{64}", _DIGEST_FORM)),
    _schema(_DIGEST_FORM, pattern="^sha256:[0-9a-f]{64}$"),
]

_VARIABLE_FORM: Final = "a variable name: letters, digits and underscores, not beginning with a digit"
VariableName: TypeAlias = Annotated[str, BeforeValidator(_matching(r"[A-Za-z_][A-Za-z0-9_]*", _VARIABLE_FORM))]

_CRON_FIELD: Final = r"[0-9A-Za-z*/,\-]+"
_CRON_FORM: Final = "a cron expression of five fields: minute hour day month weekday, e.g. 0 20 * * 1-5"
Cron: TypeAlias = Annotated[
    str,
    BeforeValidator(_matching(rf"{_CRON_FIELD}( {_CRON_FIELD}){{4}}", _CRON_FORM)),
    _schema(_CRON_FORM),
]

ApiVersion: TypeAlias = Literal["ai.apexlogic.com/v1alpha1"]
Kind: TypeAlias = Literal["ServerlessModelDeployment"]
