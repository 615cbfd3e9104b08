"""Resource hooks: those that ask to run in previews do, before and after what would be a creation."""

from __future__ import annotations

from typing import Any

from pulumi.runtime.proto import resource_pb2

from .callbacks import CallbackError, call_back


class Hooks:
    """The hooks that the program registered for previews, by name."""

    def __init__(self) -> None:
        self._in_previews: dict[str, Any] = {}

    def add(self, request: Any) -> None:
        if request.on_dry_run:
            self._in_previews[request.name] = request

    def before(self, request: Any) -> list[Any]:
        return self._named(request, "before_create")

    def after(self, request: Any) -> list[Any]:
        return self._named(request, "after_create")

    def _named(self, request: Any, binding: str) -> list[Any]:
        if not self._in_previews:
            return []
        names = getattr(request.hooks, binding)
        return [self._in_previews[name] for name in names if name in self._in_previews]


async def run_hook(hook: Any, request: Any, urn: str, *, after: bool) -> None:
    """Run one hook; one that fails fails the registration, unless it says otherwise.

    Raises: CallbackError.
    """
    asked = resource_pb2.ResourceHookRequest(urn=urn, name=request.name, type=request.type, new_inputs=request.object)
    if after:
        asked.new_outputs.CopyFrom(request.object)
    answered = await call_back(hook.callback, asked, resource_pb2.ResourceHookResponse)
    if answered.error and not hook.ignore_errors:
        raise CallbackError(f"hook {hook.name!r} of {urn} failed: {answered.error}")
