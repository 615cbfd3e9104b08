"""Packages for the edge: Node.js or Python, of 50 MB at most."""

from collections.abc import Iterator
from typing import Final

from apexai.errors import Diagnostic
from apexai.spec.deployment import ServerlessModelDeployment
from apexai.targets.aws_lambda.rules.package import check_package
from apexai.targets.diagnostics import error
from apexai.targets.lambda_edge.facts import edge_facts
from apexai.targets.target import Surroundings

_PATH: Final = "spec.runtime.package"
_LARGER: Final = "leave the model out of the package and read it from modelRef.uri, or use platform aws-lambda"


def check_edge_package(deployment: ServerlessModelDeployment, surroundings: Surroundings) -> Iterator[Diagnostic]:
    """There is a package, that Lambda takes and the edge runs."""
    package = deployment.spec.runtime.package
    if package is None:
        message = "there is nothing to run: a function at the edge is a package"
        written = deployment.spec.runtime.image is not None
        instead = "add runtime.package: {path, handler, runtime}" + ", and remove runtime.image" * written
        yield error("APX-LIM-710", _PATH, message, instead=instead)
        return
    yield from check_package(package, surroundings.directory, larger=_LARGER)
    runtimes = edge_facts()["runtimes"]
    if not package.runtime.startswith(tuple(runtimes.value.split("|"))):
        yield runtimes.violated(
            code="APX-LIM-711",
            path=f"{_PATH}.runtime",
            message=f"the edge runs Node.js and Python, not {package.runtime}",
            suggestion="write e.g. python3.13 or nodejs24.x, or use platform aws-lambda",
        )
