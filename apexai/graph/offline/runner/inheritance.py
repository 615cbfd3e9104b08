"""The options that a resource has of its parent where it says nothing itself, by the engine's rule.

Source: pulumi pkg/resource/deploy/source_eval.go `inheritFromParent`, 3.260; providers are looked up in `transforms`.
"""

from __future__ import annotations

from typing import Any

_FLAGS = ("protect", "retainOnDelete")


def inherit_options(request: Any, parent: dict[str, Any]) -> None:
    """Fill in a registration from the options of its parent's record."""
    if parent.get("deletedWith") and not getattr(request, "deletedWith", ""):
        request.deletedWith = parent["deletedWith"]
    for flag in _FLAGS:
        if parent.get(flag) and not _says(request, flag):
            setattr(request, flag, True)


def _says(request: Any, flag: str) -> bool:
    """Older SDKs have plain flags, later ones optional ones, so that a child can say no."""
    try:
        return bool(request.HasField(flag))
    except ValueError:
        return bool(getattr(request, flag, True))
