"""Keeps secrets out of what programs print, log and raise: graphs mark them, texts don't."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from apexai.errors import Diagnostic
from apexai.graph.model import ResourceGraph, Secret, Value

REDACTED: Final = "[secret]"
_SHORTEST: Final = 3
"""Shorter ones stand in every text by chance."""


def secret_texts(graph: ResourceGraph) -> tuple[str, ...]:
    """The secret texts of a graph, longest first, so that one that holds another goes first; very short ones stay."""
    found = {text for resource in graph.resources for text in _of_mapping(resource.inputs)}
    kept = {text for text in found if len(text) >= _SHORTEST}
    return tuple(sorted(kept, key=lambda text: (-len(text), text)))


def redact(text: str, secrets: Iterable[str]) -> str:
    """The text with `[secret]` where a secret stands."""
    for secret in secrets:
        text = text.replace(secret, REDACTED)
    return text


def redact_diagnostics(diagnostics: Iterable[Diagnostic], secrets: Iterable[str]) -> tuple[Diagnostic, ...]:
    """The diagnostics with `[secret]` where a secret stands in their words."""
    listed = tuple(secrets)
    return tuple(
        replace(item, message=redact(item.message, listed), suggestion=redact(item.suggestion, listed))
        for item in diagnostics
    )


def _of_mapping(values: Mapping[str, Value]) -> Iterator[str]:
    for value in values.values():
        yield from _of_value(value, secret=False)


def _of_value(value: Value, *, secret: bool) -> Iterator[str]:
    match value:
        case Secret():
            yield from _of_value(value.value, secret=True)
        case str() if secret:
            yield value
        case bool() | None:
            pass
        case int() | float() if secret:
            yield str(value)
        case list():
            for item in value:
                yield from _of_value(item, secret=secret)
        case dict():
            for item in value.values():
                yield from _of_value(item, secret=secret)
