"""What is common to everything that asks for the children of a component."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pulumi


@dataclass(frozen=True, slots=True, kw_only=True)
class ComponentRequest:
    """The component whose children are made."""

    name: str
    """Logical name of the component; children's names begin with it."""
    parent: "pulumi.Resource"
    depends_on: "tuple[pulumi.Resource, ...]" = ()
    """The caller's `depends_on`, which every child gets."""

    def options(self, **more: object) -> "pulumi.ResourceOptions":
        """Options of a child: the component as parent and the caller's dependencies, and more."""
        import pulumi

        after = more.pop("depends_on", None) or ()
        return pulumi.ResourceOptions(
            parent=self.parent,
            depends_on=[*self.depends_on, *after],  # type: ignore[misc]
            **more,  # type: ignore[arg-type]
        )
