"""Splits: which revision serves beside the one that the document makes."""

from collections.abc import Iterator
from typing import Final

from apexai.errors import Diagnostic
from apexai.spec.deployment import ServerlessModelDeployment, Stable
from apexai.targets.cloud_run.names import service_name, slug
from apexai.targets.cloud_run.revision import revision_name
from apexai.targets.diagnostics import error
from apexai.targets.kept_revision import check_kept_revision
from apexai.targets.target import Surroundings
from apexai.targets.value import known_text
from apexai.units import render_decimal

_SPLIT: Final = "spec.trafficSplit"
_STABLE: Final = f"{_SPLIT}.stable"


def check_traffic(deployment: ServerlessModelDeployment, surroundings: Surroundings) -> Iterator[Diagnostic]:
    """Whole per cents; the stable side is another revision of this service, and keeps what belongs to it."""
    split = deployment.spec.traffic_split
    if split.green != int(split.green):
        message = f"{render_decimal(split.green)} %: Cloud Run splits traffic in whole per cents"
        instead = f"write {int(split.green)}% and {100 - int(split.green)}%, or use platform aws-lambda or kubernetes"
        yield error("APX-LIM-590", f"{_SPLIT}.green", message, instead=instead)
    yield from check_kept_revision(split)
    if split.stable is None or split.blue == 0:
        return
    yield from _revision(deployment, surroundings, split.stable)
    yield from _model(deployment, split.stable)


def _revision(
    deployment: ServerlessModelDeployment, surroundings: Surroundings, stable: Stable
) -> Iterator[Diagnostic]:
    path, written = f"{_STABLE}.revision", known_text(stable.revision)
    name = service_name(deployment, surroundings)
    if stable.revision is None:
        message = "Cloud Run keeps revisions by name, and the stable side has to name one"
        yield error("APX-LIM-591", path, message, instead="write the output `revision` of that release")
    elif written is not None and not written.startswith(f"{name}-"):
        message = f"{written!r} is no revision of the service {name!r}, whose names begin with {name}-"
        yield error("APX-LIM-592", path, message, instead="write the output `revision` of that release")
    elif written is not None and written == known_text(revision_name(deployment, surroundings)):
        message = f"{written} is what this document makes itself, so that both sides would be one revision"
        instead = "give the candidate's modelRef.version or image, or remove stable and write blue: 100%"
        yield error("APX-LIM-593", path, message, instead=instead)


def _model(deployment: ServerlessModelDeployment, stable: Stable) -> Iterator[Diagnostic]:
    """What lets a revision read its model is kept by the model's version."""
    model = deployment.spec.model_ref
    if model.uri is None:
        return
    if stable.model_uri is None:
        message = "the stable revision reads its model too, and the permission to do so is kept only for what is named"
        instead = "add stable.modelUri, the modelRef.uri of that release"
        yield error("APX-LIM-594", f"{_STABLE}.modelUri", message, instead=instead)
    if stable.model_version is None:
        message = "what lets the stable revision read its model is kept by the model's version"
        instead = "add stable.modelVersion, the modelRef.version of that release"
        yield error("APX-LIM-595", f"{_STABLE}.modelVersion", message, instead=instead)
    elif slug(stable.model_version) == slug(model.version):
        message = f"{stable.model_version!r} and {model.version!r} name one version, and could not be kept apart"
        instead = "give this document's modelRef.version a number of its own"
        yield error("APX-LIM-596", f"{_STABLE}.modelVersion", message, instead=instead)
