"""`--as-of DATE`: the day that prices, law, expiries and ages are judged on."""

import datetime
from collections.abc import Callable
from typing import Any, Final

import click

from apexai.errors import UsageError

VARIABLE: Final = "APEXAI_AS_OF"
"""Environment variable with the day where the option is not given."""


def as_of_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--as-of` to a command; `parse_day` reads it."""
    text = "Day of prices, law and expiries.  [default: today in UTC]"
    return click.option("--as-of", metavar="DATE", envvar=VARIABLE, help=text)(function)


def parse_day(text: str | None) -> datetime.date:
    """The day; today in UTC where none is given.

    Raises:
        UsageError: the text is not a date.
    """
    if text is None:
        return datetime.datetime.now(datetime.UTC).date()
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"--as-of {text}: this is not a date, e.g. 2027-01-31 [APX-POL-013]") from None
