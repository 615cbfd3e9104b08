"""Whether a target can do what a deployment asks: the capability table applied, then the platform's exact limits."""

from collections.abc import Iterator, Mapping
from typing import Final

from apexai.errors import Diagnostic, DiagnosticSeverity
from apexai.spec.deployment import ServerlessModelDeployment
from apexai.spec.leaves import WrittenLeaf, written_leaves
from apexai.targets.capability import NOBODY, Answer, Emulated, Informs, Refused
from apexai.targets.named_image import check_named_image
from apexai.targets.registry import load_target
from apexai.targets.target import Surroundings, Target

EMULATED: Final = "APX-CAP-002"
RECORDED: Final = "APX-CAP-003"


def check_target(deployment: ServerlessModelDeployment, surroundings: Surroundings) -> tuple[Diagnostic, ...]:
    """Errors, warnings and notes on what the deployment's platform does with it.

    Paths are those of the spec; the document that it was loaded from adds file, line and column.

    Raises:
        RefusedError: the platform is not built by this version.
    """
    target = load_target(deployment.spec.runtime.platform)
    refused = tuple(_capability(deployment, target))
    runs_images = not isinstance(target.capability.get("spec.runtime.image"), Refused)
    named = tuple(check_named_image(deployment, surroundings)) if runs_images else ()
    limits = tuple(target.check_limits(deployment, surroundings))
    return (*refused, *named, *limits)


def check_recorded(deployment: ServerlessModelDeployment) -> tuple[Diagnostic, ...]:
    """A note on each setting that changes no resource and that nothing of this version reads."""
    table = load_target(deployment.spec.runtime.platform).capability
    leaves = written_leaves(deployment)
    values = {written.leaf: str(written.plain) for written in leaves}
    found = [(written, _unread(table.get(written.leaf), values)) for written in leaves]
    return tuple(_record(written, why) for written, why in found if why)


def _capability(deployment: ServerlessModelDeployment, target: Target) -> Iterator[Diagnostic]:
    for written in written_leaves(deployment):
        match target.capability.get(written.leaf):
            case Refused() as refused:
                yield _refusal(written, refused, target)
            case Emulated() as emulated if written.shown not in emulated.unless:
                yield _note(written, emulated)
            case _:
                pass


def _refusal(written: WrittenLeaf, refused: Refused, target: Target) -> Diagnostic:
    return Diagnostic(
        code=refused.code,
        path=written.path,
        message=f"{written.shown} can't be used on {target.platform} ({refused.reason})",
        suggestion=refused.instead,
    )


def _note(written: WrittenLeaf, emulated: Emulated) -> Diagnostic:
    return Diagnostic(
        code=EMULATED,
        severity=DiagnosticSeverity.NOTE,
        path=written.path,
        message=f"{written.shown} is emulated: {emulated.how}",
    )


def _unread(answer: Answer | None, values: Mapping[str, str]) -> str:
    """Why nobody reads it; empty where somebody does."""
    if not isinstance(answer, Informs):
        return ""
    if answer.reader == NOBODY:
        return answer.what
    return answer.unread.why if answer.unread is not None and answer.unread.holds(values) else ""


def _record(written: WrittenLeaf, why: str) -> Diagnostic:
    return Diagnostic(
        code=RECORDED,
        severity=DiagnosticSeverity.NOTE,
        path=written.path,
        message=f"{written.shown} is recorded, and nothing of this version reads it: {why}",
    )
