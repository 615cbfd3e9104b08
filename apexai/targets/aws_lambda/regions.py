"""Regions with their partitions, which ARNs begin with, and the domains of their services."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """A region that has Lambda."""

    partition: str
    """`aws`, `aws-cn`, `aws-us-gov`, …"""
    domain: str
    """`amazonaws.com`, `amazonaws.com.cn`, …"""


@cache
def regions() -> Mapping[str, Region]:
    """Every region by name, from `data/regions-aws-lambda.csv`."""
    file = files("apexai.targets") / "data" / "regions-aws-lambda.csv"
    rows = csv.DictReader(file.read_text(encoding="utf-8").splitlines())
    return {row["region"]: Region(partition=row["partition"], domain=row["domain"]) for row in rows}
