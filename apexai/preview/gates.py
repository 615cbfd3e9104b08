"""Which gates an estimate and an evaluation fail: each is a reason for exit code 1."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from apexai.cost.estimate import Estimate
from apexai.cost.estimate import Verdict as BudgetVerdict
from apexai.cost.totals import limit_of
from apexai.graph.model import ResourceGraph
from apexai.policy.finding import Evaluation, Finding, Verdict
from apexai.policy.rule import Enforcement, Severity
from apexai.policy.spend import spends_of
from apexai.policy.subject import SERVICE
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


def failed_gates(
    graph: ResourceGraph, estimate: Estimate, evaluation: Evaluation, criteria: Criteria
) -> tuple[FailedGate, ...]:
    """The gates that are not passed; that of budgets once for each budget."""
    budgets = (*_budget(estimate), *_budgets_of_services(graph, estimate, criteria))
    return (*_rules(evaluation, criteria.gates), *budgets, *_unpriced(estimate, criteria.gates))


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


def _budget(estimate: Estimate) -> Iterator[FailedGate]:
    if estimate.budget.verdict is BudgetVerdict.OVER:
        yield FailedGate(gate=Gate.BUDGET, reason=estimate.budget.reason)


def _budgets_of_services(graph: ResourceGraph, estimate: Estimate, criteria: Criteria) -> Iterator[FailedGate]:
    """Where a program has several services, one may be over its own budget while all together are within theirs."""
    spends = spends_of(graph, estimate)
    for service in graph.of_type(SERVICE) if len(spends) > 1 else ():
        limit, case = limit_of(service.inputs), criteria.gates.budget_case
        if limit is None:
            continue
        dollars = criteria.overrides.dollars(limit.amount, limit.currency)
        held, amount = spends[service.urn].held(case)
        if dollars is not None and amount is not None and amount > dollars:
            reason = f"{service.name}: the {held} cost, {amount:.2f} {estimate.billing_currency} a month, is more than"
            yield FailedGate(gate=Gate.BUDGET, reason=f"{reason} {limit}")


def _unpriced(estimate: Estimate, gates: Gates) -> Iterator[FailedGate]:
    if not gates.unpriced or not estimate.unpriced:
        return
    names = [found.urn.rsplit("::", 1)[-1] for found in estimate.unpriced]
    yield FailedGate(gate=Gate.UNPRICED, reason=f"{len(names)} without a price: {', '.join(sorted(names))}")
