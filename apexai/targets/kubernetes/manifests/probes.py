"""How the kubelet finds out that a container is started, ready and alive."""

import math
from decimal import Decimal
from typing import Final

import pulumi_kubernetes as k8s

from apexai.spec.runtime import Probes, Runtime
from apexai.targets.kubernetes.manifests.assembly import Assembly
from apexai.units import Seconds

PERIOD_SECONDS: Final = 10
STARTUP_SECONDS: Final = 300
"""How long a model may load where the spec does not say."""
_IMAGE_PULL_SECONDS: Final = 300


def model_probes(assembly: Assembly) -> dict[str, k8s.core.v1.ProbeArgs]:
    """The three probes of the model's container, as keyword arguments.

    Without a path only the port is asked, and nothing restarts a container that still listens.
    """
    probes, port = assembly.runtime.probes, assembly.ports.model_port
    if probes is None:
        return port_probes(port)
    ask = k8s.core.v1.HTTPGetActionArgs(path=probes.path, port=probes.port or port)
    common = {
        "http_get": ask,
        "period_seconds": period_seconds(probes),
        "timeout_seconds": None if probes.timeout is None else int(probes.timeout),
    }
    return {
        "startup_probe": k8s.core.v1.ProbeArgs(
            initial_delay_seconds=int(probes.initial_delay) or None,
            failure_threshold=startup_failures(probes),
            **common,
        ),
        "readiness_probe": k8s.core.v1.ProbeArgs(failure_threshold=probes.failure_threshold, **common),
        "liveness_probe": k8s.core.v1.ProbeArgs(failure_threshold=probes.failure_threshold, **common),
    }


def port_probes(port: int) -> dict[str, k8s.core.v1.ProbeArgs]:
    """Probes of a container of which only the port is known."""
    ask = k8s.core.v1.TCPSocketActionArgs(port=port)
    return {
        "startup_probe": k8s.core.v1.ProbeArgs(
            tcp_socket=ask, period_seconds=PERIOD_SECONDS, failure_threshold=STARTUP_SECONDS // PERIOD_SECONDS
        ),
        "readiness_probe": k8s.core.v1.ProbeArgs(tcp_socket=ask, period_seconds=PERIOD_SECONDS),
    }


def period_seconds(probes: Probes) -> int:
    """Between two probes."""
    return PERIOD_SECONDS if probes.period is None else int(probes.period)


def startup_failures(probes: Probes) -> int:
    """How often the startup probe may fail until the budget is spent."""
    budget = probes.startup_budget or Seconds(Decimal(STARTUP_SECONDS))
    return max(1, math.ceil(budget / period_seconds(probes)))


def progress_deadline_seconds(runtime: Runtime) -> int:
    """How long one pod may take until the rollout counts as failed: image, start, model."""
    probes = runtime.probes
    if probes is None:
        return _IMAGE_PULL_SECONDS + STARTUP_SECONDS
    return _IMAGE_PULL_SECONDS + int(probes.initial_delay) + startup_failures(probes) * period_seconds(probes)
