"""What a budget asks for, whichever platform keeps it."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from apexai.spec.deployment import ServerlessModelDeployment
from apexai.spec.fields import Text
from apexai.spec.finops import OnBreach
from apexai.units import MonthlyAmount, Percent

BRAKE_SUFFIX: Final = "-brake"
"""What the names of a brake's objects in a cluster end with."""
ALL: Final = Percent(Decimal(100))


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetPlan:
    """A limit a month and what follows from it."""

    limit: MonthlyAmount
    thresholds: tuple[Percent, ...] = ()
    """Shares of the limit at which people hear, below 100 %, which they always hear of."""
    alerts: tuple[Text, ...] = ()
    """Mail addresses and channel references; an Output is taken for a reference."""
    on_breach: OnBreach = OnBreach.ALERT

    @property
    def brakes(self) -> bool:
        """Whether something holds the service back when the budget is spent."""
        return self.on_breach is not OnBreach.ALERT

    @property
    def steps(self) -> tuple[Percent, ...]:
        """The shares at which people hear of what was spent."""
        return (*sorted(share for share in set(self.thresholds) if share != ALL), ALL)


def plan_of(deployment: ServerlessModelDeployment) -> BudgetPlan | None:
    """The budget that a spec declares."""
    finops = deployment.spec.finops
    if finops.budget_limit is None:
        return None
    return BudgetPlan(
        limit=finops.budget_limit,
        thresholds=() if finops.alert_threshold is None else (finops.alert_threshold,),
        alerts=tuple(finops.alerts),
        on_breach=finops.on_breach,
    )


def throttled(minimum: int) -> int:
    """How many instances a throttled service keeps: as many as always run, at least one."""
    return max(1, minimum)
