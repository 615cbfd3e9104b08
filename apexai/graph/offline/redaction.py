"""Keeps the values of secret configuration out of whatever a program prints, logs or raises."""

import json
from collections.abc import Iterator
from typing import Final

from apexai.graph.offline.config import SECRET_PLACEHOLDER
from apexai.graph.offline.program import Run

_SHORTEST: Final = 4
"""Shorter values are too common to be told from the text around them."""


def redacted(text: str, run: Run) -> str:
    """The text with each secret of the run's configuration as `[secret]`."""
    for secret in sorted(_secrets(run), key=len, reverse=True):
        text = text.replace(secret, "[secret]")
    return text


def _secrets(run: Run) -> set[str]:
    found = {leaf for key in run.secret_keys if key in run.config for leaf in _leaves(run.config[key])}
    return {secret for secret in found if len(secret) >= _SHORTEST and secret != SECRET_PLACEHOLDER}


def _leaves(value: object) -> Iterator[str]:
    """A configuration text, and the texts inside it where it is JSON."""
    if isinstance(value, str):
        yield value
        if value[:1] in ("{", "["):
            yield from _leaves(_decoded(value))
    elif isinstance(value, dict):
        for item in value.values():
            yield from _leaves(item)
    elif isinstance(value, list):
        for item in value:
            yield from _leaves(item)


def _decoded(text: str) -> object:
    try:
        return json.loads(text)
    except ValueError:
        return None
