"""Where a resource is."""

from apexai.policy.property import UnknownReached
from apexai.policy.subject import Subject


def region_of(subject: Subject) -> str:
    """The region of an AWS resource: its own, else its provider's.

    Raises:
        UnknownReached: neither says.
    """
    own = subject["region"].text()
    inherited = own or subject.provider["region"].text()
    if not inherited:
        raise UnknownReached("region", "is not known: neither the resource nor its provider names one")
    return inherited
