"""How callers reach the service: inside the cluster, through a load balancer or through a gateway."""

from enum import StrEnum

from apexai.spec.deployment import ServerlessModelDeployment
from apexai.spec.runtime import Access, Gateway, Runtime
from apexai.targets.kubernetes.names import cluster_host


class Exposure(StrEnum):
    """What stands between callers and pods."""

    CLUSTER = "cluster"
    LOAD_BALANCER = "load-balancer"
    GATEWAY = "gateway"


def exposure_of(runtime: Runtime) -> Exposure:
    """What stands between callers and pods."""
    if gateway_of(runtime) is not None:
        return Exposure.GATEWAY
    return Exposure.LOAD_BALANCER if runtime.access is Access.PUBLIC else Exposure.CLUSTER


def gateway_of(runtime: Runtime) -> Gateway | None:
    """The gateway that the service is behind."""
    return None if runtime.network is None else runtime.network.gateway


def domain_of(runtime: Runtime) -> str | None:
    """The host name that the gateway listens for."""
    domain = None if runtime.network is None else runtime.network.domain
    return None if domain is None else domain.lower()


def route_hosts(deployment: ServerlessModelDeployment) -> tuple[str, ...]:
    """The host names that the gateway routes to the service: the domain's, and the one in the cluster."""
    runtime, gateway = deployment.spec.runtime, gateway_of(deployment.spec.runtime)
    domain, namespace = domain_of(runtime), deployment.metadata.namespace
    hosts = [domain] if domain is not None else []
    if gateway is not None and gateway.service is not None and namespace is not None:
        hosts.append(cluster_host(deployment.metadata.name, namespace))
    return tuple(hosts)


def gateway_url(deployment: ServerlessModelDeployment) -> str:
    """Where callers find the service behind its gateway.

    Inside the cluster the gateway's Service is on port 80; a domain is served with TLS.
    """
    gateway, domain = gateway_of(deployment.spec.runtime), domain_of(deployment.spec.runtime)
    inside = gateway is not None and gateway.service is not None
    if domain is not None and not (inside and deployment.spec.runtime.access is Access.INTERNAL):
        return f"https://{domain}"
    return f"http://{cluster_host(deployment.metadata.name, deployment.metadata.namespace or 'default')}"


def gateway_service_host(gateway: Gateway) -> str:
    """The name in the cluster of the Service in front of the gateway's proxies."""
    service, _, namespace = (gateway.service or "").partition(".")
    return cluster_host(service, namespace or gateway.namespace)
