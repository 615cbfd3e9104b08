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
_SHALLOW: Final = (
    "the clone is shallow and has the last commits alone: git fetch --unshallow gets the others, and in a workflow "
    "fetch-depth: 0 of actions/checkout"
)
_MODULE: Final = "160000 commit "
"""What the entry of a submodule begins with, before its commit."""
_OF_HOOKS: Final = (
    "GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR", "GIT_OBJECT_DIRECTORY",
)  # fmt: skip
"""What git tells a hook, which the repository of a path need not be that of."""
_MOST_FILES: Final = 5000
"""Of a revision with more files only the directory of the path is written."""


def is_revision(text: str, *, near: Path) -> bool:
    """Whether the repository of a path knows a revision of this name."""
    return bool(text) and _git(near, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{text}^{{commit}}") != ""


def revisions_missing(near: Path) -> str:
    """Why a directory may lack a revision that somewhere is: git's own reason, or a clone of a part."""
    try:
        is_shallow = _git(near, "rev-parse", "--is-shallow-repository") == "true"
    except UsageError as error:
        return str(error).removeprefix("--against: git rev-parse: ").removesuffix(f" [{NO_SUCH_REVISION}]")
    return _SHALLOW if is_shallow else ""


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
    entries = _entries(top, commit)
    part = directory.resolve().relative_to(top.resolve()) if len(entries) > _MOST_FILES else Path()
    with TemporaryDirectory(prefix="apexai-") as private:
        tree = Path(private) / "tree"
        _write_tree(top, commit, part, tree)
        for name in _modules(entries, part):
            _write_module(top / name, entries[name], tree / name)
        _link_environments(top, directory.resolve(), tree)
        yield tree / inside


def _entries(top: Path, commit: str) -> dict[str, str]:
    """Path → `mode type id` of everything in a commit."""
    lines = _git(top, "ls-tree", "-r", "-z", commit).split("\0")
    return {name: entry for entry, _, name in (line.partition("\t") for line in lines) if name}


def _modules(entries: Mapping[str, str], part: Path) -> list[str]:
    """The submodules in a part."""
    below = [name for name, entry in entries.items() if entry.startswith(_MODULE)]
    return [name for name in below if Path(name).is_relative_to(part)]


def _write_module(module: Path, entry: str, tree: Path) -> None:
    """A submodule at the commit that the revision has of it; one that is not checked out is empty here as well."""
    commit = entry.removeprefix(_MODULE)
    if not (module / ".git").exists():
        return
    if not is_revision(commit, near=module):
        raise UsageError(
            f"--against: the submodule {module} does not have the commit that it was at then: git -C {module} fetch "
            f"origin {commit} [{NO_SUCH_REVISION}]"
        )
    _write_tree(module, commit, Path(), tree)
    entries = _entries(module, commit)
    for name in _modules(entries, Path()):
        _write_module(module / name, entries[name], tree / name)


def _write_tree(top: Path, commit: str, part: Path, tree: Path) -> None:
    """Neither the repository's index nor its work tree is touched."""
    place = tree / part
    place.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix="apexai-") as private:
        own = {"GIT_INDEX_FILE": str(Path(private) / "index"), "GIT_LFS_SKIP_SMUDGE": "1"}
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
            env={**_surroundings(), **(environment or {})},
            check=False,
        )
    except OSError as error:
        raise UsageError(f"--against: git can't be run: {error.strerror or error} [{NO_SUCH_REVISION}]") from None
    if ended.returncode and "--quiet" not in arguments:
        said = (ended.stderr.strip().splitlines() or ["it fails"])[0]
        raise UsageError(f"--against: git {arguments[0]}: {said} [{NO_SUCH_REVISION}]")
    return ended.stdout.strip() if not ended.returncode else ""


def _surroundings() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name not in _OF_HOOKS}
