"""Where a resource is, as its cloud names the place."""

import re
from collections.abc import Mapping
from typing import Final

from apexai.policy.property import UnknownReached
from apexai.policy.rules.types import CLOUD_FUNCTION_V1
from apexai.policy.subject import Subject

_ZONE: Final = re.compile(r"^([a-z]+-[a-z]+\d+)-[a-z]$")
"""A zone of Google Cloud: its region and a letter."""
_PATHS: Final[Mapping[str, str]] = {"aws": "region", "cloudflare": "jurisdiction"}
"""Provider → the input that names the place; `location` with the others."""
_EXCEPTIONS: Final[Mapping[str, str]] = {CLOUD_FUNCTION_V1: "region"}


def region_of(subject: Subject) -> str:
    """The region of a resource: its own, else its provider's; `EU West` of Azure reads as `euwest`.

    Raises:
        UnknownReached: neither says.
    """
    own = subject[path_of(subject)].text().casefold()
    match subject.type.split(":")[0]:
        case "azure-native":
            region = own.replace(" ", "")
        case "gcp":
            region = _without_zone(own or subject.provider["region"].text())
        case "cloudflare":
            region = own
        case _:
            region = own or subject.provider["region"].text()
    if not region:
        raise UnknownReached(path_of(subject), "is not known: neither the resource nor its provider names one")
    return region


def same_place(one: Subject, other: Subject) -> bool:
    """Whether two resources are in one region although nobody knows which: from one provider, or by one output."""
    if one.resource.provider != other.resource.provider:
        return False
    here, there = path_of(one), path_of(other)
    wired = one.resource.property_dependencies.get(here, ())
    if wired:
        return wired == other.resource.property_dependencies.get(there, ())
    return one[here].absent and other[there].absent


def path_of(subject: Subject) -> str:
    """The input that names the place."""
    return _EXCEPTIONS.get(subject.type) or _PATHS.get(subject.type.split(":")[0], "location")


def _without_zone(place: str) -> str:
    zone = _ZONE.match(place)
    return zone[1] if zone else place
