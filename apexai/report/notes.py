"""Notes of a preview by kind: what is emulated, what is only recorded, what else is worth knowing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from apexai.errors import Diagnostic

_EMULATED: Final = "APX-CAP-002"
_RECORDED: Final = "APX-CAP-003"
_MOST: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """One line of the notes."""

    kind: str
    text: str
    place: str = ""
    """`line 24`; empty where there is none."""


def notes_of(diagnostics: Sequence[Diagnostic], *, full: bool = False) -> tuple[Note, ...]:
    """The notes in order of place, what is recorded but not evaluated in one of them; `full` keeps each."""
    recorded = [item for item in diagnostics if item.code == _RECORDED]
    others = [item for item in diagnostics if full or item.code != _RECORDED]
    notes = [_note(item) for item in others]
    if len(notes) > _MOST and not full:
        notes = [*notes[:_MOST], Note(kind="", text=f"{len(notes) - _MOST:,} more: --full shows all")]
    return (*notes, *([] if full else _recorded(recorded)))


def _note(item: Diagnostic) -> Note:
    kind = {_EMULATED: "emulated", _RECORDED: "recorded"}.get(item.code, "note")
    subject = f"{_short(item.path)}: " if item.path else ""
    said = "; ".join(part for part in (item.message, item.suggestion) if part)
    return Note(kind=kind, text=f"{subject}{said.replace(' is emulated: ', ': ', 1)}", place=_place(item))


def _recorded(items: Iterable[Diagnostic]) -> list[Note]:
    paths = ", ".join(dict.fromkeys(_short(item.path) for item in items))
    return [Note(kind="recorded", text=f"not evaluated by this version: {paths}")] if paths else []


def _short(path: str) -> str:
    """A path of the spec without its first step; of a URN the name."""
    return path.rsplit("::", 1)[-1].removeprefix("spec.")


def _place(item: Diagnostic) -> str:
    return f"line {item.line}" if item.line else ""
