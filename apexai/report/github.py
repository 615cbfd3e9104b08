"""A preview as annotations of GitHub Actions, one line each.

Source: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
"""

from collections.abc import Iterator
from typing import Final

from apexai.errors import Diagnostic, DiagnosticSeverity
from apexai.policy.finding import Finding, Verdict
from apexai.policy.rule import Enforcement
from apexai.preview.gates import Gate
from apexai.preview.result import DeploymentPreview, Preview
from apexai.report.findings import by_weight, fix_sentence, what_said
from apexai.report.places import Place, place_of_diagnostic, place_of_finding, problems_of
from apexai.report.wording import clean, plural

_MESSAGE: Final = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY: Final = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"})
_ERROR: Final = "error"
_ORDER: Final = (_ERROR, "warning", "notice")
"""The most important first: GitHub shows ten of each kind in a step."""
_STDIN: Final = "<stdin>"


def render_github(preview: Preview) -> str:
    """Errors for what fails the run, warnings for other failures, notices for what nobody could decide."""
    lines = dict.fromkeys(_annotations(preview))
    return "".join(f"{line}\n" for kind in _ORDER for line in lines if line.startswith(f"::{kind} "))


def _annotations(preview: Preview) -> Iterator[str]:
    for diagnostic in preview.diagnostics:
        yield _of_diagnostic(diagnostic, None)
    for deployment in preview.deployments:
        for diagnostic in problems_of(deployment):
            yield _of_diagnostic(diagnostic, deployment)
        yield from _of_findings(deployment)
        blocking = deployment.evaluation is not None and deployment.evaluation.blocking
        for failed in deployment.failed_gates:
            if failed.gate is not Gate.RULES or not blocking:  # Mandatory rules are errors of their own.
                yield _line("error", {"title": f"{deployment.name}: {failed.gate}"}, failed.reason)


def _of_findings(deployment: DeploymentPreview) -> Iterator[str]:
    """The heaviest first; of those that do not fail the run only what is new, where the preview is compared."""
    if deployment.evaluation is None:
        return
    found = [finding for finding in by_weight(deployment.evaluation.findings) if finding.verdict is not Verdict.EXEMPT]
    change = deployment.difference.findings if deployment.difference is not None else None
    shown = found if change is None else [item for item in found if _kind(item) == _ERROR or item in change.new]
    yield from (_of_finding(finding, deployment) for finding in shown)
    if deployment.difference is not None and len(shown) < len(found):
        count = plural(len(found) - len(shown), "more finding")
        said = f"{count} as before: the change against {deployment.difference.label} brings none of them"
        yield _line("notice", {"title": f"{deployment.name}: findings"}, said)


def _of_diagnostic(diagnostic: Diagnostic, deployment: DeploymentPreview | None) -> str:
    kind = "error" if diagnostic.severity is DiagnosticSeverity.ERROR else "warning"
    said = "; ".join(part for part in (diagnostic.message, diagnostic.suggestion) if part)
    about = f"{diagnostic.path}: {said}" if diagnostic.path else said
    return _line(kind, {**_place(place_of_diagnostic(diagnostic, deployment)), "title": diagnostic.code}, about)


def _of_finding(finding: Finding, deployment: DeploymentPreview) -> str:
    properties = {**_place(place_of_finding(finding, deployment)), "title": f"{finding.rule} {finding.title}"}
    about = f"{finding.name}: {what_said(finding)}" if finding.name else what_said(finding)
    due = f", due from {finding.due}" if finding.due else ""
    fix = fix_sentence(finding)
    return _line(_kind(finding), properties, f"{about}{due}{'. ' if fix else ''}{fix}")


def _kind(finding: Finding) -> str:
    if finding.verdict is not Verdict.FAIL:
        return "notice"
    return _ERROR if finding.enforcement is Enforcement.MANDATORY else "warning"


def _place(place: Place) -> dict[str, str]:
    if place.file.endswith(_STDIN):
        return {}
    return {"file": place.file, "line": str(place.line), **({"col": str(place.column)} if place.column else {})}


def _line(kind: str, properties: dict[str, str], message: str) -> str:
    written = ",".join(f"{key}={_clean(value).translate(_PROPERTY)}" for key, value in properties.items())
    return f"::{kind} {written}::{_clean(message).translate(_MESSAGE)}"


def _clean(text: str) -> str:
    """Without control characters, but with its lines, which the escapes keep."""
    return "\n".join(clean(line) for line in text.splitlines())
