"""Scalars whose writing tells nothing, or tells readers of YAML 1.1 something else than readers of 1.2."""

import re
from collections.abc import Iterator
from typing import Final

from apexai.errors import Diagnostic
from apexai.spec import codes
from apexai.spec.overrides import TARGETS
from apexai.spec.positions import Path, Positions, render_path
from apexai.spec.structure import form_of, kind_at, plain_kind

_OTHER_NUMBER: Final = r"[-+]?0[0-9]+|0[ox][0-9a-fA-F]+"
_OTHER_TEXT: Final = (
    r"(?i:yes|no|on|off)"
    r"|[-+]?[0-9][0-9_]*_[0-9_]*(\.[0-9_]*)?"
    r"|[-+]?[0-9]+(:[0-5]?[0-9])+(\.[0-9_]*)?"
    r"|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt ].*)?"
    r"|0b[01_]+"
)
_LONGEST: Final = 60


def check_written(positions: Positions) -> Iterator[Diagnostic]:
    """Blank values, and unquoted ones that other readers of YAML take for something else; paths without places.

    What stands in `spec.targets` is told by the path where it is merged.
    """
    for path in positions:
        place = positions.get(path)
        if place is not None and place.written is not None and path[: len(TARGETS)] != TARGETS:
            yield from _check(path, place.written)


def _check(path: Path, written: str) -> Iterator[Diagnostic]:
    if written == "":
        message = "nothing is written after it"
        suggestion = "write a value or remove the key"
        yield Diagnostic(code=codes.BLANK, path=render_path(path), message=message, suggestion=suggestion)
    elif len(written) <= _LONGEST and re.fullmatch(_OTHER_TEXT, written) and _wants_any_text(path):
        message = f"{written} is text here, and something else to readers of YAML 1.1"
        yield _two_readings(path, message, suggestion=f'put it in quotes: "{written}"')
    elif len(written) <= _LONGEST and re.fullmatch(_OTHER_NUMBER, written) and plain_kind(kind_at(path)) is int:
        message = f"{written} is not the same number to readers of YAML 1.1 and 1.2"
        yield _two_readings(path, message, suggestion="write it in decimal digits")


def _two_readings(path: Path, message: str, *, suggestion: str) -> Diagnostic:
    return Diagnostic(code=codes.TWO_READINGS, path=render_path(path), message=message, suggestion=suggestion)


def _wants_any_text(path: Path) -> bool:
    """Whether any text may stand at the path, so that no form says what is meant."""
    form = form_of(kind_at(path))
    return form is not None and form.any_text
