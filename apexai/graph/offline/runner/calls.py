"""How the program asks a data source, which the monitor isn't told: plain or as an output, for which result class."""

from __future__ import annotations

import contextvars
import sys
from collections.abc import Callable
from typing import Any

from .source import ProjectFiles

_MODULE = "pulumi.runtime.invoke"


class InvokeCall:
    """One call; `unknown` is set by who answers it."""

    def __init__(self, *, plain: bool, result_class: type | None, source: tuple[str, int] | None) -> None:
        self.plain = plain
        self.result_class = result_class
        self.source = source
        self.unknown = False


_CURRENT: contextvars.ContextVar[InvokeCall | None] = contextvars.ContextVar("apexai_invoke", default=None)


def current_call() -> InvokeCall | None:
    """The call on whose behalf this code runs."""
    return _CURRENT.get()


def watch_calls(project_files: ProjectFiles) -> None:
    """Put ourselves between the program and the SDK's invoke functions."""
    for name, plain in (("invoke", True), ("invoke_async", True), ("invoke_output", False)):
        for module in (sys.modules[_MODULE], sys.modules["pulumi.runtime"]):
            original = getattr(module, name, None)
            if original is not None:
                setattr(module, name, _watched(original, plain, project_files))


def _watched(function: Callable[..., Any], plain: bool, project_files: ProjectFiles) -> Callable[..., Any]:
    def watched(tok: str, props: Any, opts: Any = None, typ: Any = None, *rest: Any, **named: Any) -> Any:
        call = InvokeCall(plain=plain, result_class=typ, source=project_files.current_line(2))
        before = _CURRENT.set(call)
        try:
            result = function(tok, props, opts, typ, *rest, **named)
        finally:
            _CURRENT.reset(before)
        return result if plain else _unless_unknown(result, call)

    return watched


def _unless_unknown(output: Any, call: InvokeCall) -> Any:
    """The output, unknown where the call turns out to be, which older SDKs can't be told."""
    from pulumi import Output

    async def is_known() -> bool:
        return bool(await output.is_known()) and not call.unknown

    return Output(output.resources(), output.future(True), is_known(), output.is_secret())
