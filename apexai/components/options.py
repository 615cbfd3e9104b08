"""Pulumi's resource options, as far as components hand them on."""

from typing import Final

import pulumi

from apexai.components.refusal import RefusedArgumentsError
from apexai.errors import Diagnostic

WITHOUT_EFFECT: Final = (
    "additional_secret_outputs",
    "custom_timeouts",
    "delete_before_replace",
    "env_var_mappings",
    "hide_diffs",
    "id",
    "ignore_changes",
    "import_",
    "plugin_download_url",
    "replace_on_changes",
    "replace_with",
    "replacement_trigger",
    "version",
)
"""Options of one custom resource: the engine hands none of them on to the children of a component."""


def check_options(name: str, opts: pulumi.ResourceOptions | None) -> None:
    """Refuse options that would do nothing.

    Raises:
        RefusedArgumentsError: An option has no effect on a component.
    """
    given = [option for option in WITHOUT_EFFECT if getattr(opts, option, None)]
    if given:
        found = [_without_effect(option) for option in given]
        raise RefusedArgumentsError("\n".join(f"{name}: {diagnostic}" for diagnostic in found), found)


def _without_effect(option: str) -> Diagnostic:
    return Diagnostic(
        code="APX-ARG-005",
        path=f"opts.{option}",
        message="Pulumi does not hand it on to the children of a component, so that it would do nothing",
        suggestion="give it to those that are meant by opts.transforms",
    )


def dependencies_of(opts: pulumi.ResourceOptions | None) -> tuple[pulumi.Resource, ...]:
    """The caller's `depends_on`: the engine does not hand it on to children."""
    depends_on = opts.depends_on if opts is not None else None
    if depends_on is None:
        return ()
    return (depends_on,) if isinstance(depends_on, pulumi.Resource) else tuple(depends_on)  # type: ignore[arg-type]


def is_below(opts: pulumi.ResourceOptions | None, component: str) -> bool:
    """Whether the parent is a component of this type; a parent in another process, which has no type, is none."""
    parent = opts.parent if opts is not None else None
    return parent is not None and getattr(parent, "pulumi_resource_type", "") == component
