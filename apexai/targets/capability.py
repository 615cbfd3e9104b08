"""The four honest answers a target gives for each leaf of the spec, and what a table of them must satisfy."""

from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Final, TypeAlias


@dataclass(frozen=True, slots=True, kw_only=True)
class Sets:
    """A property that a leaf sets."""

    type: str
    """Type token of a custom resource."""
    path: str
    """Property path in its inputs; `*` stands for any one list index or map key, e.g. `environment.variables.*`."""
    form: str = ""
    """How the value is written there, where it differs from the spec, e.g. `fraction`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Honoured:
    """The platform has it: the leaf sets properties."""

    sets: tuple[Sets, ...]
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Emulated:
    """The platform has no such setting; extra resources do it, and the preview says so."""

    by: tuple[str, ...]
    """Type tokens of the resources that exist, or look different, because of the leaf."""
    how: str
    """One clause that the preview prints."""
    unless: tuple[str, ...] = ()
    """Values, as they are written, that ask for none of it."""


NOBODY: Final = "nobody"
"""Reader of what is only recorded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """When nobody reads what else somebody does: another leaf decides it."""

    leaf: str
    """The one that decides."""
    like: tuple[str, ...] = ("*",)
    """What is written there, in either case, as patterns in lower case."""
    missing: bool = False
    """Whether it is unread where nothing like it is written, instead of where something is."""
    why: str
    """One clause."""

    def holds(self, written: Mapping[str, str]) -> bool:
        """Whether it is so in a document, given leaf → what is written."""
        value = written.get(self.leaf)
        found = value is not None and any(fnmatchcase(value.lower(), pattern) for pattern in self.like)
        return found != self.missing


@dataclass(frozen=True, slots=True, kw_only=True)
class Informs:
    """No resource changes by it; something else reads it."""

    reader: str
    """Who reads it: `check`, `estimate`, `rules`, or `nobody` in this version, which is noted."""
    what: str
    """One clause: what it decides there."""
    unread: Unread | None = None
    """When nobody does, which is noted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """The platform can't do it, or this version doesn't."""

    code: str
    """`APX-CAP-<NNN>`."""
    reason: str
    source: str
    """Where the reason is written down, with the date it was read; `apexai` for what this version doesn't build."""
    instead: str
    """What to write instead."""


Answer: TypeAlias = Honoured | Emulated | Informs | Refused
CapabilityTable: TypeAlias = Mapping[str, Answer]
"""Leaf path, as `apexai.spec.leaves` writes it (`spec.runtime.environment.*`), → answer; exactly one for each leaf."""
