"""Promises: none that nothing could break."""

from collections.abc import Iterator
from typing import Final

from apexai.spec import codes
from apexai.spec.consistency.finding import Finding, found
from apexai.spec.deployment import ServerlessModelDeployment
from apexai.units import render_decimal

_LATENCY: Final = "spec.slo.latencyP95"
_TIMEOUT: Final = "spec.runtime.timeout"


def check_promises(deployment: ServerlessModelDeployment) -> Iterator[Finding]:
    """A latency below the timeout that is written: no answer takes longer than that, and the alarm could never ring."""
    slo, runtime = deployment.spec.slo, deployment.spec.runtime
    if slo is None or slo.latency_p95 is None or "timeout" not in runtime.model_fields_set:
        return
    if slo.latency_p95 >= runtime.timeout:
        timeout = render_decimal(runtime.timeout)
        message = f"no answer takes longer than {_TIMEOUT}, {timeout}s, so that no alarm could ring"
        suggestion = f"write less than {timeout}s, or a longer timeout"
        yield found(codes.LATENCY_AT_TIMEOUT, _LATENCY, message, suggestion=suggestion, also=(_TIMEOUT,))
