"""Answers to invokes, which a real preview asks of the cloud: the user's file, else placeholders, else unknown."""

from __future__ import annotations

import contextvars
import sys

from pulumi.runtime.proto import provider_pb2, resource_pb2

from . import wire
from .computed import compute
from .placeholders import Placeholders, plain_token

_CURRENT = contextvars.ContextVar("apexai_invoke", default=None)


class UnansweredError(Exception):
    """A plain invoke whose answer the program needs at once, and nobody has."""


class InvokeCall:
    """How the program asked: plain or as an output, for which result class, on which line."""

    def __init__(self, *, plain, result_class, source):
        self.plain = plain
        self.result_class = result_class
        self.source = source


class Invokes:
    """Answers, and remembers what was asked and how it was answered."""

    def __init__(self, *, answers, stack_references, project_files, config):
        self._answers = answers
        self._stack_references = stack_references
        self._project_files = project_files
        self._placeholders = Placeholders(config)
        self.asked = []
        self.unanswered = None

    def watch(self):
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

    def _watched(self, function, plain):
        def call(tok, props, opts=None, typ=None, *rest, **named):
            source = self._project_files.current_line(2)
            token = _CURRENT.set(InvokeCall(plain=plain, result_class=typ, source=source))
            try:
                return function(tok, props, opts, typ, *rest, **named)
            finally:
                _CURRENT.reset(token)

        return call

    def answer(self, token, arguments):
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

    def _find(self, token, arguments, call):
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

    def answer_call(self, token, arguments):
        """A resource's method: its provider would run it, so that its result is unknown."""
        source = self._project_files.current_line(2)
        self.asked.append({"token": token, "args": {}, "answered": "unknown", "plain": False, "source": source})
        unknown = wire.json_to_struct({"result": wire.UNKNOWN})
        return provider_pb2.CallResponse(**{"return": unknown})

    def stack_reference(self, name):
        """The outputs of another stack: as the file has them, else unknown."""
        found = self._stack_references.get(name)
        token = "pulumi:pulumi:StackReference"
        how = "unknown" if found is None else "file"
        self.asked.append({"token": token, "args": {"name": name}, "answered": how, "plain": False, "source": None})
        if found is None:
            return {"name": name, "outputs": wire.UNKNOWN, "secretOutputNames": wire.UNKNOWN}
        secrets = found.get("secretOutputs", [])
        outputs = {
            key: wire.secret(value) if key in secrets else value for key, value in found.get("outputs", {}).items()
        }
        return {"name": name, "outputs": outputs, "secretOutputNames": list(secrets)}


def _unknown():
    if "unknown" in resource_pb2.ResourceInvokeResponse.DESCRIPTOR.fields_by_name:
        return resource_pb2.ResourceInvokeResponse(unknown=True)
    raise UnansweredError("unknown")


def _matches(wanted, given):
    """True where everything that the file's entry names is in the arguments, nested objects likewise."""
    if isinstance(wanted, dict) and isinstance(given, dict):
        return all(key in given and _matches(value, given[key]) for key, value in wanted.items())
    return wanted == given
