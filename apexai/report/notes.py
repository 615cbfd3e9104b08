"""Notes of a preview by kind: what is emulated, what is only recorded, what else is worth knowing."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from apexai.errors import Diagnostic
from apexai.graph.model import name_in
from apexai.preview.sources import shared_path
from apexai.report.wording import clean
from apexai.targets.check import EMULATED, RECORDED

_BY: Final = " is emulated: "
_UNREAD: Final = " is recorded, and nothing of this version reads it: "
_INDEX: Final = r"\[[0-9]+\]"
_SECTION: Final = 2
"""Steps of a path that name a section of the spec, e.g. `finops.usage`."""
_MOST: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """One line of the notes."""

    kind: str
    text: str
    place: str = ""
    """`line 24`; empty where there is none."""


def notes_of(diagnostics: Sequence[Diagnostic], *, source: str, full: bool = False) -> tuple[Note, ...]:
    """The notes in order of place: settings that the same thing emulates in one, and those that are only recorded.

    Places in `source` are lines, others have the name of their file. `full` keeps each note that is only recorded,
    with its reader, and each of several with the same words, and cuts nothing.
    """
    recorded = [item for item in diagnostics if item.code == RECORDED]
    notes = [*_emulated((item for item in diagnostics if item.code == EMULATED), source)]
    others = [_note(item, source) for item in diagnostics if item.code not in (EMULATED, RECORDED)]
    notes += others if full else _told_once(others)
    if len(notes) > _MOST and not full:
        notes = [*notes[:_MOST], Note(kind="", text=f"{len(notes) - _MOST:,} more: --full shows all")]
    return (*notes, *([_note(item, source) for item in recorded] if full else _recorded(recorded)))


def _told_once(notes: Sequence[Note]) -> Iterator[Note]:
    """Those of the same words where the first of them stands."""
    times = Counter(note.text for note in notes)
    firsts: dict[str, Note] = {}
    for note in notes:
        firsts.setdefault(note.text, note)
    for note in firsts.values():
        yield note if times[note.text] == 1 else replace(note, text=f"{note.text} ({times[note.text]} times)")


def _emulated(items: Iterable[Diagnostic], source: str) -> Iterator[Note]:
    by_means: dict[str, list[Diagnostic]] = {}
    for item in items:
        by_means.setdefault(item.message.partition(_BY)[2], []).append(item)
    for means, found in by_means.items():
        yield Note(kind="emulated", text=f"{_settings(found)}: {means}", place=_place(found[0], source))


def _settings(found: Sequence[Diagnostic]) -> str:
    """One setting with its value; of several the part of the document that holds them all, or their paths."""
    if len(found) == 1:
        return f"{_short(found[0].path)} {found[0].message.partition(_BY)[0]}"
    paths = [item.path for item in found]
    return _short(shared_path(paths)) or ", ".join(map(_short, paths))


def _note(item: Diagnostic, source: str) -> Note:
    if item.code == RECORDED:
        value, _, reader = item.message.rpartition(_UNREAD)
        setting = f"{_short(item.path)} {value}: {reader}" if value else _short(item.path)
        return Note(kind="recorded", text=setting, place=_place(item, source))
    subject = f"{_short(item.path)}: " if item.path else ""
    said = "; ".join(part for part in (item.message, item.suggestion) if part)
    return Note(kind="note", text=f"{subject}{said}", place=_place(item, source))


def _recorded(items: Iterable[Diagnostic]) -> list[Note]:
    """One note of all settings, each by its path, without the places in lists; those of a section share its name."""
    sections: dict[str, dict[str, None]] = {}
    for path in dict.fromkeys(re.sub(_INDEX, "", _short(item.path)) for item in items):
        steps = path.split(".")
        sections.setdefault(".".join(steps[:_SECTION]), {})[".".join(steps[_SECTION:])] = None
    said = ", ".join(_paths(section, list(rest)) for section, rest in sections.items())
    return [Note(kind="recorded", text=f"nothing of this version reads: {said}")] if said else []


def _paths(section: str, rest: Sequence[str]) -> str:
    """`finops.usage.{gpuHours, low.gpuHours}`, and without braces where there is one."""
    named = [path for path in rest if path]
    if not named:
        return section
    return f"{section}.{named[0]}" if len(named) == 1 else f"{section}.{{{', '.join(named)}}}"


def _short(path: str) -> str:
    """A path of the spec without its first step; of a URN the name."""
    return name_in(path) if "::" in path else path.removeprefix("spec").removeprefix(".")


def _place(item: Diagnostic, source: str) -> str:
    if not item.line:
        return ""
    return f"line {item.line}" if item.file == source else f"{clean(Path(item.file).name)}:{item.line}"
