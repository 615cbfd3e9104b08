"""Bundles into a directory: all or nothing, and nobody else's files.

A file that `apexai render` writes says so in its first line, with the digest of what follows. What does not, or was
edited since, is neither replaced nor removed.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from apexai.errors import UsageError
from apexai.gitops.bundle import KUSTOMIZATION, Bundle, render_file

_HEAD: Final = "# Written by apexai render; change the spec instead. sha256:"
_FIRST_LINE: Final = re.compile(re.escape(_HEAD) + r"(?P<digest>[0-9a-f]{64})\n")
_STAGED: Final = ".apexai-render"
_FORMER: Final = ".apexai-former"
"""Suffixes of files beside their places; a run that was killed leaves some, and the next one takes them away."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """What a directory needs, or needed, to be as the bundles say."""

    changed: Mapping[Path, bytes]
    """Files that are new or other than before."""
    removed: tuple[Path, ...]
    """Files of a former run that nobody needs any more."""
    kept: tuple[Path, ...]
    """Such files that somebody edited."""
    before: Mapping[Path, bytes | None]
    """What is there, of all that is changed or removed."""

    @property
    def is_empty(self) -> bool:
        return not self.changed and not self.removed


def marked(text: str) -> str:
    """The text below its mark."""
    return f"{_HEAD}{hashlib.sha256(text.encode()).hexdigest()}\n{text}"


def plan_update(bundles: Iterable[Bundle], directory: Path) -> Update:
    """What has to happen below a directory so that it holds the files of bundles, and of these deployments no others.

    Raises:
        UsageError: a file is in the way that is somebody else's, or can't be read.
    """
    bundles = tuple(bundles)
    texts = {
        directory / path: marked(render_file(documents)).encode()
        for bundle in bundles
        for path, documents in bundle.files.items()
    }
    with _failing_at(directory):
        _require_inside(texts, directory)
        before = {path: _content(path) for path in texts}
        _require_ours(before)
        stale = sorted(path for bundle in bundles for path in _former(bundle, directory) if path not in texts)
        former = {path: path.read_bytes() for path in stale}
    removed = tuple(path for path, content in former.items() if _is_ours(content))
    return Update(
        changed={path: text for path, text in texts.items() if text != before[path]},
        removed=removed,
        kept=tuple(path for path in stale if path not in removed and former[path].startswith(_HEAD.encode())),
        before={**before, **former},
    )


def write_bundles(bundles: Iterable[Bundle], directory: Path) -> Update:
    """Bring the files of bundles, and only those, up to date below a directory.

    Raises:
        UsageError: a file is in the way that is somebody else's, or something can't be written; then all is as before.
    """
    bundles = tuple(bundles)
    update = plan_update(bundles, directory)
    with _failing_at(directory):
        _replace(update.changed, update.before, removed=update.removed)
        _discard((path for bundle in bundles for path in _leftovers(bundle, directory)), ())
    return update


@contextmanager
def _failing_at(directory: Path) -> Iterator[None]:
    """Turn what the file system says into an error of the call."""
    try:
        yield
    except OSError as error:
        raise UsageError(f"{error.filename or directory}: {error.strerror or error} [APX-GIT-014]") from None


def _require_inside(paths: Iterable[Path], directory: Path) -> None:
    """Follow no link below the directory that leads out of it."""
    top = directory.resolve()
    outside = next((path.parent for path in paths if not path.parent.resolve().is_relative_to(top)), None)
    if outside is not None:
        raise UsageError(f"{outside}: a link that leads out of {directory}; remove it [APX-GIT-014]")


def _require_ours(before: Mapping[Path, bytes | None]) -> None:
    foreign = [str(path) for path, content in before.items() if content is not None and not _is_ours(content)]
    if foreign:
        raise UsageError(
            f"{', '.join(foreign)}: not written by apexai render, or edited since; change the spec instead, and move "
            "away or remove what is there [APX-GIT-013]"
        )


def _is_ours(content: bytes) -> bool:
    """Whether a file is as a former run wrote it; Git may have changed the ends of its lines."""
    text = content.decode(errors="replace").replace("\r\n", "\n")
    match = _FIRST_LINE.match(text)
    return match is not None and hashlib.sha256(text[match.end() :].encode()).hexdigest() == match["digest"]


def _former(bundle: Bundle, directory: Path) -> Iterable[Path]:
    """Every file that this bundle may have had."""
    for name in bundle.directories:
        yield from (path for path in (directory / name).glob("*.yaml") if path.is_file())
    yield from (path for path in map(directory.joinpath, bundle.shared) if path.is_file())


def _leftovers(bundle: Bundle, directory: Path) -> Iterable[Path]:
    """What a run that was killed left beside the files of this bundle."""
    for name in bundle.directories:
        yield from (path for suffix in (_STAGED, _FORMER) for path in (directory / name).glob(f".*{suffix}"))


def _content(path: Path) -> bytes | None:
    """What a file holds; None where there is none.

    Raises:
        OSError: it can't be read, or is a directory.
    """
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def _replace(changed: Mapping[Path, bytes], before: Mapping[Path, bytes | None], *, removed: Sequence[Path]) -> None:
    """Write everything beside its place, the former files too, so that what follows only renames and can be taken back.

    Lists of resources come last: what reads the directory meanwhile finds all that they name.
    """
    made = _missing_directories(changed)
    former = {path: _beside(path, _FORMER) for path in (*changed, *removed) if before[path] is not None}
    try:
        for path, text in changed.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            _beside(path, _STAGED).write_bytes(text)
        for path, copy in former.items():
            copy.write_bytes(before[path] or b"")
        _rename(changed, former, removed=removed)
    finally:
        leftovers = (_beside(path, suffix) for path in (*changed, *removed) for suffix in (_STAGED, _FORMER))
        _discard(leftovers, [*made, *sorted({path.parent for path in removed}, reverse=True)])


def _rename(changed: Iterable[Path], former: Mapping[Path, Path], *, removed: Iterable[Path]) -> None:
    done: list[Path] = []
    try:
        for path in sorted(changed, key=lambda path: path.name == KUSTOMIZATION):
            _beside(path, _STAGED).replace(path)
            done.append(path)
        for path in removed:
            path.unlink()
            done.append(path)
    except BaseException:
        for path in done:
            if path in former:
                former[path].replace(path)
            else:
                path.unlink()
        raise


def _beside(path: Path, suffix: str) -> Path:
    return path.with_name(f".{path.name}{suffix}")


def _missing_directories(paths: Iterable[Path]) -> list[Path]:
    """The directories that have to be made, the deepest first."""
    missing = {parent for path in paths for parent in path.parents if not parent.exists()}
    return sorted(missing, key=lambda path: len(path.parts), reverse=True)


def _discard(files: Iterable[Path], directories: Iterable[Path]) -> None:
    """Remove files, and directories that are empty."""
    for file in files:
        file.unlink(missing_ok=True)
    for directory in directories:
        if directory.is_dir() and not any(directory.iterdir()):
            directory.rmdir()
