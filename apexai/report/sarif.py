"""Findings as SARIF 2.1.0, the format that code-scanning services and editors read.

Source: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

import hashlib
import json
from collections.abc import Sequence
from pathlib import PurePath
from typing import Final

from apexai import __version__
from apexai.policy.finding import Evaluation, Finding, Verdict
from apexai.policy.rule import Enforcement, Rule, Severity

_SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"
_NO_LINE: Final = 1
"""Code-scanning services take no result without a line."""

_SECURITY_SEVERITY: Final = {
    Severity.LOW: "2.0",
    Severity.MEDIUM: "5.0",
    Severity.HIGH: "8.0",
    Severity.CRITICAL: "9.5",
}
_KINDS: Final = {Verdict.UNKNOWN: "open", Verdict.REFER: "review", Verdict.BROKEN: "fail"}


def render_sarif(evaluations: Sequence[Evaluation], *, rules: Sequence[Rule]) -> str:
    """One run with the findings of all evaluations; exempt ones are there as suppressed."""
    findings = [finding for evaluation in evaluations for finding in evaluation.findings]
    used = {finding.rule for finding in findings}
    described = [rule for rule in rules if rule.id in used]
    index = {rule.id: position for position, rule in enumerate(described)}
    run = {
        "tool": {
            "driver": {
                "name": "apexai",
                "semanticVersion": __version__,
                "rules": [_rule(rule) for rule in described],
            }
        },
        "columnKind": "unicodeCodePoints",
        "properties": {"asOf": sorted({str(evaluation.as_of) for evaluation in evaluations})},
        "results": [_result(finding, index) for finding in findings],
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2, ensure_ascii=False) + "\n"


def _rule(rule: Rule) -> dict[str, object]:
    return {
        "id": rule.id,
        "name": rule.check.__name__,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": rule.reason},
        "help": {"text": rule.remediation},
        **({"helpUri": rule.source} if rule.source.startswith("https://") else {}),
        "defaultConfiguration": {"level": _level(rule.enforcement)},
        "properties": {
            "security-severity": _SECURITY_SEVERITY[rule.severity],
            "tags": [f"{framework.name}: {framework.reference}" for framework in rule.frameworks],
        },
    }


def _result(finding: Finding, index: dict[str, int]) -> dict[str, object]:
    kind = _KINDS.get(finding.verdict, "fail")
    return {
        "ruleId": finding.rule,
        **({"ruleIndex": index[finding.rule]} if finding.rule in index else {}),
        "kind": kind,
        "level": _level(finding.enforcement) if kind == "fail" else "none",
        "message": {"text": _text(finding)},
        "locations": [_location(finding)],
        "partialFingerprints": {"apexai/v1": _fingerprint(finding)},
        "suppressions": [_suppression(finding)] if finding.verdict is Verdict.EXEMPT else [],
        "properties": {"verdict": finding.verdict, "enforcement": finding.enforcement, "urn": finding.urn},
    }


def _level(enforcement: Enforcement) -> str:
    return "error" if enforcement is Enforcement.MANDATORY else "warning"


def _text(finding: Finding) -> str:
    about = f"{finding.name}: {finding.message}" if finding.name else finding.message
    return f"{about}. {finding.remediation}" if finding.remediation else about


def _location(finding: Finding) -> dict[str, object]:
    logical = {"fullyQualifiedName": finding.urn or finding.rule, "kind": "resource"}
    if not finding.file:
        return {"logicalLocations": [logical]}
    region = {"startLine": finding.line or _NO_LINE}
    uri = PurePath(finding.file).as_posix()
    place = {"artifactLocation": {"uri": uri}, "region": region}
    return {"physicalLocation": place, "logicalLocations": [logical]}


def _fingerprint(finding: Finding) -> str:
    """The same for the same finding when lines move."""
    parts = (finding.rule, finding.urn, finding.path)
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def _suppression(finding: Finding) -> dict[str, object]:
    return {"kind": "external", "status": "accepted", "justification": f"{finding.exemption}: {finding.because}"}
