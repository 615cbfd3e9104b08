"""The platform's facts, read once."""

from collections.abc import Mapping
from typing import Final

from apexai.spec.fields import Platform
from apexai.targets.facts import Fact, load_facts

REGION: Final = "us-east-1"
"""Where functions for the edge are made, whatever the caller's own region is.

Source: Amazon CloudFront Developer Guide, Restrictions on Lambda@Edge; the fact `region` has its date.
"""


def edge_facts() -> Mapping[str, Fact]:
    """Facts by name, from `data/limits-lambda-edge.csv`."""
    return load_facts(Platform.LAMBDA_EDGE)
