"""Faults that a test injects: which call breaks, how often, and what it leaves behind."""

import re
from dataclasses import dataclass
from typing import Literal

Operation = Literal["check", "diff", "create", "read", "update", "delete", "invoke"]


@dataclass(kw_only=True)
class Fault:
    """Break the calls of one operation whose URN (or function token) matches."""

    operation: Operation
    urn: str
    """A regular expression that is searched for in the URN."""
    message: str = "InternalFailure: injected by the test"
    times: int = 1
    """How many calls break; counts down."""
    leaves: Literal["nothing", "partial", "orphan"] = "nothing"
    """What a broken create or update leaves: nothing; the object, with the engine told that it did not become
    ready (`partial`); or the object without the engine knowing it (`orphan`)."""

    def matches(self, operation: Operation, urn: str) -> bool:
        return self.times > 0 and self.operation == operation and re.search(self.urn, urn) is not None


def spend(faults: list[Fault], operation: Operation, urn: str) -> Fault | None:
    """Take the first fault that matches and count it down."""
    for fault in faults:
        if fault.matches(operation, urn):
            fault.times -= 1
            return fault
    return None
