"""What is to be said beside the figures: the largest, the budget, what is missing and what would complete it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from apexai.cost.estimate import BudgetCheck, Coverage, Estimate, Monthly, ServiceCost, Total, Verdict
from apexai.cost.quantity import Case
from apexai.graph.model import ResourceGraph, name_in
from apexai.preview.gates import Gate
from apexai.preview.result import DeploymentPreview, Origin
from apexai.prices.overrides import BILLING_CURRENCY
from apexai.report.amounts import AT_LEAST, money, per_cent, small_money, total_money, whole_per_cent
from apexai.report.cost_rows import CostRow, cost_rows
from apexai.report.wording import clean, plural, short_of_name

_LARGEST: Final = 3
_LISTED: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """One line beside the figures."""

    kind: str
    text: str
    style: str = ""
    """A terminal's style of the kind; it carries nothing that the words don't."""


def cost_remarks(estimate: Estimate, graph: ResourceGraph, *, full: bool = False) -> tuple[Remark, ...]:
    """The remarks, what matters most first; `full` has every assumption and warning."""
    return (
        *_shortfalls(estimate),
        *_largest(estimate, graph),
        *_unit_costs(estimate),
        *_budget(estimate),
        *_missing(estimate, graph, full=full),
        Remark(kind="coverage", text=coverage_said(estimate.coverage)),
        *_warnings(estimate, full=full),
        *_assumptions(estimate, full=full),
    )


def coverage_said(coverage: Coverage) -> str:
    """`priced 9, free 17: 100 % of the resources, 100 % of the types`."""
    counts = {
        "priced": coverage.priced,
        "free": coverage.free,
        "need usage": coverage.needs_usage,
        "unpriced": coverage.unpriced,
        "opaque": coverage.opaque,
    }
    named = ", ".join(f"{name} {count:,}" for name, count in counts.items() if count or name in ("priced", "unpriced"))
    shares = f"{whole_per_cent(coverage.percent_of_resources)} of the resources"
    return f"{named}: prices are known of {shares}, {whole_per_cent(coverage.percent_of_types)} of the types"


def cost_said(estimate: Estimate) -> str:
    """The total in a clause: `$110.79 a month ($85.45 to $341.94)`."""
    currency = estimate.billing_currency
    low, expected, high = (estimate.monthly.of(case) for case in Case)
    if not estimate.lines and low.at_least:
        return "of unknown cost"
    span = f"{total_money(low, currency)} to {total_money(high, currency)}"
    if expected.amount is None:
        return f"{span} a month (usage is missing for what to expect)"
    return f"{total_money(expected, currency)} a month ({span})"


def budgets_said(estimate: Estimate) -> tuple[str, ...]:
    """How what each service is charged with, or guard watches, stands to its budget; nothing where there is none."""
    declared = [service for service in estimate.budgeted if service.budget.limit is not None]
    named = len(estimate.budgeted) > 1 or bool(estimate.guards)
    said = [(f"{clean(service.name)}: " if named else "", service.budget, service.monthly) for service in declared]
    if not said and estimate.budget.limit is not None:
        said = [("", estimate.budget, estimate.monthly)]
    return tuple(f"{name}{_budget_said(budget)}{_shares(budget, monthly)}" for name, budget, monthly in said)


def outside_said(estimate: Estimate) -> str:
    """What no service is charged with; empty where there is nothing of the kind."""
    outside, currency = estimate.outside, estimate.billing_currency
    if outside is None:
        return ""
    low, expected, high = (total_money(outside.monthly.of(case), currency) for case in Case)
    amount = f"{low} to {high}" if outside.monthly.expected.amount is None else f"{expected} ({low} to {high})"
    count = plural(outside.resources, "resource")
    budget = "; no service's budget counts that" if budgets_said(estimate) else ""
    return f"{count} beside the services: {amount} a month{budget}"


def budget_advice(deployment: DeploymentPreview, service: ServiceCost) -> tuple[str, ...]:
    """Where a service is over its budget: what of it costs most, and what would bring the deployment under it."""
    estimate, graph = deployment.estimate, deployment.graph
    if estimate is None or graph is None:
        return ()
    own = frozenset(service.resources)
    rows = [row for row in cost_rows(estimate, graph) if row.urn in own]
    most = _largest_said(rows, service.monthly, estimate.billing_currency, case=service.budget.case)
    return (*(f"most of it: {found}" for found in most), *remedies_said(deployment))


def remedies_said(deployment: DeploymentPreview) -> tuple[str, ...]:
    """`$97.22 with spec.autoscaling.minReplicas: 0 instead of 1` for each remedy; of specs that none was found."""
    if not deployment.remedies and _is_spec_over_budget(deployment):
        return ("no lower bound or smaller size that was tried brings it under and answers the declared requests",)
    currency = BILLING_CURRENCY if deployment.estimate is None else deployment.estimate.billing_currency
    return tuple(
        f"under it at {money(remedy.amount, currency)} with {' and '.join(str(edit) for edit in remedy.edits)}"
        for remedy in deployment.remedies
    )


def _is_spec_over_budget(deployment: DeploymentPreview) -> bool:
    """Remedies are searched for specs alone."""
    over = any(failed.gate is Gate.BUDGET for failed in deployment.failed_gates)
    return over and deployment.origin is Origin.PROGRAM and not deployment.stack


def _budget_said(budget: BudgetCheck) -> str:
    match budget.verdict:
        case Verdict.WITHIN | Verdict.NONE:
            return f"{budget.limit}: within"
        case Verdict.OVER:
            return f"{budget.limit}: over: {budget.reason}"
        case Verdict.UNKNOWN:
            return f"{budget.limit}: unknown: {budget.reason}"


def _at_least(found: Total) -> str:
    return f"{AT_LEAST} " if found.at_least else ""


def _shares(budget: BudgetCheck, monthly: Monthly) -> str:
    if not budget.dollars:
        return ""
    shares = []
    for case, name in ((Case.EXPECTED, "expected"), (Case.HIGH, "worst case")):
        found = monthly.of(case)
        if found.amount is not None and (found.amount or not found.at_least):
            shares.append(f"{name} {_at_least(found)}{per_cent(found.amount, budget.dollars)}")
    return f"; {', '.join(shares)}" if shares else ""


def _largest(estimate: Estimate, graph: ResourceGraph) -> Iterator[Remark]:
    case = Case.LOW if estimate.monthly.expected.amount is None else Case.EXPECTED
    said = _largest_said(cost_rows(estimate, graph), estimate.monthly, estimate.billing_currency, case=case)
    yield from (Remark(kind="largest", text=text) for text in said)


def _largest_said(rows: Iterable[CostRow], monthly: Monthly, currency: str, *, case: Case) -> Iterator[str]:
    found = sorted((row for row in rows if row.amounts[case]), key=lambda row: -(row.amounts[case] or 0))[:_LARGEST]
    whole = monthly.of(case).amount
    if len(found) > 1 and whole:
        said = ", ".join(
            f"{row.label} {money(row.amounts[case], currency)} ({per_cent(row.amounts[case] or Decimal(0), whole)})"
            for row in found
        )
        yield said if case is Case.EXPECTED else f"{said}, of the {case} case"


def _shortfalls(estimate: Estimate) -> Iterator[Remark]:
    yield from (Remark(kind="capacity", text=clean(said), style="bold yellow") for said in estimate.shortfalls)


def _unit_costs(estimate: Estimate) -> Iterator[Remark]:
    units = (
        (estimate.per_thousand_requests, "1,000 requests"),
        (estimate.per_million_tokens, "a million tokens"),
    )
    said = [f"{small_money(cost, estimate.billing_currency)} for {unit}" for cost, unit in units if cost is not None]
    if said:
        yield Remark(kind="per unit", text=", ".join(said))


def _budget(estimate: Estimate) -> Iterator[Remark]:
    style = {Verdict.OVER: "bold red", Verdict.UNKNOWN: "yellow"}.get(estimate.budget.verdict, "green")
    yield from (Remark(kind="budget", text=said, style=style) for said in budgets_said(estimate))
    if said := outside_said(estimate):
        yield Remark(kind="outside", text=said)


def _missing(estimate: Estimate, graph: ResourceGraph, *, full: bool) -> Iterator[Remark]:
    owned = {urn for service in estimate.services for urn in service.resources}
    by_keys: dict[tuple[bool, tuple[str, ...]], list[str]] = {}
    for entry in estimate.needs_usage:
        by_keys.setdefault((entry.urn in owned, entry.keys), []).append(entry.urn)
    for (is_owned, keys), urns in by_keys.items():
        said = f"{_fill_in(keys, is_owned=is_owned)}, for {_names(urns, full=full)}"
        yield Remark(kind="no usage", text=said, style="yellow")
    by_reason: dict[str, list[str]] = {}
    for found in estimate.unpriced:
        by_reason.setdefault(found.reason, []).append(found.urn)
    for reason, urns in by_reason.items():
        yield Remark(kind="unpriced", text=f"{_names(urns, full=full)}: {clean(reason)}", style="yellow")
    if graph.partial:
        text = "the source does not show all resources, so that totals are lower bounds"
        yield Remark(kind="partial", text=text, style="yellow")


def _fill_in(keys: tuple[str, ...], *, is_owned: bool) -> str:
    """What to write; only what belongs to a service takes it from its document."""
    where = "finops.usage, or a --usage file" if is_owned else "a --usage file, which --format usage begins"
    return f"fill in {where}: {', '.join(keys)}"


def _names(urns: list[str], *, full: bool) -> str:
    names = [clean(name_in(urn)) for urn in urns]
    shown = names if full or len(names) <= _LISTED + 1 else names[:_LISTED]
    shown = shown if full else [short_of_name(name) for name in shown]
    rest = len(names) - len(shown)
    return f"{', '.join(shown)} and {rest:,} more" if rest else ", ".join(shown)


def _warnings(estimate: Estimate, *, full: bool) -> Iterator[Remark]:
    if full or len(estimate.warnings) <= 1:
        yield from (Remark(kind="warning", text=clean(text), style="yellow") for text in estimate.warnings)
    else:
        said = (
            f"{clean(estimate.warnings[0])}, and {plural(len(estimate.warnings) - 1, 'more warning')}: --full shows all"
        )
        yield Remark(kind="warning", text=said, style="yellow")


def _assumptions(estimate: Estimate, *, full: bool) -> Iterator[Remark]:
    if full:
        yield from (Remark(kind="assumed", text=clean(text)) for text in estimate.assumptions)
    elif estimate.assumptions:
        yield Remark(kind="assumed", text=f"{plural(len(estimate.assumptions), 'assumption')}: --full shows them")
