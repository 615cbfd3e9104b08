"""Plain data → the models: every error at once, and what is right in spite of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, get_args, get_origin

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from apexai.errors import Diagnostic
from apexai.spec import codes
from apexai.spec.deployment import ServerlessModelDeployment
from apexai.spec.positions import Path, render_path
from apexai.spec.shape_errors import KEY, Written, diagnose, path_of
from apexai.spec.shown import shown
from apexai.spec.structure import choices_of, field_kinds, form_of, is_required, kind_at, plain_kind, section_of
from apexai.spec.suggestions import closest
from apexai.spec.telling import MAX_ERRORS

_ROUNDS: Final = 8
"""A placeholder can be wrong in its turn; the spec nests less deep than this."""

_HEADER: Final = ("apiVersion", "kind")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """What became of a document's data."""

    deployment: ServerlessModelDeployment | None
    """With errors: the rest of the document, placeholders where it can't be without a value; None where nothing is
    left."""
    errors: tuple[Diagnostic, ...] = ()
    untold: int = 0
    """Errors beyond those."""
    pruned: frozenset[str] = frozenset()
    """Paths that hold placeholders, or nothing, in place of what was wrong."""


def check_shape(data: Mapping[str, object], written: Written) -> Shape:
    """Build the deployment that the data describes; paths of errors are those of the data, without places."""
    if (other := _other_kind(data)) is not None:
        return Shape(deployment=None, errors=(other,))
    try:
        return Shape(deployment=ServerlessModelDeployment.model_validate(data))
    except ValidationError as error:
        found = error.errors(include_url=False)
    return Shape(
        deployment=_rest(data, found),
        errors=tuple(diagnose(one, written) for one in found[:MAX_ERRORS]),
        untold=len(found[MAX_ERRORS:]),
        pruned=frozenset(_pruned(found)),
    )


def _other_kind(data: Mapping[str, object]) -> Diagnostic | None:
    """The one error of a document that is something else altogether."""
    if not any(key in data for key in _HEADER):
        return Diagnostic(
            code=codes.OTHER_KIND,
            message="this document has neither apiVersion nor kind",
            suggestion="begin with " + " and ".join(f"{key}: {choices_of(kind_at((key,)))[0]}" for key in _HEADER),
        )
    for key in _HEADER:
        wanted = choices_of(kind_at((key,)))[0]
        if isinstance(value := data.get(key), str) and value != wanted and closest(value, [wanted]) is None:
            message = f"{shown(value)} is not {wanted}, which is all that is read here"
            return Diagnostic(code=codes.OTHER_KIND, message=message, path=key, suggestion=f"write {key}: {wanted}")
    return None


def _pruned(errors: list[ErrorDetails]) -> Iterator[str]:
    """Paths of wrong values, and of the keys that were meant where a key is misspelt."""
    for number, error in enumerate(errors):
        path = path_of(error)
        yield render_path(path)
        is_slip = error["type"] == "extra_forbidden" and number < MAX_ERRORS
        section = section_of(kind_at(path[:-1])) if is_slip else None
        if section is not None and (meant := closest(str(path[-1]), field_kinds(section))) is not None:
            yield render_path((*path[:-1], meant))


def _rest(data: Mapping[str, object], errors: list[ErrorDetails]) -> ServerlessModelDeployment | None:
    """The deployment without what is wrong in it."""
    rest = _copy(data)
    for _ in range(_ROUNDS):
        for error in errors:
            _prune(rest, error)
        try:
            return ServerlessModelDeployment.model_validate(rest)
        except ValidationError as error:
            errors = error.errors(include_url=False)
    return None


def _copy(value: object) -> object:
    match value:
        case Mapping():
            return {key: _copy(item) for key, item in value.items()}
        case list():
            return [_copy(item) for item in value]
        case _:
            return value


def _prune(data: object, error: ErrorDetails) -> None:
    """Remove the wrong value, or put a placeholder where the document can't be without one."""
    path = path_of(error)
    parent = _at(data, path[:-1])
    if not path or parent is None:
        return
    match parent, path[-1]:
        case (list(), int() as index) if index < len(parent):
            parent[index] = _placeholder(kind_at(path))
        case (dict(), str() as key) if error["loc"][-1] != KEY and is_required(path):
            parent[key] = _placeholder(kind_at(path))
        case (dict(), str() as key):
            parent.pop(key, None)


def _at(data: object, path: Path) -> object:
    for step in path:
        match data, step:
            case (dict(), str()):
                data = data.get(step)
            case (list(), int()) if step < len(data):
                data = data[step]
            case _:
                return None
    return data


def _placeholder(kind: object) -> object:
    """Some value of this kind."""
    if section_of(kind) is not None:
        return {}
    if choices := choices_of(kind):
        return choices[0]
    form = form_of(kind)
    if form is not None and form.examples:
        return form.examples[0]
    plain = plain_kind(kind)
    if get_origin(plain) is list:
        return [_placeholder(get_args(plain)[0])]
    return 1 if plain is int else "x"
