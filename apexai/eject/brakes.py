"""Brakes whose state a component reads at once, and by which it decides what it declares.

The component is traced as it is with each state that a brake can have. What differs between the traces is what the
state decides, and the program decides it in the same way.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from apexai.brake.state import Cause, State, Status
from apexai.eject.refusal import cannot_follow
from apexai.graph.offline.tracing import TracedProgram

_READ: Final = "read_state"
_READERS: Final = frozenset({"apexai.targets.budgets.aws.state", "apexai.targets.budgets.gcp.state"})
"""Modules that read a state; what their function gives has it as `state`."""
_SINCE: Final = "2026-01-01T00:00:00+00:00"

BRAKED: Final = State(status=Status.BRAKED, period="2026-01", by=Cause.BUDGET, since=_SINCE, reason="traced")
RELEASED_BY_HAND: Final = State(
    status=Status.RELEASED, period="2026-01", by=Cause.PERSON, since=_SINCE, reason="traced"
)
STATES: Final = (None, BRAKED, RELEASED_BY_HAND)
"""None yet, one that holds, one that a person ended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Brake:
    """A brake that a component asks for."""

    module: str
    function: str
    """That reads the state."""
    arguments: Mapping[str, Any]
    """Of this function, without the component."""
    component: str
    """URN of the component that asks."""
    asked: Mapping[str, Any]
    """The arguments of the cloud's own function."""
    token: str

    def answers(self, state: State | None) -> dict[str, Any]:
        """What the cloud would answer, as an invokes file has it."""
        if state is None:
            return {}
        return {"invokes": {self.token: {"result": _ANSWERS[self.token](self.asked, state.render())}}}


def brake_of(traced: TracedProgram) -> Brake | None:
    """The brake whose state a component reads; None where it reads nothing.

    Raises:
        EjectError: it reads something else.
    """
    found = [_brake(read, traced) for read in traced.reads]
    if len(found) > 1:
        raise cannot_follow(resource=traced.resources[0].name, at="reads", why="the component reads several things")
    return found[0] if found else None


def _brake(read: Mapping[str, Any], traced: TracedProgram) -> Brake:
    asked = next(invoke.arguments for invoke in traced.capture.invokes if invoke.token == read["token"])
    for caller in read["callers"]:
        if caller["name"] == _READ and caller["module"] in _READERS:
            return Brake(
                module=caller["module"],
                function=caller["name"],
                arguments={name: given["value"] for name, given in caller["arguments"].items() if given.get("value")},
                component=traced.resources[caller["arguments"]["parent"]["resource"]].urn,
                asked=asked,
                token=read["token"],
            )
    raise cannot_follow(
        resource=traced.resources[0].name,
        at=read["token"],
        why="the component decides by what the cloud answers at once",
    )


def _aws(asked: Mapping[str, Any], text: str) -> dict[str, Any]:
    return {"names": [f"{asked['path']}/state"], "values": [text], "path": asked["path"]}


def _gcp(asked: Mapping[str, Any], text: str) -> dict[str, Any]:
    from apexai.brake.gcp.scaling import ANNOTATION

    return {"annotations": {ANNOTATION: text}, "effectiveAnnotations": {}, "name": asked["name"]}


_ANSWERS: Final = {
    "aws:ssm/getParametersByPath:getParametersByPath": _aws,
    "gcp:cloudrunv2/getService:getService": _gcp,
}


def answers_file(brake: Brake, state: State | None) -> str:
    """The text of the invokes file."""
    return json.dumps(brake.answers(state))
