"""What the commands know of the terminal: its width, its colours, what it can write, and a sign of life."""

import os
import shutil
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final, TextIO

import click

_PIPE_WIDTH: Final = 100
_PATIENCE_SECONDS: Final = 0.5
_PLAIN: Final = str.maketrans(
    {"→": "->", "·": "-", "×": "x", "…": "...", "├": "|", "└": "`", "─": "-", "│": "|"}
    | dict(zip("▁▂▃▄▅▆▇█", "12345678", strict=True))
)
"""What stands for characters that an old terminal's encoding lacks."""


def width() -> int:
    """Columns of the terminal; 100 in a pipe."""
    return shutil.get_terminal_size((_PIPE_WIDTH, 24)).columns if _is_terminal(sys.stdout) else _PIPE_WIDTH


def wants_color() -> bool:
    """`NO_COLOR` forbids, `FORCE_COLOR` asks, otherwise a terminal that is not dumb has colours."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return _is_terminal(sys.stdout) and os.environ.get("TERM") != "dumb"


def print_text(text: str, *, err: bool = False) -> None:
    """Print a report; characters that the stream can't encode are replaced. A stream that was closed takes nothing."""
    stream: TextIO | None = sys.stderr if err else sys.stdout
    if stream is None:
        return
    click.echo(_encodable(text, stream), nl=False, err=err, color=True)


def print_json(text: str) -> None:
    """Print JSON, or YAML, which are UTF-8 whatever the terminal's encoding is."""
    if sys.stdout is not None:
        click.echo(text.encode("utf-8"), nl=False)


@contextmanager
def progress(doing: str) -> Iterator[None]:
    """Show on a terminal's standard error that work goes on, once it takes longer than half a second."""
    if not _is_terminal(sys.stderr) or os.environ.get("TERM") == "dumb":
        yield
        return
    done = threading.Event()
    sign = threading.Thread(target=_spin, args=(doing, done), daemon=True)
    sign.start()
    try:
        yield
    finally:
        done.set()
        sign.join()


def _spin(doing: str, done: threading.Event) -> None:
    if done.wait(_PATIENCE_SECONDS):
        return
    from rich.console import Console

    with Console(stderr=True).status(doing):
        done.wait()


def _is_terminal(stream: TextIO | None) -> bool:
    """Whether somebody looks on; Python has None for a stream that was closed before it started."""
    return stream is not None and stream.isatty()


def _encodable(text: str, stream: TextIO) -> str:
    encoding = stream.encoding or "utf-8"
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return text.translate(_PLAIN).encode(encoding, "backslashreplace").decode(encoding)
    return text
