"""A preview as SARIF 2.1.0, the format that code-scanning services and editors read.

Source: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
Source: https://docs.github.com/en/code-security/reference/code-scanning/sarif-files/sarif-support, which reads
`primaryLocationLineHash` alone among the fingerprints, and takes no result without a physical location.
"""

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final, TypeAlias

from apexai import __version__
from apexai.errors import Diagnostic, DiagnosticSeverity
from apexai.policy.finding import Finding, Verdict
from apexai.policy.rule import Rule
from apexai.preview.result import DeploymentPreview, Preview
from apexai.preview.values import Json
from apexai.report.findings import fix_sentence, what_said
from apexai.report.json import render_json
from apexai.report.places import Place, place_of_diagnostic, place_of_finding, problems_of
from apexai.report.sarif_rules import describe_code, describe_rule, level_of
from apexai.report.wording import clean

Result: TypeAlias = dict[str, Json]

_SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"
_ROOT: Final = "SRCROOT"
_KINDS: Final = {Verdict.UNKNOWN: "open", Verdict.REFER: "review"}
_LEVELS: Final = {DiagnosticSeverity.ERROR: "error", DiagnosticSeverity.WARNING: "warning"}


def render_sarif(preview: Preview, *, rules: Sequence[Rule]) -> str:
    """One run with the findings and problems of all deployments; exempt findings are there as suppressed."""
    results = _numbered([*_results(preview)])
    used = {str(result["ruleId"]) for result in results}
    known = [describe_rule(rule) for rule in rules if rule.id in used]
    codes = sorted(used - {rule.id for rule in rules})
    described = [*known, *map(describe_code, codes)]
    index = {str(rule["id"]): position for position, rule in enumerate(described)}
    days = sorted({str(deployment.as_of) for deployment in preview.deployments if deployment.as_of})
    run: Json = {
        "tool": {"driver": {"name": "apexai", "semanticVersion": __version__, "rules": [*described]}},
        "invocations": [{"executionSuccessful": preview.exit_code in (0, 1), "exitCode": preview.exit_code}],
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The directory in which the command ran."}}},
        "columnKind": "unicodeCodePoints",
        "properties": {"asOf": [*days]},
        "results": [{**result, "ruleIndex": index[str(result["ruleId"])]} for result in results],
    }
    return render_json({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]})


def _results(preview: Preview) -> Iterator[Result]:
    for diagnostic in preview.diagnostics:
        yield _of_diagnostic(diagnostic, None)
    for deployment in preview.deployments:
        for diagnostic in problems_of(deployment):
            yield _of_diagnostic(diagnostic, deployment)
        for finding in deployment.evaluation.findings if deployment.evaluation else ():
            yield _of_finding(finding, deployment)


def _of_finding(finding: Finding, deployment: DeploymentPreview) -> Result:
    kind = _KINDS.get(finding.verdict, "fail")
    logical: Json = {"fullyQualifiedName": clean(finding.urn or finding.rule), "kind": "resource"}
    return {
        "ruleId": finding.rule,
        "kind": kind,
        "level": level_of(finding.enforcement, finding.severity) if kind == "fail" else "none",
        "message": {"text": clean(_text(finding))},
        "locations": [{**_location(place_of_finding(finding, deployment)), "logicalLocations": [logical]}],
        "partialFingerprints": _fingerprints(finding.rule, deployment.target, finding.urn, finding.path),
        "suppressions": [_suppression(finding)] if finding.verdict is Verdict.EXEMPT else [],
        "properties": {
            "deployment": clean(deployment.name),
            "target": deployment.target,
            "verdict": finding.verdict,
            "enforcement": finding.enforcement,
            "severity": finding.severity,
            **({"due": str(finding.due)} if finding.due else {}),
        },
    }


def _of_diagnostic(diagnostic: Diagnostic, deployment: DeploymentPreview | None) -> Result:
    said = "; ".join(part for part in (diagnostic.message, diagnostic.suggestion) if part)
    about = f"{diagnostic.path}: {said}" if diagnostic.path else said
    target = deployment.target if deployment else ""
    return {
        "ruleId": diagnostic.code,
        "kind": "fail",
        "level": _LEVELS[diagnostic.severity],
        "message": {"text": clean(f"{about}.")},
        "locations": [_location(place_of_diagnostic(diagnostic, deployment))],
        "partialFingerprints": _fingerprints(diagnostic.code, target, diagnostic.file, diagnostic.path),
        "suppressions": [],
    }


def _text(finding: Finding) -> str:
    about = f"{finding.name}: {what_said(finding)}" if finding.name else what_said(finding)
    why = f" ({finding.because})" if finding.because else ""
    due = f", due from {finding.due}" if finding.due else ""
    fix = fix_sentence(finding)
    lapsed = f"; {finding.lapsed}" if finding.lapsed else ""
    return f"{about}{why}{due}{lapsed}.{' ' if fix else ''}{fix}"


def _location(place: Place) -> dict[str, Json]:
    region: dict[str, Json] = {"startLine": place.line, **({"startColumn": place.column} if place.column else {})}
    artifact: dict[str, Json] = {"uri": place.uri, **({"uriBaseId": _ROOT} if place.is_relative else {})}
    return {"physicalLocation": {"artifactLocation": artifact, "region": region}}


def _fingerprints(*parts: str) -> dict[str, Json]:
    """What stays the same for the same statement when lines move; the number tells repetitions apart."""
    digest = hashlib.sha256("\0".join(parts).encode("utf-8", "backslashreplace")).hexdigest()
    return {"primaryLocationLineHash": digest[:16], "apexai/v1": digest}


def _numbered(results: list[Result]) -> list[Result]:
    seen: Counter[str] = Counter()
    numbered = []
    for result in results:
        prints = result["partialFingerprints"]
        assert isinstance(prints, dict)
        digest = str(prints["apexai/v1"])
        seen[digest] += 1
        counted: dict[str, Json] = {name: f"{text}:{seen[digest]}" for name, text in prints.items()}
        numbered.append({**result, "partialFingerprints": counted})
    return numbered


def _suppression(finding: Finding) -> Json:
    justification = clean(f"{finding.exemption}: {finding.because}")
    return {"kind": "external", "status": "accepted", "justification": justification}
