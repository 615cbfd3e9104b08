"""Hears what Pub/Sub pushes, and acts on one service."""

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final, TypeAlias

from apexai.brake.audit import record
from apexai.brake.decision import Act, Decision, decide_alert, decide_person, decide_tick
from apexai.brake.gcp.api import Api, ConflictError
from apexai.brake.gcp.messages import BudgetAlert, Message, load_alert
from apexai.brake.gcp.months import billing_month, in_its_month
from apexai.brake.gcp.scaling import ANNOTATION, MASK, change_of, declared, held_back, said
from apexai.brake.gcp.settings import Settings
from apexai.brake.state import State, load_state

Decide: TypeAlias = Callable[[State], Decision]

_ATTEMPTS: Final = 5
_SECOND: Final = timedelta(seconds=1)


class Brake:
    """One service's brake."""

    def __init__(self, settings: Settings, api: Api) -> None:
        self._settings = settings
        self._api = api

    def hear(self, message: Message, *, now: datetime) -> dict[str, object]:
        """Decide and act on one message; what is printed and returned is the record of it.

        Raises:
            ConflictError: others kept changing the service; Pub/Sub pushes the message again.
            StateError: somebody else wrote the state.
        """
        heard, decide = self._said(message, now)
        for _ in range(_ATTEMPTS):
            service = self._api.get(self._settings.service)
            before = load_state((service.get("annotations") or {}).get(ANNOTATION))
            decision = decide(before)
            try:
                changes = self._act(service, decision)
            except ConflictError:
                continue
            return record(
                decision, service=self._settings.service, before=before, changes=changes, now=now, heard=heard
            )
        raise ConflictError(f"{self._settings.service} changed {_ATTEMPTS} times while it was looked at")

    def _act(self, service: dict[str, object], decision: Decision) -> list[str]:
        """Do what was decided; a service that has it already is left alone."""
        if decision.act is Act.NOTHING:
            return []
        scaling = declared(self._settings) if decision.act is Act.RELEASE else held_back(self._settings)
        change = change_of(service, scaling=scaling, state=decision.state)
        if change is None:
            return []
        self._api.patch(self._settings.service, change, mask=MASK)
        return [f"{said(service.get('scaling'))} → {said(scaling)}"]  # type: ignore[arg-type]

    def _said(self, message: Message, now: datetime) -> tuple[str, Decide]:
        alert, content = load_alert(message), message.content
        if alert is not None:
            return self._alert(message, alert, now)
        if "protoPayload" in content:
            who = content["protoPayload"].get("authenticationInfo", {}).get("principalEmail", "somebody")
            return f"changed by {who}", lambda state: decide_tick(state, now=now, month=billing_month)
        action, reason = str(content.get("action", "")), str(content.get("reason", ""))
        if action == "tick":
            return "tick", lambda state: decide_tick(state, now=now, month=billing_month)
        if action in (Act.BRAKE, Act.RELEASE):
            return f"person: {reason}", lambda state: _asked(state, message, Act(action), now=now, reason=reason)
        return "unknown", _ignoring(f"{action or 'this message'} is nothing to ask for")

    def _alert(self, message: Message, alert: BudgetAlert | str, now: datetime) -> tuple[str, Decide]:
        if isinstance(alert, str):
            return f"message {message.id}", _ignoring(alert)
        heard = f"alert {message.id}: {alert.spent} of {alert.limit} {alert.currency}"
        settings = self._settings
        if (alert.account, alert.budget) != (settings.account, settings.budget):
            return heard, _ignoring(f"budget {alert.budget} of account {alert.account} is another service's")
        if alert.currency != settings.currency:
            return heard, _ignoring(f"the budget is in {settings.currency}")
        # a message may be older than the limit
        if alert.spent < max(alert.limit, Decimal(settings.limit)):
            return heard, _ignoring("there is budget left")
        sent = in_its_month(alert.begin)
        return heard, lambda state: decide_alert(state, now=now, sent=sent, reason=heard, month=billing_month)


def _asked(state: State, message: Message, wanted: Act, *, now: datetime, reason: str) -> Decision:
    """Do what a person asks, once: Pub/Sub may deliver a message again after another one was heard."""
    if state.since and message.published + _SECOND <= datetime.fromisoformat(state.since):
        return Decision(act=Act.NOTHING, state=state, why="something else was decided since this was asked")
    return decide_person(state, wanted=wanted, now=now, reason=reason, month=billing_month)


def _ignoring(why: str) -> Decide:
    return lambda state: Decision(act=Act.NOTHING, state=state, why=why)
