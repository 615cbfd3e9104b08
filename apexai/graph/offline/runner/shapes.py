"""Finds and replaces functions of the SDK, each only where it is the function that the replacement was made for.

A function's shape is a digest of the names that its code uses, nested functions included: the same under every
CPython, and another as soon as the function does something else.
"""

from __future__ import annotations

import hashlib
import sys
import types
from collections.abc import Callable
from typing import Any

SHAPES = {
    "pulumi.log:debug": {"f5a7f1d9d1886a8f"},
    "pulumi.output:Output.__init__": {"f03e5e930997df8a"},
    "pulumi.output:Output._from_data": {"10f2e8007ae1453c"},
    "pulumi.runtime._context:wrap_with_context": {"78dd95265e19c155"},
    "pulumi.runtime.resource:_get_source_position": {"d11b1f5cf2df786f"},
    "pulumi.runtime.resource:_get_stack_trace": {"9bdfbb6d4cc1498a"},
    "pulumi.runtime.resource:create_urn": {"fde146a0941885fe"},
    "pulumi.runtime.resource:resource_output": {"3014af335bf00f11"},
    "pulumi.runtime.rpc:serialize_properties": {"e45902d008e04606"},
    "pulumi.runtime.rpc:transfer_properties": {"fde994a7d6858759"},
    "pulumi.runtime.settings:is_dry_run": {"2854853fabac0cd4"},
}


def fits(target: str) -> bool:
    """True where `module:path` is a function whose shape we know."""
    function = find(target)
    return function is not None and shape(function) in SHAPES[target]


def shape(function: Any) -> str:
    """The digest of the names in a function's code."""
    names: set[str] = set()
    _collect_names(getattr(function, "__func__", function).__code__, names)
    return hashlib.sha256(" ".join(sorted(names)).encode()).hexdigest()[:16]


def find(target: str) -> Any:
    """What `module:path` names, or None."""
    module, _, path = target.partition(":")
    found: Any = sys.modules.get(module)
    for part in path.split("."):
        found = getattr(found, part, None)
    return found


def replace(target: str, replacement: Callable[..., Any]) -> None:
    """Put a function in the place of another, also where modules of the SDK have imported it by name."""
    original = find(target)
    name = target.rpartition(":")[2]
    for module in [module for key, module in sys.modules.items() if key.partition(".")[0] == "pulumi"]:
        if module is not None and module.__dict__.get(name) is original:
            setattr(module, name, replacement)


def _collect_names(code: types.CodeType, names: set[str]) -> None:
    for group in (code.co_names, code.co_varnames, code.co_freevars, code.co_cellvars):
        names.update(name for name in group if not name.startswith("."))
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            _collect_names(constant, names)
