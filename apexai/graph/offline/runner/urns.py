"""The names that the engine gives: URNs of resources, and of what they were called before."""

from __future__ import annotations

from typing import Any

STACK_TYPE = "pulumi:pulumi:Stack"


def make_urn(*, stack: str, project: str, parent: str, type_: str, name: str) -> str:
    """A resource's URN: its type is qualified by its parents' types, all but the stack's."""
    return f"urn:pulumi:{stack}::{project}::{_qualifier(parent)}{type_}::{name}"


def alias_urn(alias: Any, urn: str, parent: str) -> str:
    """The URN that an alias means: what it leaves out is as it is in the resource's own `urn`."""
    if alias.WhichOneof("alias") == "urn":
        return str(alias.urn)
    spec = alias.spec
    head, project, type_, name = urn.split("::", 3)
    if spec.noParent:
        parent = ""
    elif spec.parentUrn:
        parent = spec.parentUrn
    return make_urn(
        stack=spec.stack or head.rpartition(":")[2],
        project=spec.project or project,
        parent=parent,
        type_=spec.type or type_.rpartition("$")[2],
        name=spec.name or name,
    )


def _qualifier(parent: str) -> str:
    parent_type = parent.split("::", 3)[2] if parent else STACK_TYPE
    return "" if parent_type == STACK_TYPE else f"{parent_type}$"
