"""Lambdas of this library as text, with the values that they had around them written in."""

import ast
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from apexai.eject.code import Lambda
from apexai.eject.refusal import UnwritableError


def used_by(described: Mapping[str, Any]) -> frozenset[str]:
    """The names of its module that a lambda uses.

    Raises:
        UnwritableError: the lambda is not to be found.
    """
    found = _find(described)
    own = {argument.arg for argument in ast.walk(found) if isinstance(argument, ast.arg)} | {*described["free"]}
    return frozenset({name.id for name in ast.walk(found.body) if isinstance(name, ast.Name)} - own)


def written_lambda(described: Mapping[str, Any], *, names: Mapping[str, str]) -> Lambda:
    """A lambda with other names for what it uses.

    Raises:
        UnwritableError: it can't be written out of its place.
    """
    node = _Filled(described["free"], names).visit(_find(described))
    return Lambda(parameters=ast.unparse(node.args), body=_in_double_quotes(ast.unparse(node.body)))


def _find(described: Mapping[str, Any]) -> ast.Lambda:
    tree = ast.parse(Path(described["file"]).read_text(encoding="utf-8"))
    first, last = described["columns"]
    found = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Lambda)
        and node.lineno == described["line"]
        and node.col_offset <= first
        and (node.end_col_offset or 0) >= last
    ]
    if not found:
        raise UnwritableError("a function whose text is not to be found")
    return min(found, key=lambda node: (node.end_col_offset or 0) - node.col_offset)


def _in_double_quotes(text: str) -> str:
    return text if '"' in text or "\\" in text else text.replace("'", '"')


class _Filled(ast.NodeTransformer):
    """Puts values in the places of the variables around a lambda."""

    def __init__(self, free: Mapping[str, Any], names: Mapping[str, str]) -> None:
        self._free = free
        self._names = names

    def visit_Name(self, node: ast.Name) -> ast.expr:
        if node.id not in self._free:
            return ast.Name(self._names.get(node.id, node.id))
        known = self._free[node.id]
        if "untraceable" in known:
            raise UnwritableError(f"a function that uses {known['untraceable']}")
        return ast.parse(repr(known["value"]), mode="eval").body

    def visit_IfExp(self, node: ast.IfExp) -> ast.expr:
        self.generic_visit(node)
        match node.body, node.orelse:
            case ast.Constant(value=False), ast.Constant(value=True):
                return ast.UnaryOp(ast.Not(), node.test)
            case _:
                return node

    def visit_JoinedStr(self, node: ast.JoinedStr) -> ast.expr:
        self.generic_visit(node)
        node.values = [_plain(part) for part in node.values]
        return node


def _plain(part: ast.expr) -> ast.expr:
    match part:
        case ast.FormattedValue(value=ast.Constant(value=value), conversion=-1, format_spec=None):
            return ast.Constant(value=str(value))
        case _:
            return part
