"""Which findings a change brings, and which it ends."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from apexai.policy.finding import Evaluation, Finding, Verdict

OPEN: Final = frozenset({Verdict.FAIL, Verdict.UNKNOWN, Verdict.REFER, Verdict.BROKEN})
"""Verdicts that there is something to do about."""


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class KnownFinding:
    """What of a finding stays when lines move and words change."""

    rule: str
    verdict: str
    enforcement: str
    urn: str
    """Empty where the rule found no resource that it judges."""

    def at(self, urn: str) -> "KnownFinding":
        """The same finding on a resource of another name."""
        return replace(self, urn=urn)


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingsChange:
    """The findings of a deployment next to those that it had."""

    new: tuple[Finding, ...] = ()
    gone: tuple[KnownFinding, ...] = ()


def known_findings(evaluation: Evaluation | None) -> tuple[KnownFinding, ...] | None:
    """The open findings of an evaluation; None where there is none."""
    if evaluation is None:
        return None
    return tuple(known_finding(finding) for finding in evaluation.results if finding.verdict in OPEN)


def saved_findings(policy: Mapping[str, object]) -> tuple[KnownFinding, ...]:
    """The open findings of a saved report.

    Raises:
        KeyError, ValueError: it is broken.
    """
    listed = policy["findings"]
    items = [item for item in listed if isinstance(item, Mapping)] if isinstance(listed, list) else []
    return tuple(
        KnownFinding(
            rule=str(item["rule"]),
            verdict=Verdict(item["verdict"]),
            enforcement=str(item["enforcement"]),
            urn=str(item.get("urn", "")),
        )
        for item in items
        if item["verdict"] in OPEN
    )


def compare_findings(before: Iterable[KnownFinding], evaluation: Evaluation) -> FindingsChange:
    """What is new, and what is gone; of several that are alike as many as there are more, or fewer."""
    left = Counter(before)
    new: list[Finding] = []
    for finding in evaluation.results:
        known = known_finding(finding)
        if left[known]:
            left[known] -= 1
        elif finding.verdict in OPEN:
            new.append(finding)
    return FindingsChange(new=tuple(new), gone=tuple(sorted(left.elements())))


def known_finding(finding: Finding) -> KnownFinding:
    """What of a finding a comparison needs."""
    return KnownFinding(rule=finding.rule, verdict=finding.verdict, enforcement=finding.enforcement, urn=finding.urn)
