"""Regions and their partitions, which ARNs begin with."""

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files


@cache
def partitions() -> Mapping[str, str]:
    """Region with Lambda → partition, from `data/regions-aws-lambda.csv`."""
    file = files("apexai.targets") / "data" / "regions-aws-lambda.csv"
    return {row["region"]: row["partition"] for row in csv.DictReader(file.read_text(encoding="utf-8").splitlines())}


def partition_of(region: str) -> str:
    """`aws`, `aws-cn`, `aws-us-gov`, … of a region that the limits let through."""
    return partitions()[region]
