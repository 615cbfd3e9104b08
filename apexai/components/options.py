"""Pulumi's resource options, as far as components hand them on."""

import pulumi


def dependencies_of(opts: pulumi.ResourceOptions | None) -> tuple[pulumi.Resource, ...]:
    """The caller's `depends_on`: the engine does not hand it on to children."""
    depends_on = opts.depends_on if opts is not None else None
    if depends_on is None:
        return ()
    return (depends_on,) if isinstance(depends_on, pulumi.Resource) else tuple(depends_on)  # type: ignore[arg-type]
