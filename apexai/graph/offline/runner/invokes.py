"""Answers to invokes, which a real preview asks of the cloud: the user's file, else placeholders, else unknown."""

from __future__ import annotations

import contextvars
import sys
from collections.abc import Callable
from typing import Any

from pulumi.runtime.proto import provider_pb2, resource_pb2

from . import wire
from .computed import compute
from .placeholders import Placeholders, plain_token
from .source import ProjectFiles


class UnansweredError(Exception):
    """A plain invoke whose answer the program needs at once, and nobody has."""


class InvokeCall:
    """How the program asked: plain or as an output, for which result class, on which line."""

    def __init__(self, *, plain: bool, result_class: type | None, source: tuple[str, int] | None) -> None:
        self.plain = plain
        self.result_class = result_class
        self.source = source


_CURRENT: contextvars.ContextVar[InvokeCall | None] = contextvars.ContextVar("apexai_invoke", default=None)


class Invokes:
    """Answers, and remembers what was asked and how it was answered."""

    def __init__(
        self,
        *,
        answers: dict[str, list[dict[str, Any]]],
        stack_references: dict[str, dict[str, Any]],
        project_files: ProjectFiles,
        config: dict[str, str],
    ) -> None:
        self._answers = answers
        self._stack_references = stack_references
        self._project_files = project_files
        self._placeholders = Placeholders(config)
        self.asked: list[dict[str, Any]] = []
        self.unanswered: dict[str, Any] | None = None

    def watch(self) -> None:
        """See which form of a call the program uses, which the monitor isn't told."""
        runtime = sys.modules["pulumi.runtime"]
        for name, plain in (
            ("invoke", True),
            ("invoke_single", True),
            ("invoke_async", True),
            ("invoke_output", False),
            ("invoke_output_single", False),
        ):
            if hasattr(runtime, name):
                setattr(runtime, name, self._watched(getattr(runtime, name), plain))

    def _watched(self, function: Callable[..., Any], plain: bool) -> Callable[..., Any]:
        def call(tok: str, props: Any, opts: Any = None, typ: Any = None, *rest: Any, **named: Any) -> Any:
            source = self._project_files.current_line(2)
            token = _CURRENT.set(InvokeCall(plain=plain, result_class=typ, source=source))
            try:
                return function(tok, props, opts, typ, *rest, **named)
            finally:
                _CURRENT.reset(token)

        return call

    def answer(self, token: str, arguments: dict[str, Any]) -> Any:
        call = _CURRENT.get() or InvokeCall(plain=True, result_class=None, source=None)
        found, how = self._find(token, arguments, call)
        self.asked.append(
            {"token": token, "args": arguments, "answered": how, "plain": call.plain, "source": call.source}
        )
        if found is not None:
            return resource_pb2.ResourceInvokeResponse(**{"return": wire.json_to_struct(found)})
        if not call.plain:
            return _unknown()
        if self.unanswered is None:
            self.unanswered = self.asked[-1]
        raise UnansweredError(f"{token} asks the cloud, which a preview offline can't")

    def _find(self, token: str, arguments: dict[str, Any], call: InvokeCall) -> tuple[Any, str]:
        for entry in self._answers.get(token, ()):
            if _matches(entry.get("args", {}), arguments):
                return entry["result"], "file"
        computed = compute(plain_token(token), arguments)
        if computed is not None:
            return computed, "computed"
        if not call.plain:
            return None, "unknown"  # a result that may be unknown is better unknown than made up
        placeholder = self._placeholders.find(token, arguments, call.result_class)
        return (placeholder, "placeholder") if placeholder is not None else (None, "unknown")

    def answer_call(self, token: str) -> Any:
        """A resource's method: its provider would run it, so that its result is unknown."""
        source = self._project_files.current_line(2)
        self.asked.append({"token": token, "args": {}, "answered": "unknown", "plain": False, "source": source})
        unknown = wire.json_to_struct({"result": wire.UNKNOWN})
        return provider_pb2.CallResponse(**{"return": unknown})

    def stack_reference(self, name: str, source: tuple[str, int] | None) -> dict[str, Any]:
        """The outputs of another stack: as the file has them, else unknown."""
        found = self._stack_references.get(name)
        token = "pulumi:pulumi:StackReference"
        how = "unknown" if found is None else "file"
        self.asked.append({"token": token, "args": {"name": name}, "answered": how, "plain": False, "source": source})
        if found is None:
            return {"name": name, "outputs": wire.UNKNOWN, "secretOutputNames": wire.UNKNOWN}
        secrets = found.get("secretOutputs", [])
        outputs = {
            key: wire.secret(value) if key in secrets else value for key, value in found.get("outputs", {}).items()
        }
        return {"name": name, "outputs": outputs, "secretOutputNames": list(secrets)}


def _unknown() -> Any:
    if "unknown" in resource_pb2.ResourceInvokeResponse.DESCRIPTOR.fields_by_name:
        return resource_pb2.ResourceInvokeResponse(unknown=True)
    raise UnansweredError("unknown")


def _matches(wanted: Any, given: Any) -> bool:
    """True where everything that the file's entry names is in the arguments, nested objects likewise."""
    if isinstance(wanted, dict) and isinstance(given, dict):
        return all(key in given and _matches(value, given[key]) for key, value in wanted.items())
    return bool(wanted == given)
