"""What each BudgetGuard that stands alone in a program watches, what that costs, and how it stands to its limit."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Final

from apexai.cost.estimate import ServiceCost, Verdict
from apexai.cost.ownership import hosts_of
from apexai.cost.services import BudgetTerms, Cost, charge
from apexai.cost.view import GUARD, GraphView, number_at, text_at
from apexai.cost.watching import Watched
from apexai.graph.model import Resource
from apexai.units import MonthlyAmount

_NOTHING_WATCHED: Final = "nothing that costs anything in the program is known to be what it watches"
_NOT_SURE: Final = "whether it watches everything that it may watch is not known before the deployment"


def guards_of(costs: Sequence[Cost], view: GraphView, terms: BudgetTerms) -> tuple[ServiceCost, ...]:
    """What the guards that belong to no InferenceService watch, each by itself: two may watch the same."""
    alone = [guard for guard in view.of_type(GUARD) if view.component(guard) is None]
    return tuple(_guard(guard, costs, view, terms) for guard in alone)


def _guard(guard: Resource, costs: Sequence[Cost], view: GraphView, terms: BudgetTerms) -> ServiceCost:
    watched = Watched(guard=guard, view=view)
    answers = {cost.resource.urn: watched.counts(cost.resource) for cost in costs}
    own = {urn: guard.urn for urn, counted in answers.items() if counted}
    own |= hosts_of(own, {cost.resource.urn: cost.counted_with for cost in costs if cost.counted_with})
    parts = [cost for cost in costs if own.get(cost.resource.urn) == guard.urn]
    reason = _NOT_SURE if _is_unsure(costs, answers) else "" if any(map(_may_cost, parts)) else _NOTHING_WATCHED
    limit = None if terms.given else _limit(guard)
    charged = charge(guard, parts, owners=own, view=view, terms=terms, limit=limit, missing=bool(reason))
    return _undecided(charged, reason) if reason and charged.budget.verdict is Verdict.UNKNOWN else charged


def _is_unsure(costs: Iterable[Cost], answers: Mapping[str, bool | None]) -> bool:
    return any(answers[cost.resource.urn] is None and _may_cost(cost) for cost in costs)


def _undecided(charged: ServiceCost, reason: str) -> ServiceCost:
    return replace(charged, budget=replace(charged.budget, reason=reason))


def _may_cost(cost: Cost) -> bool:
    return bool(cost.lines) or cost.is_missing or not cost.expected_known


def _limit(guard: Resource) -> MonthlyAmount | None:
    amount, currency = number_at(guard.inputs, "limit"), text_at(guard.inputs, "currency")
    if not isinstance(amount, Decimal) or not isinstance(currency, str):
        return None
    return MonthlyAmount(amount=amount, currency=currency)
