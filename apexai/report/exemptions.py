"""Exemptions for people and machines: used, unused, ending, over."""

import datetime
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from apexai.policy.exemptions import Exemption
from apexai.preview.values import Json
from apexai.report.json import render_json
from apexai.report.wording import clean, plural


class ExemptionState(StrEnum):
    """How an exemption stands on a day."""

    USED = "used"
    UNUSED = "unused"
    HOLDS = "holds"
    """It is not over; nobody looked whether anything uses it."""
    OVER = "over"


_SAID: Final = {
    ExemptionState.USED: "used",
    ExemptionState.UNUSED: "unused",
    ExemptionState.HOLDS: "in force",
    ExemptionState.OVER: "over",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ExemptionUse:
    """An exemption and how it stands."""

    exemption: Exemption
    state: ExemptionState
    days_left: int
    ends_soon: bool


def exemption_uses(
    exemptions: Sequence[Exemption], *, used: frozenset[int] | None, as_of: datetime.date, expiring_days: int
) -> tuple[ExemptionUse, ...]:
    """How each exemption stands; `used` has the indices of those that something needs, None where nobody looked."""
    return tuple(
        ExemptionUse(
            exemption=exemption,
            state=_state(exemption, index, used, as_of),
            days_left=exemption.days_left(as_of),
            ends_soon=0 <= exemption.days_left(as_of) <= expiring_days,
        )
        for index, exemption in enumerate(exemptions)
    )


def render_exemptions_text(uses: Sequence[ExemptionUse], *, as_of: datetime.date) -> str:
    """The day, how many stand how, and one line an exemption."""
    counts = Counter(use.state for use in uses)
    said = ", ".join(f"{counts[state]} {_SAID[state]}" for state in ExemptionState if counts[state])
    soon = sum(use.ends_soon for use in uses)
    head = f"Exemptions as of {as_of}: {said or 'none'}{f', {soon} ending soon' if soon else ''}"
    return "".join(f"{line}\n" for line in (head, *map(_line, uses)))


def render_exemptions_json(uses: Sequence[ExemptionUse], *, as_of: datetime.date) -> str:
    """The day, and a list of objects."""
    return render_json({"asOf": str(as_of), "exemptions": [_data(use) for use in uses]})


def _state(exemption: Exemption, index: int, used: frozenset[int] | None, as_of: datetime.date) -> ExemptionState:
    if exemption.days_left(as_of) < 0:
        return ExemptionState.OVER
    if used is None:
        return ExemptionState.HOLDS
    return ExemptionState.USED if index in used else ExemptionState.UNUSED


def _line(use: ExemptionUse) -> str:
    exemption = use.exemption
    left = "over" if use.days_left < 0 else f"{plural(use.days_left, 'day')} left"
    soon = ", ends soon" if use.ends_soon else ""
    return clean(
        f"{exemption.file}:{exemption.line}: {_SAID[use.state]:<8}  {exemption.rule}  {exemption.resource}  "
        f"until {exemption.expires} ({left}{soon})  {exemption.owner}  {exemption.ticket}  {exemption.reason}"
    )


def _data(use: ExemptionUse) -> Json:
    exemption = use.exemption
    return {
        "rule": exemption.rule,
        "resource": exemption.resource,
        "state": use.state,
        "expires": str(exemption.expires),
        "daysLeft": use.days_left,
        "endsSoon": use.ends_soon,
        "owner": exemption.owner,
        "ticket": exemption.ticket,
        "reason": exemption.reason,
        "file": exemption.file,
        "line": exemption.line,
    }
