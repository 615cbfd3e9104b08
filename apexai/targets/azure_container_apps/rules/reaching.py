"""How the app is reached: its port and probes, its network."""

import math
from collections.abc import Iterator
from typing import Final

from apexai.errors import Diagnostic
from apexai.spec.deployment import ServerlessModelDeployment
from apexai.spec.runtime import Access, Network, Probes, Runtime
from apexai.targets.azure_container_apps.facts import app_facts
from apexai.targets.azure_container_apps.probes import startup_period
from apexai.targets.diagnostics import error
from apexai.targets.value import known_text
from apexai.units import Seconds, render_decimal

_RUNTIME: Final = "spec.runtime"
_PROBES: Final = f"{_RUNTIME}.probes"
_NETWORK: Final = f"{_RUNTIME}.network"


def check_reaching(deployment: ServerlessModelDeployment) -> Iterator[Diagnostic]:
    """One port, probes within their bounds, a network for what is internal."""
    runtime = deployment.spec.runtime
    for name in list(runtime.ports)[1:]:
        message = "requests reach a replica by one port (Azure documentation, Ingress in Azure Container Apps)"
        instead = "keep the first, and let metrics leave by the runtime's own exporter"
        yield error("APX-LIM-330", f"{_RUNTIME}.ports.{name}", message, instead=instead)
    if runtime.probes is not None:
        yield from _probes(runtime.probes)
    yield from _network(runtime, runtime.network)


def _probes(probes: Probes) -> Iterator[Diagnostic]:
    for key, seconds, fact in (
        ("initialDelay", probes.initial_delay, "probe_initial_delay_maximum"),
        ("period", probes.period, "probe_period_maximum"),
        ("timeout", probes.timeout, "probe_timeout_maximum"),
    ):
        yield from _seconds(f"{_PROBES}.{key}", seconds, fact)
    most, longest = app_facts()["probe_failures_maximum"], app_facts()["probe_period_maximum"]
    if probes.failure_threshold is not None and probes.failure_threshold > most.number:
        yield most.violated(
            code="APX-LIM-333",
            path=f"{_PROBES}.failureThreshold",
            message=f"{probes.failure_threshold} failed probes are more than Container Apps counts",
            suggestion=f"write {most.number} at most, and a longer probes.period",
        )
    if probes.startup_budget is not None and startup_period(probes) > longest.number:
        yield longest.violated(
            code="APX-LIM-334",
            path=f"{_PROBES}.startupBudget",
            message=f"{render_decimal(probes.startup_budget)} s is longer than {most.number} probes can span",
            suggestion=f"write {most.number * longest.number}s at most",
        )


def _seconds(path: str, seconds: Seconds | None, name: str) -> Iterator[Diagnostic]:
    fact = app_facts()[name]
    if seconds is None:
        return
    if seconds != int(seconds):
        message = f"{render_decimal(seconds)} s: Container Apps counts in whole seconds"
        yield error("APX-LIM-331", path, message, instead=f"write {math.ceil(seconds)}s")
    elif seconds > fact.number:
        yield fact.violated(
            code="APX-LIM-332",
            path=path,
            message=f"{render_decimal(seconds)} s is more than Container Apps waits",
            suggestion=f"write {fact.number}s at most",
        )


def _network(runtime: Runtime, network: Network | None) -> Iterator[Diagnostic]:
    internal = runtime.access is Access.INTERNAL
    if internal and (network is None or not network.subnets or network.vpc is None):
        message = "an internal app is reached from a network, and none is named"
        instead = (
            "add runtime.network: {vpc: <id of the network>, subnets: [<id of a subnet of the environment's own>]}"
        )
        yield error("APX-LIM-338", f"{_RUNTIME}.access", message, instead=instead)
    if network is None:
        return
    for index in range(1, len(network.subnets)):
        message = "an environment is in one subnet (Azure documentation, Virtual network configuration)"
        yield error("APX-LIM-339", f"{_NETWORK}.subnets[{index}]", message, instead="keep one of 32 addresses or more")
    yield from _vpc(network, internal=internal)


def _vpc(network: Network, *, internal: bool) -> Iterator[Diagnostic]:
    path, vpc = f"{_NETWORK}.vpc", known_text(network.vpc)
    subnet = known_text(network.subnets[0]) if network.subnets else None
    if network.vpc is not None and not internal:
        message = "only an internal environment needs the network's id, to have its names known there"
        instead = "remove it: the subnet says where the environment is; or write access: internal"
        yield error("APX-LIM-340", path, message, instead=instead)
    elif vpc is not None and subnet is not None and not subnet.lower().startswith(f"{vpc.lower()}/subnets/"):
        message = f"the subnet {subnet} is not in it"
        yield error("APX-LIM-341", path, message, instead="write the id of the network that the subnet is in")
