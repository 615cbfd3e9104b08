"""Files of a program into a directory: all of them or none."""

import shutil
from collections.abc import Mapping
from pathlib import Path
from tempfile import mkdtemp

from apexai.errors import UsageError


def write_files(directory: Path, files: Mapping[str, bytes], *, force: bool) -> None:
    """Write a program; a directory that is there keeps what else is in it.

    Raises:
        UsageError: a file is there already, or the directory can't be written.
    """
    there = [name for name in files if (directory / name).exists() or (directory / name).is_symlink()]
    if there and not force:
        raise UsageError(f"{directory / there[0]} is there already: write --force to replace it [APX-EJT-005]")
    try:
        _write(directory, files)
    except OSError as error:
        raise UsageError(f"{error.filename or directory}: {error.strerror} [APX-EJT-006]") from None


def _write(directory: Path, files: Mapping[str, bytes]) -> None:
    """Everything is written beside the directory first, so that what can fail has failed before anything is moved."""
    directory.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(mkdtemp(prefix=f".{directory.name}-", dir=directory.parent))
    try:
        for name, content in files.items():
            path = beside / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        beside.chmod(0o755)
        _move(beside, directory, files)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _move(beside: Path, directory: Path, files: Mapping[str, bytes]) -> None:
    if not directory.exists():
        beside.replace(directory)
        return
    for name in files:
        (directory / name).parent.mkdir(parents=True, exist_ok=True)
    for name in files:
        (beside / name).replace(directory / name)
