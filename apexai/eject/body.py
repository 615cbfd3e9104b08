"""The constructor of one component: its statements, and what it takes from outside."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from apexai.eject.code import Call, Either, Expression, Text, call, identifier, listing, literal, quoted, render_flat
from apexai.eject.files import DIRECTORY, Files
from apexai.eject.functions import MODULE
from apexai.eject.plan import Plan
from apexai.eject.refusal import UnwritableError, cannot_follow
from apexai.eject.sdk import Sdk, argument_of, class_of, function_of, sdk_of, variable_of
from apexai.eject.values import expression_of
from apexai.eject.variants import BRAKED, HELD
from apexai.graph.offline.tracing import TracedResource

_RESERVED: Final = frozenset({"self", "name", "opts", "id", "type", "filter", "json", "pulumi", "functools", MODULE})
WHILE_FREE: Final = f"not {BRAKED}"


@dataclass(kw_only=True)
class Statement:
    """One line of a constructor, as long as it may be."""

    variable: str
    expression: Expression
    comment: str = ""
    is_used: bool = False
    condition: str = ""
    is_exposed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """What a constructor takes from the one around it."""

    name: str
    annotation: str
    value: Expression
    """In the constructor around it."""


@dataclass(kw_only=True)
class Body:
    """A component's constructor while it is written."""

    plan: Plan
    files: Files
    component: TracedResource
    around: "Body | None"
    comments: Mapping[str, str]
    """URN → why the resource is there."""
    statements: list[Statement] = field(default_factory=list)
    parameters: dict[str, Parameter] = field(default_factory=dict)
    sdks: set[Sdk] = field(default_factory=set)
    modules: set[str] = field(default_factory=set)
    settings: set[str] = field(default_factory=set)
    bodies: "dict[str, Body]" = field(default_factory=dict)
    """Of the components in this one, by URN."""
    _made: dict[str, Statement] = field(default_factory=dict)
    _hoisted: dict[int, Statement] = field(default_factory=dict)
    _uses: Counter[int] = field(default_factory=Counter)
    _at: tuple[str, str] = ("", "")
    """The resource and the property that are written."""

    def write(self) -> None:
        """Write a statement for each child, and the components among them."""
        self._uses = self.plan.uses(self.component)
        self._read_brake()
        for child in self.plan.children(self.component):
            expression = self._custom(child) if child.custom else self._inner(child)
            statement = Statement(
                variable=self._variable(self._plain_name(child)),
                expression=expression,
                comment=self.comments.get(child.urn, ""),
                condition=WHILE_FREE if child.urn in self.plan.absent else "",
            )
            self.statements.append(statement)
            self._made[child.urn] = statement

    def inputs(self, given: Mapping[str, Any]) -> Expression:
        """What the component passes on as its inputs."""
        return self._value(dict(given), self.component.name, "inputs")

    def outputs(self) -> dict[str, Expression]:
        """What the component offers, as expressions."""
        found = self.component.record.get("outputs", {})
        return {name: self._value(value, self.component.name, name) for name, value in sorted(found.items())}

    def reference(self, urn: str) -> Expression:
        """A resource, from wherever it is."""
        if urn == self.component.urn:
            return Text("self")
        if urn in self._made:
            self._made[urn].is_used = True
            return Text(self._made[urn].variable)
        for inner, body in self.bodies.items():
            if self.plan.is_below(self.plan.by_urn[urn], self.plan.by_urn[inner]):
                return Text(f"{_code(self.reference(inner))}.{body.exposed(urn)}")
        return self._parameter(urn)

    def exposed(self, urn: str) -> str:
        """The attribute of a resource within this component, for those around it."""
        code = _code(self.reference(urn))
        if urn in self._made:
            self._made[urn].is_exposed = True
        return code

    # What values refer to.

    def output(self, number: int) -> Expression:
        origin = self.plan.origin(number)
        match origin["kind"]:
            case "property":
                return Text(f"{_code(self.reference(origin['urn']))}.{origin['name']}")
            case "urn":
                return Text(f"{_code(self.reference(origin['urn']))}.urn")
            case "member":
                return Text(f"{_code(self._of(origin))}.{origin['name']}")
            case "item":
                return Text(f"{_code(self._of(origin))}[{origin['key']!r}]")
            case "invoke":
                return self._hoist(number, self._asked(origin), name=_asked_name(origin))
            case _:
                return self._applied(number, origin)

    def setting(self, text: str) -> list[tuple[str, str]]:
        found = [(value, name) for name, value in self.files.settings.items() if value in text]
        self.settings.update(name for _, name in found)
        return found

    def asset(self, envelope: Mapping[str, Any]) -> Expression:
        return self.files.asset(envelope, name=identifier(self._plain_name_of(self._at[0])))

    def file(self, path: str) -> Expression:
        return literal(self.files.copied(path, name=identifier(self._plain_name_of(self._at[0])), keeps_path=True))

    def content_file(self, content: bytes, name: str) -> Expression:
        return literal(self._kept(content, name))

    def text(self, text: str, name: str) -> Expression:
        path = self._kept(text.encode(), name).removeprefix(f"{DIRECTORY}/")
        self.needs(MODULE)
        return call(self.files.functions.reader(DIRECTORY), literal(path))

    def secret(self) -> Expression:
        return self.files.secret(*self._at)

    def needs(self, module: str) -> None:
        self.modules.update({module} - {""})

    # Statements.

    def _kept(self, content: bytes, name: str) -> str:
        return self.files.kept(content, f"{identifier(self._plain_name_of(self._at[0]))}/{name}")

    def _read_brake(self) -> None:
        """The state of the brake, in the component that reads it."""
        brake = self.plan.brake
        if brake is None or self.around is not None:
            return
        function = self.files.functions.copy(brake.module, "read_state")
        given = {name: argument["value"] for name, argument in brake.arguments.items() if argument.get("value")}
        first = next(iter(given))
        own = Text("name") if given[first] == self.component.name else literal(given[first])
        named = {name: literal(value) for name, value in given.items() if name != first}
        self.files.functions.copy("apexai.brake.state", "RELEASED")
        self.needs(MODULE)
        read = render_flat(call(function, own, **named, parent=Text("self")))
        self.statements.append(Statement(variable="state", expression=Text(f"{read}{brake.result}"), is_used=True))

    def _custom(self, child: TracedResource) -> Call:
        self.sdks.add(sdk_of(child.module))
        named = {name: self._value(value, child.name, name) for name, value in child.arguments.items()}
        arguments = (("", self._name(child)), *named.items(), ("opts", self._options(child)))
        if child.id is None:
            return Call(function=class_of(child), arguments=arguments)
        read = (("", self._name(child)), ("", self._value(child.id, child.name, "id")), ("opts", self._options(child)))
        return Call(function=f"{class_of(child)}.get", arguments=read)

    def _inner(self, child: TracedResource) -> Call:
        body = Body(plan=self.plan, files=self.files, component=child, around=self, comments=self.comments)
        self.bodies[child.urn] = body
        body.write()
        body.outputs()
        taken = {parameter.name: parameter.value for parameter in body.parameters.values()}
        return call(child.class_name, self._name(child), **taken, opts=self._options(child))

    def _options(self, child: TracedResource) -> Expression:
        plain = {
            name: literal(value)
            for name, value in child.options.items()
            if name not in ("parent", "provider", "deleted_with", "depends_on", "custom_timeouts", HELD)
        }
        others = {name: self._at_index(child.options[name]) for name in ("deleted_with",) if name in child.options}
        after: Expression = listing(self._at_index(index) for index in child.options.get("depends_on", ()))
        if HELD in child.options:
            held = listing(self._at_index(index) for index in child.options[HELD])
            after = Either(condition=BRAKED, then=held, otherwise=after)
        timeouts = child.options.get("custom_timeouts")
        return call(
            "pulumi.ResourceOptions",
            parent=Text("self"),
            **({} if after == listing([]) else {"depends_on": after}),
            **others,
            **plain,
            **({"custom_timeouts": _timeouts(timeouts)} if timeouts else {}),
        )

    def _at_index(self, index: int) -> Expression:
        return self.reference(self.plan.at(index).urn)

    def _value(self, value: Any, resource: str, name: str) -> Expression:
        before, self._at = self._at, (resource, name)
        try:
            return expression_of(value, self)
        except UnwritableError as error:
            raise cannot_follow(resource=resource, at=name, why=str(error)) from None
        finally:
            self._at = before

    def _of(self, origin: Mapping[str, Any]) -> Expression:
        return expression_of(origin["of"], self)

    def _asked(self, origin: Mapping[str, Any]) -> Call:
        self.sdks.add(sdk_of(origin["module"]))
        given = {argument_of(origin, key): expression_of(value, self) for key, value in origin["arguments"].items()}
        opts = {} if origin["parent"] is None else {"opts": call("pulumi.InvokeOutputOptions", parent=Text("self"))}
        return call(function_of(origin), **given, **opts)

    def _applied(self, number: int, origin: Mapping[str, Any]) -> Expression:
        if number in self._hoisted:
            return Text(self._hoisted[number].variable)
        function = self.files.functions.expression(origin["function"])
        self.needs("functools" if isinstance(function, Call) else "")
        self.needs(MODULE if f"{MODULE}." in render_flat(function) else "")
        match origin["of"]:
            case list() as several:
                of: Expression = call("pulumi.Output.all", *(expression_of(item, self) for item in several))
            case dict() as several:
                of = call("pulumi.Output.all", **{key: expression_of(item, self) for key, item in several.items()})
            case single:
                of = expression_of(single, self)
        applied = call(f"{_code(of)}.apply", function)
        if self._uses[number] == 1:
            return applied
        result = self.files.functions.result_of(origin["function"])
        return self._hoist(number, applied, name=variable_of(result) if result else self._at[1])

    def _hoist(self, number: int, expression: Expression, *, name: str) -> Expression:
        if number not in self._hoisted:
            statement = Statement(variable=self._variable(name), expression=expression, is_used=True)
            self._hoisted[number] = statement
            self.statements.append(statement)
        return Text(self._hoisted[number].variable)

    def _parameter(self, urn: str) -> Expression:
        if self.around is None:
            raise RuntimeError(f"{urn} is nowhere in the program")
        if urn not in self.parameters:
            resource = self.plan.by_urn[urn]
            self.sdks.add(sdk_of(resource.module))
            self.parameters[urn] = Parameter(
                name=self._variable(self._plain_name_of(resource.name)),
                annotation=class_of(resource),
                value=self.around.reference(urn),
            )
        return Text(self.parameters[urn].name)

    def _name(self, child: TracedResource) -> Expression:
        own = self.component.name
        if child.name == own:
            return Text("name")
        if child.name.startswith(own):
            return Text(f'f"{{name}}{child.name.removeprefix(own)}"')
        return Text(quoted(child.name))

    def _plain_name(self, child: TracedResource) -> str:
        return self._plain_name_of(child.name) or variable_of(child.class_name)

    def _plain_name_of(self, name: str) -> str:
        return name.removeprefix(self.component.name).strip("-")

    def _variable(self, text: str) -> str:
        taken = {statement.variable for statement in self.statements} | {
            parameter.name for parameter in self.parameters.values()
        }
        return identifier(text, taken={*_RESERVED, *taken, *(sdk.alias for sdk in self.sdks)})


def _timeouts(given: Mapping[str, str]) -> Expression:
    return call("pulumi.CustomTimeouts", **{name: literal(value) for name, value in given.items()})


def _asked_name(origin: Mapping[str, Any]) -> str:
    return str(origin["function"]).removeprefix("get_").removesuffix("_output")


def _code(expression: Expression) -> str:
    """As what an attribute is taken of."""
    return expression.code if isinstance(expression, Text) else render_flat(expression)
