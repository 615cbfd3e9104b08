"""Exemptions: a rule need not hold for some resources, for a reason, by somebody, until a day."""

import datetime
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Final

from apexai.graph import Resource

LONGEST_DAYS: Final = 90


@dataclass(frozen=True, slots=True, kw_only=True)
class Exemption:
    """One entry of an exemptions file."""

    rule: str
    resource: str
    """Glob over a resource's name, or over `type::name`."""
    reason: str
    owner: str
    ticket: str
    expires: datetime.date
    """Last day on which it holds."""
    file: str = ""
    line: int = 0

    def names(self, rule: str, resource: Resource) -> bool:
        """Whether it is from the rule for the resource, on whichever day."""
        return rule == self.rule and self.matches(resource)

    def matches(self, resource: Resource) -> bool:
        """Whether the glob names the resource."""
        name = f"{resource.type}::{resource.name}" if "::" in self.resource else resource.name
        return fnmatchcase(name, self.resource)

    def days_left(self, as_of: datetime.date) -> int:
        """Negative once it is over."""
        return (self.expires - as_of).days
