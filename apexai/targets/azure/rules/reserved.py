"""Names of variables that the platform has uses of its own for."""

from collections.abc import Iterator

from apexai.errors import Diagnostic
from apexai.spec.runtime import Runtime
from apexai.targets.facts import Fact


def check_reserved(runtime: Runtime, reserved: Fact, *, why: str) -> Iterator[Diagnostic]:
    """None of the names that the fact lists; `why` is what the platform does with them."""
    for path, written in (("environment", runtime.environment), ("secrets", runtime.secrets)):
        for name in written:
            if name in reserved.value.split("|"):
                yield reserved.violated(
                    code="APX-LIM-390",
                    path=f"spec.runtime.{path}.{name}",
                    message=f"{name} {why}",
                    suggestion="use another name",
                )
