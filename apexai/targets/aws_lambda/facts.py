"""The platform's facts, read once."""

from collections.abc import Mapping

from apexai.spec.fields import Platform
from apexai.targets.facts import Fact, load_facts


def lambda_facts() -> Mapping[str, Fact]:
    """Facts by name, from `data/limits-aws-lambda.csv`."""
    return load_facts(Platform.AWS_LAMBDA)


def choices(fact: Fact) -> tuple[str, ...]:
    """The values of a fact that lists what is allowed."""
    return tuple(fact.value.split("|"))
