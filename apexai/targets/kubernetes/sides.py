"""The two places that a model can run in, and which model runs in which.

The stable slot serves the steady state; the candidate slot exists only beside it, in a split and in a dark launch. All
that a pod template takes from the model comes from its `Side`, so that a model's pods are the same in every state.
"""

from dataclasses import dataclass
from enum import StrEnum

from apexai.spec.deployment import ServerlessModelDeployment, Stable, TrafficSplit
from apexai.spec.fields import Text
from apexai.targets.kubernetes.names import candidate_name
from apexai.targets.target import Surroundings, image_of
from apexai.targets.value import pinned_image
from apexai.units import Percent


class Track(StrEnum):
    """The value of the label that tells the slots apart."""

    STABLE = "stable"
    CANDIDATE = "candidate"


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One model: all that differs between the pods of the two slots."""

    version: str
    image: Text
    uri: Text | None
    digest: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A Deployment and what belongs to it."""

    track: Track
    name: str
    """Of its objects in the cluster."""
    side: Side
    share: Percent
    """Of the traffic."""


def has_candidate(split: TrafficSplit) -> bool:
    """Whether both slots run: while the stable side takes traffic beside this document's model or instead of it."""
    return split.stable is not None and split.blue > 0


def slots_of(deployment: ServerlessModelDeployment, surroundings: Surroundings) -> tuple[Slot, ...]:
    """The stable slot, and the candidate slot where both sides run."""
    name, split = deployment.metadata.name, deployment.spec.traffic_split
    this = _this_side(deployment, surroundings)
    if split.stable is None or not has_candidate(split):
        return (Slot(track=Track.STABLE, name=name, side=this, share=Percent(split.blue + split.green)),)
    return (
        Slot(track=Track.STABLE, name=name, side=_stable_side(deployment, split.stable), share=split.blue),
        Slot(track=Track.CANDIDATE, name=candidate_name(name), side=this, share=split.green),
    )


def _this_side(deployment: ServerlessModelDeployment, surroundings: Surroundings) -> Side:
    model, image = deployment.spec.model_ref, image_of(deployment, surroundings)
    if image is None:
        raise ValueError("no image: the limits refuse this")
    return Side(
        version=model.version,
        image=image if model.uri is not None else pinned_image(image, model.digest),
        uri=model.uri,
        digest=model.digest,
    )


def _stable_side(deployment: ServerlessModelDeployment, stable: Stable) -> Side:
    if stable.image is None or stable.model_version is None:
        raise ValueError("no image or version of the stable side: the limits refuse this")
    has_uri = deployment.spec.model_ref.uri is not None
    return Side(
        version=stable.model_version,
        image=stable.image if has_uri else pinned_image(stable.image, stable.model_digest),
        uri=stable.model_uri,
        digest=stable.model_digest,
    )
