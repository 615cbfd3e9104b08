"""What runs: the image of this document's side."""

from apexai.spec.deployment import ServerlessModelDeployment
from apexai.spec.fields import Text
from apexai.targets.target import Surroundings, image_of
from apexai.targets.value import pinned_image


def running_image(deployment: ServerlessModelDeployment, surroundings: Surroundings) -> Text | None:
    """The image, pinned where `modelRef.digest` says by what; None where nothing names one."""
    image, model = image_of(deployment, surroundings), deployment.spec.model_ref
    if image is None or model.uri is not None:
        return image
    return pinned_image(image, model.digest)
