"""The network: private subnets with a way out in each zone, and the security group of services."""

from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import ip_network

import pulumi
import pulumi_aws as aws

RANGE = ip_network("10.20.0.0/16")


@dataclass(frozen=True, kw_only=True)
class Network:
    """What others need of it."""

    vpc: pulumi.Output[str]
    private_subnets: list[pulumi.Output[str]]
    services: pulumi.Output[str]
    """Security group of services that nobody calls by address."""


def build_network(name: str, zones: Sequence[str], region: str, tags: dict[str, str]) -> Network:
    """A VPC with two subnets in each zone; what only S3 is asked for goes past the NAT gateways."""
    vpc = aws.ec2.Vpc(f"{name}-vpc", cidr_block=str(RANGE), enable_dns_hostnames=True, tags=tags)
    internet = aws.ec2.InternetGateway(f"{name}-internet", vpc_id=vpc.id, tags=tags)
    public = _table(f"{name}-public", vpc, tags, gateway_id=internet.id)
    private = [_zone(f"{name}-{zone}", zone, index, vpc, public, tags) for index, zone in enumerate(zones)]
    tables = [table.id for _, table in private]
    service = f"com.amazonaws.{region}.s3"
    aws.ec2.VpcEndpoint(f"{name}-s3", vpc_id=vpc.id, service_name=service, route_table_ids=tables, tags=tags)
    out = {"protocol": "-1", "from_port": 0, "to_port": 0, "cidr_blocks": ["0.0.0.0/0"]}
    services = aws.ec2.SecurityGroup(f"{name}-services", vpc_id=vpc.id, egress=[out], tags=tags)
    return Network(vpc=vpc.id, private_subnets=[subnet.id for subnet, _ in private], services=services.id)


def _zone(
    name: str, zone: str, index: int, vpc: aws.ec2.Vpc, public: aws.ec2.RouteTable, tags: dict[str, str]
) -> tuple[aws.ec2.Subnet, aws.ec2.RouteTable]:
    """The private subnet of a zone, and its routes through the NAT gateway in the public one."""
    small, large = list(RANGE.subnets(new_prefix=24))[index], list(RANGE.subnets(new_prefix=20))[index + 1]
    outside = _subnet(f"{name}-public", zone, str(small), vpc, public, {**tags, "kubernetes.io/role/elb": "1"})
    address = aws.ec2.Eip(f"{name}-nat", domain="vpc", tags=tags)
    nat = aws.ec2.NatGateway(f"{name}-nat", subnet_id=outside.id, allocation_id=address.id, tags=tags)
    table = _table(f"{name}-private", vpc, tags, nat_gateway_id=nat.id)
    internal = {**tags, "kubernetes.io/role/internal-elb": "1"}
    return _subnet(f"{name}-private", zone, str(large), vpc, table, internal), table


def _table(name: str, vpc: aws.ec2.Vpc, tags: dict[str, str], **way: pulumi.Input[str]) -> aws.ec2.RouteTable:
    table = aws.ec2.RouteTable(name, vpc_id=vpc.id, tags=tags)
    aws.ec2.Route(name, route_table_id=table.id, destination_cidr_block="0.0.0.0/0", **way)
    return table


def _subnet(
    name: str, zone: str, block: str, vpc: aws.ec2.Vpc, table: aws.ec2.RouteTable, tags: dict[str, str]
) -> aws.ec2.Subnet:
    subnet = aws.ec2.Subnet(name, vpc_id=vpc.id, availability_zone=zone, cidr_block=block, tags=tags)
    aws.ec2.RouteTableAssociation(name, subnet_id=subnet.id, route_table_id=table.id)
    return subnet
