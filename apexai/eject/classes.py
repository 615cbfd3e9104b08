"""Components as classes, and the modules that hold them."""

import textwrap
from collections.abc import Iterator
from itertools import groupby

from apexai.eject.code import INDENT, LINE_LENGTH, Expression, Text, call, literal, quoted, render_expression
from apexai.eject.constants import Constants
from apexai.eject.constructor import outputs_of
from apexai.eject.imports import render_imports
from apexai.eject.scope import Scope, Statement
from apexai.eject.sdk import variable_of
from apexai.eject.values import traces_of
from apexai.graph.wire import SIGNATURE

_INSIDE = 2 * INDENT
_LONGEST_INPUTS = 400
"""Characters; longer inputs of a component are kept beside the program."""


def module_of(scope: Scope) -> str:
    """The module that holds a component's class."""
    return variable_of(scope.component.class_name)


def render_module(scope: Scope) -> str:
    """The module of a component; the modules of the components within it are others."""
    outputs = outputs_of(scope)
    inputs = _inputs(scope)
    constants = Constants(statement.expression for statement in scope.statements)
    settings = [
        f"{name} = pulumi.Config({quoted(key.partition(':')[0])}).require({quoted(key.partition(':')[2])})"
        for key, name in sorted(scope.files.keys.items())
        if name in scope.settings
    ]
    lines = [f'"""{scope.component.class_name} {scope.component.name}."""', "", _imports(scope), ""]
    named = [f"{name} = {render_expression(value, used=len(name) + 3)}" for name, value in constants.values()]
    lines += [*settings, *named, ""] if settings or named else []
    lines += ["", *_class(scope, inputs)]
    text = "\n".join(lines)
    for condition, statements in groupby(scope.statements, key=lambda statement: statement.condition):
        indent = _INSIDE + (INDENT if condition else 0)
        text += f"\n{' ' * _INSIDE}if {condition}:" if condition else ""
        for statement in statements:
            text += "\n" + _statement(statement, constants.shorten(statement.expression), indent=indent)
    return text + "\n" + "\n".join(_ending(outputs)) + "\n"


def _inputs(scope: Scope) -> Expression:
    """What the engine compares with the component's inputs of the last deployment."""
    record = scope.component.arguments
    found = {name: record[name] for name in sorted(record)}
    if len(str(found)) <= _LONGEST_INPUTS or SIGNATURE in str(found) or any(traces_of(found)):
        return scope.value(found, resource=scope.component.name, name="inputs")
    file = f"{module_of(scope)}.json"
    scope.files.record(file, found)
    scope.needs("json")
    scope.needs("pathlib")
    path = f'Path(__file__).with_name("{file}")'
    return Text(f'json.loads({path}.read_text(encoding="utf-8"))')


def _imports(scope: Scope) -> str:
    inner = [f"from {module_of(inner)} import {inner.component.class_name}" for inner in scope.inner.values()]
    paths = ["from pathlib import Path"] if "pathlib" in scope.modules else []
    modules = [f"import {name}" for name in scope.modules - {"pathlib"}]
    return render_imports(["import pulumi", *paths, *modules, *inner, *(sdk.imported for sdk in scope.sdks)])


def _class(scope: Scope, inputs: Expression) -> Iterator[str]:
    component = scope.component
    yield f"class {component.class_name}(pulumi.ComponentResource):"
    yield '    """The type token, the name and the inputs are those that the stack knows: see README.md."""'
    yield ""
    yield from _signature(scope)
    head = " " * _INSIDE
    yield head + render_expression(
        call("super().__init__", literal(component.type), Text("name"), inputs, Text("opts")),
        indent=_INSIDE,
        used=_INSIDE,
    )


def _signature(scope: Scope) -> Iterator[str]:
    taken = [f"{parameter.name}: {parameter.annotation}" for parameter in scope.parameters.values()]
    arguments = ["self", "name: str", *(["*", *taken] if taken else []), "opts: pulumi.ResourceOptions | None = None"]
    line = f"    def __init__({', '.join(arguments)}) -> None:"
    if len(line) <= LINE_LENGTH:
        yield line
        return
    yield "    def __init__("
    yield from (f"        {argument}," for argument in arguments)
    yield "    ) -> None:"


def _statement(statement: Statement, expression: Expression, *, indent: int) -> str:
    head = " " * indent
    comment = "".join(f"{head}# {line}\n" for line in textwrap.wrap(statement.comment, LINE_LENGTH - indent - 2))
    target = f"{statement.variable} = " if statement.is_used or statement.is_exposed else ""
    text = render_expression(expression, indent=indent, used=indent + len(target))
    exposed = f"\n{head}self.{statement.variable} = {statement.variable}" if statement.is_exposed else ""
    return f"{comment}{head}{target}{text}{exposed}"


def _ending(outputs: dict[str, Expression]) -> Iterator[str]:
    head = " " * _INSIDE
    for name, value in outputs.items():
        wrapped = call("pulumi.Output.from_input", value) if _is_plain(value) else value
        target = f"self.{name}: pulumi.Output[str] = "
        yield head + target + render_expression(wrapped, indent=_INSIDE, used=_INSIDE + len(target))
    offered = ", ".join(f"{quoted(name)}: self.{name}" for name in outputs)
    yield f"{head}self.register_outputs({{{offered}}})"


def _is_plain(value: Expression) -> bool:
    return isinstance(value, Text) and value.code.startswith(('"', "'", 'f"'))
