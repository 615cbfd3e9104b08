"""Names that a user gives and that are written into program and project file as they stand."""

import re
from collections.abc import Mapping
from typing import Final

from apexai.errors import UsageError

_NAME: Final = re.compile(r"[A-Za-z0-9_.][\w. /@+-]*")


def check_names(given: Mapping[str, str | None]) -> None:
    """Refuse names that would end the text around them.

    Args:
        given: Option → its value, if any.

    Raises:
        UsageError: there is one.
    """
    for option, name in given.items():
        if name is not None and not _NAME.fullmatch(name):
            raise UsageError(f"{option} {name!r}: write letters, digits and . _ - [APX-EJT-009]")
