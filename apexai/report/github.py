"""Findings as annotations of GitHub Actions, one line each.

Source: https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions
"""

from collections.abc import Sequence
from typing import Final

from apexai.policy.finding import Evaluation, Finding, Verdict
from apexai.policy.rule import Enforcement

_MESSAGE: Final = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY: Final = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"})


def render_github(evaluations: Sequence[Evaluation]) -> str:
    """Errors for what stops the deployment, warnings for other failures, notices for what nobody could decide."""
    findings = (finding for evaluation in evaluations for finding in evaluation.findings)
    return "".join(_annotation(finding) for finding in findings if finding.verdict is not Verdict.EXEMPT)


def _annotation(finding: Finding) -> str:
    place = {"file": finding.file, "line": str(finding.line)} if finding.file and finding.line else {}
    properties = {**place, "title": f"{finding.rule} {finding.title}"}
    written = ",".join(f"{key}={value.translate(_PROPERTY)}" for key, value in properties.items())
    about = f"{finding.name}: {finding.message}. {finding.remediation}"
    return f"::{_command(finding)} {written}::{about.translate(_MESSAGE)}\n"


def _command(finding: Finding) -> str:
    if finding.verdict is not Verdict.FAIL:
        return "notice"
    return "error" if finding.enforcement is Enforcement.MANDATORY else "warning"
