"""Texts that stand for what only a deployment knows, by which one sees afterwards what a value was made of."""

from __future__ import annotations

import json
import re
from typing import Any

_INPUT_TYPE = "_pulumi_input_type"
TRACE = re.compile(r"<<apexai:(\d+)>>")


class UntraceableError(Exception):
    """A value that goes into a function and can't be written down."""


class Trace(str):
    """One such text; what is asked of it as of an object is another one."""

    traces: Traces

    def member(self, name: str) -> Trace:
        """As `value.name`."""
        return self.traces.add(kind="member", of=str(self), name=name)

    def item(self, key: Any) -> Trace:
        """As `value[key]`."""
        return self.traces.add(kind="item", of=str(self), key=key)


class Traces:
    """Where each came from; what comes from the same place is the same text."""

    def __init__(self) -> None:
        self.origins: list[dict[str, Any]] = []
        self.reads: list[dict[str, Any]] = []
        """What was asked of the cloud at once: the program decided by the answer."""
        self._known: dict[str, Trace] = {}

    def add(self, **origin: Any) -> Trace:
        key = json.dumps(origin, sort_keys=True)
        if key not in self._known:
            found = Trace(f"<<apexai:{len(self.origins)}>>")
            found.traces = self
            self.origins.append(origin)
            self._known[key] = found
        return self._known[key]


def holds_trace(value: Any) -> bool:
    """Whether a plain value is made of a trace anywhere."""
    if isinstance(value, str):
        return TRACE.search(value) is not None
    if isinstance(value, dict):
        return any(holds_trace(key) or holds_trace(item) for key, item in value.items())
    return isinstance(value, (list, tuple)) and any(holds_trace(item) for item in value)


def plain(value: Any) -> Any:
    """A value as JSON has it; the SDKs' own arguments as mappings by their names in Python.

    Raises: UntraceableError.
    """
    if hasattr(type(value), _INPUT_TYPE):
        value = {name: item for name, item in vars(value).items() if item is not None}
    if value is None or isinstance(value, (bool, int, float)):
        return value
    if isinstance(value, str):
        return str(value)
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    raise UntraceableError(f"a {type(value).__qualname__}")
