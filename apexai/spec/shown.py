"""How a value stands in a message: short, on one line, and never a credential."""

from typing import Final

_LONGEST: Final = 60


def shown(value: object) -> str:
    """The value for a message, shortened to one line."""
    text = repr(value) if isinstance(value, str) else str(value)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
