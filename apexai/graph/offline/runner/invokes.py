"""Answers to invokes, which a real preview asks of the cloud: the user's file, else placeholders, else unknown."""

from __future__ import annotations

from typing import Any

from pulumi.runtime.proto import provider_pb2, resource_pb2

from . import wire
from .calls import InvokeCall, current_call
from .computed import compute
from .placeholders import Placeholders, plain_token
from .refusals import UnansweredError
from .source import ProjectFiles

# older SDKs take the provider's own response message, which can't say that a result is unknown
INVOKE_RESPONSE: Any = getattr(resource_pb2, "ResourceInvokeResponse", None) or provider_pb2.InvokeResponse


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

    def answer(self, token: str, arguments: dict[str, Any]) -> Any:
        """The response to an invoke.

        Raises: UnansweredError.
        """
        call = current_call() or InvokeCall(plain=True, result_class=None, source=None)
        found, how = self._find(token, arguments, call)
        self._note(token, arguments, how, call.source)
        if found is not None:
            return INVOKE_RESPONSE(**{"return": wire.json_to_struct(found)})
        if not call.plain:
            call.unknown = True
            return wire.message(INVOKE_RESPONSE, unknown=True)
        self.unanswered = self.unanswered or self.asked[-1]
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
        self._note(token, {}, "unknown", self._project_files.current_line(2))
        unknown = wire.json_to_struct({"result": wire.UNKNOWN})
        return provider_pb2.CallResponse(**{"return": unknown})

    def stack_reference(self, name: str, source: tuple[str, int] | None) -> dict[str, Any]:
        """The outputs of another stack: as the file has them, else unknown."""
        found = self._stack_references.get(name)
        how = "unknown" if found is None else "file"
        self._note("pulumi:pulumi:StackReference", {"name": name}, how, source)
        if found is None:
            return {"name": name, "outputs": wire.UNKNOWN, "secretOutputNames": wire.UNKNOWN}
        secrets = found.get("secretOutputs", [])
        outputs = {
            key: wire.secret(value) if key in secrets else value for key, value in found.get("outputs", {}).items()
        }
        return {"name": name, "outputs": outputs, "secretOutputNames": list(secrets)}

    def _note(self, token: str, arguments: dict[str, Any], how: str, source: tuple[str, int] | None) -> None:
        self.asked.append({"token": token, "args": arguments, "answered": how, "source": source})


def _matches(wanted: Any, given: Any) -> bool:
    """True where everything that the file's entry names is in the arguments, nested objects likewise."""
    if isinstance(wanted, dict) and isinstance(given, dict):
        return all(key in given and _matches(value, given[key]) for key, value in wanted.items())
    return bool(wanted == given)
