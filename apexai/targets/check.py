"""Whether a target can do what a deployment asks: the capability table applied, then the platform's exact limits."""

from collections.abc import Iterator
from typing import Final

from apexai.errors import Diagnostic, DiagnosticSeverity
from apexai.spec.deployment import ServerlessModelDeployment
from apexai.spec.leaves import WrittenLeaf, written_leaves
from apexai.targets.capability import NOBODY, Emulated, Informs, Refused
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
    limits = tuple(target.check_limits(deployment, surroundings))
    return (*refused, *limits)


def check_recorded(deployment: ServerlessModelDeployment) -> tuple[Diagnostic, ...]:
    """A note on each setting that changes no resource and that nothing of this version reads."""
    table = load_target(deployment.spec.runtime.platform).capability
    answers = [(written, table.get(written.leaf)) for written in written_leaves(deployment)]
    return tuple(
        _record(written, answer)
        for written, answer in answers
        if isinstance(answer, Informs) and answer.reader == NOBODY
    )


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


def _record(written: WrittenLeaf, informs: Informs) -> Diagnostic:
    return Diagnostic(
        code=RECORDED,
        severity=DiagnosticSeverity.NOTE,
        path=written.path,
        message=f"{written.shown} is recorded, and nothing of this version reads it: {informs.what}",
    )
