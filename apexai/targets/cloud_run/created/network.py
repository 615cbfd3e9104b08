"""The service's way into a VPC, and what firewall rules let out of it."""

from __future__ import annotations  # an annotation would import a whole service of the SDK

from collections.abc import Iterator, Mapping
from ipaddress import ip_network

import pulumi
import pulumi_gcp as gcp

from apexai.spec.egress import parse_egress
from apexai.spec.runtime import Network
from apexai.targets.cloud_run.created.scope import Scope
from apexai.targets.value import input_of

_HTTPS = 443
_ANYWHERE = "0.0.0.0/0"
_LET_OUT, _KEPT_IN = 900, 1000
"""Priorities: the lower number decides."""


def build_vpc_access(scope: Scope) -> gcp.cloudrunv2.ServiceTemplateVpcAccessArgs | None:
    """Direct VPC egress; None for a service outside of every VPC."""
    network = scope.spec.runtime.network
    if network is None or not (network.vpc or network.subnets):
        return None
    interface = gcp.cloudrunv2.ServiceTemplateVpcAccessNetworkInterfaceArgs(
        network=None if network.vpc is None else input_of(network.vpc),
        subnetwork=input_of(network.subnets[0]) if network.subnets else None,
        tags=_tags(scope, network) or None,
    )
    return gcp.cloudrunv2.ServiceTemplateVpcAccessArgs(
        egress="ALL_TRAFFIC" if network.egress else "PRIVATE_RANGES_ONLY", network_interfaces=[interface]
    )


def build_firewall(scope: Scope) -> list[pulumi.Resource]:
    """HTTPS to Google's services and the endpoints of the spec, what is listed, and nothing else; nothing where egress
    is not confined."""
    network = scope.spec.runtime.network
    if network is None or not network.egress:
        return []
    let_out = [
        _rule(scope, network, f"egress-{kind}", priority=_LET_OUT, ranges=ranges, port=port)
        for kind, (ranges, port) in _let_out(network).items()
    ]
    return [*let_out, _rule(scope, network, "egress-kept-in", priority=_KEPT_IN, ranges=[_ANYWHERE], port=None)]


def _tags(scope: Scope, network: Network) -> list[pulumi.Input[str]]:
    own = [scope.service_name] if network.egress else []
    return [*own, *(input_of(group) for group in network.security_groups)]


def _let_out(network: Network) -> Mapping[str, tuple[list[str], int]]:
    """A rule for each port, by a name that says which; 0 is every port and protocol."""
    found: dict[str, tuple[list[str], int]] = {"https": ([_ANYWHERE], _HTTPS)}
    for place, port in _entries(network):
        kind = f"{port or 'all'}{'-v6' if ip_network(place).version == 6 else ''}"
        ranges, _ = found.setdefault(kind, ([], port))
        if place not in ranges:
            ranges.append(place)
    return found


def _entries(network: Network) -> Iterator[tuple[str, int]]:
    for written in network.egress:
        entry = parse_egress(written)
        yield entry.network, entry.port or 0


def _rule(
    scope: Scope, network: Network, kind: str, *, priority: int, ranges: list[str], port: int | None
) -> gcp.compute.Firewall:
    """A rule for what carries the service's network tag; without a port it denies."""
    if network.vpc is None:
        raise ValueError("no VPC: the limits refuse this")
    allowed = gcp.compute.FirewallAllowArgs(protocol="tcp" if port else "all", ports=[str(port)] if port else None)
    return gcp.compute.Firewall(
        scope.name(kind),
        network=input_of(network.vpc),
        description=f"What {scope.service_name} may reach",
        direction="EGRESS",
        priority=priority,
        target_tags=[scope.service_name],
        destination_ranges=ranges,
        allows=None if port is None else [allowed],
        denies=[gcp.compute.FirewallDenyArgs(protocol="all")] if port is None else None,
        opts=scope.request.options(),
    )
