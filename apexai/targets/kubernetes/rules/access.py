"""Who may call and what may be reached: gateways, tokens, host names."""

from collections.abc import Iterator
from typing import Final

from apexai.errors import Diagnostic
from apexai.spec.deployment import ServerlessModelDeployment
from apexai.spec.egress import parse_egress
from apexai.spec.runtime import Access, Gateway, GatewayImplementation, Runtime
from apexai.targets.diagnostics import error, note, warning
from apexai.targets.kubernetes.destinations import destination_of_entry, destination_of_url
from apexai.targets.kubernetes.exposure import domain_of, gateway_of
from apexai.targets.value import known_text

_NETWORK: Final = "spec.runtime.network"
_CARE: Final = "spec.responsibleAI"
_GATEWAY: Final = f"{_NETWORK}.gateway"
_KNOWN: Final = " or ".join(GatewayImplementation)
_NAMES: Final = "a NetworkPolicy knows no host names"
_CIDR: Final = "write a CIDR to be exact, and for names of private addresses"


def check_access(deployment: ServerlessModelDeployment) -> Iterator[Diagnostic]:
    """Callers are let in as asked, or not at all."""
    runtime, gateway = deployment.spec.runtime, gateway_of(deployment.spec.runtime)
    if runtime.access is Access.AUTHENTICATED:
        yield from _authenticated(runtime, gateway)
    if gateway is not None:
        yield from _gateway(deployment, gateway)
    elif domain_of(runtime) is not None:
        message = f"{domain_of(runtime)!r} leads nowhere without a gateway that listens for it"
        instead = "add network.gateway, or remove it and point the name at the output `endpoint`"
        yield error("APX-LIM-221", f"{_NETWORK}.domain", message, instead=instead)
    elif runtime.access is Access.PUBLIC:
        message = "the load balancer takes plain HTTP"
        yield note("APX-LIM-230", "spec.runtime.access", message, instead="for TLS add network.gateway with a domain")
    yield from _timeout(runtime, gateway)
    yield from _host_names(deployment)


def _authenticated(runtime: Runtime, gateway: Gateway | None) -> Iterator[Diagnostic]:
    path, jwt = "spec.runtime.access", None if runtime.auth is None else runtime.auth.jwt
    if gateway is None:
        message = "access authenticated (the default) needs a gateway: nothing in a cluster checks tokens by itself"
        instead = (
            f"add network.gateway with implementation {_KNOWN} and auth.jwt, or write access: internal for callers in "
            "the cluster, or access: public"
        )
        yield error("APX-LIM-222", path, message, instead=instead)
    elif jwt is None:
        message = "access authenticated (the default) needs to know whose tokens are good"
        instead = "add auth.jwt with issuer and audiences, or write access: internal or access: public"
        yield error("APX-LIM-223", path, message, instead=instead)
    elif gateway.implementation is None:
        message = f"how the gateway {gateway.name!r} checks tokens is its controller's own matter, which is not given"
        yield error("APX-LIM-224", f"{_GATEWAY}.implementation", message, instead=f"write {_KNOWN}")


def _gateway(deployment: ServerlessModelDeployment, gateway: Gateway) -> Iterator[Diagnostic]:
    runtime = deployment.spec.runtime
    if deployment.metadata.namespace is None:
        message = "a gateway needs to know the namespace: it is part of the names that callers use"
        yield error("APX-LIM-225", "metadata.namespace", message, instead="add metadata.namespace")
    if domain_of(runtime) is None and gateway.service is None:
        message = "callers have no name to reach the gateway by"
        instead = "add network.domain, or network.gateway.service for callers in the cluster"
        yield error("APX-LIM-226", _GATEWAY, message, instead=instead)
    if runtime.access is Access.INTERNAL:
        message = (
            f"nothing keeps callers away who reach the gateway {gateway.name!r}: internal is what its listeners are"
        )
        instead = "see that only the cluster or your network reaches it, or write access: authenticated with auth.jwt"
        yield warning("APX-LIM-253", "spec.runtime.access", message, instead=instead)
    if runtime.access is Access.AUTHENTICATED and len(runtime.ports) > 1:
        first, *others = runtime.ports
        message = f"callers authenticate on {first} only: nobody can connect to {', '.join(others)}"
        yield warning("APX-LIM-227", "spec.runtime.ports", message, instead="serve all of it on one port")


def _timeout(runtime: Runtime, gateway: Gateway | None) -> Iterator[Diagnostic]:
    if gateway is None and "timeout" in runtime.model_fields_set:
        message = "without a gateway nothing ends a request that takes longer; a pod that goes away waits so long"
        yield note("APX-LIM-228", "spec.runtime.timeout", message, instead="add network.gateway")


def _host_names(deployment: ServerlessModelDeployment) -> Iterator[Diagnostic]:
    network = deployment.spec.runtime.network
    for index, entry in enumerate(() if network is None else network.egress):
        destination = destination_of_entry(parse_egress(entry))
        if destination.is_public:
            message = f"{_NAMES}: for {entry!r} port {destination.port} of every public address is open"
            yield note("APX-LIM-229", f"{_NETWORK}.egress[{index}]", message, instead=_CIDR)
    for path, endpoint in _endpoints(deployment):
        if endpoint is not None and (found := destination_of_url(endpoint)).is_public:
            message = f"{_NAMES}: for this endpoint port {found.port} of every public address is open"
            yield note("APX-LIM-229", path, message)


def _endpoints(deployment: ServerlessModelDeployment) -> Iterator[tuple[str, str | None]]:
    care = deployment.spec.responsible_ai
    yield f"{_CARE}.alignmentCheckEndpoint", known_text(care.alignment_check_endpoint)
    if care.explainability is not None:
        yield f"{_CARE}.explainability.endpoint", known_text(care.explainability.endpoint)
