"""What previews are judged by: the day, what the estimate takes, what the rules take, and which gates there are."""

import datetime
from dataclasses import dataclass, field

from apexai.cost.quantity import Case
from apexai.cost.usage_sources import UsageSources
from apexai.policy.decisions import Decisions
from apexai.policy.rule import Severity
from apexai.preview.options import PreviewOptions
from apexai.prices.overrides import Overrides


@dataclass(frozen=True, slots=True, kw_only=True)
class Gates:
    """What fails a run beside a mandatory rule and a budget that is exceeded."""

    advisory: bool = False
    """Every rule that fails, whatever its level."""
    severity: Severity | None = None
    """Every rule that fails and is at least so severe, whatever its level."""
    unknown: bool = False
    """Rules that can't be decided, or are broken, at the levels and severities that fail when the answer is no."""
    unpriced: bool = False
    """Anything without a price."""
    budget_case: Case = Case.EXPECTED
    """Which case of the estimate is held against the budget."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Criteria:
    """What holds for everything that one run judges."""

    as_of: datetime.date
    """The day of prices, law, expiries and ages; it stands in every result."""
    usage: UsageSources = field(default_factory=UsageSources)
    """What is declared beside `finops.usage`."""
    overrides: Overrides = field(default_factory=Overrides)
    """Prices of the organisation, over the list."""
    free_tier: bool = False
    """Whether amounts count that are free once a month for a whole account."""
    decisions: Decisions = field(default_factory=Decisions)
    """Settings of organisation and team, and exemptions."""
    gates: Gates = field(default_factory=Gates)


def criteria_of(options: PreviewOptions) -> Criteria:
    """The criteria that a caller chose; without a choice those of today."""
    return options.criteria or Criteria(as_of=today())


def today() -> datetime.date:
    """The day in UTC."""
    return datetime.datetime.now(datetime.UTC).date()
