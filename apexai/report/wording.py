"""Words for a terminal: what users and programs wrote, made safe and short."""

import re
import unicodedata
from typing import Final

from apexai.graph.model import UNKNOWN, Asset, ResourceReference, Secret, Unknown, Value, name_in
from apexai.units import SECONDS_PER_HOUR

_UNSAFE: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
"""Control, format (direction overrides among them), surrogate and private characters, line separators."""
_STEP: Final = re.compile(r'\["([^"]+)"\]|([^.\[\]"]+)')
_ANSI: Final = re.compile(r"\x1b(\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(\x07|\x1b\\))")
_LONGEST: Final = 60
_LONGEST_NAME: Final = 48
_UNITS: Final = (("day", 86400), ("hour", SECONDS_PER_HOUR), ("minute", 60))
_LISTED: Final = 3


def clean(text: str) -> str:
    """Text on one line, without anything that a terminal obeys; such characters stand as escapes."""
    return "".join(_escape(char) if unicodedata.category(char) in _UNSAFE else char for char in text)


def clean_lines(text: str) -> str:
    """The same for text of several lines; the colours and cursor movements of programs go without a trace."""
    return "\n".join(clean(line.expandtabs()) for line in _ANSI.sub("", text).splitlines())


def short(text: str, most: int = _LONGEST) -> str:
    """At most so many characters; the middle goes, because names differ at their ends."""
    half = most // 2
    return text if len(text) <= most else f"{text[: half - 1]}…{text[-half:]}"


def short_of_name(name: str) -> str:
    """A logical name that a column of a terminal's table has room for."""
    return short(name, _LONGEST_NAME)


def word(value: Value) -> str:
    """A property's value in a few words."""
    match value:
        case Unknown():
            return "unknown"
        case Secret():
            return "[secret]"
        case bool():
            return "yes" if value else "no"
        case str():
            return short(clean(value))
        case Asset():
            return short(clean(value.location)) or value.kind
        case ResourceReference():
            return short(clean(name_in(value.urn)))
        case list():
            more = ["…"] if len(value) > _LISTED else []
            return ", ".join([*map(word, value[:_LISTED]), *more])
        case dict():
            return f"{len(value)} keys" if len(value) != 1 else "1 key"
        case _:
            return str(value)


def plural(count: int, noun: str) -> str:
    """`1 error`, `2 errors`, `10,000 resources`."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def duration(seconds: int) -> str:
    """`30 s`, `2 minutes`, `14 days`: the largest unit that divides it."""
    for unit, length in _UNITS:
        if seconds and seconds % length == 0:
            return plural(seconds // length, unit)
    return f"{seconds} s"


def value_at(value: Value, path: str) -> Value:
    """The value at a property path such as `containers[0].limits["nvidia.com/gpu"]`; None where it is not set."""
    for quoted, plain in _STEP.findall(path):
        step = quoted or plain
        match value:
            case dict():
                value = value.get(step)
            case list() if step.isdigit() and int(step) < len(value):
                value = value[int(step)]
            case Unknown():
                return UNKNOWN
            case Secret():
                return value
            case _:
                return None
    return value


def _escape(char: str) -> str:
    return char.encode("unicode_escape").decode("ascii")
