"""How many errors of one document are told: the first hundred one by one, the rest as a number."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from apexai.errors import Diagnostic
from apexai.spec import codes

MAX_ERRORS: Final = 100


def limited(errors: Sequence[Diagnostic], *, untold: int = 0) -> list[Diagnostic]:
    """The first errors, and one more that counts the others and the `untold`; it stands where the last one does."""
    told, count = list(errors[:MAX_ERRORS]), len(errors[MAX_ERRORS:]) + untold
    if told and count:
        message = f"and {count:,} more error{'s' * (count > 1)} in this document"
        told.append(replace(told[-1], code=codes.TOO_MANY, path="", message=message, suggestion=""))
    return told
