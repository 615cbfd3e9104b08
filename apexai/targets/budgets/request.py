"""What a platform needs to make a guard's resources."""

import hashlib
from dataclasses import dataclass
from typing import Final

from apexai.targets.budgets.plan import BudgetPlan
from apexai.targets.request import ComponentRequest

_DIGEST_CHARACTERS: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class GuardRequest(ComponentRequest):
    """One guard."""

    plan: BudgetPlan

    def child(self, kind: str, *, longest: int = 255) -> str:
        """Logical name of a child, cut and told apart by a digest where the platform's names are shorter."""
        name = f"{self.name}-{kind}" if kind else self.name
        return name if len(name) <= longest else shortened(name, longest)


def shortened(name: str, longest: int) -> str:
    """A name of at most so many characters that still differs where the whole name does."""
    digest = hashlib.sha256(name.encode()).hexdigest()[:_DIGEST_CHARACTERS]
    return f"{name[: longest - _DIGEST_CHARACTERS - 1].rstrip('-')}-{digest}"
