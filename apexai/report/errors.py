"""What ends a run badly, one line each, as compilers write it."""

from apexai.preview.result import DeploymentPreview, Preview, Status
from apexai.report.wording import clean, clean_lines


def render_errors(preview: Preview) -> str:
    """`file:line:column: path: what; what to write instead [code]` for everything that fails the run."""
    loading = [clean(str(diagnostic)) for diagnostic in preview.diagnostics]
    lines = [*loading, *(line for deployment in preview.deployments for line in _of(deployment))]
    return "".join(f"{line}\n" for line in dict.fromkeys(lines))


def _of(deployment: DeploymentPreview) -> list[str]:
    if not deployment.exit_code:
        return []
    if deployment.status is Status.FAILED and deployment.failure:
        return [clean_lines(deployment.failure)]
    return [clean(str(problem)) for problem in deployment.problems if problem.is_error]
