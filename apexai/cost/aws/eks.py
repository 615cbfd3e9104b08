"""Control planes of EKS, with what a Kubernetes version costs beyond its standard support."""

import csv
import datetime
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Final, NamedTuple

from apexai.cost.meters import hours
from apexai.cost.reading import Reading
from apexai.cost.surroundings import Surroundings

_SUPPORTED: Final = "a cluster's Kubernetes version is taken to be in standard support"
_UPGRADED: Final = "a cluster without extended support is taken to be upgraded before standard support ends"


class _Version(NamedTuple):
    major: int
    minor: int


def read_cluster(around: Surroundings) -> Reading:
    """The control plane, and the surcharge of a version whose standard support is over.

    EKS upgrades what is older than the last extended version to that one, so that it stays in extended support.
    Source: Amazon EKS user guide, Kubernetes version lifecycle, read 2026-11-21.
    """
    standard = hours(around, "aws-eks-cluster-hours-standard", "control plane")
    version = _version(around.text("version", default=""))
    if version is None or version > max(_support_ends()):
        return Reading(meters=(standard,), assumptions=(_SUPPORTED,))
    if not _is_over(version, around.as_of):
        return Reading(meters=(standard,))
    if around.text("upgradePolicy", "supportType", default="EXTENDED") == "STANDARD":
        return Reading(meters=(standard,), assumptions=(_UPGRADED,))
    return Reading(meters=(standard, hours(around, "aws-eks-cluster-hours-extended-surcharge", "extended support")))


def _is_over(version: _Version, day: datetime.date) -> bool:
    """Whether a version is billed as extended on a day: from the day on which its standard support ends."""
    ends = _support_ends()
    return version < min(ends) or ends.get(version, datetime.date.max) <= day


@cache
def _support_ends() -> Mapping[_Version, datetime.date]:
    text = (files("apexai.cost.aws") / "eks_versions.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    read = ((_version(row["version"]), datetime.date.fromisoformat(row["standard_support_ends"])) for row in rows)
    return {version: day for version, day in read if version is not None}


def _version(text: str) -> _Version | None:
    major, _, minor = text.removeprefix("v").partition(".")
    return _Version(int(major), int(minor)) if major.isdecimal() and minor.isdecimal() else None
