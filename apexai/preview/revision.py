"""A path as a git revision has it, in a temporary tree with the files beside it."""

import os
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from apexai.errors import UsageError

NO_SUCH_REVISION: Final = "APX-PRV-012"
_MOST_FILES: Final = 5000
"""Of a revision with more files only the directory of the path is written."""


def is_revision(text: str, *, near: Path) -> bool:
    """Whether the repository of a path knows a revision of this name."""
    return bool(text) and _git(near, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{text}^{{commit}}") != ""


@contextmanager
def path_at(revision: str, path: Path) -> Iterator[Path | None]:
    """The path in a tree that holds what the revision has; None where the revision does not have it.

    The tree is that of the whole repository, or of the path's directory where the repository is very large. Virtual
    environments beside the path are linked, since no revision has them.

    Raises:
        UsageError: git fails.
    """
    directory = path if path.is_dir() else path.parent
    top = Path(_git(directory, "rev-parse", "--show-toplevel"))
    commit = _git(directory, "rev-parse", "--verify", "--end-of-options", f"{revision}^{{commit}}")
    inside = path.resolve().relative_to(top.resolve())
    if inside.parts and not _git(top, "ls-tree", commit, "--", inside.as_posix()):
        yield None
        return
    part = _part(top, commit, directory.resolve().relative_to(top.resolve()))
    with TemporaryDirectory(prefix="apexai-") as private:
        tree = Path(private) / "tree"
        _write_tree(top, commit, part, tree)
        _link_environments(top, directory.resolve(), tree)
        yield tree / inside


def _part(top: Path, commit: str, directory: Path) -> Path:
    """The part of the repository that is written, relative to its top."""
    files = _git(top, "ls-tree", "-r", "--name-only", commit).count("\n")
    return directory if files > _MOST_FILES else Path()


def _write_tree(top: Path, commit: str, part: Path, tree: Path) -> None:
    """Neither the repository's index nor its work tree is touched."""
    place = tree / part
    place.mkdir(parents=True)
    own = {"GIT_INDEX_FILE": str(tree.parent / "index"), "GIT_LFS_SKIP_SMUDGE": "1"}
    _git(top, "read-tree", f"{commit}:{part.as_posix()}" if part.parts else commit, environment=own)
    _git(top, "checkout-index", "--all", f"--prefix={place}/", environment=own)


def _link_environments(top: Path, directory: Path, tree: Path) -> None:
    for above in (directory, *directory.parents):
        if not above.is_relative_to(top.resolve()):
            break
        copied = tree / above.relative_to(top.resolve())
        for marker in above.glob("*/pyvenv.cfg"):
            link = copied / marker.parent.name
            if copied.is_dir() and not link.exists():
                link.symlink_to(marker.parent, target_is_directory=True)


def _git(directory: Path, *arguments: str, environment: Mapping[str, str] | None = None) -> str:
    """What git prints; empty where a quiet question has no answer.

    Raises:
        UsageError: git is not installed, or says no.
    """
    try:
        ended = subprocess.run(
            ["git", "-C", str(directory), *arguments],
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="surrogateescape",
            env={**os.environ, **(environment or {})},
            check=False,
        )
    except OSError as error:
        raise UsageError(f"--against: git can't be run: {error.strerror or error} [{NO_SUCH_REVISION}]") from None
    if ended.returncode and "--quiet" not in arguments:
        said = (ended.stderr.strip().splitlines() or ["it fails"])[0]
        raise UsageError(f"--against: git {arguments[0]}: {said} [{NO_SUCH_REVISION}]")
    return ended.stdout.strip() if not ended.returncode else ""
