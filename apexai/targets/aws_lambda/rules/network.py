"""The function's network: what belongs together, and how much of it there may be."""

from collections.abc import Iterator

from apexai.errors import Diagnostic
from apexai.spec.deployment import ServerlessModelDeployment
from apexai.spec.egress import parse_egress
from apexai.spec.runtime import Network
from apexai.targets.aws_lambda.facts import lambda_facts
from apexai.targets.diagnostics import error

_PATH = "spec.runtime.network"


def check_network(deployment: ServerlessModelDeployment) -> Iterator[Diagnostic]:
    """Subnets and groups come together; egress by networks."""
    network = deployment.spec.runtime.network
    if network is None:
        return
    yield from _together(network)
    yield from _counts(network)
    for index, written in enumerate(network.egress):
        if parse_egress(written).host:
            message = f"{written!r} is a host name, and security groups know networks only"
            instead = "write a CIDR; HTTPS to any address is let out in every case"
            yield error("APX-LIM-143", f"{_PATH}.egress[{index}]", message, instead=instead)


def _together(network: Network) -> Iterator[Diagnostic]:
    if network.subnets and network.vpc is None and not network.security_groups:
        message = "a function in subnets needs a security group"
        instead = "add network.vpc, which gets a group of its own, or network.securityGroups"
        yield error("APX-LIM-140", f"{_PATH}.subnets", message, instead=instead)
    if not network.subnets and (network.vpc is not None or network.security_groups):
        key = "vpc" if network.vpc is not None else "securityGroups"
        message = "a function is in a VPC by its subnets, and there are none"
        yield error("APX-LIM-141", f"{_PATH}.{key}", message, instead="add network.subnets")
    if network.egress and network.vpc is None:
        message = "what a function may reach is held in a security group of its own, which needs the VPC"
        instead = "add network.vpc and network.subnets, or remove egress: outside of a VPC nothing limits it"
        yield error("APX-LIM-142", f"{_PATH}.egress", message, instead=instead)


def _counts(network: Network) -> Iterator[Diagnostic]:
    groups = len(network.security_groups) + (network.vpc is not None)
    for key, count, fact in (
        ("subnets", len(network.subnets), lambda_facts()["subnets"]),
        ("securityGroups", groups, lambda_facts()["security_groups"]),
    ):
        if count > fact.number:
            yield fact.violated(
                code="APX-LIM-144",
                path=f"{_PATH}.{key}",
                message=f"{count} are more than a function may have",
                suggestion=f"keep {fact.number} at most",
            )
