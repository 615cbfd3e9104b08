"""What runs: an image in ECR, or a package."""

from collections.abc import Iterator
from typing import Final

from apexai.errors import Diagnostic
from apexai.spec.deployment import ServerlessModelDeployment
from apexai.targets.aws_lambda.rules.image import check_image
from apexai.targets.aws_lambda.rules.package import check_package
from apexai.targets.diagnostics import error
from apexai.targets.target import Surroundings, image_of

_IMAGE: Final = "spec.runtime.image"


def check_code(deployment: ServerlessModelDeployment, surroundings: Surroundings) -> Iterator[Diagnostic]:
    """There is something to run, in a form that Lambda takes."""
    runtime, region = deployment.spec.runtime, deployment.spec.runtime.region
    image = image_of(deployment, surroundings)
    if runtime.package is not None:
        yield from check_package(runtime.package, surroundings.directory)
        yield from _image_settings(deployment)
    elif image is None:
        message = "there is nothing to run: no image, no package, and no registry in the stack's configuration"
        instead = "add runtime.image or runtime.package, or set apexai:registry"
        yield error("APX-LIM-110", _IMAGE, message, instead=instead)
    else:
        yield from check_image(image, _IMAGE, region)
    explained = deployment.spec.responsible_ai.explainability
    if explained is not None and explained.image is not None:
        yield from check_image(explained.image, "spec.responsibleAI.explainability.image", region)


def _image_settings(deployment: ServerlessModelDeployment) -> Iterator[Diagnostic]:
    runtime = deployment.spec.runtime
    for key, written in (("command", runtime.command), ("args", runtime.args)):
        if written:
            message = f"{key} starts a container, and a package has none"
            yield error(
                "APX-LIM-114", f"spec.runtime.{key}", message, instead="remove it; package.handler is the entry"
            )
