"""What several fields of a spec must satisfy together, on every platform."""

from collections.abc import Iterator

from apexai.errors import Diagnostic
from apexai.spec.deployment import ServerlessModelDeployment


def check_consistency(deployment: ServerlessModelDeployment) -> Iterator[Diagnostic]:
    """Contradictions within the spec; paths are those of the spec."""
    yield from ()
