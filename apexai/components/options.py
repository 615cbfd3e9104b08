"""Pulumi's resource options, as far as components hand them on."""

import pulumi


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
