"""The record of what a brake did: one line of JSON for each event, into the log that it runs with."""

import json
from collections.abc import Sequence
from datetime import datetime

from apexai.brake.decision import Decision
from apexai.brake.state import State


def record(
    decision: Decision, *, service: str, before: State, changes: Sequence[str], now: datetime, heard: str
) -> dict[str, object]:
    """Print what was heard, decided and changed, and return it."""
    entry: dict[str, object] = {
        "audit": "apexai.brake",
        "service": service,
        "time": now.isoformat(),
        "heard": heard,
        "act": str(decision.act),
        "why": decision.why,
        "changes": list(changes),
        "before": before.render(),
        "after": decision.state.render(),
    }
    print(json.dumps(entry, sort_keys=True), flush=True)
    return entry
