"""`--graph FILE`: where a preview's resource graph goes, and what it may not be written over."""

from pathlib import Path
from typing import TYPE_CHECKING, Final

from apexai.errors import UsageError
from apexai.files import write_whole

if TYPE_CHECKING:
    from apexai.preview.result import Preview

_BEGINNING: Final = '{\n  "schemaVersion": '
"""Of every graph that was written."""


def check_graph_file(file: Path) -> None:
    """Hold the file to being no spec, or anything else that somebody wrote.

    Raises:
        UsageError: there is a file that is no graph.
    """
    try:
        if not file.is_file() or not file.stat().st_size:
            return
        with file.open("rb") as opened:
            begins = opened.read(len(_BEGINNING))
    except (OSError, ValueError):
        return  # Writing it says what is wrong with the path.
    if begins != _BEGINNING.encode():
        raise UsageError(f"--graph {file}: this file is no graph, and is not overwritten; name another [APX-PRV-007]")


def write_graph_file(file: Path, preview: "Preview") -> None:
    """Write the graphs of all deployments of a preview.

    Raises:
        UsageError: the file can't be written.
    """
    from apexai.report.json import render_graph_json

    try:
        write_whole(file, render_graph_json(preview))
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else error
        raise UsageError(f"--graph {file}: {reason} [APX-PRV-005]") from None
