"""What a platform needs to make a guard's resources."""

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from apexai.targets.budgets.plan import BudgetPlan

if TYPE_CHECKING:
    import pulumi

_DIGEST_CHARACTERS: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class GuardRequest:
    """One guard."""

    name: str
    """Logical name of the component; children's names begin with it."""
    plan: BudgetPlan
    parent: "pulumi.Resource"
    depends_on: "tuple[pulumi.Resource, ...]" = ()
    """The caller's `depends_on`, which every child gets."""

    def child(self, kind: str, *, longest: int = 255) -> str:
        """Logical name of a child, cut and told apart by a digest where the platform's names are shorter."""
        name = f"{self.name}-{kind}" if kind else self.name
        return name if len(name) <= longest else shortened(name, longest)

    def options(self, **more: object) -> "pulumi.ResourceOptions":
        """Options of a child."""
        import pulumi

        after = more.pop("depends_on", None) or ()
        return pulumi.ResourceOptions(
            parent=self.parent,
            depends_on=[*self.depends_on, *after],  # type: ignore[misc]
            **more,  # type: ignore[arg-type]
        )


def shortened(name: str, longest: int) -> str:
    """A name of at most so many characters that still differs where the whole name does."""
    digest = hashlib.sha256(name.encode()).hexdigest()[:_DIGEST_CHARACTERS]
    return f"{name[: longest - _DIGEST_CHARACTERS - 1].rstrip('-')}-{digest}"
