"""Money: thresholds need a budget, and the cases of use are in order."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from typing import Final

from apexai.spec import codes
from apexai.spec.consistency.finding import Finding, found
from apexai.spec.deployment import ServerlessModelDeployment
from apexai.spec.finops import OnBreach, Usage, UsageCase
from apexai.units import render_decimal

_FINOPS = "spec.finops"
_USAGE = "spec.finops.usage"
_QUANTITIES: Final = {
    "requests": "requests",
    "duration": "duration",
    "tokens_in": "tokensIn",
    "tokens_out": "tokensOut",
    "egress": "egress",
    "gpu_hours": "gpuHours",
}


def check_budget(deployment: ServerlessModelDeployment) -> Iterator[Finding]:
    """Nothing about a budget that is not there; low ≤ expected ≤ high."""
    finops = deployment.spec.finops
    if finops.budget_limit is None:
        if finops.alert_threshold is not None:
            yield _no_budget("alertThreshold", f"{render_decimal(finops.alert_threshold)}%")
        if finops.alerts:
            yield _no_budget("alerts", "to hear of it")
        if finops.on_breach is not OnBreach.ALERT:
            yield _no_budget("onBreach", finops.on_breach)
    if finops.usage is not None:
        yield from _cases(finops.usage)


def _no_budget(key: str, value: str) -> Finding:
    return found(
        codes.NO_BUDGET,
        f"{_FINOPS}.{key}",
        f"{value} of which budget? there is no budgetLimit" if key == "alertThreshold" else f"{value} needs a budget",
        suggestion="add budgetLimit, e.g. $5000/month",
        also=(f"{_FINOPS}.budgetLimit",),
    )


def _cases(usage: Usage) -> Iterator[Finding]:
    for field, key in _QUANTITIES.items():
        cases = [
            (f"{_USAGE}.low.{key}", _amount(usage.low, field)),
            (f"{_USAGE}.{key}", _amount(usage, field)),
            (f"{_USAGE}.high.{key}", _amount(usage.high, field)),
        ]
        given = [(path, amount) for path, amount in cases if amount is not None]
        for (lower, less), (higher, more) in pairwise(given):
            if less > more:
                message = f"it is less than {lower}, and the cases rise from low over expected to high"
                yield found(codes.CASES, higher, message, suggestion="raise it, or lower the other", also=(lower,))


def _amount(case: UsageCase | None, field: str) -> Decimal | None:
    amount = None if case is None else getattr(case, field)
    return None if amount is None else Decimal(amount)
