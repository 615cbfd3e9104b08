"""What runs: an image in ECR, or a package."""

import re
from collections.abc import Iterator
from pathlib import Path

from apexai.errors import Diagnostic
from apexai.spec.deployment import ServerlessModelDeployment
from apexai.spec.runtime import Package
from apexai.targets.aws_lambda.facts import choices, lambda_facts
from apexai.targets.diagnostics import error
from apexai.targets.target import Surroundings, image_of
from apexai.targets.value import known_text

_IMAGE = "spec.runtime.image"
_PACKAGE = "spec.runtime.package"


def check_code(deployment: ServerlessModelDeployment, surroundings: Surroundings) -> Iterator[Diagnostic]:
    """There is something to run, in a form that Lambda takes."""
    runtime = deployment.spec.runtime
    if runtime.package is not None:
        yield from _package(runtime.package)
        yield from _image_settings(deployment)
        return
    image = image_of(deployment, surroundings)
    if image is None:
        message = "there is nothing to run: no image, no package, and no registry in the stack's configuration"
        instead = "add runtime.image or runtime.package, or set apexai:registry"
        yield error("APX-LIM-110", _IMAGE, message, instead=instead)
    else:
        yield from _registry(known_text(image), _IMAGE)
    explained = deployment.spec.responsible_ai.explainability
    if explained is not None and explained.image is not None:
        yield from _registry(known_text(explained.image), "spec.responsibleAI.explainability.image")


def _registry(image: str | None, path: str) -> Iterator[Diagnostic]:
    fact = lambda_facts()["image_registry"]
    if image is None or image.startswith("<") or re.fullmatch(fact.value, image.partition("/")[0]):
        return
    yield fact.violated(
        code="APX-LIM-111",
        path=path,
        message=f"Lambda can't take an image from {image.partition('/')[0]!r}",
        suggestion="push it to a private ECR repository, or reach it by an ECR pull-through cache: "
        "<account>.dkr.ecr.<region>.amazonaws.com/<repository>",
    )


def _package(package: Package) -> Iterator[Diagnostic]:
    known = lambda_facts()["runtimes"]
    if package.runtime not in choices(known):
        yield known.violated(
            code="APX-LIM-112",
            path=f"{_PACKAGE}.runtime",
            message=f"{package.runtime!r} is no runtime of Lambda",
            suggestion="write one of Lambda's identifiers, e.g. python3.13 or nodejs24.x",
        )
    largest, path = lambda_facts()["zip_bytes"], Path(package.path)
    if path.is_file() and path.stat().st_size > largest.number:
        yield largest.violated(
            code="APX-LIM-113",
            path=f"{_PACKAGE}.path",
            message=f"{package.path} has {path.stat().st_size:,} bytes",
            suggestion="use runtime.image, which may have 10 GB",
        )


def _image_settings(deployment: ServerlessModelDeployment) -> Iterator[Diagnostic]:
    runtime = deployment.spec.runtime
    for key, written in (("command", runtime.command), ("args", runtime.args)):
        if written:
            message = f"{key} starts a container, and a package has none"
            yield error(
                "APX-LIM-114", f"spec.runtime.{key}", message, instead="remove it; package.handler is the entry"
            )
