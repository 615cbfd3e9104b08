"""How a value stands in a message: short, on one line, and never a credential."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import PurePath
from typing import Final

from apexai.spec.credentials import find_credential
from apexai.spec.fields import Deferred
from apexai.units import render_decimal

HIDDEN: Final = "the value (not shown)"

_LONGEST: Final = 60
_OF_TYPE: Final = "a value of type "
"""Begins what is said of something that no text stands for."""


def shown(value: object) -> str:
    """The value for a message, shortened to one line; a credential is not shown."""
    match value:
        case str():
            return HIDDEN if find_credential(value) else repr(shortened(str(value)))
        case Deferred():
            return "an Output"
        case None:
            return "null"
        case bool():
            return str(value).lower()
        case Decimal():
            return render_decimal(value)
        case int() | float() | date():
            return shortened(str(value))
        case Mapping():
            return f"a mapping of {', '.join(map(shortened, map(str, value)))}" if 0 < len(value) < 4 else "a mapping"
        case list() | tuple():
            return f"a list of {len(value)}"
        case PurePath():
            return shortened(str(value))
        case _:
            return f"{_OF_TYPE}{type(value).__name__}"


def named(text: str) -> str:
    """Text for a message as it is, shortened; a credential is not shown."""
    return HIDDEN if find_credential(text) else shortened(text)


def shortened(text: str) -> str:
    """Text of at most 60 characters."""
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
