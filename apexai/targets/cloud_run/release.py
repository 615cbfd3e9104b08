"""Which revisions serve, and how much of the traffic each takes."""

from dataclasses import dataclass

from apexai.spec.deployment import TrafficSplit
from apexai.spec.fields import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class StableSide:
    """The revision that runs already."""

    revision: Text
    percent: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """The sides of the traffic; tags give each an address of its own while there are two."""

    percent: int
    """Of this document's revision."""
    stable: StableSide | None


def release_of(split: TrafficSplit) -> Release:
    """The release that a document asks for."""
    if split.stable is None or split.blue == 0:
        return Release(percent=100, stable=None)
    if split.stable.revision is None:
        raise ValueError("no revision of the stable side: the limits refuse this")
    return Release(percent=int(split.green), stable=StableSide(revision=split.stable.revision, percent=int(split.blue)))
