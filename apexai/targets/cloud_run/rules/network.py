"""The service's network: one interface in a VPC, and egress by networks."""

from collections.abc import Iterator
from typing import Final

from apexai.errors import Diagnostic
from apexai.spec.deployment import ServerlessModelDeployment
from apexai.spec.egress import parse_egress
from apexai.spec.runtime import Network
from apexai.targets.diagnostics import error

_PATH: Final = "spec.runtime.network"


def check_network(deployment: ServerlessModelDeployment) -> Iterator[Diagnostic]:
    """Direct VPC egress has one interface; firewall rules know networks only."""
    network = deployment.spec.runtime.network
    if network is None:
        return
    for index in range(1, len(network.subnets)):
        message = "a service has one network interface (Cloud Run Admin API v2 discovery document, networkInterfaces)"
        yield error("APX-LIM-570", f"{_PATH}.subnets[{index}]", message, instead="keep one subnet of the region")
    yield from _without_network(network)
    for index, written in enumerate(network.egress):
        if parse_egress(written).host:
            message = f"{written!r} is a host name, and firewall rules know networks only"
            instead = "write a CIDR; HTTPS to any address is let out in every case"
            yield error("APX-LIM-572", f"{_PATH}.egress[{index}]", message, instead=instead)


def _without_network(network: Network) -> Iterator[Diagnostic]:
    if network.vpc is not None:
        return
    tagged = network.security_groups if not network.subnets else []
    for key, given in (("egress", network.egress), ("securityGroups", tagged)):
        if given:
            message = "firewall rules hold in a VPC, and network.vpc names none"
            yield error("APX-LIM-571", f"{_PATH}.{key}", message, instead="add network.vpc, and network.subnets")
