"""Which published versions serve, and how much provisioned and reserved concurrency each may have.

All that belongs to one version has the model's version in its logical name, so that a release leaves alone what serves:
the side that was this document's model yesterday keeps its resources as the stable side of today.

Provisioned concurrency stands on version numbers and never on the alias, since an alias with weights can't carry it.
The sum over all versions stays within the reserved concurrency (`maxReplicas`), also while the next release makes its
own before the last one's goes: a version that serves alone may scale to `maxReplicas - minReplicas`, and one beside it
gets `minReplicas`, so that there is always room for one more `minReplicas`. Requests beyond the provisioned part are
served on demand, up to the reserved concurrency.
"""

from dataclasses import dataclass

from apexai.spec.deployment import Autoscaling, ServerlessModelDeployment, Stable
from apexai.spec.fields import Text
from apexai.units import Percent


@dataclass(frozen=True, slots=True, kw_only=True)
class Capacity:
    """Provisioned concurrency of one version."""

    minimum: int
    maximum: int
    """Equal to the minimum where nothing scales it."""
    target_percent: Percent | None
    """Utilisation that scaling aims at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One side of the traffic."""

    model_version: str
    number: Text | None
    """The published version where it exists already; None for the one that this document publishes."""
    capacity: Capacity | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """What serves: the alias points at `primary`, and sends a share of the requests to `stable` beside it."""

    candidate: Version
    stable: Version | None
    """None where this document's model serves alone."""
    stable_share: Percent

    @property
    def versions(self) -> tuple[Version, ...]:
        return (self.candidate,) if self.stable is None else (self.stable, self.candidate)

    @property
    def is_dark(self) -> bool:
        """Whether this document's model is there and takes no traffic."""
        return self.stable is not None and self.stable_share == 100


def release_of(deployment: ServerlessModelDeployment) -> Release:
    """The release that a document asks for."""
    split, model = deployment.spec.traffic_split, deployment.spec.model_ref
    stable = split.stable if split.stable is not None and split.blue > 0 else None
    autoscaling = deployment.spec.autoscaling
    serving = _capacity(autoscaling, alone=stable is None)
    beside = _least(autoscaling) if stable is not None and split.green > 0 else serving if stable is None else None
    return Release(
        candidate=Version(model_version=model.version, number=None, capacity=beside),
        stable=None if stable is None else _stable(stable, _capacity(autoscaling, alone=True)),
        stable_share=split.blue if stable is not None else Percent(split.blue * 0),
    )


def _stable(stable: Stable, capacity: Capacity | None) -> Version:
    if stable.revision is None:
        raise ValueError("no revision of the stable side: the limits refuse this")
    return Version(model_version=stable.model_version or "stable", number=stable.revision, capacity=capacity)


def _capacity(autoscaling: Autoscaling | None, *, alone: bool) -> Capacity | None:
    if autoscaling is None or autoscaling.min_replicas == 0:
        return None
    scales = autoscaling.target_utilization is not None or bool(autoscaling.schedules)
    room = autoscaling.max_replicas - autoscaling.min_replicas
    return Capacity(
        minimum=autoscaling.min_replicas,
        maximum=room if scales and alone else autoscaling.min_replicas,
        target_percent=autoscaling.target_utilization,
    )


def _least(autoscaling: Autoscaling | None) -> Capacity | None:
    return _capacity(autoscaling, alone=False)
