"""Splits: which version serves beside the one that the document publishes."""

import re
from collections.abc import Iterator

from apexai.errors import Diagnostic
from apexai.spec.deployment import ServerlessModelDeployment, Stable
from apexai.targets.aws_lambda.names import version_key
from apexai.targets.diagnostics import error
from apexai.targets.kept_revision import check_kept_revision
from apexai.targets.value import known_text

_STABLE = "spec.trafficSplit.stable"


def check_traffic(deployment: ServerlessModelDeployment) -> Iterator[Diagnostic]:
    """The stable side is a published version, and keeps what belongs to it."""
    split = deployment.spec.traffic_split
    yield from check_kept_revision(split)
    if split.stable is None or split.blue == 0:
        return
    yield from _revision(split.stable)
    yield from _model_version(deployment, split.stable)
    if deployment.spec.model_ref.uri is not None and split.stable.model_uri is None:
        message = "the stable version reads its model too, and the permission to do so is kept only for what is named"
        instead = "add stable.modelUri, the modelRef.uri of that release"
        yield error("APX-LIM-163", f"{_STABLE}.modelUri", message, instead=instead)


def _revision(stable: Stable) -> Iterator[Diagnostic]:
    path = f"{_STABLE}.revision"
    if stable.revision is None:
        message = "Lambda keeps versions by number, and the stable side has to name one"
        yield error("APX-LIM-160", path, message, instead="write the output `revision` of that release")
        return
    number = known_text(stable.revision)
    if number is not None and not re.fullmatch("[1-9][0-9]*", number):
        message = f"{number!r} is no published version, which has a number"
        yield error("APX-LIM-161", path, message, instead='write the output `revision` of that release, e.g. "7"')


def _model_version(deployment: ServerlessModelDeployment, stable: Stable) -> Iterator[Diagnostic]:
    path, model = f"{_STABLE}.modelVersion", deployment.spec.model_ref
    if stable.model_version is None:
        message = "what belongs to the stable version is kept by the version of its model"
        instead = "add stable.modelVersion, the modelRef.version of that release"
        yield error("APX-LIM-162", path, message, instead=instead)
    elif version_key(stable.model_version) == version_key(model.version):
        message = (
            f"{stable.model_version!r} and {model.version!r} name one version, so that neither could be kept apart"
        )
        yield error("APX-LIM-164", path, message, instead="give this document's modelRef.version a number of its own")
