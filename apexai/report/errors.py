"""What ends a run badly, one line each, as compilers write it."""

from typing import TYPE_CHECKING, Final

from apexai.errors import Diagnostic
from apexai.preview.result import DeploymentPreview, Preview, Status
from apexai.report.wording import clean, clean_lines

if TYPE_CHECKING:
    from apexai.policy.finding import Finding
    from apexai.preview.gates import FailedGate

_CODES: Final = {
    "budget": "APX-PRV-014",
    "unpriced": "APX-PRV-015",
}
"""Gate without findings → code of its error."""


def render_errors(preview: Preview) -> str:
    """`file:line:column: path: what; what to write instead [code]` for everything that fails the run."""
    loading = [clean(str(diagnostic)) for diagnostic in preview.diagnostics]
    lines = [*loading, *(line for deployment in preview.deployments for line in _of(deployment))]
    return "".join(f"{line}\n" for line in dict.fromkeys(lines))


def render_loading_errors(preview: Preview) -> str:
    """The same for the documents alone that do not load."""
    return "".join(f"{clean(str(diagnostic))}\n" for diagnostic in preview.diagnostics)


def _of(deployment: DeploymentPreview) -> list[str]:
    if not deployment.exit_code:
        return []
    if deployment.status is Status.FAILED and deployment.failure:
        return [clean_lines(deployment.failure)]
    if deployment.status is Status.OK:
        return [clean(line) for failed in deployment.failed_gates for line in _of_gate(deployment, failed)]
    return [clean(str(problem)) for problem in deployment.problems if problem.is_error]


def _of_gate(deployment: DeploymentPreview, failed: "FailedGate") -> list[str]:
    """A line for each finding that fails a gate of rules; else one with the reason."""
    if failed.findings:
        return [str(_diagnostic(finding)) for finding in failed.findings]
    from apexai.report.cost_remarks import budget_advice  # Only a preview that fails needs its words.

    advice = "; ".join(budget_advice(deployment, failed.service)) if failed.service is not None else ""
    reason = f"{deployment.name} on {deployment.target}: {failed.reason}"
    return [str(Diagnostic(code=_CODES[failed.gate], message=reason, suggestion=advice, file=deployment.source))]


def _diagnostic(finding: "Finding") -> Diagnostic:
    from apexai.report.findings import fix_said, what_said  # Only a preview that fails needs them.

    about = f"{finding.name}: {what_said(finding)}" if finding.name else what_said(finding)
    return Diagnostic(
        code=finding.rule,
        message=about,
        suggestion=fix_said(finding),
        file=finding.file,
        line=finding.line,
    )
