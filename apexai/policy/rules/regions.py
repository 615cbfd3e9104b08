"""Where a resource is, as its cloud names the place."""

import re
from typing import Final

from apexai.policy.property import UnknownReached
from apexai.policy.subject import Subject

_ZONE: Final = re.compile(r"^([a-z]+-[a-z]+\d+)-[a-z]$")
"""A zone of Google Cloud: its region and a letter."""


def region_of(subject: Subject) -> str:
    """The region of a resource: its own, else its provider's; `EU West` of Azure reads as `euwest`.

    Raises:
        UnknownReached: neither says.
    """
    match subject.type.split(":")[0]:
        case "azure-native":
            region, path = _azure(subject), "location"
        case "gcp":
            region, path = _google(subject), "location"
        case "cloudflare":
            region, path = subject["jurisdiction"].text().casefold(), "jurisdiction"
        case _:
            region, path = subject["region"].text() or subject.provider["region"].text(), "region"
    if not region:
        raise UnknownReached(path, "is not known: neither the resource nor its provider names one")
    return region


def _azure(subject: Subject) -> str:
    return subject["location"].text().replace(" ", "").casefold()


def _google(subject: Subject) -> str:
    own = subject["location"].text() or subject["region"].text()
    place = (own or subject.provider["region"].text()).casefold()
    zone = _ZONE.match(place)
    return zone[1] if zone else place
