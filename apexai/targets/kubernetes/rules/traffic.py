"""The traffic split: a gateway that divides it, and a stable side that can be made again."""

from collections.abc import Iterator
from typing import Final

from apexai.errors import Diagnostic
from apexai.spec.deployment import ServerlessModelDeployment, Stable
from apexai.spec.fields import Platform
from apexai.targets.diagnostics import error, note, warning
from apexai.targets.facts import load_facts
from apexai.targets.kubernetes.exposure import gateway_of
from apexai.targets.kubernetes.sides import has_candidate
from apexai.targets.kubernetes.weights import weights_of
from apexai.targets.value import known_text

_SPLIT: Final = "spec.trafficSplit"
_STABLE: Final = f"{_SPLIT}.stable"


def check_traffic(deployment: ServerlessModelDeployment) -> Iterator[Diagnostic]:
    """Both sides can be had."""
    split = deployment.spec.traffic_split
    if split.blue > 0 and split.green > 0:
        yield from _division(deployment)
    if split.stable is not None:
        yield from _revision(split.stable)
    if split.stable is not None and has_candidate(split):
        yield from _stable(deployment, split.stable)
    elif split.stable is not None:
        message = "the stable side does not stay beside a model that takes everything: its pods would cost"
        instead = "to go back, write blue: 100%, green: 0% with this stable, or deploy its own document"
        yield note("APX-LIM-237", _STABLE, message, instead=instead)


def _division(deployment: ServerlessModelDeployment) -> Iterator[Diagnostic]:
    split = deployment.spec.traffic_split
    if gateway_of(deployment.spec.runtime) is None:
        message = "a Service can't divide requests by shares"
        instead = "add network.gateway, or give one side 100%"
        yield error("APX-LIM-231", f"{_SPLIT}.green", message, instead=instead)
    fact = load_facts(Platform.KUBERNETES)["route_weight"]
    if max(weights_of([split.blue, split.green])) > fact.number:
        yield fact.violated(
            code="APX-LIM-232",
            path=f"{_SPLIT}.green",
            message=f"{split.green}% is finer than the weights of a route, which end at {fact.number}",
            suggestion="write at most four decimals",
        )


def _stable(deployment: ServerlessModelDeployment, stable: Stable) -> Iterator[Diagnostic]:
    model = deployment.spec.model_ref
    if stable.image is None and stable.package is None:
        message = "Kubernetes keeps no revisions: the stable side has to be written down"
        yield error("APX-LIM-233", f"{_STABLE}.image", message, instead="add stable.image, the image that runs already")
    if stable.model_version is None:
        message = "the stable side's pods carry their model's version"
        instead = "add stable.modelVersion, the version that runs already"
        yield error("APX-LIM-234", f"{_STABLE}.modelVersion", message, instead=instead)
    if model.uri is not None and stable.model_uri is None:
        message = "modelRef.uri is the candidate's: where the stable side's model is, nothing says"
        yield error("APX-LIM-235", f"{_STABLE}.modelUri", message, instead="add stable.modelUri")
    if model.digest is not None and stable.model_digest is None:
        message = "modelRef.digest is the candidate's: if the stable side had one, its pods restart without it"
        yield warning("APX-LIM-236", f"{_STABLE}.modelDigest", message, instead="add stable.modelDigest")


def _revision(stable: Stable) -> Iterator[Diagnostic]:
    revision = known_text(stable.revision)
    if revision is not None and revision != stable.model_version:
        message = f"{revision!r} is not stable.modelVersion, {stable.model_version!r}, which is the revision here"
        instead = "write the same, or remove it here: targets.kubernetes.trafficSplit.stable.revision: null"
        yield error("APX-LIM-238", f"{_STABLE}.revision", message, instead=instead)
