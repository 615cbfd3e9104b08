"""What is wrong with inputs → the one error that the engine shows with the paths of properties."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

import pulumi
from pulumi.errors import InputPropertyErrorDetails
from pydantic.alias_generators import to_camel

from apexai.components.refusal import RefusedArgumentsError
from apexai.errors import Diagnostic
from apexai.plugin.shapes import ListOf, MapOf, Record, Shape
from apexai.spec import codes
from apexai.spec.credentials import find_credential
from apexai.spec.shown import HIDDEN

_SNAKE_CASE: Final = re.compile(r"\b[a-z]+(_[a-z]+)+\b")


def refuse_inputs(
    name: str, record: Record, inputs: Mapping[str, object], error: Exception
) -> pulumi.InputPropertiesError:
    """The error with a path for every reason that has one.

    The engine prints the value of each property that an error names, secret or not, so that one which may hold a secret
    is only named in the text.
    """
    if not isinstance(error, RefusedArgumentsError) or not error.diagnostics:
        return pulumi.InputPropertiesError(f"{name} can't be made: {error}", [])
    text, details = [f"{name} can't be made"], list[InputPropertyErrorDetails]()
    for diagnostic in _translated(record, error.diagnostics):
        if _may_show_secret(diagnostic, inputs):
            text.append(f"\n\t\t- property {diagnostic.path} has a problem: {_reason(diagnostic)}")
        else:
            details.append({"property_path": diagnostic.path, "reason": _reason(diagnostic)})
    return pulumi.InputPropertiesError("".join(text), details)


def property_path(record: Record, path: str) -> str:
    """The path of an input, as other languages write it, for one in the words of Python's arguments."""
    first, dot, rest = path.partition(".")
    if first == "opts":
        return f"options{dot}{to_camel(rest)}"
    name, bracket, index = first.partition("[")
    found = record.property(name)
    if found is None:
        return path
    shape = found.shape.items if isinstance(found.shape, ListOf) else found.shape
    below = property_path(shape, rest) if isinstance(shape, Record) else rest
    return f"{found.key}{bracket}{index}{dot}{below}"


def _translated(record: Record, diagnostics: tuple[Diagnostic, ...]) -> Iterator[Diagnostic]:
    words = dict(_words(record))
    for diagnostic in diagnostics:
        yield Diagnostic(
            code=diagnostic.code,
            path=property_path(record, diagnostic.path),
            message=_reworded(diagnostic.message, words),
            suggestion=_reworded(diagnostic.suggestion, words),
        )


def _reworded(text: str, words: Mapping[str, str]) -> str:
    """A text in the words of other languages."""
    return _SNAKE_CASE.sub(lambda found: words.get(found[0], found[0]), text).replace("opts.", "options.")


def _words(shape: Shape) -> Iterator[tuple[str, str]]:
    """Python's name of an argument and the other languages', of a record of arguments and those below it."""
    match shape:
        case ListOf(items=below) | MapOf(values=below):
            yield from _words(below)
        case Record() if not shape.partial:
            for found in shape.properties:
                yield found.attribute, found.key
                yield from _words(found.shape)


def _reason(diagnostic: Diagnostic) -> str:
    said = "; ".join(part for part in (diagnostic.message, diagnostic.suggestion) if part)
    return f"{said} [{diagnostic.code}]"


def _may_show_secret(diagnostic: Diagnostic, inputs: Mapping[str, object]) -> bool:
    """Whether what the engine would print of the input is a secret, or looks like one."""
    if diagnostic.code == codes.CREDENTIAL or HIDDEN in diagnostic.message:
        return True
    value: object = inputs
    for step in re.findall(r"[^.\[\]]+", diagnostic.path):
        if isinstance(value, Mapping):
            value = value.get(step)
        elif isinstance(value, list) and step.isdecimal() and int(step) < len(value):
            value = value[int(step)]
    return any(_is_secret(leaf) for leaf in _leaves(value))


def _leaves(value: object) -> Iterator[object]:
    match value:
        case Mapping():
            for item in value.values():
                yield from _leaves(item)
        case list():
            for item in value:
                yield from _leaves(item)
        case _:
            yield value


def _is_secret(leaf: object) -> bool:
    if not isinstance(leaf, pulumi.Output):
        return isinstance(leaf, str) and find_credential(leaf) is not None
    asked = leaf.is_secret()
    try:
        asked.send(None)
    except StopIteration as answered:  # the value has arrived, so that nothing is waited for
        return bool(answered.value)
    asked.close()
    return True
