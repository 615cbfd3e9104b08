"""What a provider of one package does with a resource, whatever carries the calls."""

from dataclasses import dataclass
from typing import Protocol

from tests.engine.standin.cloud import Cloud, CloudObject
from tests.engine.standin.differences import Difference
from tests.engine.standin.wire import Properties


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """The resource that a call is about."""

    urn: str
    type: str
    name: str
    """The logical name."""
    region: str
    """See CloudObject."""
    ignored: tuple[str, ...] = ()
    """Properties that the program leaves alone (`ignoreChanges`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What Diff answers."""

    differences: list[Difference]
    delete_before_replace: bool = False

    @property
    def replaces(self) -> list[str]:
        return sorted({difference.path for difference in self.differences if difference.replaces})


class Provider(Protocol):
    """One package. Properties come with the envelopes of secrets where a method says so, else without."""

    def region(self, config: Properties, properties: Properties) -> str:
        """Where a resource with these properties lives, with this provider configuration."""

    def check(self, target: Target, news: Properties, *, olds: Properties, seed: bytes) -> Properties:
        """The inputs with what the provider adds (with envelopes).

        Raises: Refusal.
        """

    def compare(self, target: Target, news: Properties, *, olds: Properties) -> Comparison:
        """Old and new inputs."""

    def preview(self, target: Target, inputs: Properties, *, existing: CloudObject | None) -> Properties:
        """The outputs that a preview can know, beside the inputs: computed ones of a new object are unknown."""

    def create(self, cloud: Cloud, target: Target, inputs: Properties) -> CloudObject:
        """Make the object.

        Raises: Refusal.
        """

    def update(self, cloud: Cloud, existing: CloudObject, target: Target, inputs: Properties) -> CloudObject:
        """Change the object.

        Raises: Refusal.
        """

    def delete(self, cloud: Cloud, existing: CloudObject) -> None:
        """Take the object away, with what goes with it.

        Raises: Refusal.
        """

    def invoke(self, cloud: Cloud, token: str, arguments: Properties) -> Properties:
        """Answer a function."""
