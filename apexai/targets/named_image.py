"""The image that a document does not write: the stack's registry, the model's name and version."""

import re
from collections.abc import Iterator
from typing import Final

from apexai.errors import Diagnostic
from apexai.spec.deployment import ServerlessModelDeployment
from apexai.spec.formats import Image
from apexai.spec.shown import shown
from apexai.spec.structure import form_of
from apexai.targets.diagnostics import error
from apexai.targets.target import Surroundings
from apexai.targets.value import known_text

_REGISTRY: Final = "registry.example.com"
_MODEL: Final = "spec.modelRef"


def check_named_image(deployment: ServerlessModelDeployment, surroundings: Surroundings) -> Iterator[Diagnostic]:
    """The three of them make an image reference; `<…>` stands for a registry that nobody named yet."""
    runtime, model, registry = deployment.spec.runtime, deployment.spec.model_ref, surroundings.registry
    if registry is None or runtime.image is not None or runtime.package is not None:
        return
    host = known_text(registry)
    if host is not None and not host.startswith("<") and not _is_image(f"{host}/a:1"):
        message = f"apexai:registry is {shown(host)}, which no image can be in"
        instead = "write it as HOST/PATH, e.g. registry.example.com/models, or add runtime.image"
        yield error("APX-LIM-001", "spec.runtime.image", message, instead=instead)
    instead = "add runtime.image, since the registry's images are named after the model"
    if not _is_image(f"{_REGISTRY}/{model.name}:1"):
        yield error("APX-LIM-002", f"{_MODEL}.name", f"{shown(model.name)} can't name an image", instead=instead)
    if not _is_image(f"{_REGISTRY}/a:{model.version}"):
        yield error(
            "APX-LIM-003", f"{_MODEL}.version", f"{shown(model.version)} can't be an image's tag", instead=instead
        )


def _is_image(reference: str) -> bool:
    form = form_of(Image)
    return form is None or form.pattern is None or re.fullmatch(form.pattern, reference) is not None
