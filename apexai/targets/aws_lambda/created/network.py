"""The function's network: the caller's subnets, and a security group that lets out what the spec names."""

from __future__ import annotations  # an annotation would import a whole service of the SDK

from collections.abc import Iterator, Sequence
from ipaddress import ip_network

import pulumi_aws as aws

from apexai.spec.egress import EgressEntry, parse_egress
from apexai.targets.aws_lambda.created.scope import Scope
from apexai.targets.value import input_of

_HTTPS = 443
_ANYWHERE = "0.0.0.0/0"


def build_vpc_config(scope: Scope) -> aws.lambda_.FunctionVpcConfigArgs | None:
    """Subnets and security groups; None for a function outside of every VPC."""
    network = scope.spec.runtime.network
    if network is None or not network.subnets:
        return None
    own = [] if network.vpc is None else [_security_group(scope).id]
    return aws.lambda_.FunctionVpcConfigArgs(
        subnet_ids=[input_of(subnet) for subnet in network.subnets],
        security_group_ids=[*own, *(input_of(group) for group in network.security_groups)],
    )


def _security_group(scope: Scope) -> aws.ec2.SecurityGroup:
    network = scope.spec.runtime.network
    assert network is not None
    assert network.vpc is not None
    return aws.ec2.SecurityGroup(
        scope.name("egress"),
        description=f"What {scope.request.deployment.metadata.name} may reach",
        vpc_id=input_of(network.vpc),
        egress=[_https(), *_rules(network.egress)],
        region=scope.region,
        tags=scope.tags,
        opts=scope.request.options(),
    )


def _https() -> aws.ec2.SecurityGroupEgressArgs:
    """The model store, AWS itself and the endpoints that the spec names: hosts, which a group can't tell apart."""
    return aws.ec2.SecurityGroupEgressArgs(
        description="HTTPS to AWS and to the endpoints of the spec",
        protocol="tcp",
        from_port=_HTTPS,
        to_port=_HTTPS,
        cidr_blocks=[_ANYWHERE],
    )


def _rules(egress: Sequence[str]) -> Iterator[aws.ec2.SecurityGroupEgressArgs]:
    """Each permission once: AWS refuses a group that has one twice, whatever its descriptions.

    Source: terraform-provider-aws#29492, "The same permission must not appear multiple times", read 2026-11-21.
    """
    seen = {(_ANYWHERE, _HTTPS)}
    for written in egress:
        entry = parse_egress(written)
        key = (entry.network, entry.port or 0)
        if key not in seen:
            seen.add(key)
            yield _rule(written, entry)


def _rule(written: str, entry: EgressEntry) -> aws.ec2.SecurityGroupEgressArgs:
    port = entry.port or 0
    version = ip_network(entry.network).version
    return aws.ec2.SecurityGroupEgressArgs(
        description=written,
        protocol="tcp" if port else "-1",
        from_port=port,
        to_port=port,
        cidr_blocks=[entry.network] if version == 4 else None,
        ipv6_cidr_blocks=[entry.network] if version == 6 else None,
    )
