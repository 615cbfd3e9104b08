"""What each BudgetGuard that stands alone in a program watches, what that costs, and how it stands to its limit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import Final

from apexai.cost.estimate import ServiceCost, Verdict
from apexai.cost.ownership import hosts_of
from apexai.cost.services import BudgetTerms, Cost, charge
from apexai.cost.view import GUARD, GraphView, number_at, text_at
from apexai.cost.watching import Watched, tag_of
from apexai.graph.model import UNKNOWN, Resource, Unknown
from apexai.units import MonthlyAmount

_NOTHING_WATCHED: Final = "nothing that costs anything in the program is known to be what it watches"
_NOT_SURE: Final = "whether it watches everything that it may watch is not known before the deployment"


def guards_of(costs: Sequence[Cost], view: GraphView, terms: BudgetTerms) -> tuple[ServiceCost, ...]:
    """What the guards that belong to no InferenceService watch, each by itself: two may watch the same."""
    alone = [guard for guard in view.of_type(GUARD) if view.component(guard) is None]
    if not alone:
        return ()
    candidates = _Candidates(costs=costs, view=view)
    return tuple(_guard(guard, candidates, terms) for guard in alone)


@dataclass(frozen=True, kw_only=True)
class _Candidates:
    """The costs that a guard may watch, found without a look at all of them for each guard."""

    costs: Sequence[Cost]
    view: GraphView

    def of(self, watched: Watched) -> Sequence[Cost]:
        """Those that have one of its tags, or one that is not known; all where something else decides."""
        if not watched.tags:
            return self.costs
        found = {
            cost.resource.urn: cost
            for package, key, value in watched.tags
            for wanted in (value, UNKNOWN)
            for cost in self._tagged(package, key).get(wanted, ())
        }
        return tuple(found.values())

    def _tagged(self, package: str, key: str) -> Mapping[str | Unknown, Sequence[Cost]]:
        if (package, key) not in self._by_tag:
            found = self._by_tag.setdefault((package, key), {})
            for cost in self.costs:
                tag = tag_of(cost.resource, self.view, key) if cost.resource.package == package else None
                if tag is not None:
                    found.setdefault(tag, []).append(cost)
        return self._by_tag[package, key]

    @cached_property
    def _by_tag(self) -> dict[tuple[str, str], dict[str | Unknown, list[Cost]]]:
        return {}

    @cached_property
    def by_urn(self) -> Mapping[str, Cost]:
        return {cost.resource.urn: cost for cost in self.costs}

    @cached_property
    def counted_with(self) -> Mapping[str, Sequence[str]]:
        """URN → URNs of the resources that its cost is counted with."""
        return {cost.resource.urn: cost.counted_with for cost in self.costs if cost.counted_with}


def _guard(guard: Resource, candidates: _Candidates, terms: BudgetTerms) -> ServiceCost:
    watched = Watched(guard=guard, view=candidates.view)
    answers = [(cost, watched.counts(cost.resource)) for cost in candidates.of(watched)]
    own = {cost.resource.urn: guard.urn for cost, counted in answers if counted}
    own |= {urn: owner for urn, owner in hosts_of(own, candidates.counted_with).items() if owner == guard.urn}
    parts = [candidates.by_urn[urn] for urn in sorted(own) if urn in candidates.by_urn]
    unsure = any(counted is None and _may_cost(cost) for cost, counted in answers)
    reason = _NOT_SURE if unsure else "" if any(map(_may_cost, parts)) else _NOTHING_WATCHED
    limit = None if terms.given else _limit(guard)
    charged = charge(guard, parts, owners=own, view=candidates.view, terms=terms, limit=limit, missing=bool(reason))
    return _undecided(charged, reason) if reason and charged.budget.verdict is Verdict.UNKNOWN else charged


def _undecided(charged: ServiceCost, reason: str) -> ServiceCost:
    return replace(charged, budget=replace(charged.budget, reason=reason))


def _may_cost(cost: Cost) -> bool:
    return bool(cost.lines) or cost.is_missing or not cost.expected_known


def _limit(guard: Resource) -> MonthlyAmount | None:
    amount, currency = number_at(guard.inputs, "limit"), text_at(guard.inputs, "currency")
    if not isinstance(amount, Decimal) or not isinstance(currency, str):
        return None
    return MonthlyAmount(amount=amount, currency=currency)
