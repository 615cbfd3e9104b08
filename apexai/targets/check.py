"""Whether a target can do what a deployment asks: the capability table applied, then the platform's exact limits."""

from collections.abc import Iterator

from apexai.errors import Diagnostic, DiagnosticSeverity
from apexai.spec.deployment import ServerlessModelDeployment
from apexai.spec.leaves import WrittenLeaf, written_leaves
from apexai.targets.capability import Emulated, Refused
from apexai.targets.registry import load_target
from apexai.targets.target import Surroundings, Target


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


def _capability(deployment: ServerlessModelDeployment, target: Target) -> Iterator[Diagnostic]:
    for written in written_leaves(deployment):
        match target.capability.get(written.leaf):
            case Refused() as refused:
                yield _refusal(written, refused, target)
            case Emulated() as emulated:
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
        code="APX-CAP-002",
        severity=DiagnosticSeverity.NOTE,
        path=written.path,
        message=f"{written.shown} is emulated: {emulated.how}",
    )
