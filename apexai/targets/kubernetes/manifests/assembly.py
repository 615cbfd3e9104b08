"""What all objects of one deployment share: names, labels, options."""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
import pulumi_kubernetes as k8s

from apexai.brake.state import State
from apexai.spec.deployment import ServerlessModelDeployment, Spec
from apexai.spec.finops import OnBreach
from apexai.spec.runtime import Runtime
from apexai.targets.kubernetes.labels import labels_of
from apexai.targets.kubernetes.ports import PodPorts, pod_ports
from apexai.targets.kubernetes.sides import Slot, Track, slots_of
from apexai.targets.target import BuildRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class Assembly:
    """One deployment while its objects are made."""

    request: BuildRequest
    slots: tuple[Slot, ...]
    ports: PodPorts
    brake: pulumi.Output[State] | None = None
    """State of the budget's brake; None where nothing would hold the service back."""

    @classmethod
    def of(cls, request: BuildRequest) -> "Assembly":
        """The assembly of a request."""
        deployment = request.deployment
        return cls(
            request=request,
            slots=slots_of(deployment, request.surroundings),
            ports=pod_ports(deployment.spec.runtime),
        )

    def held(self, usual: int, *, throttled: int | None = None, paused: int | None = None) -> pulumi.Input[int]:
        """A number as declared; while the brake holds the service back, the one for what the budget asks then."""
        kept = paused if self.spec.finops.on_breach is OnBreach.PAUSE else throttled
        if self.brake is None or kept is None:
            return usual
        return self.brake.apply(lambda state: kept if state.is_braked else usual)

    @property
    def deployment(self) -> ServerlessModelDeployment:
        return self.request.deployment

    @property
    def spec(self) -> Spec:
        return self.request.deployment.spec

    @property
    def runtime(self) -> Runtime:
        return self.request.deployment.spec.runtime

    @property
    def name(self) -> str:
        """Of the objects in the cluster."""
        return self.request.deployment.metadata.name

    def logical(self, kind: str, track: Track = Track.STABLE) -> str:
        """The logical name of a resource, e.g. `fraud-deployment`, `fraud-candidate-deployment`."""
        slot = "" if track is Track.STABLE else f"-{track}"
        return f"{self.request.name}{slot}-{kind}"

    def labels(self, *, version: str | None = None) -> dict[str, str]:
        """Labels of an object, of one version of the model where it belongs to one."""
        return labels_of(self.deployment, self.request.surroundings, version=version)

    def metadata(
        self,
        name: str,
        *,
        version: str | None = None,
        annotations: pulumi.Input[Mapping[str, pulumi.Input[str]]] | None = None,
        namespace: str | None = None,
    ) -> k8s.meta.v1.ObjectMetaArgs:
        """Metadata of an object, with the labels that all of them carry."""
        return k8s.meta.v1.ObjectMetaArgs(
            name=name,
            namespace=namespace or self.deployment.metadata.namespace,
            labels=self.labels(version=version),
            annotations=annotations,
        )

    def options(self, *after: pulumi.Resource, **more: object) -> pulumi.ResourceOptions:
        """Options of a resource that is made after others."""
        return self.request.options(depends_on=after, **more)
