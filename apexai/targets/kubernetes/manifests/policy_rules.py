"""The rules of a NetworkPolicy: peers and ports."""

from typing import Final

from pulumi_kubernetes.meta.v1 import LabelSelectorArgs, LabelSelectorRequirementArgs
from pulumi_kubernetes.networking.v1 import (
    IPBlockArgs,
    NetworkPolicyEgressRuleArgs,
    NetworkPolicyPeerArgs,
    NetworkPolicyPortArgs,
)

from apexai.spec.runtime import Gateway, GatewayImplementation
from apexai.targets.kubernetes.destinations import PUBLIC_NETWORKS, Destination
from apexai.targets.kubernetes.identity import IdentityKind, identity_kind
from apexai.targets.kubernetes.labels import INSTANCE, TRACK, explainer_selector
from apexai.targets.kubernetes.sides import Track

_NAMESPACE_NAME: Final = "kubernetes.io/metadata.name"
_DNS_NAMESPACE: Final = "kube-system"
_LINK_LOCAL: Final = "169.254.0.0/16"
"""Where node-local DNS caches and Cloud DNS for GKE answer."""
TOKEN_SERVICES: Final = {"169.254.169.254/32": (80, 8080), "169.254.169.252/32": (987, 988)}
"""Where pods of GKE get the tokens of their identity, with and without Dataplane V2.

Source: Google Kubernetes Engine, Workload Identity Federation: network policies, read 2026-11-21.
"""
_GATEWAY_NAME: Final = "gateway.networking.k8s.io/gateway-name"
_ENVOY_OWNER: Final = "gateway.envoyproxy.io/owning-gateway"


def model_pods(name: str) -> LabelSelectorArgs:
    """The pods of both slots."""
    tracks = LabelSelectorRequirementArgs(key=TRACK, operator="In", values=[str(track) for track in Track])
    return LabelSelectorArgs(match_labels={INSTANCE: name}, match_expressions=[tracks])


def explainer_pods(name: str) -> LabelSelectorArgs:
    """The explainer's pods."""
    return LabelSelectorArgs(match_labels=explainer_selector(name))


def all_pods() -> NetworkPolicyPeerArgs:
    """Every pod of the cluster."""
    return NetworkPolicyPeerArgs(namespace_selector=LabelSelectorArgs())


def gateway_proxies(gateway: Gateway) -> list[NetworkPolicyPeerArgs] | None:
    """The proxies of a gateway; None where nobody knows them: those of a cloud are not even pods.

    Source: Envoy Gateway 1.9 internal/gatewayapi/translator.go, OwningGatewayNameLabel; Gateway API GEP-1762, labels of
    in-cluster deployments; read 2026-11-21.
    """
    match gateway.implementation:
        case GatewayImplementation.ENVOY_GATEWAY:
            owner = {f"{_ENVOY_OWNER}-name": gateway.name, f"{_ENVOY_OWNER}-namespace": gateway.namespace}
            proxies = LabelSelectorArgs(match_labels=owner)
            return [NetworkPolicyPeerArgs(namespace_selector=LabelSelectorArgs(), pod_selector=proxies)]
        case GatewayImplementation.ISTIO:
            proxies = LabelSelectorArgs(match_labels={_GATEWAY_NAME: gateway.name})
            return [NetworkPolicyPeerArgs(namespace_selector=_namespace(gateway.namespace), pod_selector=proxies)]
        case None:
            return None


def dns_rule() -> NetworkPolicyEgressRuleArgs:
    """The cluster's resolvers."""
    resolver = NetworkPolicyPeerArgs(namespace_selector=_namespace(_DNS_NAMESPACE))
    ports = [NetworkPolicyPortArgs(port=53, protocol=protocol) for protocol in ("UDP", "TCP")]
    return NetworkPolicyEgressRuleArgs(to=[resolver, network_peer(_LINK_LOCAL)], ports=ports)


def destination_rule(destination: Destination) -> NetworkPolicyEgressRuleArgs:
    """Connections to one destination; a host name stands for every public address on its port."""
    ports = None if destination.port is None else [tcp(destination.port)]
    return NetworkPolicyEgressRuleArgs(to=_peers(destination), ports=ports)


def token_rule(identity: str, *, service: str) -> NetworkPolicyEgressRuleArgs:
    """Connections to a token service of GKE, where the identity is one of Google's; else what is allowed anyway."""
    if identity_kind(identity) is not IdentityKind.GCP:
        return dns_rule()
    return NetworkPolicyEgressRuleArgs(
        to=[network_peer(service)], ports=[tcp(port) for port in TOKEN_SERVICES[service]]
    )


def network_peer(cidr: str, *, but: tuple[str, ...] = ()) -> NetworkPolicyPeerArgs:
    """The addresses of a network, but for parts of it."""
    return NetworkPolicyPeerArgs(ip_block=IPBlockArgs(cidr=cidr, except_=list(but) or None))


def tcp(port: int | str) -> NetworkPolicyPortArgs:
    """A port by number, or by the name that each pod gives it."""
    return NetworkPolicyPortArgs(port=port, protocol="TCP")


def _peers(destination: Destination) -> list[NetworkPolicyPeerArgs]:
    if destination.network:
        return [network_peer(destination.network)]
    if destination.namespace is None:
        return [network_peer(network, but=parts) for network, parts in PUBLIC_NETWORKS.items()]
    if not destination.namespace:
        return [NetworkPolicyPeerArgs(pod_selector=LabelSelectorArgs())]
    return [NetworkPolicyPeerArgs(namespace_selector=_namespace(destination.namespace))]


def _namespace(name: str) -> LabelSelectorArgs:
    return LabelSelectorArgs(match_labels={_NAMESPACE_NAME: name})
