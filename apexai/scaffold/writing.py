"""Files that are written into a user's repository, and what is not overwritten."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from apexai.errors import UsageError
from apexai.files import write_whole


@dataclass(frozen=True, slots=True, kw_only=True)
class NewFile:
    """A file to write."""

    path: Path
    text: str
    is_yours: bool = False
    """Only a beginning, which its owner changes: what is there already is kept, whatever it holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What came of it."""

    written: tuple[Path, ...]
    kept: tuple[Path, ...]
    """They were there."""


def write_files(files: Sequence[NewFile], *, force: bool) -> Written:
    """Write what is not there yet; nothing at all where a file holds something else.

    Args:
        files: In the order in which they are written.
        force: Write over files that hold something else, unless they are the user's.

    Raises:
        UsageError: a file holds something else, or can't be written.
    """
    found = {file.path: _text_of(file.path) for file in files}
    differing = [file.path for file in files if not file.is_yours and found[file.path] not in (None, file.text)]
    if differing and not force:
        raise UsageError(
            f"{', '.join(map(_shown, differing))}: there already with another content, so nothing was written: move "
            "them, or write --force to replace them [APX-NEW-004]"
        )
    due = [file for file in files if found[file.path] is None or file.path in differing]
    for file in due:
        _write(file)
    kept = tuple(file.path for file in files if file not in due)
    return Written(written=tuple(file.path for file in due), kept=kept)


def _text_of(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    except UnicodeDecodeError:
        return ""
    except OSError as error:
        raise UsageError(f"{_shown(path)}: {error.strerror} [APX-NEW-003]") from None


def _write(file: NewFile) -> None:
    try:
        file.path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(file.path, file.text)
    except OSError as error:
        raise UsageError(f"{_shown(file.path)}: {error.strerror} [APX-NEW-003]") from None


def _shown(path: Path) -> str:
    return str(path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path)
