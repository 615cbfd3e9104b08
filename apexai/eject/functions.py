"""The functions that components apply to Outputs, copied out of this library with all that they use."""

import ast
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from apexai.eject.code import Call, Expression, Text, call, literal
from apexai.eject.imports import render_imports
from apexai.eject.lambdas import used_by, written_lambda
from apexai.eject.refusal import UnwritableError
from apexai.graph.offline.tracing import TRACE

MODULE: Final = "functions"
"""Name of the module that has the copies."""
_OWN: Final = "apexai"
_READER: Final = '''\
def text(path: str) -> str:
    """The text of a file in {directory}."""
    return Path(__file__).with_name("{directory}").joinpath(path).read_text(encoding="utf-8")'''


@dataclass(frozen=True, slots=True)
class _Definition:
    """One statement of a module that others refer to by name."""

    module: str
    name: str
    source: str
    names: frozenset[str]


@dataclass(kw_only=True)
class Functions:
    """The copies so far, each after what it uses."""

    _copied: dict[str, _Definition] = field(default_factory=dict)
    _imports: set[str] = field(default_factory=set)
    _under_way: set[tuple[str, str]] = field(default_factory=set)
    """What is being copied, with what it uses: functions may use each other."""

    def expression(self, described: Mapping[str, Any]) -> Expression:
        """A function as an expression, which may name the module of the copies.

        Raises:
            UnwritableError: it is none that can be copied.
        """
        if TRACE.search(str({key: described.get(key) for key in ("free", "arguments", "named")})):
            raise UnwritableError("a function that takes another output beside the one that it is applied to")
        if described["name"].endswith("<lambda>"):
            return self._lambda(described)
        if "<locals>" in described["name"] or "." in described["name"]:
            raise UnwritableError(f"{described['name']}, a function within another")
        return _bound(self.copy(described["module"], described["name"]), described)

    def render(self) -> str:
        """The module of the copies; empty where there are none."""
        if not self._copied:
            return ""
        text = _spaced(_published(self._copied.values(), self._copied))
        head = '"""What the program works out of outputs."""'
        return f"{head}\n\n{render_imports(self._imports)}\n\n{text}\n"

    def copy(self, module: str, name: str) -> str:
        """Copy a function, and give how it is called.

        Raises:
            UnwritableError: it is none that can be copied.
        """
        return f"{MODULE}.{self._copy(module, name).lstrip('_')}"

    def reader(self, directory: str) -> str:
        """How a text of a file in a directory beside the program is read."""
        self._imports.add("from pathlib import Path")
        self._copied["text"] = _Definition("", "text", _READER.format(directory=directory), frozenset())
        return f"{MODULE}.text"

    def result_of(self, described: Mapping[str, Any]) -> str:
        """The name of the class that a function gives, as far as the copies say; empty for none."""
        names = used_by(described) if described["name"].endswith("<lambda>") else {described["name"]}
        given = {match[1] for name in names for match in [self._annotation(name)] if match}
        return next((name for name in sorted(given) if name in self._copied), "")

    def _annotation(self, name: str) -> re.Match[str] | None:
        return re.search(r"\) -> (\w+):", self._copied[name].source) if name in self._copied else None

    def _lambda(self, described: Mapping[str, Any]) -> Expression:
        names = used_by(described)
        for name in sorted(names):
            self._copy(described["module"], name)
        copied = {name: f"{MODULE}.{name.lstrip('_')}" for name in names if name in self._copied}
        return written_lambda(described, names=copied)

    def _copy(self, module: str, name: str) -> str:
        """Copy what a name means in a module, and give its name there; outside of this library it is imported."""
        definitions, imports = _module(module)
        if name in imports:
            return self._import(imports[name])
        if name not in definitions:
            return name  # a builtin
        if name in self._copied:
            if self._copied[name].module != module:
                raise UnwritableError(f"{name}, which is the name of two things")
            return name
        if (module, name) in self._under_way:
            return name
        self._under_way.add((module, name))
        for other in sorted(definitions[name].names - {name}):
            self._copy(module, other)
        self._copied[name] = definitions[name]
        return name

    def _import(self, line: str) -> str:
        match = re.fullmatch(r"from (\S+) import (\w+)", line)
        if match and match[1].partition(".")[0] == _OWN:
            return self._copy(match[1], match[2])
        self._imports.add(line)
        return match[2] if match else line.removeprefix("import ")


def _bound(name: str, described: Mapping[str, Any]) -> Expression:
    """The function, with those of its arguments that are known."""
    arguments, named = described.get("arguments", ()), described.get("named", {})
    public = Text(name)
    if not arguments and not named:
        return public
    bound: Call = call(
        "functools.partial", public, *map(literal, arguments), **{k: literal(v) for k, v in named.items()}
    )
    return bound


def _spaced(sources: Iterable[str]) -> str:
    """Constants close together, what is longer with room around it."""
    text, before = "", ""
    for source in sources:
        near = before and "\n" not in before + source
        text += ("\n" if near else "\n\n\n" if before else "" if "\n" not in source else "\n") + source
        before = source
    return text


def _published(definitions: Iterable[_Definition], copied: Collection[str]) -> Iterator[str]:
    """The sources, where names that were private to their modules are not among the copies.

    Raises:
        UnwritableError: a plain name means something else beside the private one.
    """
    private = {name: name.lstrip("_") for name in copied if name.startswith("_")}
    for name in private.values():
        if name in copied:
            raise UnwritableError(f"_{name}, beside which there is {name}")
    for definition in definitions:
        source = definition.source
        for name, public in private.items():
            used = re.search(rf"(?<![\w.]){name}\b", source)
            if used and re.search(rf"(?<![\w.]){public}\b", source):
                raise UnwritableError(f"{name}, beside which there is {public}")
            source = re.sub(rf"(?<![\w.]){name}\b", public, source)
        yield source


@cache
def _module(module: str) -> tuple[dict[str, _Definition], dict[str, str]]:
    """What a module defines, and the imports of what it imports, by name."""
    spec = find_spec(module)
    assert spec is not None
    assert spec.origin is not None
    text = Path(spec.origin).read_text(encoding="utf-8")
    definitions: dict[str, _Definition] = {}
    imports: dict[str, str] = {}
    for node in ast.parse(text).body:
        imports |= _imported(node)
        for name in _defined(node):
            names = _used(node)
            source = _source(text, node)
            definitions[name] = _Definition(module, name, source, names)
    return definitions, imports


def _imported(node: ast.stmt) -> dict[str, str]:
    match node:
        case ast.Import(names=names):
            return {
                alias.asname or alias.name: f"import {alias.name}" + (f" as {alias.asname}" if alias.asname else "")
                for alias in names
            }
        case ast.ImportFrom(module=str() as module, names=names):
            return {alias.name: f"from {module} import {alias.name}" for alias in names if alias.asname is None}
        case _:
            return {}


def _defined(node: ast.stmt) -> tuple[str, ...]:
    match node:
        case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
            return (name,)
        case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
            return (name,)
        case _:
            return ()


def _used(node: ast.stmt) -> frozenset[str]:
    """The names that a statement takes from around it."""
    found = [name for name in ast.walk(node) if isinstance(name, ast.Name)]
    own = {name.id for name in found if not isinstance(name.ctx, ast.Load)}
    own |= {argument.arg for argument in ast.walk(node) if isinstance(argument, ast.arg)}
    return frozenset({name.id for name in found} - own)


def _source(text: str, node: ast.stmt) -> str:
    decorators = getattr(node, "decorator_list", [])
    first = min([node.lineno, *(decorator.lineno for decorator in decorators)])
    return "\n".join(text.splitlines()[first - 1 : node.end_lineno])
