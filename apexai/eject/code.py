"""Python expressions as data, and their text as a formatter would lay it out."""

import keyword
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

LINE_LENGTH: Final = 120
INDENT: Final = 4


@dataclass(frozen=True, slots=True)
class Text:
    """An expression that is never broken: a name, an attribute, a literal."""

    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Items:
    """A list, or a mapping where its items have keys."""

    items: "tuple[tuple[Expression | None, Expression], ...]"
    brackets: str

    @property
    def separator(self) -> str:
        return ": "


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A call; arguments without a name come first."""

    function: str
    arguments: "tuple[tuple[str, Expression], ...]"

    @property
    def items(self) -> "tuple[tuple[Expression | None, Expression], ...]":
        return tuple((Text(name) if name else None, value) for name, value in self.arguments)

    @property
    def brackets(self) -> str:
        return "()"

    @property
    def separator(self) -> str:
        return "="


@dataclass(frozen=True, slots=True, kw_only=True)
class Lambda:
    """A function without a name."""

    parameters: str
    body: str

    @property
    def head(self) -> str:
        return f"lambda {self.parameters}: "


@dataclass(frozen=True, slots=True, kw_only=True)
class Either:
    """One of two values."""

    condition: str
    then: "Expression"
    otherwise: "Expression"


Expression: TypeAlias = Text | Items | Call | Lambda | Either


def call(function: str, /, *arguments: Expression, **named: Expression) -> Call:
    """A call by position and by name."""
    return Call(function=function, arguments=(*(("", argument) for argument in arguments), *named.items()))


def listing(items: Iterable[Expression]) -> Items:
    """A list."""
    return Items(items=tuple((None, item) for item in items), brackets="[]")


def mapping(items: Mapping[str, Expression]) -> Items:
    """A dict with plain keys."""
    return Items(items=tuple((Text(quoted(key)), value) for key, value in items.items()), brackets="{}")


def quoted(text: str) -> str:
    """A literal of a text, in double quotes unless that takes more escapes."""
    single = '"' in text and "'" not in text
    plain = repr(text)
    if single or not text.isprintable():
        return plain if single or plain.startswith('"') else _requoted(plain)
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def literal(value: object) -> Expression:
    """Plain data as it is written in Python."""
    match value:
        case str():
            return Text(quoted(value))
        case float() if value.is_integer() and abs(value) <= 2**53:
            return Text(str(int(value)))
        case Mapping():
            return mapping({str(key): literal(item) for key, item in value.items()})
        case list() | tuple():
            return listing(literal(item) for item in value)
        case _:
            return Text(repr(value))


def identifier(text: str, *, taken: Iterable[str] = ()) -> str:
    """A name for a variable out of a text, none that is taken or means something."""
    plain = "".join(character if character.isalnum() else "_" for character in text).strip("_").lower() or "resource"
    plain = f"_{plain}" if plain[0].isdigit() else plain
    name, used, count = plain, {*taken}, 2
    while name in used or keyword.iskeyword(name):
        name = f"{plain}_{count}" if not keyword.iskeyword(plain) else f"{plain}_"
        count += 1
    return name


def render_expression(expression: Expression, *, indent: int = 0, used: int = 0, after: int = 0) -> str:
    """The text of an expression.

    Args:
        expression: What to write.
        indent: Of the line that it begins on.
        used: Columns of that line before it, indentation included.
        after: Characters that follow it on its last line.
    """
    flat = render_flat(expression)
    if isinstance(expression, Text) or used + len(flat) + after <= LINE_LENGTH:
        return flat
    inner = indent + INDENT
    if isinstance(expression, Lambda | Either):
        lines = _broken(expression, indent=inner)
        head = expression.head if isinstance(expression, Lambda) else ""
        return "\n".join([f"{head}(", *(" " * inner + line for line in lines), " " * indent + ")"])
    if not expression.items:
        return flat
    lines = [" " * inner + _item(expression, key, value, indent=inner) + "," for key, value in expression.items]
    opening, closing = expression.brackets[0], expression.brackets[1]
    head = expression.function if isinstance(expression, Call) else ""
    return "\n".join([head + opening, *lines, " " * indent + closing])


def _broken(expression: Lambda | Either, *, indent: int) -> list[str]:
    """What is in the parentheses of an expression that takes several lines."""
    if isinstance(expression, Lambda):
        return [expression.body]
    otherwise = render_expression(expression.otherwise, indent=indent, used=indent + len("else "))
    then = render_expression(expression.then, indent=indent, used=indent)
    return [then, f"if {expression.condition}", f"else {otherwise}"]


def render_flat(expression: Expression) -> str:
    """The text of an expression on one line."""
    if isinstance(expression, Text):
        return expression.code
    if isinstance(expression, Lambda):
        return expression.head + expression.body
    if isinstance(expression, Either):
        return f"{render_flat(expression.then)} if {expression.condition} else {render_flat(expression.otherwise)}"
    parts = [
        (render_flat(key) + expression.separator if key is not None else "") + render_flat(value)
        for key, value in expression.items
    ]
    opening, closing = expression.brackets[0], expression.brackets[1]
    head = expression.function if isinstance(expression, Call) else ""
    return head + opening + ", ".join(parts) + closing


def _item(expression: Items | Call, key: "Expression | None", value: Expression, *, indent: int) -> str:
    head = "" if key is None else render_flat(key) + expression.separator
    return head + render_expression(value, indent=indent, used=indent + len(head), after=1)


def _requoted(plain: str) -> str:
    """A literal in single quotes, in double ones."""
    return '"' + plain[1:-1].replace("\\'", "'").replace('"', '\\"') + '"'
