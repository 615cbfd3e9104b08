"""What the stand-in knows of a resource type: its names, defaults, computed outputs, and what replaces it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One type of resource of a bridged provider."""

    token: str
    source: str
    """Where `replaces` and `defaults` are from, below `terraform-provider-aws/internal/service/` for AWS."""
    replaces: tuple[str, ...] = ()
    """Properties that are `ForceNew`: a change makes a new object."""
    autoname: str = "name"
    """The property that gets `<logical name>-<7 hex digits>` where the program sets none; empty: none."""
    autoname_prefix: str = ""
    autoname_max: int = 255
    defaults: Mapping[str, Any] = field(default_factory=dict)
    """What Check fills in and lists in `__defaults`."""
    id: str = "{suffix}"
    """Format string over the inputs, `region`, `account` and `suffix` (random hex)."""
    outputs: Mapping[str, str] = field(default_factory=dict)
    """Computed outputs, format strings over the same and `id`."""
    upsert: bool = False
    """True where creating it over an existing one succeeds, as a Put call does."""
    exists: str = "AlreadyExistsException"
    """The error of creating it over an existing one."""
    taggable: bool = True

    @property
    def noun(self) -> str:
        return self.token.rsplit(":", 1)[-1]


GENERIC = Kind(token="", source="an unknown type: nothing replaces it", autoname="", taggable=False)
