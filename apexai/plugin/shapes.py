"""What the inputs and outputs of components hold: one description for the schema and for reading them."""

from dataclasses import dataclass
from typing import TypeAlias

from apexai.spec.fields import Form


@dataclass(frozen=True, slots=True, kw_only=True)
class Scalar:
    """Text, a number or a truth value."""

    types: tuple[str, ...] = ("string",)
    """JSON types that may be written."""
    form: Form | None = None
    """How it is written, where not any text or number will do."""
    kind: object = str
    """The Python type by which a plain value is checked."""
    deferrable: bool = False
    """Whether it may be an Output, because it only flows into a property."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One value of a choice."""

    name: str
    value: str
    description: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One of a few texts."""

    name: str
    description: str
    members: tuple[Member, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListOf:
    """Values in order."""

    items: "Shape"


@dataclass(frozen=True, slots=True, kw_only=True)
class MapOf:
    """Values by text."""

    values: "Shape"


@dataclass(frozen=True, slots=True, kw_only=True)
class Property:
    """One key of a record."""

    key: str
    """As users write it, in camelCase."""
    attribute: str
    """As Python names it."""
    shape: "Shape"
    description: str
    required: bool
    default: str = ""
    """What is taken where it is absent, as a user would write it; empty where nothing is."""
    constant: str = ""
    """The only value, where there is but one."""
    secret: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """Values of different shapes by key."""

    name: str
    description: str
    properties: tuple[Property, ...]
    source: type
    """The dataclass that is made of it, or the section of the spec that it becomes a part of."""
    partial: bool = False
    """Whether it is merged over a whole one, so that nothing in it is required."""

    def property(self, key: str) -> Property | None:
        """The property of this key, or of this name in Python."""
        return next((found for found in self.properties if key in (found.key, found.attribute)), None)


Shape: TypeAlias = Scalar | Choice | ListOf | MapOf | Record
