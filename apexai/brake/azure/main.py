"""What the function app runs: hears alerts of the budget, the clock and people, and acts on one app."""

import json
import os
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, Final, TypeAlias

from apexai.brake.audit import record
from apexai.brake.azure.alerts import BudgetAlert, load_alert
from apexai.brake.azure.api import Api, AzureApi
from apexai.brake.azure.container_app import ContainerApp
from apexai.brake.azure.function_app import FunctionApp
from apexai.brake.azure.memory import Memory
from apexai.brake.azure.settings import CONTAINER_APP, Settings, load_settings
from apexai.brake.azure.spending import breach_of
from apexai.brake.decision import Act, Decision, decide_alert, decide_person, decide_tick
from apexai.brake.state import State

Decide: TypeAlias = Callable[[State], Decision]

TICK: Final = "tick"
_PAUSE_SECONDS: Final = 5
_PATIENCE: Final = 24
"""Looks at an app that comes back: two minutes, well within the time that a call over HTTP may take."""


class NotBackError(Exception):
    """Azure has not given everything back yet; the next tick looks again."""


def answer(body: bytes) -> str:
    """What the HTTP trigger calls: with an action group's message, or with what a person asks for."""
    try:
        message = json.loads(body)
    except ValueError:
        message = None
    return json.dumps(_brake().hear(message if isinstance(message, dict) else {}, now=datetime.now(UTC)))


def tick() -> None:
    """What the timer calls."""
    _brake().hear({"action": TICK}, now=datetime.now(UTC))


def _brake() -> "Brake":
    settings = load_settings(os.environ)
    return Brake(settings, AzureApi(settings.client), wait=lambda: time.sleep(_PAUSE_SECONDS))


class Brake:
    """One app's brake."""

    def __init__(self, settings: Settings, api: Api, *, wait: Callable[[], None]) -> None:
        self._settings = settings
        self._api = api
        self._memory = Memory(settings.state, api)
        self._app = (ContainerApp if settings.kind == CONTAINER_APP else FunctionApp)(settings, api)
        self._wait = wait

    def hear(self, message: Mapping[str, Any], *, now: datetime) -> dict[str, object]:
        """Decide and act on what a message says.

        Raises:
            BusyError: another call decides at this moment.
            RefusedError: Azure refuses; what was begun is finished at the next tick.
            NotBackError: the app is not back yet.
        """
        heard, decide = self._said(message, now)
        with self._memory.held():
            before = self._memory.load()
            decision = decide(before)
            changes: list[str] = []
            try:
                self._act(decision, changes)
            except Exception as error:
                self._record(decision, before, [*changes, f"failed: {error}"], now=now, heard=heard)
                raise
            return self._record(decision, before, changes, now=now, heard=heard)

    def _record(
        self, decision: Decision, before: State, changes: list[str], *, now: datetime, heard: str
    ) -> dict[str, object]:
        service = self._settings.service
        entry = record(decision, service=service, before=before, changes=changes, now=now, heard=heard)
        if heard != TICK or changes or decision.state != before:
            self._memory.remember(entry, now=now)
        return entry

    def _said(self, message: Mapping[str, Any], now: datetime) -> tuple[str, Decide]:
        if "schemaId" in message:
            return self._alert(load_alert(message), now)
        action, reason = str(message.get("action", "")), str(message.get("reason", ""))
        if action == TICK:
            return TICK, lambda state: self._tick(state, now)
        if action in (Act.BRAKE, Act.RELEASE):
            wanted = Act(action)
            return f"person: {reason}", lambda state: decide_person(state, wanted=wanted, now=now, reason=reason)
        return "unknown", _ignoring(f"{action or 'an empty message'} is nothing to ask for")

    def _tick(self, state: State, now: datetime) -> Decision:
        """Look at the month, and where nothing is held back, at the budget itself: its alert may have got lost."""
        breach = None if state.is_braked else breach_of(self._settings.budget, self._api, now=now)
        return decide_tick(state, now=now) if breach is None else decide_alert(state, now=now, sent=now, reason=breach)

    def _alert(self, alert: BudgetAlert | str, now: datetime) -> tuple[str, Decide]:
        if isinstance(alert, str):
            return "message", _ignoring(alert)
        heard = f"alert {alert.id}: {alert.spent} of {alert.limit} {alert.currency}".rstrip()
        if alert.budget.lower() != self._settings.budget.lower():
            return heard, _ignoring(f"budget {alert.budget} is another service's")
        if not alert.is_breach:
            return heard, _ignoring("there is budget left")
        return heard, lambda state: decide_alert(state, now=now, sent=alert.sent, reason=heard)

    def _act(self, decision: Decision, changes: list[str]) -> None:
        """Do what was decided; braked is written down first and released last, as on every platform."""
        if decision.act is Act.BRAKE:
            self._memory.keep(decision.state)
        if decision.act in (Act.BRAKE, Act.HOLD):
            changes.extend(self._app.take())
        if decision.act is Act.RELEASE:
            changes.extend(self._app.give_back())
            self._until_back()
            self._memory.keep(decision.state)

    def _until_back(self) -> None:
        for _ in range(_PATIENCE):
            if self._app.is_back():
                return
            self._wait()
            self._memory.renew()
        raise NotBackError(f"{self._settings.service} is not back yet")


def _ignoring(why: str) -> Decide:
    return lambda state: Decision(act=Act.NOTHING, state=state, why=why)
