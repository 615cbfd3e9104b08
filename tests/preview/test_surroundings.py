"""What specs take from the configuration on the command line, and what is refused because nothing reads it."""

import pytest

from apexai.errors import UsageError
from apexai.preview.surroundings import PLACEHOLDER_REGISTRY, surroundings_of


def test_the_known_keys_are_read() -> None:
    surroundings = surroundings_of({"apexai:registry": "registry.example.com", "apexai:environment": "prod"})
    assert (surroundings.registry, surroundings.environment) == ("registry.example.com", "prod")


def test_a_registry_that_nobody_named_is_visible() -> None:
    assert surroundings_of({}).registry == PLACEHOLDER_REGISTRY


def test_keys_of_providers_are_theirs() -> None:
    assert surroundings_of({"aws:region": "us-east-1"}).environment is None


@pytest.mark.parametrize("key", ["registry", "apexai:registri", "apexai:spec"])
def test_a_key_that_nothing_reads_is_refused(key: str) -> None:
    with pytest.raises(UsageError, match=f"--config {key}: no spec reads it"):
        surroundings_of({key: "x"})
