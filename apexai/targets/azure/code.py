"""What runs: the image of this document's side."""

from apexai.spec.deployment import ServerlessModelDeployment
from apexai.spec.fields import Text
from apexai.targets.target import Surroundings, image_of
from apexai.targets.value import known_text, pinned_image

_REGISTRY = ".azurecr.io"
FLEX_PACKAGE = "released-package.zip"
"""Source: Azure documentation, Automate resource deployment for your function app, deployment package: the name that an
app on Flex Consumption looks for in its container; read 2026-11-21."""


def running_image(deployment: ServerlessModelDeployment, surroundings: Surroundings) -> Text | None:
    """The image, pinned where `modelRef.digest` says by what; None where nothing names one."""
    image, model = image_of(deployment, surroundings), deployment.spec.model_ref
    if image is None or model.uri is not None:
        return image
    return pinned_image(image, model.digest)


def azure_registry(image: Text | None) -> str | None:
    """Host of the Azure Container Registry that an image is in; None for other registries and unknown ones."""
    text = known_text(image)
    host = "" if text is None else text.partition("/")[0]
    return host if host.endswith(_REGISTRY) else None


def registry_name(host: str) -> str:
    """Name of a registry as a resource."""
    return host.removesuffix(_REGISTRY)
