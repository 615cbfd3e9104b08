"""`--against`: a preview next to what the same path was in a git revision, to another path, or to a saved preview."""

from dataclasses import replace
from pathlib import Path
from typing import Final

from apexai.errors import ApexError, UsageError
from apexai.preview.baseline import Baseline, BaselineDeployment, baseline_of, load_saved_preview
from apexai.preview.difference import Difference, compare_deployment
from apexai.preview.options import PreviewOptions
from apexai.preview.paths import preview_path
from apexai.preview.result import DeploymentPreview, Preview
from apexai.preview.revision import NO_SUCH_REVISION, is_revision, path_at, revisions_missing
from apexai.spec.loader import STDIN

_NOT_COMPARED: Final = ("", STDIN)


def load_baseline(against: str, path: str, options: PreviewOptions, *, target: str | None = None) -> Baseline:
    """What a path is to be compared with.

    Args:
        against: A path, which is a spec, a directory, a project or a saved preview; else a revision of the path's
            repository.
        path: What is previewed.
        options: What holds for both previews.
        target: A platform for specs, or `all`.

    Raises:
        UsageError: it is neither a path nor a revision, or a saved preview that is broken.
    """
    if against and _exists(Path(against)):
        return _of_file(against, options, target)
    if path in _NOT_COMPARED:
        raise UsageError(
            f"--against {against}: standard input has no revisions; name a file to compare with [{NO_SUCH_REVISION}]"
        )
    given = Path(path)
    if not given.exists():
        return Baseline(label=against)
    near = given if given.is_dir() else given.parent
    if not is_revision(against, near=near):
        reason = "; ".join(part for part in (f"no such revision of {path}", revisions_missing(near)) if part)
        raise UsageError(f"--against {against}: there is no such file, and {reason} [{NO_SUCH_REVISION}]")
    with path_at(against, given) as found:
        if found is None:
            return Baseline(label=against)
        return _previewed(str(found), options, target, label=against, shown=f"{path} at {against}")


def compare_preview(preview: Preview, baseline: Baseline) -> Preview:
    """The preview with what changes in each of its deployments, and which ones are gone."""
    found = [baseline.of(item, among=preview.deployments) for item in preview.deployments]
    known = {(item.was or item.name, item.target, item.source) for item in found if item is not None}
    gone = tuple(item for item in baseline.deployments if (item.name, item.target, item.source) not in known)
    compared = tuple(_compared(*pair, baseline) for pair in zip(preview.deployments, found, strict=True))
    return replace(preview, deployments=compared, against=baseline.label, removed=gone)


def _compared(
    deployment: DeploymentPreview, before: BaselineDeployment | None, baseline: Baseline
) -> DeploymentPreview:
    if deployment.graph is None:
        return deployment
    if baseline.problem:
        unknown = Difference(label=baseline.label, is_new=False, problem=baseline.problem)
        return replace(deployment, difference=unknown)
    return replace(deployment, difference=compare_deployment(deployment, before, label=baseline.label))


def _exists(path: Path) -> bool:
    """Whether there is such a file; what can be no path is none."""
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def _of_file(against: str, options: PreviewOptions, target: str | None) -> Baseline:
    if Path(against).is_file():
        saved = load_saved_preview(_content(Path(against)), label=against)
        if saved is not None:
            return saved
    return _previewed(against, options, target, label=against, shown=against)


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageError(f"--against {path}: {error.strerror} [{NO_SUCH_REVISION}]") from None


def _previewed(path: str, options: PreviewOptions, target: str | None, *, label: str, shown: str) -> Baseline:
    """What can't be previewed any more is no reason to refuse what replaces it."""
    try:
        return baseline_of(preview_path(path, options, target=target), label=label)
    except ApexError as error:
        return Baseline(label=label, problem=str(error).splitlines()[0].replace(path, shown))
