"""Findings as JUnit XML, which build servers show as tests."""

from collections.abc import Sequence
from xml.etree import ElementTree

from apexai.policy.finding import SILENT, Evaluation, Finding, Verdict
from apexai.report.wording import clean


def render_junit(evaluations: Sequence[tuple[str, Evaluation]]) -> str:
    """A suite for each deployment, by its name; a case for each verdict on a resource.

    Failures of rules are failures, broken rules are errors, everything undecided is skipped with its reason.
    """
    root = ElementTree.Element("testsuites", name="apexai")
    for name, evaluation in evaluations:
        root.append(_suite(name, evaluation))
    ElementTree.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ElementTree.tostring(root, encoding="unicode")}\n'


def _suite(name: str, evaluation: Evaluation) -> ElementTree.Element:
    listed = [finding for finding in evaluation.results if finding.verdict is not Verdict.NOT_APPLICABLE]
    counts = {verdict: str(sum(finding.verdict is verdict for finding in listed)) for verdict in Verdict}
    skipped = sum(finding.verdict not in {Verdict.FAIL, Verdict.BROKEN, *SILENT} for finding in listed)
    suite = ElementTree.Element(
        "testsuite",
        name=clean(name),
        tests=str(len(listed)),
        failures=counts[Verdict.FAIL],
        errors=counts[Verdict.BROKEN],
        skipped=str(skipped),
    )
    suite.extend(_case(finding) for finding in listed)
    return suite


def _case(finding: Finding) -> ElementTree.Element:
    case = ElementTree.Element("testcase", classname=clean(finding.type), name=clean(f"{finding.rule} {finding.name}"))
    if finding.file:
        case.set("file", clean(finding.file))
        case.set("line", str(finding.line))
    match finding.verdict:
        case Verdict.PASS | Verdict.NOT_APPLICABLE:
            return case
        case Verdict.FAIL:
            said = ElementTree.SubElement(case, "failure", message=clean(finding.message), type=finding.enforcement)
            said.text = clean(finding.remediation)
        case Verdict.BROKEN:
            ElementTree.SubElement(case, "error", message=clean(finding.message))
        case _:
            ElementTree.SubElement(case, "skipped", message=clean(f"{finding.verdict}: {finding.message}"))
    return case
