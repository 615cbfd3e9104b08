"""The statements of a component's constructor: one for each resource that it makes."""

from collections.abc import Mapping
from typing import Final

from apexai.eject.code import Call, Either, Expression, Text, call, listing, literal, render_flat
from apexai.eject.functions import MODULE
from apexai.eject.scope import Scope, Statement
from apexai.eject.sdk import class_of, sdk_of
from apexai.eject.variants import BRAKED, HELD
from apexai.graph.offline.tracing import TracedResource

_WHILE_FREE: Final = f"not {BRAKED}"
_STATE: Final = "state"
_OTHERS: Final = frozenset({"deleted_with"})
"""Options that are other resources."""
_WRITTEN_APART: Final = _OTHERS | {"parent", "depends_on", "custom_timeouts", HELD}


def write_constructor(scope: Scope, comments: Mapping[str, str]) -> None:
    """Write a statement for each child of a component, and the constructors of the components among them.

    Args:
        scope: Of the component.
        comments: URN → why the resource is there.

    Raises:
        EjectError: a value can't be written.
    """
    _read_brake(scope)
    for child in scope.plan.children(scope.component):
        made = _custom(scope, child) if child.custom else _inner(scope, child, comments)
        condition = _WHILE_FREE if child.urn in scope.plan.absent else ""
        scope.add(child, made, comment=comments.get(child.urn, ""), condition=condition)


def outputs_of(scope: Scope) -> dict[str, Expression]:
    """What the component offers, as expressions."""
    component = scope.component
    found = component.record.get("outputs", {})
    return {name: scope.value(found[name], resource=component.name, name=name) for name in sorted(found)}


def _read_brake(scope: Scope) -> None:
    """The state of the brake, in the component that reads it."""
    brake = scope.plan.brake
    if brake is None or brake.component != scope.component.urn:
        return
    functions = scope.files.functions
    functions.copy("apexai.brake.state", "RELEASED")
    scope.needs(MODULE)
    first, *others = brake.arguments
    own = brake.arguments[first] == scope.component.name
    name = Text("name") if own else literal(brake.arguments[first])
    named = {other: literal(brake.arguments[other]) for other in others}
    read = call(functions.copy(brake.module, brake.function), name, **named, parent=Text("self"))
    expression = Text(f"{render_flat(read)}.{_STATE}")
    scope.statements.append(Statement(variable=scope.free_name(_STATE), expression=expression, is_used=True))


def _custom(scope: Scope, child: TracedResource) -> Call:
    scope.sdks.add(sdk_of(child.module))
    if child.id is not None:
        identity = scope.value(child.id, resource=child.name, name="id")
        return call(f"{class_of(child)}.get", scope.name_of(child), identity, opts=_options(scope, child))
    named = {name: scope.value(value, resource=child.name, name=name) for name, value in child.arguments.items()}
    return call(class_of(child), scope.name_of(child), **named, opts=_options(scope, child))


def _inner(scope: Scope, child: TracedResource, comments: Mapping[str, str]) -> Call:
    inner = Scope(plan=scope.plan, files=scope.files, component=child, around=scope)
    scope.inner[child.urn] = inner
    write_constructor(inner, comments)
    outputs_of(inner)
    taken = {parameter.name: parameter.value for parameter in inner.parameters.values()}
    return call(child.class_name, scope.name_of(child), **taken, opts=_options(scope, child))


def _options(scope: Scope, child: TracedResource) -> Expression:
    options = child.options
    after = _resources(scope, options.get("depends_on", ()))
    if HELD in options:
        after = Either(condition=BRAKED, then=_resources(scope, options[HELD]), otherwise=after)
    others = {name: scope.reference(scope.plan.at(options[name]).urn) for name in _OTHERS & options.keys()}
    timeouts = {name: literal(value) for name, value in options.get("custom_timeouts", {}).items()}
    return call(
        "pulumi.ResourceOptions",
        parent=Text("self"),
        **({} if after == listing([]) else {"depends_on": after}),
        **others,
        **{name: literal(value) for name, value in options.items() if name not in _WRITTEN_APART},
        **({"custom_timeouts": call("pulumi.CustomTimeouts", **timeouts)} if timeouts else {}),
    )


def _resources(scope: Scope, indices: "tuple[int, ...] | list[int]") -> Expression:
    return listing(scope.reference(scope.plan.at(index).urn) for index in indices)
