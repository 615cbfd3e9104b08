"""How the program writes each resource: class, arguments, options and order, beside what the monitor is told."""

from __future__ import annotations

import sys
from typing import Any

import pulumi

from .python_names import named_in_python
from .traces import Traces
from .urns import STACK_TYPE

_CONSTRUCTORS = frozenset({"__init__", "_internal_init"})
_NOT_ARGUMENTS = frozenset({"args", "opts", "resource_name", "__props__", "__name__", "__opts__"})
_PLAIN_OPTIONS = (
    "protect",
    "ignore_changes",
    "replace_on_changes",
    "delete_before_replace",
    "retain_on_delete",
    "additional_secret_outputs",
    "import_",
)
_RESOURCE_OPTIONS = ("parent", "provider", "deleted_with")
_NOT_FOLLOWED = ("transformations", "transforms", "hooks", "replacement_trigger", "replace_with", "state_migrations")
_TIMEOUTS = ("create", "update", "delete", "read")


class TracedResources:
    """The resources in the order in which the program makes them."""

    def __init__(self) -> None:
        self._made: list[tuple[Any, dict[str, Any], type | None]] = []
        self._indices: dict[int, int] = {}
        self._urns: set[str] = set()

    def install(self, traces: Traces, mark: str) -> None:
        """Listen to the SDK: `mark` names the property by which the monitor tells the URN of what it answers."""
        self._watch_constructors()
        self._watch_answers(traces, mark)

    def index_of(self, resource: Any) -> int:
        return self._indices[id(resource)]

    def is_urn(self, text: str) -> bool:
        return text in self._urns

    def described(self, records: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """What is known of each, with the arguments that the program gives."""
        by_urn = {record["urn"]: record for record in records}
        return [
            {**entry, "arguments": _arguments(by_urn[entry["urn"]]["inputs"], entry["given"], args_class)}
            for _, entry, args_class in self._made
        ]

    def _watch_constructors(self) -> None:
        resource: Any = pulumi.Resource
        original = resource.__init__

        def __init__(
            this: Any, t: str, name: str, custom: bool, props: Any = None, opts: Any = None, *rest: Any, **named: Any
        ) -> None:
            if t and t != STACK_TYPE and name and not named.get("dependency"):
                self._note(this, t, name, custom, props, opts, sys._getframe(1))
            original(this, t, name, custom, props, opts, *rest, **named)

        resource.__init__ = __init__

    def _note(self, this: Any, type_: str, name: str, custom: bool, props: Any, opts: Any, frame: Any) -> None:
        given, theirs = (_call(this, frame) or (None, opts)) if custom else (None, opts)
        args_class = type(props) if sys.modules["pulumi._types"].is_input_type(type(props)) else None
        entry = {
            "type": type_,
            "name": name,
            "custom": custom,
            "module": type(this).__module__,
            "class": type(this).__qualname__,
            "given": given,
            "options": self._options(theirs),
        }
        self._indices[id(this)] = len(self._made)
        self._made.append((this, entry, args_class))

    def _options(self, opts: Any) -> dict[str, Any]:
        if opts is None:
            return {}
        found: dict[str, Any] = {name: getattr(opts, name, None) for name in _PLAIN_OPTIONS}
        for name in _RESOURCE_OPTIONS:
            other = getattr(opts, name, None)
            found[name] = self._indices.get(id(other)) if other is not None else None
        after = opts.depends_on if opts.depends_on is not None else []
        after = list(after) if isinstance(after, (list, tuple)) else [after]
        known = [self._indices.get(id(other)) for other in after]
        found["depends_on"] = [index for index in known if index is not None]
        timeouts = opts.custom_timeouts
        if timeouts is not None:
            found["custom_timeouts"] = {name: getattr(timeouts, name) for name in _TIMEOUTS if getattr(timeouts, name)}
        odd = [name for name in _NOT_FOLLOWED if _is_given(getattr(opts, name, None))]
        odd += ["aliases"] if any(not isinstance(alias, str) for alias in opts.aliases or ()) else []
        odd += ["depends_on"] if None in known else []
        found["aliases"] = [] if "aliases" in odd else list(opts.aliases or ())
        found["not_followed"] = odd
        return {name: value for name, value in found.items() if value not in (None, [], {})}

    def _watch_answers(self, traces: Traces, mark: str) -> None:
        rpc: Any = sys.modules["pulumi.runtime.rpc"]
        types: Any = sys.modules["pulumi._types"]
        original = rpc.resolve_outputs

        def resolve_outputs(
            res: Any, props: Any, outputs: Any, deps: Any, resolvers: Any, *rest: Any, **named: Any
        ) -> None:
            if id(res) not in self._indices:
                original(res, props, outputs, deps, resolvers, *rest, **named)
                return
            urn = outputs.fields[mark].string_value
            self._urns.add(urn)
            self._made[self._indices[id(res)]][1]["urn"] = urn
            names = types.resource_pulumi_to_py_names(type(res))
            after = {names.get(name, name): found for name, found in deps.items()}
            for name, resolve in resolvers.items():
                resolve(traces.add(kind="property", urn=urn, name=name), True, False, after.get(name), None)

        rpc.resolve_outputs = resolve_outputs


def _is_given(option: Any) -> bool:
    """Merging options makes a binding of hooks that binds none."""
    return any(vars(option).values()) if hasattr(option, "__dict__") else bool(option)


def _call(this: Any, frame: Any) -> tuple[list[str], Any] | None:
    """The names of the arguments, and the options, that the program gives the constructor."""
    outer = None
    while frame is not None and frame.f_code.co_name in _CONSTRUCTORS and _first(frame) is this:
        outer, frame = frame, frame.f_back
    if outer is None:
        return None
    local = outer.f_locals
    given = {**{name: local[name] for name in _parameters(outer)[1:]}, **local.get("kwargs", {})}
    if local.get("resource_args") is not None:
        given |= local["resource_args"].__dict__
    return [name for name, value in given.items() if value is not None and name not in _NOT_ARGUMENTS], local["opts"]


def _parameters(frame: Any) -> tuple[str, ...]:
    code = frame.f_code
    return tuple(code.co_varnames[: code.co_argcount + code.co_kwonlyargcount])


def _first(frame: Any) -> Any:
    names = _parameters(frame)
    return frame.f_locals.get(names[0]) if names else None


def _arguments(inputs: dict[str, Any], given: list[str] | None, args_class: type | None) -> dict[str, Any]:
    """The wire inputs as the constructor takes them; those that its class adds by itself are left out."""
    named = named_in_python(inputs, args_class)
    if given is None:
        return named
    # A constructor says `resource_name_` for a property that would be its own first argument.
    known = ((name, name if name in named else name.removesuffix("_")) for name in given)
    return {name: named[of] for name, of in known if of in named}
