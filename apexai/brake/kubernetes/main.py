"""What the CronJob runs: looks at the costs, at what a person asked for and at the month, and acts on one service."""

import json
import os
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Final

from apexai.brake.audit import record
from apexai.brake.decision import Act, Decision, decide_alert, decide_person, decide_tick
from apexai.brake.kubernetes.api import Api, ClusterApi, spent_this_month
from apexai.brake.kubernetes.scaling import Scaling
from apexai.brake.kubernetes.settings import Settings, load_settings
from apexai.brake.state import State, load_state

WANTED: Final = "apexai.apexlogic.com/brake"
"""Annotation by which a person asks: `release` or `brake`."""
REASON: Final = "apexai.apexlogic.com/brake-reason"
KEY: Final = "state"
HISTORY: Final = "history"
_REMEMBERED: Final = 50
"""Records, of which a ConfigMap has room for some hundreds."""


def main() -> None:
    """Run once."""
    settings = load_settings(os.environ)
    now = datetime.now(UTC)

    def spent() -> Decimal | None:
        return spent_this_month(settings.prometheus, settings.hourly_cost, now=now)

    Brake(settings, ClusterApi()).look(now=now, spent=spent)


class Brake:
    """One service's brake."""

    def __init__(self, settings: Settings, api: Api) -> None:
        self._settings = settings
        self._api = api
        self._scaling = Scaling(settings, api)
        self._path = f"/api/v1/namespaces/{settings.namespace}/configmaps/{settings.state}"

    def look(self, *, now: datetime, spent: Callable[[], Decimal | None]) -> dict[str, object]:
        """Decide and act once. What a person asked for comes first, then the month, then the costs."""
        kept = self._api.get(self._path)
        before = load_state((kept.get("data") or {}).get(KEY))
        heard, decision = self._decide(kept, before, now=now, spent=spent)
        changes = self._act(decision, asked=heard.startswith("person: "))
        entry = record(decision, service=self._settings.service, before=before, changes=changes, now=now, heard=heard)
        if changes or decision.state != before:
            self._remember(entry, (kept.get("data") or {}).get(HISTORY, ""))
        return entry

    def _decide(
        self, kept: dict[str, Any], before: State, *, now: datetime, spent: Callable[[], Decimal | None]
    ) -> tuple[str, Decision]:
        annotations = kept["metadata"].get("annotations") or {}
        if asked := annotations.get(WANTED):
            reason = str(annotations.get(REASON, ""))
            wanted = Act(asked) if asked in (Act.BRAKE, Act.RELEASE) else Act.NOTHING
            return f"person: {asked}, {reason}", decide_person(before, wanted=wanted, now=now, reason=reason)
        if before.is_braked:
            return "tick", decide_tick(before, now=now)
        amount = spent()
        heard = f"{'unknown costs' if amount is None else amount} of {self._settings.limit} this month"
        if amount is None or amount < Decimal(self._settings.limit):
            return heard, Decision(act=Act.NOTHING, state=before, why="there is budget left, as far as is known")
        return heard, decide_alert(before, now=now, sent=now, reason=heard)

    def _act(self, decision: Decision, *, asked: bool) -> list[str]:
        """Do what was decided; braked is written down first and released last, as on every platform."""
        changes: list[str] = []
        if decision.act is Act.BRAKE:
            self._keep(decision.state, asked=asked)
        if decision.act in (Act.BRAKE, Act.HOLD):
            changes = list(self._scaling.take())
        if decision.act is Act.RELEASE:
            changes = list(self._scaling.give_back())
        if decision.act is Act.RELEASE or (asked and decision.act is Act.NOTHING):
            self._keep(decision.state, asked=asked)
        return changes

    def _remember(self, entry: dict[str, object], history: str) -> None:
        """Write the record beside the state: logs of finished Jobs go with them."""
        lines = [*history.splitlines(), json.dumps(entry, sort_keys=True)][-_REMEMBERED:]
        self._api.patch(self._path, {"data": {HISTORY: "\n".join(lines)}})

    def _keep(self, state: State, *, asked: bool) -> None:
        answered = {"metadata": {"annotations": {WANTED: None, REASON: None}}} if asked else {}
        self._api.patch(self._path, {**answered, "data": {KEY: state.render()}})


if __name__ == "__main__":
    main()
