"""The Services: what callers connect to, and what a route sends traffic to."""

from typing import Final

import pulumi
import pulumi_kubernetes as k8s

from apexai.spec.runtime import Gateway
from apexai.targets.kubernetes.exposure import gateway_service_host
from apexai.targets.kubernetes.labels import selector_of
from apexai.targets.kubernetes.manifests.assembly import Assembly
from apexai.targets.kubernetes.names import DEFAULT_NAMESPACE, cluster_host, stable_service_name
from apexai.targets.kubernetes.sides import Slot, Track

LOAD_BALANCER_PORT: Final = 80


def build_cluster_service(assembly: Assembly) -> k8s.core.v1.Service:
    """Make the Service that callers in the cluster use."""
    return _service(
        assembly,
        logical=assembly.logical("service"),
        name=assembly.name,
        spec=k8s.core.v1.ServiceSpecArgs(
            type="ClusterIP", selector=selector_of(assembly.name, Track.STABLE), ports=_ports(assembly)
        ),
    )


def build_load_balancer(assembly: Assembly) -> k8s.core.v1.Service:
    """Make the Service that callers outside use: port 80, and no other port of the pods."""
    entry = assembly.ports.entry
    return _service(
        assembly,
        logical=assembly.logical("service"),
        name=assembly.name,
        spec=k8s.core.v1.ServiceSpecArgs(
            type="LoadBalancer",
            selector=selector_of(assembly.name, Track.STABLE),
            ports=[_port(entry, port=LOAD_BALANCER_PORT)],
        ),
    )


def build_backend(assembly: Assembly, slot: Slot) -> k8s.core.v1.Service:
    """Make the Service that stands for one slot behind a route."""
    name = slot.name if slot.track is Track.CANDIDATE else stable_service_name(assembly.name)
    return _service(
        assembly,
        logical=f"{assembly.request.name}-{slot.track}-service",
        name=name,
        spec=k8s.core.v1.ServiceSpecArgs(
            type="ClusterIP", selector=selector_of(assembly.name, slot.track), ports=_ports(assembly)
        ),
    )


def build_gateway_alias(assembly: Assembly, gateway: Gateway, *, after: pulumi.Resource) -> k8s.core.v1.Service:
    """Make the name in the cluster that leads to the gateway, once the gateway knows the name."""
    return _service(
        assembly,
        logical=assembly.logical("service"),
        name=assembly.name,
        spec=k8s.core.v1.ServiceSpecArgs(type="ExternalName", external_name=gateway_service_host(gateway)),
        after=(after,),
    )


def url_of(entry: pulumi.Resource, url: str) -> pulumi.Output[str]:
    """A URL that is known early, and that what uses it waits for what makes it true."""
    return entry.urn.apply(lambda _: url)


def cluster_url(assembly: Assembly, service: k8s.core.v1.Service) -> pulumi.Output[str]:
    """The URL of a Service inside the cluster, in the provider's namespace where the spec names none."""
    namespace, port = assembly.deployment.metadata.namespace, assembly.ports.service_port
    if namespace is not None:
        return url_of(service, f"http://{cluster_host(assembly.name, namespace)}:{port}")
    name = assembly.name
    url: pulumi.Output[str] = service.id.apply(
        lambda identity: f"http://{cluster_host(name, _namespace_of(identity))}:{port}"
    )
    return url


def load_balancer_url(service: k8s.core.v1.Service) -> pulumi.Output[str]:
    """The URL of a load balancer, known when its cloud has made it."""
    url: pulumi.Output[str] = service.status.apply(_load_balancer_url)
    return url


def _namespace_of(identity: str) -> str:
    """Of the provider's id of an object, `namespace/name`."""
    return identity.rpartition("/")[0] or DEFAULT_NAMESPACE


def _load_balancer_url(status: k8s.core.v1.outputs.ServiceStatus) -> str:
    address = status.load_balancer.ingress[0]
    return f"http://{address.hostname or address.ip}"


def _service(
    assembly: Assembly,
    *,
    logical: str,
    name: str,
    spec: k8s.core.v1.ServiceSpecArgs,
    after: tuple[pulumi.Resource, ...] = (),
) -> k8s.core.v1.Service:
    return k8s.core.v1.Service(logical, metadata=assembly.metadata(name), spec=spec, opts=assembly.options(*after))


def _ports(assembly: Assembly) -> list[k8s.core.v1.ServicePortArgs]:
    """The entry on the model's own port, then the others."""
    ports = assembly.ports
    extra = [_port(name, port=ports.model[name]) for name in ports.extra]
    return [_port(ports.entry, port=ports.service_port), *extra]


def _port(name: str, *, port: int) -> k8s.core.v1.ServicePortArgs:
    return k8s.core.v1.ServicePortArgs(name=name, port=port, target_port=name, protocol="TCP")
