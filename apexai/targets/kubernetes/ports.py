"""Ports: which container listens where, and which of them callers reach."""

from collections.abc import Mapping
from dataclasses import dataclass

from apexai.spec.runtime import Runtime
from apexai.targets.kubernetes.names import DEFAULT_PORTS, MODEL_PORT_NAME


@dataclass(frozen=True, slots=True, kw_only=True)
class PodPorts:
    """The ports of a pod, by name.

    Services and network policies name the port and not its number, so that each pod answers for itself while a rollout
    puts a preprocessor in front of the model or takes it away.
    """

    entry: str
    """Name of the port that callers reach, in whichever container it is."""
    service_port: int
    """Where callers inside the cluster find it: the model's own port, with and without a preprocessor."""
    model: Mapping[str, int]
    preprocessor: Mapping[str, int]
    extra: tuple[str, ...]
    """Names of the ports beside the entry, e.g. for metrics."""

    @property
    def model_port(self) -> int:
        """The model's own first port."""
        return next(iter(self.model.values()))


def pod_ports(runtime: Runtime) -> PodPorts:
    """The ports that the spec asks for."""
    ports = runtime.ports or DEFAULT_PORTS
    entry, first = next(iter(ports.items()))
    extra = {name: port for name, port in ports.items() if name != entry}
    front = None if runtime.preprocessor is None else runtime.preprocessor.port
    return PodPorts(
        entry=entry,
        service_port=first,
        model={entry if front is None else MODEL_PORT_NAME: first, **extra},
        preprocessor={} if front is None else {entry: front},
        extra=tuple(extra),
    )
