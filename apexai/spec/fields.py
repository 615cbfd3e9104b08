"""What every part of the spec is made of: sections, platforms, and values known only after the deployment."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any, Final, Literal, TypeAlias

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainValidator, Strict
from pydantic.alias_generators import to_camel
from pydantic.fields import FieldInfo

from apexai.units import FormError


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
        defer_build=True,
    )


def key_of(name: str, field: FieldInfo) -> str:
    """The key of a field in files; pydantic may not have generated it before the model is built."""
    return field.alias or to_camel(name)


class Deferred:
    """A value that is known only while the deployment runs; in a Pulumi program an `Output`.

    The spec carries it unread. Only fields of type `Text` and the like take one: they flow into a resource's property.
    What decides which resources exist is plain.
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """How a field is written: one statement for error messages, the JSON Schema and the reference."""

    label: str
    """Short, for tables."""
    text: str
    """Completes "… is not …"."""
    examples: tuple[str | int | float, ...] = ()
    pattern: str | None = None
    """Anchored; the same in Python and in JSON Schema."""
    types: tuple[str, ...] = ("string",)
    """JSON types that may be written."""
    any_text: bool = False
    """Whether any text will do, so that unquoted text may be meant as something else."""

    def json_schema(self) -> dict[str, Any]:
        """The form as JSON Schema."""
        found: dict[str, Any] = {"type": list(self.types) if len(self.types) > 1 else self.types[0]}
        if self.pattern:
            found["pattern"] = self.pattern
        if self.examples:
            found["examples"] = list(self.examples)
        return found


class NotTextError(ValueError):
    """A value where text is wanted; YAML reads unquoted digits, `true` and `null` as something else."""


def read_text(value: object) -> str | Deferred:
    """Text, or a value that is known later.

    Raises:
        NotTextError: the value is something else.
    """
    if isinstance(value, str | Deferred):
        return value
    raise NotTextError(f"{value!r} is not text")


def read_given_text(value: object) -> str | Deferred:
    """Text of at least one character, or a value that is known later.

    Raises:
        FormError: the text is empty.
        NotTextError: the value is something else.
    """
    if value == "":
        raise FormError(value, "text of at least one character")
    return read_text(value)


def read_plain(value: object) -> str:
    """Text of at least one character that is known while the program is written.

    Raises:
        FormError: the text is empty.
        NotTextError: the value is something else.
    """
    if not isinstance(value, str):
        raise NotTextError(f"{value!r} is not text")
    if not value:
        raise FormError(value, "text of at least one character")
    return value


_ANY_TEXT = Form(label="text, may be empty", text="text", any_text=True)
_GIVEN_TEXT = Form(label="text", text="text of at least one character", pattern=r"[\s\S]", any_text=True)

Text: TypeAlias = Annotated[str | Deferred, PlainValidator(read_text), _ANY_TEXT]
"""Text that may be empty, and may be an Output in a Pulumi program."""

GivenText: TypeAlias = Annotated[str | Deferred, PlainValidator(read_given_text), _GIVEN_TEXT]
"""Text of at least one character that may be an Output in a Pulumi program."""

Plain: TypeAlias = Annotated[str, BeforeValidator(read_plain), _GIVEN_TEXT]
"""Text that is known while the program is written."""

LARGEST_COUNT: Final = 2**31 - 1
"""What every platform's 32-bit integers hold."""

Count: TypeAlias = Annotated[int, Strict(), Field(ge=0, le=LARGEST_COUNT)]
Positive: TypeAlias = Annotated[int, Strict(), Field(ge=1, le=LARGEST_COUNT)]
Port: TypeAlias = Annotated[int, Strict(), Field(ge=1, le=65535)]
Flag: TypeAlias = Annotated[bool, Strict()]

ApiVersion: TypeAlias = Literal["ai.apexlogic.com/v1alpha1"]
Kind: TypeAlias = Literal["ServerlessModelDeployment"]
