"""Notes of a preview by kind: what is emulated, what is only recorded, what else is worth knowing."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from apexai.errors import Diagnostic

_EMULATED: Final = "APX-CAP-002"
_RECORDED: Final = "APX-CAP-003"
_BY: Final = " is emulated: "
_MOST: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """One line of the notes."""

    kind: str
    text: str
    place: str = ""
    """`line 24`; empty where there is none."""


def notes_of(diagnostics: Sequence[Diagnostic], *, full: bool = False) -> tuple[Note, ...]:
    """The notes in order of place: settings that the same thing emulates in one, and those that are only recorded.

    `full` keeps each note that is only recorded, with its reader, and cuts nothing.
    """
    recorded = [item for item in diagnostics if item.code == _RECORDED]
    notes = [*_emulated(item for item in diagnostics if item.code == _EMULATED)]
    notes += [_note(item) for item in diagnostics if item.code not in (_EMULATED, _RECORDED)]
    if len(notes) > _MOST and not full:
        notes = [*notes[:_MOST], Note(kind="", text=f"{len(notes) - _MOST:,} more: --full shows all")]
    return (*notes, *([_note(item) for item in recorded] if full else _recorded(recorded)))


def _emulated(items: Iterable[Diagnostic]) -> Iterator[Note]:
    by_means: dict[str, list[tuple[Diagnostic, str]]] = {}
    for item in items:
        value, _, means = item.message.partition(_BY)
        by_means.setdefault(means, []).append((item, f"{_short(item.path)} {value}"))
    for means, found in by_means.items():
        settings = ", ".join(setting for _, setting in found)
        yield Note(kind="emulated", text=f"{settings}: {means}", place=_place(found[0][0]))


def _note(item: Diagnostic) -> Note:
    kind = "recorded" if item.code == _RECORDED else "note"
    subject = f"{_short(item.path)}: " if item.path else ""
    said = "; ".join(part for part in (item.message, item.suggestion) if part)
    return Note(kind=kind, text=f"{subject}{said}", place=_place(item))


def _recorded(items: Iterable[Diagnostic]) -> list[Note]:
    paths = ", ".join(dict.fromkeys(_short(item.path) for item in items))
    return [Note(kind="recorded", text=f"not evaluated by this version: {paths}")] if paths else []


def _short(path: str) -> str:
    """A path of the spec without its first step; of a URN the name."""
    return path.rsplit("::", 1)[-1].removeprefix("spec.")


def _place(item: Diagnostic) -> str:
    return f"line {item.line}" if item.line else ""
