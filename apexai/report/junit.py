"""A preview as JUnit XML, which build servers show as tests."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final
from xml.etree import ElementTree

from apexai.errors import Diagnostic
from apexai.policy.finding import SILENT, Finding, Verdict
from apexai.preview.result import DeploymentPreview, Preview
from apexai.report.places import Place, place_of_diagnostic, place_of_finding, problems_of
from apexai.report.wording import clean

_FAILURES: Final = frozenset({Verdict.FAIL})
_ERRORS: Final = frozenset({Verdict.BROKEN})
_SKIPPED: Final = frozenset(Verdict) - SILENT - _FAILURES - _ERRORS
_NOT_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render_junit(preview: Preview) -> str:
    """A suite for each deployment, a case for each verdict on a resource and for each gate that failed.

    Rules that fail are failures, whose type is the level; broken rules and what keeps a spec from being built are
    errors; what is undecided or exempt is skipped, with its reason.
    """
    root = ElementTree.Element("testsuites", name="apexai")
    if preview.diagnostics:
        root.append(_suite("files", [_broken(diagnostic, None) for diagnostic in preview.diagnostics]))
    for deployment in preview.deployments:
        name = " ".join(part for part in (deployment.name, deployment.target, deployment.stack) if part)
        root.append(_suite(name, [*_cases(deployment)], as_of=str(deployment.as_of or "")))
    ElementTree.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ElementTree.tostring(root, encoding="unicode")}\n'


def _suite(name: str, cases: list[ElementTree.Element], *, as_of: str = "") -> ElementTree.Element:
    counts = Counter(part.tag for case in cases for part in case)
    suite = ElementTree.Element(
        "testsuite",
        name=_text(name),
        tests=str(len(cases)),
        failures=str(counts["failure"]),
        errors=str(counts["error"]),
        skipped=str(counts["skipped"]),
    )
    if as_of:
        ElementTree.SubElement(ElementTree.SubElement(suite, "properties"), "property", name="asOf", value=as_of)
    suite.extend(cases)
    return suite


def _cases(deployment: DeploymentPreview) -> Iterator[ElementTree.Element]:
    for diagnostic in problems_of(deployment):
        if diagnostic.is_error:
            yield _broken(diagnostic, deployment)
    for finding in deployment.evaluation.results if deployment.evaluation else ():
        if finding.verdict is not Verdict.NOT_APPLICABLE:
            yield _judged(finding, deployment)
    for failed in deployment.failed_gates:
        case = ElementTree.Element("testcase", classname="gates", name=failed.gate)
        ElementTree.SubElement(case, "failure", message=_text(failed.reason), type="gate")
        yield case


def _broken(diagnostic: Diagnostic, deployment: DeploymentPreview | None) -> ElementTree.Element:
    place = place_of_diagnostic(diagnostic, deployment)
    case = _case("spec", f"{diagnostic.code} {diagnostic.path}".strip(), place)
    ElementTree.SubElement(case, "error", message=_text(diagnostic.message)).text = _text(str(diagnostic))
    return case


def _judged(finding: Finding, deployment: DeploymentPreview) -> ElementTree.Element:
    place = place_of_finding(finding, deployment)
    case = _case(finding.type or "stack", f"{finding.rule} {finding.name}".strip(), place)
    message = _text(finding.message or finding.title)
    if finding.verdict in _FAILURES:
        said = ElementTree.SubElement(case, "failure", message=message, type=finding.enforcement)
        about = (finding.remediation, finding.because, finding.lapsed, f"{place.file}:{place.line}")
        said.text = _text("\n".join(part for part in about if part))
    elif finding.verdict in _ERRORS:
        ElementTree.SubElement(case, "error", message=message)
    elif finding.verdict in _SKIPPED:
        why = finding.because if finding.verdict is Verdict.EXEMPT else finding.message
        ElementTree.SubElement(case, "skipped", message=_text(f"{finding.verdict}: {why}"))
    return case


def _case(classname: str, name: str, place: Place) -> ElementTree.Element:
    return ElementTree.Element(
        "testcase", classname=_text(classname), name=_text(name), file=_text(place.file), line=str(place.line)
    )


def _text(text: str) -> str:
    """Text that XML may hold, lines kept."""
    return "\n".join(_NOT_XML.sub("?", clean(line)) for line in text.split("\n"))
