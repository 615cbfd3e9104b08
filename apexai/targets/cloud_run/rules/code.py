"""What runs: images that Cloud Run can take."""

import re
from collections.abc import Iterator
from typing import Final

from apexai.errors import Diagnostic
from apexai.spec.deployment import ServerlessModelDeployment
from apexai.spec.fields import Text
from apexai.spec.shown import shown
from apexai.targets.cloud_run.facts import run_facts
from apexai.targets.diagnostics import error
from apexai.targets.target import Surroundings, image_of
from apexai.targets.value import known_text

_IMAGE: Final = "spec.runtime.image"
_DOCKER_HUB: Final = "docker.io"


def check_code(deployment: ServerlessModelDeployment, surroundings: Surroundings) -> Iterator[Diagnostic]:
    """There is something to run, in a registry that Cloud Run takes images from."""
    spec, image = deployment.spec, image_of(deployment, surroundings)
    if image is None and spec.runtime.package is None:
        message = "there is nothing to run: no image, and no registry in the stack's configuration"
        yield error("APX-LIM-530", _IMAGE, message, instead="add runtime.image, or set apexai:registry")
    explained, beside = spec.responsible_ai.explainability, spec.runtime.preprocessor
    for path, used in (
        (_IMAGE, image),
        ("spec.runtime.preprocessor.image", None if beside is None else beside.image),
        ("spec.responsibleAI.explainability.image", None if explained is None else explained.image),
    ):
        if used is not None:
            yield from _registry(path, used)


def _registry(path: str, image: Text) -> Iterator[Diagnostic]:
    """`<…>` stands for a registry that nobody named yet."""
    text, fact = known_text(image), run_facts()["image_host"]
    if text is None or text.startswith("<"):
        return
    host = _host(text)
    if not re.fullmatch(fact.value, host):
        yield fact.violated(
            code="APX-LIM-531",
            path=path,
            message=f"Cloud Run can't take an image from {shown(host)}",
            suggestion="push it to Artifact Registry, or reach it by a remote repository there: "
            "<region>-docker.pkg.dev/<project>/<repository>/<image>",
        )


def _host(image: str) -> str:
    """The registry of a reference; without one it is Docker Hub's.

    Source: distribution/reference: the first part is a host where it has a dot or a port, or is `localhost`.
    """
    first, slash, _ = image.partition("/")
    return first if slash and ("." in first or ":" in first or first == "localhost") else _DOCKER_HUB
