"""What the constructor of one component can name: its resources, what it is given, and what it works out on the way."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from apexai.eject.code import Call, Expression, Text, call, identifier, literal, quoted, render_flat
from apexai.eject.files import DIRECTORY, Files
from apexai.eject.functions import MODULE
from apexai.eject.plan import Plan
from apexai.eject.refusal import UnwritableError, cannot_follow
from apexai.eject.sdk import ALIASES, Sdk, argument_of, class_of, function_of, sdk_of, variable_of
from apexai.eject.values import expression_of
from apexai.graph.offline.tracing import TracedResource

_RESERVED: Final = frozenset({"self", "name", "opts", "id", "type", "filter", "json", "pulumi", "functools", MODULE})
_LONGEST_APPLIED: Final = 50
"""Characters of what a function is applied to; what is longer is a variable."""


@dataclass(kw_only=True)
class Statement:
    """One line of a constructor, as long as it may be."""

    variable: str
    expression: Expression
    comment: str = ""
    condition: str = ""
    """On which it runs; empty for always."""
    is_used: bool = False
    is_exposed: bool = False
    """Whether the constructor around this one uses it too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """What a constructor takes from the one around it."""

    name: str
    annotation: str
    value: Expression
    """In the constructor around it."""


@dataclass(kw_only=True)
class Scope:
    """A component's constructor while it is written: what values may refer to, see `values.Surroundings`."""

    plan: Plan
    files: Files
    component: TracedResource
    around: "Scope | None" = None
    statements: list[Statement] = field(default_factory=list)
    parameters: dict[str, Parameter] = field(default_factory=dict)
    inner: "dict[str, Scope]" = field(default_factory=dict)
    """Of the components in this one, by URN."""
    sdks: set[Sdk] = field(default_factory=set)
    modules: set[str] = field(default_factory=set)
    """That it imports, beside those of SDKs and of inner components."""
    settings: set[str] = field(default_factory=set)
    """Names of the stack's settings that it uses."""
    _made: dict[str, Statement] = field(default_factory=dict)
    _hoisted: dict[int, Text] = field(default_factory=dict)
    _at: tuple[str, str] = ("", "")
    """The resource and the property that are written."""

    def value(self, value: Any, *, resource: str, name: str) -> Expression:
        """A property of a resource as an expression.

        Raises:
            EjectError: nothing says what it is made of.
        """
        before, self._at = self._at, (resource, name)
        try:
            return expression_of(value, self)
        except UnwritableError as error:
            raise cannot_follow(resource=resource, at=name, why=str(error)) from None
        finally:
            self._at = before

    def add(self, child: TracedResource, expression: Expression, *, comment: str, condition: str) -> None:
        """Make a resource; later ones may refer to it."""
        variable = self.free_name(self._plain(child.name) or variable_of(child.class_name))
        statement = Statement(variable=variable, expression=expression, comment=comment, condition=condition)
        self.statements.append(statement)
        self._made[child.urn] = statement

    def reference(self, urn: str) -> Text:
        """A resource, from wherever it is."""
        if urn == self.component.urn:
            return Text("self")
        if urn in self._made:
            self._made[urn].is_used = True
            return Text(self._made[urn].variable)
        for component, scope in self.inner.items():
            if self.plan.is_below(self.plan.by_urn[urn], self.plan.by_urn[component]):
                return Text(f"{self.reference(component).code}.{scope.exposed(urn)}")
        return Text(self._parameter(urn).name)

    def exposed(self, urn: str) -> str:
        """The attribute that a resource within this component is, for those around it."""
        code = self.reference(urn).code
        if urn in self._made:
            self._made[urn].is_exposed = True
        return code

    def name_of(self, child: TracedResource) -> Expression:
        """A logical name, made of the component's own."""
        own = self.component.name
        if not child.name.startswith(own):
            return Text(quoted(child.name))
        rest = child.name.removeprefix(own)
        return Text(f'f"{{name}}{rest}"' if rest else "name")

    def free_name(self, text: str) -> str:
        """A variable's name that nothing has yet."""
        taken = {statement.variable for statement in self.statements}
        taken |= {parameter.name for parameter in self.parameters.values()}
        return identifier(text, taken={*_RESERVED, *ALIASES, *taken})

    def output(self, number: int) -> Expression:
        origin = self.plan.origin(number)
        match origin["kind"]:
            case "property":
                return Text(f"{self.reference(origin['urn']).code}.{origin['name']}")
            case "urn":
                return Text(f"{self.reference(origin['urn']).code}.urn")
            case "member":
                return Text(f"{render_flat(expression_of(origin['of'], self))}.{origin['name']}")
            case "item":
                return Text(f"{render_flat(expression_of(origin['of'], self))}[{render_flat(literal(origin['key']))}]")
            case "invoke":
                name = origin["function"].removeprefix("get_").removesuffix("_output")
                return self._hoisted.get(number) or self._hoist(number, self._asked(origin), name=name)
            case _:
                return self._hoisted.get(number) or self._applied(number, origin)

    def setting(self, text: str) -> list[tuple[str, str]]:
        found = [(value, name) for value, name in self.files.settings.items() if value in text]
        found.sort(key=lambda pair: -len(pair[0]))  # one may begin with another
        self.settings.update(name for _, name in found)
        return found

    def asset(self, envelope: Mapping[str, Any]) -> Expression:
        return self.files.asset(envelope, name=self._directory)

    def file(self, path: str) -> Expression:
        return literal(self.files.copied(path, name=self._directory, keeps_path=True))

    def content_file(self, content: bytes, name: str) -> Expression:
        return literal(self.files.kept(content, f"{self._directory}/{name}"))

    def text(self, text: str, name: str) -> Expression:
        path = self.files.kept(text.encode(), f"{self._directory}/{name}")
        self.needs(MODULE)
        return call(self.files.functions.reader(DIRECTORY), literal(path.removeprefix(f"{DIRECTORY}/")))

    def secret(self, content: object) -> Expression:
        return self.files.secret(content, resource=self._at[0], name=self._at[1])

    def needs(self, module: str) -> None:
        self.modules.add(module)

    @property
    def _directory(self) -> str:
        """Where the files of the resource are that is written."""
        return identifier(self._plain(self._at[0]))

    def _plain(self, name: str) -> str:
        return name.removeprefix(self.component.name).strip("-")

    def _asked(self, origin: Mapping[str, Any]) -> Call:
        self.sdks.add(sdk_of(origin["module"]))
        given = {argument_of(origin, key): expression_of(value, self) for key, value in origin["arguments"].items()}
        opts = {} if origin["parent"] is None else {"opts": call("pulumi.InvokeOutputOptions", parent=Text("self"))}
        return call(function_of(origin), **given, **opts)

    def _applied(self, number: int, origin: Mapping[str, Any]) -> Expression:
        function = self.files.functions.expression(origin["function"])
        if isinstance(function, Call):
            self.needs("functools")
        if f"{MODULE}." in render_flat(function):
            self.needs(MODULE)
        of = self._applied_to(origin["of"])
        if isinstance(of, Call) and len(render_flat(of)) > _LONGEST_APPLIED:
            of = self._variable(of, name="parts")
        applied = call(f"{render_flat(of)}.apply", function)
        if self._uses[number] == 1:
            return applied
        result = self.files.functions.result_of(origin["function"])
        return self._hoist(number, applied, name=variable_of(result) if result else self._at[1])

    def _applied_to(self, of: Any) -> Expression:
        match of:
            case list():
                return call("pulumi.Output.all", *(expression_of(item, self) for item in of))
            case dict():
                return call("pulumi.Output.all", **{key: expression_of(item, self) for key, item in of.items()})
            case _:
                return expression_of(of, self)

    @property
    def _uses(self) -> Counter[int]:
        return self.plan.uses[self.component.urn]

    def _hoist(self, number: int, expression: Expression, *, name: str) -> Text:
        """A variable for what is used in several places."""
        self._hoisted[number] = self._variable(expression, name=name)
        return self._hoisted[number]

    def _variable(self, expression: Expression, *, name: str) -> Text:
        statement = Statement(variable=self.free_name(name), expression=expression, is_used=True)
        self.statements.append(statement)
        return Text(statement.variable)

    def _parameter(self, urn: str) -> Parameter:
        if self.around is None:
            raise RuntimeError(f"{urn} is nowhere in the program")
        if urn not in self.parameters:
            resource = self.plan.by_urn[urn]
            self.sdks.add(sdk_of(resource.module))
            self.parameters[urn] = Parameter(
                name=self.free_name(resource.name.removeprefix(self.around.component.name).strip("-")),
                annotation=class_of(resource),
                value=self.around.reference(urn),
            )
        return self.parameters[urn]
