"""Imports parts of the SDK when they are first used: programs that never do spend a sixth of their start on them."""

from __future__ import annotations

import importlib.machinery
import sys
from types import ModuleType
from typing import Any

_SELDOM_USED = frozenset({"pulumi.automation", "pulumi.dynamic"})
"""Modules that `import pulumi` imports and that define things only; nothing happens by importing them."""


class LateFinder:
    """Finds the seldom used modules, and puts off running them until an attribute is asked for."""

    @staticmethod
    def find_spec(name: str, path: Any, target: Any = None) -> Any:
        if name not in _SELDOM_USED:
            return None
        spec = importlib.machinery.PathFinder.find_spec(name, path)
        if spec is not None and spec.loader is not None:
            late: Any = _LateLoader(spec.loader)
            spec.loader = late
        return spec


class _LateLoader:
    def __init__(self, loader: Any) -> None:
        self._loader = loader

    def create_module(self, spec: Any) -> Any:
        return self._loader.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        def __getattr__(name: str) -> Any:
            if name.startswith("__") and name != "__all__":
                raise AttributeError(name)
            if module.__dict__.pop("__getattr__", None) is not None:
                self._loader.exec_module(module)
            return getattr(module, name)

        module.__dict__["__getattr__"] = __getattr__

    def __getattr__(self, name: str) -> Any:
        return getattr(self._loader, name)


def install() -> None:
    """Put the finder in front of the others."""
    sys.meta_path.insert(0, LateFinder)
