"""What a caller of a preview may choose beside the path."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from apexai.preview.criteria import Criteria

ALL_TARGETS: Final = "all"
"""Every platform that this version builds."""

DEFAULT_STACK: Final = "dev"
DEFAULT_TIMEOUT_SECONDS: Final = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewOptions:
    """What holds for everything that one run previews."""

    stack: str | None = None
    """`dev` where none is given; of a project with configuration for a single stack, that one."""
    config: Mapping[str, str] = field(default_factory=dict)
    """Goes over the stack's own configuration; a key without a namespace is the project's."""
    invokes: Path | None = None
    """File with answers to data sources and outputs of other stacks."""
    timeout_seconds: float = DEFAULT_TIMEOUT_SECONDS
    """For each program."""
    criteria: "Criteria | None" = None
    """What is judged by; list prices and the rules' own levels of today in UTC where None."""
