"""What a service may cost, and what the estimate says of it."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from apexai.graph.model import name_in
from apexai.policy.property import UnknownReached
from apexai.policy.rule import Answer, Fail, NotApplicable, Parameter, Rule, Severity, Tighter
from apexai.policy.rules.finops.capacity import UNBOUNDED
from apexai.policy.rules.frameworks import finops
from apexai.policy.subject import GUARD, SERVICE, Subject
from apexai.units import MonthlyAmount, parse_budget

_BUDGETING: Final = finops("Budgeting")
_LIMIT: Final = "spec.finops.budgetLimit"
_BRAKES: Final = ("throttle", "pause")
_GUARD_EDIT: Final = "lower what its resources may scale to, or give its scope a brake and on_breach throttle or pause"


def budget_declared(subject: Subject) -> Iterator[Answer]:
    if not subject.spec("finops.budgetLimit").absent:
        return
    if subject.environment not in subject.texts("environments"):
        raise NotApplicable("its environment asks for no budget")
    yield Fail(message="no budget is declared", path=_LIMIT)


def budget_heard_of(subject: Subject) -> Iterator[Answer]:
    if subject.spec("finops.budgetLimit").absent:
        raise NotApplicable("there is no budget")
    if not subject.spec("finops.alerts").items():
        yield Fail(message="nobody hears when the budget is spent", path="spec.finops.alerts")


def estimate_within_budget(subject: Subject) -> Iterator[Answer]:
    budget = _budget(subject)
    spend, path = subject.spend, "limit" if subject.type == GUARD else _LIMIT
    if spend.expected is None and spend.low is not None and spend.low > budget.amount:
        said = f"{_monthly(spend.low, budget.currency)} without a request is more than {budget}"
        yield Fail(message=said, path=path)
        return
    expected = _known(spend.expected, "there is no expected cost: declare finops.usage")
    if expected > budget.amount:
        yield Fail(message=f"{_monthly(expected, budget.currency)} is more than {budget}", path=path)
    elif not spend.complete:
        raise UnknownReached("", _open(subject, "not everything has a price, so that the total is only a lower bound"))


def worst_case_bounded(subject: Subject) -> Iterator[Answer]:
    budget = _budget(subject)
    on_breach = subject["onBreach"] if subject.type == GUARD else subject.spec("finops.onBreach")
    if not on_breach.absent and on_breach.text() in _BRAKES:
        return  # a brake bounds what an incident spends, whatever the plan allows
    most = budget.amount * (subject.limit("mostTimesBudget") or Decimal(1))
    high = _known(subject.spend.high, "there is no worst case")
    if high > most:
        allowed = MonthlyAmount(amount=most, currency=budget.currency)
        message = f"the worst case, {_monthly(high, budget.currency)}, is more than {allowed}"
        yield Fail(message=message, path=_bounding(subject), edit=_GUARD_EDIT if subject.type == GUARD else "")
    elif not subject.spend.high_complete:
        lacking = "something has no price or no limit, so that the worst case is only a lower bound"
        raise UnknownReached("", _open(subject, lacking))


def requests_affordable(subject: Subject) -> Iterator[Answer]:
    ceiling = subject.limit("ceiling")
    if ceiling is None:
        raise NotApplicable("no ceiling is set")
    price = _known(subject.spend.per_thousand_requests, "no usage says how many requests share the cost")
    if price > ceiling:
        currency = subject.spend.currency
        yield Fail(
            message=f"{price:.4f} {currency} for 1,000 requests is more than {ceiling}", path="spec.finops.usage"
        )
    elif not subject.spend.complete:
        raise UnknownReached("", "not everything has a price")


def everything_priced(subject: Subject) -> Iterator[Answer]:
    for urn, reason in subject.spend.unpriced:
        edit = "Or write its price into a file for --prices."
        yield Fail(message=f"{name_in(urn)} has no price: {reason}", path="spec.finops", edit=edit)


def _open(subject: Subject, otherwise: str) -> str:
    """Why a sum is not the whole: of a guard it may be what it watches that is not known."""
    return (subject.spend.undecided if subject.type == GUARD else "") or otherwise


def _bounding(subject: Subject) -> str:
    """Where the worst case would be bounded."""
    if subject.type == GUARD:
        return "limit"
    return _LIMIT if subject.spec("runtime.platform").text() in UNBOUNDED else "spec.autoscaling.maxReplicas"


def _monthly(amount: Decimal, currency: str) -> MonthlyAmount:
    """The amount in whole cents."""
    return MonthlyAmount(amount=Decimal(f"{amount:.2f}"), currency=currency)


def _budget(subject: Subject) -> MonthlyAmount:
    if subject.type == GUARD and subject.service is not None:
        raise NotApplicable("its service is held to it")
    limit = subject["limit"] if subject.type == GUARD else subject.spec("finops.budgetLimit")
    if limit.absent:
        raise NotApplicable("there is no budget")
    if subject.type == GUARD:
        budget = MonthlyAmount(amount=_known(limit.number(), "there is no limit"), currency=subject["currency"].text())
    else:
        budget = limit.parsed(parse_budget)
    spend = subject.spend
    if budget.currency == spend.currency:
        return budget
    if spend.budget is None:
        raise UnknownReached(limit.path, f"is in {budget.currency}, the estimate in {spend.currency}")
    return MonthlyAmount(amount=spend.budget, currency=spend.currency)


def _known(amount: Decimal | None, otherwise: str) -> Decimal:
    if amount is None:
        raise UnknownReached("", otherwise)
    return amount


RULES: Final = (
    Rule(
        id="APX-FIN-004",
        title="a budget is declared",
        severity=Severity.MEDIUM,
        types=(SERVICE,),
        check=budget_declared,
        reason="Nobody notices an overrun of a budget that does not exist.",
        remediation='Add spec.finops.budgetLimit, e.g. "$500/month".',
        source="https://www.finops.org/framework/capabilities/budgeting/",
        frameworks=(_BUDGETING,),
        parameters=(
            Parameter(
                name="environments",
                kind="array",
                default=("prod", "production"),
                description="environments whose services need a budget",
                tighter=Tighter.MORE,
            ),
        ),
    ),
    Rule(
        id="APX-FIN-005",
        title="the expected cost is within the budget",
        severity=Severity.HIGH,
        types=(SERVICE, GUARD),
        check=estimate_within_budget,
        reason="An overrun that the plan shows can be avoided before it is billed.",
        remediation="Make the deployment smaller, or ask for a larger budget.",
        source="https://www.finops.org/framework/capabilities/planning-estimating/",
        frameworks=(_BUDGETING, finops("Planning and estimating")),
    ),
    Rule(
        id="APX-FIN-006",
        title="the worst case is bounded by the budget",
        severity=Severity.MEDIUM,
        types=(SERVICE, GUARD),
        check=worst_case_bounded,
        reason="What the plan allows is what an incident spends.",
        remediation="Lower maxReplicas, or set finops.onBreach to throttle or pause.",
        source="https://www.finops.org/framework/capabilities/planning-estimating/",
        frameworks=(_BUDGETING,),
        parameters=(
            Parameter(
                name="mostTimesBudget",
                kind="number",
                default=1,
                description="how many budgets the worst case may cost",
                tighter=Tighter.LOWER,
            ),
        ),
    ),
    Rule(
        id="APX-FIN-012",
        title="1,000 requests cost no more than the ceiling",
        severity=Severity.MEDIUM,
        types=(SERVICE,),
        check=requests_affordable,
        reason="The cost of a request is what a product can be priced by.",
        remediation="Make the model smaller or batch requests, or raise the ceiling.",
        source="https://www.finops.org/framework/capabilities/unit-economics/",
        frameworks=(finops("Unit economics"),),
        parameters=(
            Parameter(
                name="ceiling",
                kind="number",
                default=None,
                description="most that 1,000 requests may cost, in the estimate's currency",
                tighter=Tighter.LOWER,
            ),
        ),
    ),
    Rule(
        id="APX-FIN-020",
        title="everything has a price",
        severity=Severity.LOW,
        types=(SERVICE,),
        check=everything_priced,
        reason="What has no price is missing from every total.",
        remediation="Do what the reason says, or write the price into a file for --prices.",
        source="https://www.finops.org/framework/capabilities/planning-estimating/",
        frameworks=(finops("Planning and estimating"),),
    ),
    Rule(
        id="APX-FIN-025",
        title="somebody hears of the budget",
        severity=Severity.MEDIUM,
        types=(SERVICE,),
        check=budget_heard_of,
        reason="An alert without an address is no alert.",
        remediation="Add addresses or channels to spec.finops.alerts.",
        source="https://www.finops.org/framework/capabilities/anomaly-management/",
        frameworks=(_BUDGETING, finops("Anomaly management")),
    ),
)
