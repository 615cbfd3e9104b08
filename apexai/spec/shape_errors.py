"""What pydantic finds wrong → diagnostics: the value as written, the form that is wanted, what to write instead."""

from collections.abc import Callable, Mapping
from typing import Any, Final, TypeAlias

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from apexai.errors import Diagnostic
from apexai.spec import codes
from apexai.spec.credentials import find_credential, is_telling
from apexai.spec.deployment import ServerlessModelDeployment
from apexai.spec.fields import Deferred, NotTextError, key_of
from apexai.spec.positions import Path, render_path
from apexai.spec.shown import HIDDEN, shortened, shown
from apexai.spec.structure import choices_of, field_kinds, form_of, key_kind_at, kind_at, section_of
from apexai.spec.suggestions import closest, elsewhere, repaired
from apexai.units import FormError

Written: TypeAlias = Callable[[Path], str | None]
"""A plain scalar letter by letter, for a path of the document."""

KEY: Final = "[key]"
"""pydantic's last step of a path that means a key of a map, not its value."""

_BOUNDS: Final[Mapping[str, tuple[str, str, str]]] = {
    "greater_than": ("gt", "not more than", "more than"),
    "greater_than_equal": ("ge", "less than", "at least"),
    "less_than": ("lt", "not less than", "less than"),
    "less_than_equal": ("le", "more than", "at most"),
}
_TRUTH: Final[Mapping[str, str]] = {
    **dict.fromkeys(("yes", "on", "y", "true", "1"), "true"),
    **dict.fromkeys(("no", "off", "n", "false", "0"), "false"),
}


def path_of(error: ErrorDetails) -> Path:
    """Where the value, or the key, stands that the error is about."""
    loc: Path = error["loc"]
    return loc[:-1] if loc and loc[-1] == KEY else loc


def diagnose(error: ErrorDetails, written: Written) -> Diagnostic:
    """The diagnostic of one of pydantic's errors; it carries a path and no place."""
    path = path_of(error)
    code, message, suggestion = _explain(error, path, written)
    return Diagnostic(code=code, message=message, path=render_path(path), suggestion=suggestion)


def _explain(error: ErrorDetails, path: Path, written: Written) -> tuple[str, str, str]:
    value = error["input"]
    kind = error["type"]
    if kind == "missing":
        return codes.MISSING, "is missing", _add(path)
    if kind == "extra_forbidden":
        return codes.UNKNOWN_KEY, f"there is no {shortened(str(path[-1]))} here", unknown_key(path)
    if isinstance(value, Deferred):
        return codes.OUTPUT, "an Output can't stand here, it decides what is created", "give a plain value"
    if value is None:
        return codes.BLANK, _blank(written(path)), "write a value or remove the key"
    text = _as_written(value, path, written)
    if kind in _BOUNDS:
        bound, is_, should_be = _BOUNDS[kind]
        limit = error["ctx"][bound]
        return codes.OUT_OF_RANGE, f"{text} is {is_} {limit}", f"write a number of {should_be} {limit}"
    match kind:
        case "enum" | "literal_error":
            return _not_one_of(path, text, value)
        case "value_error" if error["loc"][-1] == KEY:
            return _wrong_form(error["ctx"]["error"], key_kind_at(path), "the key" if text == HIDDEN else text, None)
        case "value_error":
            return _wrong_form(error["ctx"]["error"], kind_at(path), text, written(path))
        case "too_short":
            return codes.OUT_OF_RANGE, "an empty list can't stand here", "write at least one entry"
        case _:
            return codes.WRONG_TYPE, f"{text} is not {_wanted(kind)}", _instead(kind, path, value, written(path))


def unknown_key(path: Path) -> str:
    """What to write for a key that its section does not have."""
    name, section = str(path[-1]), section_of(kind_at(path[:-1]))
    if section is None:
        return ""
    known = field_kinds(section)
    if (meant := closest(name, known)) is not None:
        return f"did you mean {meant}?"
    if len(path) > 1 and name in field_kinds(ServerlessModelDeployment):
        within = "leave it out, and write here what is in it"
        return within if name == "spec" else "it belongs at the top of the document, beside spec"
    if places := elsewhere(name, above=render_path(path[:-1])):
        return f"it belongs in {' or '.join(places[:3])}"
    return f"the keys here are {', '.join(known)}"


def _blank(written: str | None) -> str:
    return "nothing is written after it" if written == "" else "null can't stand here"


def _as_written(value: object, path: Path, written: Written) -> str:
    if "secrets" in path[:-1] or (path and isinstance(path[-1], str) and is_telling(path[-1])):
        return HIDDEN
    text = written(path)
    return shortened(text) if text and not isinstance(value, str) else shown(value)


def _add(path: Path) -> str:
    kind = kind_at(path)
    if choices := choices_of(kind):
        return f"add {path[-1]}: {choices[0]}" if len(choices) == 1 else f"add {path[-1]}, one of {', '.join(choices)}"
    form = form_of(kind)
    if form is not None and form.examples:
        return f"add {path[-1]}: {form.text}"
    section = section_of(kind)
    if section is None:
        return f"add {path[-1]}"
    keys = [key_of(name, field) for name, field in section.model_fields.items() if field.is_required()]
    return f"add {path[-1]} with {' and '.join(keys or field_kinds(section))}"


def _not_one_of(path: Path, text: str, value: object) -> tuple[str, str, str]:
    choices = choices_of(kind_at(path))
    meant = closest(value, choices) if isinstance(value, str) else None
    message = f"{text} is not {'one of ' * (len(choices) > 1)}{', '.join(choices)}"
    suggestion = f"did you mean {meant}?" if meant else f"write {choices[0]}" * (len(choices) == 1)
    return codes.NOT_ONE_OF, message, suggestion


def _wrong_form(error: ValueError, kind: object, text: str, written: str | None) -> tuple[str, str, str]:
    match error:
        case NotTextError():
            return _not_text(text, written)
        case FormError():
            text = HIDDEN if error.hidden else text
            suggestion = error.suggestion or _repair(error.value, kind, written) * (not error.hidden)
            return codes.WRONG_FORM, f"{text} is not {error.form}", "" if find_credential(suggestion) else suggestion
        case _:
            return codes.WRONG_FORM, str(error), ""


def _not_text(text: str, written: str | None) -> tuple[str, str, str]:
    if text == HIDDEN:
        return codes.NOT_TEXT, "the value is not text", "put it in quotes"
    quoted = f'put it in quotes: "{shortened(written)}"' if written else ""
    if not quoted and not text.startswith(("a mapping", "a list", "a value")):
        quoted = f'give it as text: "{text}"'
    return codes.NOT_TEXT, f"{text} is not text", quoted


def _repair(value: object, kind: Any, written: str | None) -> str:
    if kind is None or isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    adapter: TypeAdapter[object] = TypeAdapter(kind)

    def accepts(candidate: object) -> bool:
        try:
            adapter.validate_python(candidate)
        except ValidationError:
            return False
        return True

    text = written or str(value)
    found = repaired(text, accepts)
    if found == f"{text}s":
        return f"write {found}, or {text}ms if milliseconds are meant"
    return f"write {found}" if found else ""


def _wanted(kind: str) -> str:
    match kind.partition("_")[0]:
        case "model" | "dict":
            return "a mapping"
        case "list":
            return "a list"
        case "int":
            return "a whole number"
        case "bool":
            return "true or false"
        case _:
            return "a value of the type that is wanted here"


def _instead(kind: str, path: Path, value: object, written: str | None) -> str:
    match kind.partition("_")[0]:
        case "model" if (section := section_of(kind_at(path))) is not None:
            return f"write its keys below it: {', '.join(field_kinds(section))}"
        case "dict":
            return "write each entry as key: value below it"
        case "list" if isinstance(value, str) and find_credential(value) is None:
            return f"write [{shortened(value)}]"
        case "list":
            return "write each entry in a line of its own that begins with -"
        case "int" if (digits := (written or str(value)).replace("_", "").replace(",", "")).isdecimal():
            return f"write {digits} without quotes" if digits == value else f"write {digits}"
        case "bool" if (truth := _TRUTH.get(str(value).lower())) is not None:
            return f"write {truth}"
    return ""
