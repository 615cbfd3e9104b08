"""BudgetGuard: a monthly budget, who hears of it, and what holds a service back when it is spent."""

import re
from collections.abc import Awaitable, Sequence
from dataclasses import replace
from decimal import Decimal
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Final

import pulumi

from apexai.components.notices import log_diagnostics
from apexai.components.options import check_options, dependencies_of, is_below
from apexai.components.refusal import RefusedArgumentsError, refused
from apexai.errors import Diagnostic, MissingExtraError
from apexai.spec.fields import Deferred, Text
from apexai.spec.finops import OnBreach
from apexai.targets.budgets.guard import GUARDS, check_guard
from apexai.targets.budgets.plan import BudgetPlan
from apexai.targets.budgets.request import GuardRequest
from apexai.targets.budgets.scopes import KubernetesScope, Scope
from apexai.targets.value import input_of
from apexai.units import FormError, MonthlyAmount, parse_budget, parse_percent, render_decimal

if TYPE_CHECKING:
    from apexai.targets.budgets.aws.state import BrakeState

_SERVICE: Final = "apexai:index:InferenceService"
_OBJECT_NAME: Final = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?")
_ARGUMENTS: Final = {
    "spec.finops.budgetLimit": "limit",
    "spec.finops.alertThreshold": "thresholds",
    "spec.finops.alerts": "alerts",
    "spec.finops.onBreach": "on_breach",
}
"""Path in a spec → the argument that says the same."""


class BudgetGuard(pulumi.ComponentResource):
    """A budget of what one scope costs a month.

    ```python
    guard = BudgetGuard(
        "fraud-budget", limit="$500/month", thresholds=["80%"], alerts=["finops@example.com"], scope=scope
    )
    ```
    """

    def __init__(
        self,
        name: str,
        *,
        limit: str | int | Decimal,
        scope: Scope,
        currency: str | None = None,
        thresholds: Sequence[str | int | Decimal] = (),
        alerts: Sequence[pulumi.Input[str]] = (),
        on_breach: str = "alert",
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """Check the budget and register what the scope's platform needs for it.

        Args:
            name: Logical name; children's names begin with it.
            limit: What the scope may cost a month: `$500/month`, or an amount in `currency`.
            scope: What is watched and, with `on_breach`, held back; its class says on which platform.
            currency: ISO 4217 code, where `limit` is an amount without one; USD if not given.
            thresholds: Per cent of the limit at which people hear, beside 100 %.
            alerts: Mail addresses, and channels as the platform names them.
            on_breach: `alert`, `throttle` or `pause`.
            opts: Pulumi's resource options; `depends_on` reaches every child.

        Raises:
            pulumi.RunError: The budget can't be had; the text has every reason.
        """
        check_options(name, opts)
        _check_scope(name, scope)
        plan = _plan(name, limit, currency, thresholds, alerts, on_breach)
        _check(name, plan, scope, opts)
        watches = {} if is_below(opts, _SERVICE) else _watches(scope)
        super().__init__("apexai:index:BudgetGuard", name, _inputs(plan) | watches, opts)
        request = GuardRequest(name=name, plan=plan, parent=self, depends_on=dependencies_of(opts))
        import_module(GUARDS[type(scope)].resources).build_guard(request, scope)
        self.register_outputs({})


def _check_scope(name: str, scope: object) -> None:
    """Refuse a scope that no platform can make anything of."""
    pair = getattr(scope, "tag", None) or getattr(scope, "label", None)
    reason = ""
    if type(scope) not in GUARDS:
        reason = f"scope is a {type(scope).__name__}: give one of {', '.join(known.__name__ for known in GUARDS)}"
    elif pair is not None and not _is_pair(pair):
        reason = f"{pair!r} is no tag: write its key and its value, e.g. ('service', 'fraud')"
    elif isinstance(scope, KubernetesScope):
        wrong = [text for text in (scope.name, scope.namespace) if not _OBJECT_NAME.fullmatch(text)]
        reason = f"{wrong[0]!r} is no name in a cluster: write small letters, digits and hyphens" if wrong else ""
    if reason:
        raise pulumi.RunError(f"{name}: {reason} [APX-BGT-014]")


def _is_pair(value: object) -> bool:
    return isinstance(value, list | tuple) and len(value) == 2 and all(isinstance(part, str) for part in value)


def _plan(
    name: str,
    limit: str | int | Decimal,
    currency: str | None,
    thresholds: Sequence[str | int | Decimal],
    alerts: Sequence[pulumi.Input[str]],
    on_breach: str,
) -> BudgetPlan:
    try:
        _check_forms(limit, thresholds, alerts)
        return BudgetPlan(
            limit=_amount(limit, currency),
            thresholds=tuple(parse_percent(threshold) for threshold in thresholds),
            alerts=tuple(_text(alert) for alert in alerts),
            on_breach=OnBreach(on_breach),
        )
    except (FormError, ValueError) as error:
        raise pulumi.RunError(f"{name}: {error} [APX-BGT-014]") from None


def _check_forms(limit: object, thresholds: Sequence[object], alerts: Sequence[object]) -> None:
    """Refuse what Python takes for an argument and no budget does. Raises ValueError."""
    if isinstance(limit, pulumi.Output):
        raise ValueError("limit is an Output, and has to be known when the program runs: give the amount itself")
    for name, value in (("thresholds", thresholds), ("alerts", alerts)):
        if isinstance(value, str):
            raise ValueError(f"{name} is a list, even of one: write {name}=[{value!r}]")
    for alert in alerts:
        if not isinstance(alert, str | pulumi.Output | Awaitable):
            raise ValueError(
                f"alerts: {alert!r} is no text; write a mail address, or a channel as the platform names it"
            )


def _amount(limit: str | int | Decimal, currency: str | None) -> MonthlyAmount:
    if isinstance(limit, str) and currency is not None:
        raise ValueError(f"limit {limit!r} has a currency of its own: remove currency, or write the amount as a number")
    return parse_budget(limit if isinstance(limit, str) else f"{limit} {currency or 'USD'}/month")


def _text(alert: pulumi.Input[str]) -> Text:
    return alert if isinstance(alert, str) else Deferred(alert)


def _check(name: str, plan: BudgetPlan, scope: Scope, opts: pulumi.ResourceOptions | None) -> None:
    """Refuse what can't be had; what is only worth knowing a service has said already, with its place in the spec."""
    platform = GUARDS[type(scope)]
    found = check_guard(plan, scope)
    if errors := [diagnostic for diagnostic in found if diagnostic.is_error]:
        said = [_of_argument(error) for error in errors]
        raise RefusedArgumentsError("\n".join(f"{name}: {error}" for error in said), said)
    if find_spec(platform.sdk) is None:
        raise refused(MissingExtraError(target=name, extra=platform.extra))
    if is_below(opts, _SERVICE):
        return
    log_diagnostics(map(_of_argument, found), name=name)


def _of_argument(diagnostic: Diagnostic) -> Diagnostic:
    """A diagnostic in the words of the arguments."""
    path = diagnostic.path
    for written, argument in _ARGUMENTS.items():
        path = path.replace(written, argument)
    return replace(diagnostic, path=path)


def _inputs(plan: BudgetPlan) -> dict[str, object]:
    return {
        "limit": render_decimal(plan.limit.amount),
        "currency": plan.limit.currency,
        "thresholds": [render_decimal(step) for step in plan.steps],
        "alerts": [input_of(alert) for alert in plan.alerts],
        "onBreach": str(plan.on_breach),
    }


def _watches(scope: Scope) -> dict[str, object]:
    """What no resource of the guard says in a form of its own: which pods it watches."""
    if not isinstance(scope, KubernetesScope):
        return {}
    return {"watches": {"namespace": scope.namespace, "pods": scope.pods}}


def read_lambda_brake(name: str, *, region: str, parent: pulumi.Resource | None = None) -> "BrakeState":
    """Read the brake of a Lambda function while the program is written: what it holds back, the program must not give.

    Args:
        name: Of the service in this stack; another for each.
        region: Of the function and its brake.
        parent: Whose provider asks.

    Raises:
        pulumi.RunError: The parameter that holds the state holds something else.
    """
    if find_spec("pulumi_aws") is None:
        raise pulumi.RunError(str(MissingExtraError(target=name, extra="aws")))
    from apexai.targets.budgets.aws.state import read_state

    return read_state(name, region=region, parent=parent)
