"""Attribute docstrings of classes, read from their source when asked for."""

import ast
import inspect
from functools import cache
from types import ModuleType
from typing import Final

from pydantic import BaseModel

_PACKAGE: Final = "apexai."


def field_docs(model: type[BaseModel]) -> dict[str, str]:
    """Field of a model → the docstring under it, on one line; those of base classes first."""
    return {name: text for name, text in attribute_docs(model).items() if name in model.model_fields}


def attribute_docs(owner: type) -> dict[str, str]:
    """Attribute of a class of this package → the docstring under it, on one line; those of base classes first."""
    found: dict[str, str] = {}
    for base in reversed(owner.__mro__):
        module = inspect.getmodule(base)
        if module is not None and base.__module__.startswith(_PACKAGE):
            found.update(_module_docs(module).get(base.__name__, {}))
    return found


def class_doc(model: type) -> str:
    """The first sentence of a class, on one line."""
    return _one_line((model.__doc__ or "").split("\n\n")[0])


@cache
def _module_docs(module: ModuleType) -> dict[str, dict[str, str]]:
    tree = ast.parse(inspect.getsource(module))
    return {node.name: _class_docs(node) for node in tree.body if isinstance(node, ast.ClassDef)}


def _class_docs(node: ast.ClassDef) -> dict[str, str]:
    docs: dict[str, str] = {}
    for field, after in zip(node.body, node.body[1:], strict=False):
        match field, after:
            case (
                ast.AnnAssign(target=ast.Name(id=name)) | ast.Assign(targets=[ast.Name(id=name)]),
                ast.Expr(value=ast.Constant(value=str(text))),
            ):
                docs[name] = _one_line(text)
    return docs


def _one_line(text: str) -> str:
    return " ".join(text.split())
