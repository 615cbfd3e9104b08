"""Every error that the spec's loader and checks can report, in one table; docs/errors.md prints it."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorCode:
    """One kind of error."""

    title: str
    """What is wrong, as a short clause."""
    remedy: str
    """What to do about it, in one or two sentences."""


SYNTAX: Final = "APX-SPC-001"
CHARACTERS: Final = "APX-SPC-002"
TOO_LARGE: Final = "APX-SPC-003"
EMPTY: Final = "APX-SPC-004"
DUPLICATE_KEY: Final = "APX-SPC-005"
ANCHOR: Final = "APX-SPC-006"
KEY_NOT_TEXT: Final = "APX-SPC-007"
TAG: Final = "APX-SPC-008"
NOT_A_MAPPING: Final = "APX-SPC-009"
OTHER_KIND: Final = "APX-SPC-010"

UNKNOWN_KEY: Final = "APX-SPC-101"
MISSING: Final = "APX-SPC-102"
WRONG_TYPE: Final = "APX-SPC-103"
NOT_TEXT: Final = "APX-SPC-104"
NOT_ONE_OF: Final = "APX-SPC-105"
WRONG_FORM: Final = "APX-SPC-106"
OUT_OF_RANGE: Final = "APX-SPC-107"
BLANK: Final = "APX-SPC-108"
OUTPUT: Final = "APX-SPC-109"
OVERRIDE: Final = "APX-SPC-110"
