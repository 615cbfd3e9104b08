"""Which gates an estimate and an evaluation fail: each is a reason for exit code 1."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from apexai.cost.estimate import Estimate, ServiceCost
from apexai.cost.estimate import Verdict as BudgetVerdict
from apexai.cost.services import reason_of
from apexai.graph.model import name_in
from apexai.policy.finding import Evaluation, Finding, Verdict
from apexai.policy.rule import Enforcement, Severity
from apexai.preview.criteria import Criteria, Gates

_UNDECIDED: Final = frozenset({Verdict.UNKNOWN, Verdict.REFER, Verdict.BROKEN})
_SEVERITIES: Final = tuple(Severity)


class Gate(StrEnum):
    """What can fail a run."""

    RULES = "rules"
    UNKNOWN = "unknown"
    BUDGET = "budget"
    UNPRICED = "unpriced"


@dataclass(frozen=True, slots=True, kw_only=True)
class FailedGate:
    """One gate that is not passed."""

    gate: Gate
    reason: str
    """A clause without a final full stop."""
    findings: tuple[Finding, ...] = ()
    """Those that fail a gate of rules."""
    service: ServiceCost | None = None
    """What is over its budget."""


def failed_gates(estimate: Estimate, evaluation: Evaluation, criteria: Criteria) -> tuple[FailedGate, ...]:
    """The gates that are not passed; that of budgets once for each budget."""
    rules = _rules(evaluation, criteria.gates)
    return (*rules, *_budgets(estimate), *_unpriced(estimate, criteria.gates))


def counts_for(finding: Finding, gates: Gates) -> bool:
    """Whether a finding's level or severity is one that fails the run."""
    severe = gates.severity is not None and _SEVERITIES.index(finding.severity) >= _SEVERITIES.index(gates.severity)
    return gates.advisory or severe or finding.enforcement is Enforcement.MANDATORY


def _rules(evaluation: Evaluation, gates: Gates) -> Iterator[FailedGate]:
    concerned = [finding for finding in evaluation.findings if counts_for(finding, gates)]
    failing = tuple(finding for finding in concerned if finding.verdict is Verdict.FAIL)
    if failing:
        kind = "" if gates.advisory or gates.severity is not None else "mandatory "
        yield FailedGate(gate=Gate.RULES, reason=_said(failing, f"{kind}rule", "failed"), findings=failing)
    undecided = tuple(finding for finding in concerned if finding.verdict in _UNDECIDED)
    if undecided and gates.unknown:
        yield FailedGate(gate=Gate.UNKNOWN, reason=_said(undecided, "rule", "can't be decided"), findings=undecided)


def _said(findings: tuple[Finding, ...], noun: str, what: str) -> str:
    rules = sorted({finding.rule for finding in findings})
    return f"{len(rules)} {noun}{'s' if len(rules) > 1 else ''} {what}: {', '.join(rules)}"


def _budgets(estimate: Estimate) -> Iterator[FailedGate]:
    """Each service is held to its own budget by what it is charged with itself, each lone guard by what it watches."""
    for service in estimate.budgeted:
        if service.budget.verdict is BudgetVerdict.OVER:
            reason = reason_of(service, among=estimate.budgeted)
            yield FailedGate(gate=Gate.BUDGET, reason=reason, service=service)


def _unpriced(estimate: Estimate, gates: Gates) -> Iterator[FailedGate]:
    if not gates.unpriced or not estimate.unpriced:
        return
    names = [name_in(found.urn) for found in estimate.unpriced]
    yield FailedGate(gate=Gate.UNPRICED, reason=f"{len(names)} without a price: {', '.join(sorted(names))}")
