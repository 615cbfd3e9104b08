"""`--output [FORMAT=]FILE`: reports beside the one on standard output, and what they are not written over."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from apexai.errors import UsageError
from apexai.files import write_whole
from apexai.report.formats import SUFFIXES, Format, Layout, render_report

if TYPE_CHECKING:
    from apexai.preview.result import Preview

_BEGINNINGS: Final = {
    Format.HTML: b"<!doctype html>\n",
    Format.JSON: b'{\n  "schemaVersion": ',
    Format.SARIF: b'{\n  "$schema": ',
    Format.JUNIT: b"<?xml ",
}
"""Of every report in a format; a file that begins otherwise holds something else."""
_BY_HAND: Final = frozenset({Format.USAGE})
"""Formats whose files are edited afterwards, and so never overwritten."""
_SPEC: Final = b"apiVersion"
_BEGIN: Final = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportFile:
    """A report that goes to a file."""

    form: Format
    path: Path


def parse_outputs(values: Iterable[str]) -> tuple[ReportFile, ...]:
    """The files that `--output` names, each with its format.

    Raises:
        UsageError: the format can't be told, or the file holds something else than such a report.
    """
    return tuple(_parse(value) for value in values)


def write_reports(files: Iterable[ReportFile], preview: "Preview", layout: Layout) -> None:
    """Write each report.

    Raises:
        UsageError: a file can't be written.
    """
    for file in files:
        try:
            write_whole(file.path, render_report(preview, file.form, layout))
        except (OSError, ValueError) as error:
            reason = error.strerror if isinstance(error, OSError) and error.strerror else error
            raise UsageError(f"--output {file.path}: {reason} [APX-PRV-011]") from None


def _parse(value: str) -> ReportFile:
    name, separator, rest = value.partition("=")
    form = next((form for form in Format if separator and form == name), None)
    path = Path(rest if form else value)
    named = bool(separator) and name.isalpha() and form is None
    form = form or SUFFIXES.get(path.suffix.lower())
    if form is None or named:
        known = ", ".join(f"{form}={rest if named else path}" for form in Format)
        reason = f"there is no format {name}" if named else "the format can't be told from the name"
        raise UsageError(f"--output {value}: {reason}; write one of {known} [APX-PRV-010]")
    _check_beginning(form, path)
    return ReportFile(form=form, path=path)


def _check_beginning(form: Format, path: Path) -> None:
    try:
        if not path.is_file() or not path.stat().st_size:
            return
        with path.open("rb") as file:
            begin = file.read(_BEGIN)
    except (OSError, ValueError):
        return  # Writing it says what is wrong with the path.
    if form in _BY_HAND:
        raise UsageError(f"--output {path}: this file may be filled in, and is not overwritten [APX-PRV-010]")
    if not begin.startswith(_BEGINNINGS.get(form, b"")) or (_SPEC in begin and form not in _BEGINNINGS):
        raise UsageError(
            f"--output {path}: this file is no {form} report, and is not overwritten; name another [APX-PRV-010]"
        )
