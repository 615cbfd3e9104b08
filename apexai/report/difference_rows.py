"""What changes, as rows and sentences for every report that a person reads."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from apexai.cost.quantity import Case
from apexai.policy.finding import Verdict
from apexai.policy.rule import Enforcement
from apexai.preview.baseline import BaselineDeployment
from apexai.preview.difference import Change, Difference, ResourceChange
from apexai.prices.overrides import BILLING_CURRENCY
from apexai.report.amounts import UNKNOWN, amount, change, money, per_cent
from apexai.report.findings import MARKS, by_weight
from apexai.report.siblings import type_label
from apexai.report.wording import clean

_PATHS: Final = 3
_RULES: Final = 5
_NONE: Final = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class DifferenceRow:
    """One resource that changes."""

    change: Change
    label: str
    paths: str
    """Inputs that differ, in a few words."""
    before: str
    after: str
    delta: str


def shown_case(difference: Difference) -> Case:
    """The case that rows are of: the expected one where it is known before and after, else the high one."""
    return Case.HIGH if difference.delta(Case.EXPECTED) is None else Case.EXPECTED


def difference_rows(difference: Difference) -> tuple[DifferenceRow, ...]:
    """A row for each resource that changes, what costs or saves most first."""
    case = shown_case(difference)
    ordered = sorted(difference.resources, key=lambda item: (-_weight(item, case), item.change, item.urn))
    return tuple(_row(item, case) for item in ordered)


def counts_said(difference: Difference) -> str:
    """`2 added, 1 removed, 0 replaced, 3 changed, 20 unchanged`."""
    counts = [f"{difference.count(kind):,} {kind}" for kind in Change]
    return ", ".join([*counts, f"{difference.unchanged:,} unchanged"])


def total_said(difference: Difference) -> str:
    """What the change costs a month, in each case that is known, and as a share of the budget."""
    if difference.problem:
        return f"nothing to compare with: {clean(difference.problem)}"
    known = {case: difference.delta(case) for case in (Case.EXPECTED, Case.LOW, Case.HIGH)}
    said = [f"{case} {_delta_said(difference, case, found)}" for case, found in known.items() if found is not None]
    expected, budget = known[Case.EXPECTED], difference.budget_dollars
    if expected is not None and budget:
        sign = "-" if expected < 0 else ""
        said.append(f"{sign}{per_cent(abs(expected), budget)} of the budget" if expected else "0 % of the budget")
    missing = "" if difference.complete else "; of what has a price"
    return f"{_kind_said(difference)}{', '.join(said) + missing if said else UNKNOWN}"


def _kind_said(difference: Difference) -> str:
    if difference.moved_from:
        return f"replaces the deployment on {clean(difference.moved_from)}, which goes when this one serves: "
    if difference.moves:
        moved = (f"{clean(move.name)} from {clean(move.before)} to {clean(move.after)}" for move in difference.moves)
        return f"replaces {', '.join(moved)}, and what was there goes when the other serves: "
    return "a new deployment: " if difference.is_new else ""


def _delta_said(difference: Difference, case: Case, delta: Decimal) -> str:
    before = difference.before.of(case).amount if difference.before is not None else None
    share = f" ({'+' if delta > 0 else '-'}{per_cent(abs(delta), before)})" if before and delta else ""
    return f"{change(delta, BILLING_CURRENCY)}{share}"


def findings_said(difference: Difference) -> str:
    """Which findings are new, and which are gone; empty where the rules judged only one side."""
    found = difference.findings
    if found is None:
        return ""
    new = [(item.verdict, item.rule, item.enforcement, item.name) for item in by_weight(found.new)]
    gone = [(Verdict(item.verdict), item.rule, item.enforcement, item.urn.rpartition("::")[2]) for item in found.gone]
    said = [f"{word}: {_findings_listed(items)}" for word, items in (("new", new), ("gone", gone)) if items]
    return "; ".join(said) or "the same findings as before"


def _findings_listed(items: Sequence[tuple[Verdict, str, str, str]]) -> str:
    """`✗ APX-SEC-007 (mandatory) on fraud-function`, the rule once for all resources of it."""
    grouped: dict[str, list[str]] = {}
    for verdict, rule, enforcement, name in items:
        level = f" ({enforcement})" if enforcement == Enforcement.MANDATORY else ""
        grouped.setdefault(f"{MARKS[verdict]} {rule}{level}", []).append(clean(name))
    shown = list(grouped.items())[: _RULES if len(grouped) > _RULES + 1 else None]
    said = [f"{head}{_on(names)}" for head, names in shown]
    more = f" and {len(grouped) - len(shown)} more rules" if len(shown) < len(grouped) else ""
    return ", ".join(said) + more


def _on(names: Sequence[str]) -> str:
    first = next((name for name in names if name), "")
    more = f" and {len(names) - 1} more" if len(names) > 1 else ""
    return f" on {first}{more}" if first else ""


def removed_said(removed: Sequence[BaselineDeployment]) -> str:
    """Deployments that are gone: name, target and what they were expected to cost."""
    return ", ".join(map(_removed, removed))


def _removed(deployment: BaselineDeployment) -> str:
    cost = None if deployment.monthly is None else deployment.monthly.expected.amount
    return f"{clean(deployment.name)} on {clean(deployment.target)} ({money(cost, BILLING_CURRENCY)})"


def _row(item: ResourceChange, case: Case) -> DifferenceRow:
    delta = item.delta(case)
    return DifferenceRow(
        change=item.change,
        label=f"{type_label(item.type)} {clean(item.name)}",
        paths=_paths_said(item),
        before=amount(item.before[case]) if item.change is not Change.ADDED else "",
        after=amount(item.after[case]) if item.change is not Change.REMOVED else "",
        delta=UNKNOWN if delta is None else f"{'+' if delta > 0 else ''}{amount(delta)}",
    )


def _paths_said(item: ResourceChange) -> str:
    if item.change is Change.REPLACED:
        return f"made anew, for {_listed(item.replacing)}"
    doubt = "; whether in place is not known offline" if item.paths and item.in_place is None else ""
    return f"{_listed(item.paths)}{doubt}"


def _listed(paths: Sequence[str]) -> str:
    more = f" and {len(paths) - _PATHS} more" if len(paths) > _PATHS else ""
    return f"{', '.join(map(clean, paths[:_PATHS]))}{more}"


def _weight(item: ResourceChange, case: Case) -> Decimal:
    return abs(item.delta(case) or _NONE)
