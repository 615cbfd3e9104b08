"""What is promised to others: objectives, places of data."""

from collections.abc import Iterator
from typing import Final

from apexai.errors import Diagnostic
from apexai.spec.deployment import ServerlessModelDeployment
from apexai.spec.runtime import GatewayImplementation
from apexai.targets.diagnostics import error
from apexai.targets.kubernetes.exposure import gateway_of

_CARE: Final = "spec.responsibleAI"


def check_promises(deployment: ServerlessModelDeployment) -> Iterator[Diagnostic]:
    """Promises that something can keep."""
    yield from _objectives(deployment)
    yield from _residency(deployment)


def _objectives(deployment: ServerlessModelDeployment) -> Iterator[Diagnostic]:
    slo, gateway = deployment.spec.slo, gateway_of(deployment.spec.runtime)
    if slo is None or (gateway is not None and gateway.implementation is not None):
        return
    for key, value in (("latencyP95", slo.latency_p95), ("availability", slo.availability)):
        if value is not None:
            message = "nobody measures it: alarms read the metrics of a gateway whose controller is known"
            known = " or ".join(GatewayImplementation)
            instead = f"add network.gateway with implementation {known}, or remove it for this platform"
            yield error("APX-LIM-251", f"spec.slo.{key}", message, instead=instead)


def _residency(deployment: ServerlessModelDeployment) -> Iterator[Diagnostic]:
    if deployment.spec.responsible_ai.data_residency and deployment.spec.runtime.region is None:
        message = "nothing says which region the pods run in"
        instead = "add runtime.region: pods stay on nodes that carry its label"
        yield error("APX-LIM-252", f"{_CARE}.dataResidency[0]", message, instead=instead)
