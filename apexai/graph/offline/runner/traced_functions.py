"""What a program does to Outputs and asks the cloud: kept as what it is, and not run."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable
from typing import Any

import pulumi

from .traces import Trace, Traces, UntraceableError, holds_trace, plain


def install(traces: Traces, *, index_of: Callable[[Any], int], is_urn: Callable[[str], bool]) -> None:
    """Put the functions of the SDK that take or give Outputs into this form."""
    output: Any = pulumi.Output
    apply = output.apply

    def traced_apply(self: Any, func: Any, run_with_unknowns: bool = False) -> Any:
        root = str(sys._getframe(1).f_globals.get("__name__", "")).partition(".")[0]
        if root == "pulumi":
            return apply(self, func, run_with_unknowns)
        if root.startswith("pulumi_"):
            return apply(self, lambda value: value if isinstance(value, Trace) else func(value), run_with_unknowns)
        return apply(self, lambda value: _applied(traces, func, value, is_urn), run_with_unknowns)

    def traced_member(self: Any, item: str) -> Any:
        if item.startswith("__"):
            raise AttributeError(f"'Output' object has no attribute '{item}'")
        return apply(self, lambda value: value.member(item) if isinstance(value, Trace) else getattr(value, item))

    def traced_item(self: Any, key: Any) -> Any:
        return apply(self, lambda value: value.item(key) if isinstance(value, Trace) else value[key])

    def traced_invoke_output(tok: str, props: Any, opts: Any = None, *_: Any, **__: Any) -> Any:
        asked = _asked(sys._getframe(1), tok, opts, index_of)
        given = output.from_input({key: value for key, value in dict(props).items() if value is not None})
        return apply(given, lambda found: traces.add(**asked, arguments=plain(found)))

    runtime: Any = sys.modules["pulumi.runtime"]
    invoke = runtime.invoke

    def traced_invoke(tok: str, *rest: Any, **named: Any) -> Any:
        traces.reads.append(_read(sys._getframe(2), tok, index_of))
        return invoke(tok, *rest, **named)

    runtime.invoke = traced_invoke
    output.apply, output.__getattr__, output.__getitem__ = traced_apply, traced_member, traced_item
    runtime.invoke_output = traced_invoke_output


def _applied(traces: Traces, func: Any, value: Any, is_urn: Callable[[str], bool]) -> Any:
    """The trace of `func(value)`; the result where the value is one that is known."""
    if isinstance(value, str) and is_urn(value):
        value = traces.add(kind="urn", urn=value)
    if not holds_trace(value):
        return func(value)
    return traces.add(kind="apply", of=plain(value), function=_described(func))


def _described(func: Any) -> dict[str, Any]:
    """Where a function is, and the values that it has beside its argument."""
    inner = _innermost(func)
    code = inner.__code__
    free = {
        name: _free(cell.cell_contents) for name, cell in zip(code.co_freevars, inner.__closure__ or (), strict=True)
    }
    described: dict[str, Any] = {
        "module": inner.__module__,
        "file": code.co_filename,
        "name": inner.__qualname__,
        "line": code.co_firstlineno,
        "columns": _columns(code),
        "free": free,
    }
    if isinstance(func, functools.partial):
        described["arguments"] = plain(func.args)
        described["named"] = plain(func.keywords)
    return described


def _columns(code: Any) -> list[int]:
    """Where the first line of the function's text begins and ends, as far as its code says."""
    places = [place for place in code.co_positions() if place[0] == code.co_firstlineno and place[3]]
    starts, ends = [place[2] for place in places], [place[3] for place in places if place[1] == place[0]]
    return [min(starts, default=0), max(ends, default=0)]


def _free(value: Any) -> dict[str, Any]:
    try:
        return {"value": plain(value)}
    except UntraceableError as error:
        return {"untraceable": str(error)}


def _innermost(func: Any) -> Any:
    while isinstance(func, functools.partial):
        func = func.func
    return func


def _read(frame: Any, token: str, index_of: Callable[[Any], int]) -> dict[str, Any]:
    """The functions of the program on whose behalf the cloud is asked at once, the nearest first."""
    callers = []
    while frame is not None and frame.f_code.co_name not in ("__init__", "<module>"):
        code = frame.f_code
        local = frame.f_locals
        parameters = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
        arguments = {name: _argument(local[name], index_of) for name in parameters}
        callers.append({"module": frame.f_globals.get("__name__", ""), "name": code.co_name, "arguments": arguments})
        frame = frame.f_back
    return {"token": token, "callers": callers}


def _argument(value: Any, index_of: Callable[[Any], int]) -> dict[str, Any]:
    if isinstance(value, pulumi.Resource):
        return {"resource": index_of(value)}
    return _free(value)


def _asked(frame: Any, token: str, opts: Any, index_of: Callable[[Any], int]) -> dict[str, Any]:
    """A call of an SDK's function, by the function's own name and its arguments' names in Python."""
    code = frame.f_code
    parent = getattr(opts, "parent", None)
    return {
        "kind": "invoke",
        "token": token,
        "module": frame.f_globals["__name__"],
        "function": code.co_name,
        "parameters": list(code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]),
        "parent": None if parent is None else index_of(parent),
    }
