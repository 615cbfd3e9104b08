"""The Lambda function: hears alerts of the budget, the clock and people, and acts on one function."""

import os
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, TypeAlias

from apexai.brake.audit import record
from apexai.brake.aws.alerts import BudgetAlert, load_alerts
from apexai.brake.aws.capacity import Capacity
from apexai.brake.aws.settings import Settings, load_settings
from apexai.brake.decision import Act, Decision, decide_alert, decide_person, decide_tick
from apexai.brake.state import State, load_state

Decide: TypeAlias = Callable[[State], Decision]


def handle(event: Mapping[str, Any], context: object) -> list[dict[str, object]]:
    """Called by Lambda; what is returned and printed is the record of what was done."""
    import boto3

    brake = Brake(
        load_settings(os.environ),
        functions=boto3.client("lambda"),
        autoscaling=boto3.client("application-autoscaling"),
        parameters=boto3.client("ssm"),
    )
    return list(brake.hear(event, now=datetime.now(UTC)))


class Brake:
    """One function's brake."""

    def __init__(self, settings: Settings, *, functions: Any, autoscaling: Any, parameters: Any) -> None:
        self._settings = settings
        self._capacity = Capacity(settings, functions=functions, autoscaling=autoscaling)
        self._parameters = parameters

    def hear(self, event: Mapping[str, Any], *, now: datetime) -> Iterator[dict[str, object]]:
        """Decide and act on each thing that an event says."""
        for heard, decide in self._said(event, now):
            before = self._load()
            decision = decide(before)
            changes = self._act(decision)
            yield record(
                decision, service=self._settings.function, before=before, changes=changes, now=now, heard=heard
            )

    def _said(self, event: Mapping[str, Any], now: datetime) -> Iterator[tuple[str, Decide]]:
        if "Records" in event:
            for alert in load_alerts(event):
                yield self._alert(alert, now)
            return
        action, reason = str(event.get("action", "")), str(event.get("reason", ""))
        if action == "tick":
            yield "tick", lambda state: decide_tick(state, now=now)
        elif action in (Act.BRAKE, Act.RELEASE):
            wanted = Act(action)
            yield f"person: {reason}", lambda state: decide_person(state, wanted=wanted, now=now, reason=reason)
        else:
            yield "unknown", _ignoring(f"{action or event!r} is nothing to ask for")

    def _alert(self, alert: BudgetAlert | str, now: datetime) -> tuple[str, Decide]:
        if isinstance(alert, str):
            return "message", _ignoring(alert)
        heard = f"alert {alert.id}: {alert.spent} of {alert.limit} USD"
        settings = self._settings
        ours = (alert.topic, alert.account, alert.budget) == (settings.topic, settings.account, settings.budget)
        if not ours:
            return heard, _ignoring(f"budget {alert.budget} of account {alert.account} is another service's")
        if not alert.is_breach:
            return heard, _ignoring("there is budget left")
        return heard, lambda state: decide_alert(state, now=now, sent=alert.sent, reason=heard)

    def _act(self, decision: Decision) -> list[str]:
        """Do what was decided.

        Braked is written down before anything is taken away, and released after everything is back, so that what
        fails half-way is finished at the next tick.
        """
        match decision.act:
            case Act.BRAKE:
                self._keep(decision.state)
                return list(self._capacity.take())
            case Act.HOLD:
                return list(self._capacity.take())
            case Act.RELEASE:
                changes = list(self._capacity.give_back())
                self._keep(decision.state)
                return changes
            case Act.NOTHING:
                return []

    def _load(self) -> State:
        answer = self._parameters.get_parameter(Name=self._settings.parameter)
        return load_state(answer["Parameter"]["Value"])

    def _keep(self, state: State) -> None:
        self._parameters.put_parameter(Name=self._settings.parameter, Value=state.render(), Overwrite=True)


def _ignoring(why: str) -> Decide:
    return lambda state: Decision(act=Act.NOTHING, state=state, why=why)
