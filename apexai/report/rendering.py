"""What a rendering says beside its files, and its manifests as one stream."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from apexai.gitops.bundle import render_file
from apexai.gitops.rendering import Rendering
from apexai.policy.finding import Verdict
from apexai.report.errors import render_errors
from apexai.report.wording import clean

if TYPE_CHECKING:
    from apexai.gitops.files import Update
    from apexai.preview.result import DeploymentPreview

_OPEN: Final = (Verdict.FAIL, Verdict.UNKNOWN, Verdict.REFER, Verdict.EXEMPT, Verdict.BROKEN)


def render_manifests(rendering: Rendering) -> str:
    """All documents of all deployments in the order in which they have to be applied, the controllers' last."""
    documents = [item.document for bundle in rendering.bundles for item in bundle.objects]
    documents += [document for bundle in rendering.bundles for document in bundle.controllers]
    return render_file(documents)


def render_refusal(rendering: Rendering) -> str:
    """Every reason that there are no files: what fails the preview, and what no file can hold."""
    obstacles = "".join(f"{clean(str(obstacle))}\n" for obstacle in rendering.obstacles)
    return render_errors(rendering.preview) + obstacles


def render_judgement(rendering: Rendering) -> str:
    """A line for each deployment that says how it was judged, and one for each thing that a person should know."""
    lines = [line for deployment in rendering.preview.deployments for line in _judged(deployment)]
    lines += [clean(str(note)) for note in rendering.notes]
    return "".join(f"{line}\n" for line in lines)


def render_update(update: "Update", directory: Path) -> str:
    """What happened to the files."""
    lines = [
        *(f"wrote {path}" for path in sorted(update.changed)),
        *(f"removed {path}" for path in sorted(update.removed)),
        *_kept(update),
    ]
    return "".join(f"{clean(line)}\n" for line in lines or [f"{directory}: nothing changed"])


def render_outdated(update: "Update") -> str:
    """What would happen to the files, as errors; nothing where nothing would."""
    missing = [path for path in sorted(update.changed) if update.before[path] is None]
    lines = [
        *(f"{path}: is missing [APX-GIT-017]" for path in missing),
        *(f"{path}: is not what the spec says [APX-GIT-017]" for path in sorted(update.changed) if path not in missing),
        *(f"{path}: nobody needs it any more [APX-GIT-017]" for path in update.removed),
        *_kept(update),
    ]
    return "".join(f"{clean(line)}\n" for line in lines)


def _kept(update: "Update") -> Iterator[str]:
    yield from (f"kept {path}, which nobody needs any more and somebody edited" for path in update.kept)


def _judged(deployment: "DeploymentPreview") -> Iterator[str]:
    evaluation = deployment.evaluation
    if evaluation is None:
        return
    counts = evaluation.counts
    failing = sorted({found.rule for found in evaluation.results if found.verdict is Verdict.FAIL})
    told = [f"{counts[verdict]} {verdict}" for verdict in (Verdict.PASS, *_OPEN) if counts[verdict]]
    advice = f"; advice fails: {', '.join(failing)}" if failing else ""
    yield clean(f"{deployment.name}: rules of {evaluation.as_of}: {', '.join(told)}{advice}")
    yield from (clean(str(problem)) for problem in deployment.problems)
