"""NAT gateways, public addresses, endpoints and load balancers."""

from dataclasses import replace
from typing import Final

from apexai.cost.meters import hours, standing, used
from apexai.cost.reading import Reading
from apexai.cost.surroundings import NotKnown, Surroundings
from apexai.cost.view import value_at

_ADDRESSES: Final = "a public load balancer is taken to have one public IPv4 address in each of its subnets"


def read_nat_gateway(around: Surroundings) -> Reading:
    """Hours and the data that passes through; its address is a resource of its own."""
    return Reading(
        meters=(
            hours(around, "aws-vpc-natgateway-hours", "gateway"),
            used(around, "aws-vpc-natgateway-data", "GB", "processed"),
        )
    )


def read_transit_attachment(around: Surroundings) -> Reading:
    """A network's attachment to a transit gateway."""
    return Reading(
        meters=(
            hours(around, "aws-vpc-transitgateway-attachment-hours", "attachment"),
            used(around, "aws-vpc-transitgateway-data", "GB", "processed"),
        )
    )


def read_elastic_ip(around: Surroundings) -> Reading:
    """A public IPv4 address costs the same in use and idle."""
    return Reading(meters=(hours(around, "aws-vpc-public-ipv4-in-use", "public IPv4 address"),))


def read_load_balancer(around: Surroundings) -> Reading:
    """An application or network load balancer: hours, capacity units, public addresses."""
    kind = around.text("loadBalancerType", default="application")
    if kind not in ("application", "network"):
        raise NotKnown(f"no source states the price of a {kind} load balancer")
    name, unit = ("alb", "LCU-hour") if kind == "application" else ("nlb", "NLCU-hour")
    units = hours(around, f"aws-elb-{name}-lcu-hours", "capacity units", count=around.use("capacityUnits"), unit=unit)
    balancer = hours(around, f"aws-elb-{name}-hours", "load balancer")
    meters = (balancer, replace(units, needs=("capacityUnits",)))
    if around.text("internal", default="false") == "true":
        return Reading(meters=meters)
    addresses = hours(around, "aws-vpc-public-ipv4-in-use", "public addresses", count=_subnets(around))
    return Reading(meters=(*meters, addresses), assumptions=(_ADDRESSES,))


def read_classic_load_balancer(around: Surroundings) -> Reading:
    return Reading(
        meters=(
            hours(around, "aws-elb-classic-hours", "load balancer"),
            used(around, "aws-elb-classic-data", "GB", "processed"),
        )
    )


def read_endpoint(around: Surroundings) -> Reading:
    """An interface endpoint by the hour in each subnet; gateway endpoints are free."""
    match around.text("vpcEndpointType", default="Gateway"):
        case "Gateway":
            return Reading(free="gateway endpoints cost nothing")
        case "Interface":
            return Reading(
                meters=(
                    hours(around, "aws-vpc-interface-endpoint-hours", "endpoint", count=_subnets(around)),
                    used(around, "aws-vpc-interface-endpoint-data", "GB", "processed"),
                )
            )
        case kind:
            raise NotKnown(f"apexai does not know what an endpoint of the type {kind} uses")


def read_zone(around: Surroundings) -> Reading:
    """A hosted zone and the queries to it."""
    return Reading(
        meters=(
            standing(around, "aws-route53-hosted-zone", "zone-month", "hosted zone"),
            used(around, "aws-route53-queries-standard", "query", "requests"),
        )
    )


def _subnets(around: Surroundings) -> int:
    for key in ("subnets", "subnetIds", "subnetMappings"):
        subnets = value_at(around.resource.inputs, key)
        if isinstance(subnets, list):
            return len(subnets)
    raise NotKnown("the number of its subnets is not known before the deployment")
