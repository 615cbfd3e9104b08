"""What stands in the place of a stack's configuration when specs are looked at without a stack."""

from collections.abc import Mapping
from typing import Final

from apexai.errors import UsageError
from apexai.targets.budgets.foundation import KEYS, foundation_of
from apexai.targets.target import Surroundings

REGISTRY: Final = "apexai:registry"
ENVIRONMENT: Final = "apexai:environment"
OVERRIDES: Final = "apexai:overrides"
"""Where the programs of `apexai new` and of the reference stacks say what differs in a stack, by name of deployment."""
PLACEHOLDER_REGISTRY: Final = "<apexai:registry>"
"""Stands where the stack's configuration would name the registry of images."""

_OURS: Final = "apexai"


def surroundings_of(config: Mapping[str, str]) -> Surroundings:
    """What a spec takes from the configuration given on the command line.

    Keys of other namespaces are the providers'.

    Raises:
        UsageError: a key that nothing reads.
    """
    for key in config:
        if not is_read(key):
            raise UsageError(
                f"--config {key}: no spec reads it; the keys are {', '.join((REGISTRY, ENVIRONMENT, *KEYS))} and those "
                "of providers, e.g. aws:profile [APX-PRV-008]"
            )
    return Surroundings(
        registry=config.get(REGISTRY, PLACEHOLDER_REGISTRY),
        environment=config.get(ENVIRONMENT),
        foundation=foundation_of(config),
    )


def is_read(key: str) -> bool:
    """Whether a spec or a provider reads a key of the configuration."""
    namespace, separator, _ = key.partition(":")
    return key in (REGISTRY, ENVIRONMENT, *KEYS) or (bool(separator) and namespace != _OURS)
