"""What a resource graph would cost a month, and everything that the figures do not contain."""

import datetime
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from apexai.cost.load import Load, Shortfall
from apexai.cost.quantity import Amount, Case
from apexai.units import MonthlyAmount


class CostClass(StrEnum):
    """What is known of a resource's cost."""

    PRICED = "priced"
    FREE = "free"
    NEEDS_USAGE = "needsUsage"
    """Prices are known, the expected use is not."""
    UNPRICED = "unpriced"
    """At least a part of it has no price."""
    OPAQUE = "opaque"
    """A remote component whose children can't be seen."""


class Verdict(StrEnum):
    """How an estimate stands to a budget."""

    WITHIN = "within"
    OVER = "over"
    UNKNOWN = "unknown"
    NONE = "none"
    """There is no budget."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LineItem:
    """What one resource uses of one tier of one SKU in one case."""

    urn: str
    sku_id: str
    region_id: str
    case: Case
    quantity: Decimal
    pricing_unit: str
    list_unit_price: Decimal
    list_cost: Decimal
    label: str
    service_name: str
    """FOCUS ServiceName of the SKU."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unpriced:
    """A resource of which something is missing from the total."""

    urn: str
    type: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedsUsage:
    """A resource whose expected cost depends on use that is not declared."""

    urn: str
    type: str
    keys: tuple[str, ...]
    """Usage keys to declare."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """Resources by what is known of their cost; components, providers and resources only read are not counted."""

    priced: int = 0
    free: int = 0
    needs_usage: int = 0
    unpriced: int = 0
    opaque: int = 0
    types_known: int = 0
    """Resource types of which every resource is priced, free or needs usage."""
    types: int = 0

    @property
    def resources(self) -> int:
        return self.priced + self.free + self.needs_usage + self.unpriced + self.opaque

    @property
    def percent_of_resources(self) -> Decimal:
        """Share of the resources whose prices are known, 0 to 100."""
        return _percent(self.priced + self.free + self.needs_usage, self.resources)

    @property
    def percent_of_types(self) -> Decimal:
        return _percent(self.types_known, self.types)


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """A sum of a month."""

    amount: Amount
    """In the billing currency; None where nothing says how much."""
    at_least: bool
    """Whether something is missing from the amount, which is then printed with `≥`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Monthly:
    """The sums of the three cases."""

    low: Total
    expected: Total
    high: Total

    def of(self, case: Case) -> Total:
        match case:
            case Case.LOW:
                return self.low
            case Case.EXPECTED:
                return self.expected
            case Case.HIGH:
                return self.high


@dataclass(frozen=True, slots=True, kw_only=True)
class Subtotal:
    """A part of the total."""

    name: str
    """Of the service or the cost centre; empty for what belongs to none."""
    monthly: Monthly


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetCheck:
    """A budget and how the estimate stands to it."""

    limit: MonthlyAmount | None = None
    dollars: Decimal | None = None
    """The limit in the billing currency; None where there is none, or no rate."""
    verdict: Verdict = Verdict.NONE
    reason: str = ""
    """Why it is over, or not known."""
    case: Case = Case.EXPECTED
    """The case that is over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceCost:
    """What one InferenceService is charged with, or one BudgetGuard watches, and how that stands to its budget."""

    urn: str
    name: str
    monthly: Monthly
    complete: bool
    """Whether nothing of it is missing, and its expected use is declared."""
    resources: tuple[str, ...]
    """URNs of what it is charged with."""
    unpriced: tuple[Unpriced, ...]
    shares: tuple[str, ...]
    """URNs of what it runs on together with others, which none of them is charged with."""
    budget: BudgetCheck
    per_thousand_requests: Amount = None
    """None where something is missing from it, or where its limits don't let all requests through."""
    per_million_tokens: Amount = None
    load: Load | None = None
    """How many requests come, and how many its limits let through; None where that is not known."""

    @property
    def shortfalls(self) -> tuple[Shortfall, ...]:
        """The declared requests that its limits don't let through, by case."""
        return () if self.load is None else tuple(self.load.shortfalls())

    def falls_short(self, case: Case) -> bool:
        """Whether its limits don't let the declared requests of a case through."""
        return any(found.case is case for found in self.shortfalls)


@dataclass(frozen=True, slots=True, kw_only=True)
class OutsideCost:
    """What the resources cost that no InferenceService of the program is charged with."""

    monthly: Monthly
    resources: int
    """How many of them cost something, or may."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """The cost of a month."""

    billing_currency: str
    as_of: datetime.date
    monthly: Monthly
    complete: bool
    """Whether nothing is missing: every resource is seen, priced or free, and its expected use is declared."""
    per_thousand_requests: Amount
    """Expected cost of the services in the graph over their expected requests; None where either is not known."""
    per_million_tokens: Amount
    coverage: Coverage
    lines: tuple[LineItem, ...]
    """By URN, in the order of the resource's meters, case and tier."""
    classes: tuple[tuple[str, CostClass], ...]
    """URN → class, by URN."""
    unpriced: tuple[Unpriced, ...]
    needs_usage: tuple[NeedsUsage, ...]
    unbounded: tuple[str, ...]
    """URNs of resources whose high case nothing bounds."""
    free: tuple[tuple[str, str], ...]
    """URN → reason, by URN."""
    budget: BudgetCheck
    """Of the services and guards together: over where one of them is over its own."""
    services: tuple[ServiceCost, ...] = ()
    """The InferenceServices of the graph, by URN."""
    guards: tuple[ServiceCost, ...] = ()
    """The BudgetGuards that belong to none of them, by URN; two may watch the same."""
    outside: OutsideCost | None = None
    """None where there is no InferenceService, or nothing beside them that costs anything."""
    by_service: tuple[Subtotal, ...] = ()
    """The largest first."""
    by_cost_center: tuple[Subtotal, ...] = ()
    price_dates: tuple[datetime.date, ...] = ()
    """Days of the lists that its prices stand in, sorted."""
    assumptions: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    """Prices that are old."""
    shortfalls: tuple[str, ...] = ()
    """Declared requests that the limits of services don't let through."""

    @property
    def budgeted(self) -> tuple[ServiceCost, ...]:
        """What may have a budget of its own: the services, and the guards that stand alone."""
        return (*self.services, *self.guards)

    def largest(self, count: int, *, case: Case = Case.EXPECTED) -> tuple[tuple[str, Decimal], ...]:
        """The resources that cost most in a case: URN and amount."""
        sums: dict[str, Decimal] = {}
        for line in self.lines:
            if line.case is case:
                sums[line.urn] = sums.get(line.urn, Decimal(0)) + line.list_cost
        return tuple(sorted(sums.items(), key=lambda item: (-item[1], item[0]))[:count])


def _percent(part: int, whole: int) -> Decimal:
    return Decimal(100 * part) / whole if whole else Decimal(100)
