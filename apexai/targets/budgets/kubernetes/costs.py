"""What pods cost an hour, in PromQL over OpenCost's metrics.

Source: OpenCost, Metrics Reference, https://opencost.io/docs/integrations/metrics, read 2026-11-21.
"""

from typing import Final

_GIB: Final = 2**30


def hourly_cost(namespace: str, pods: str) -> str:
    """The cost an hour of the pods whose names match: CPU, memory and accelerators, at their nodes' prices.

    Without OpenCost there is no value, and not zero: only accelerators may be missing.
    """
    selector = f'namespace="{namespace}",pod=~"{pods}"'
    cpu = _part(f"container_cpu_allocation{{{selector}}}", "node_cpu_hourly_cost")
    memory = _part(f"container_memory_allocation_bytes{{{selector}}} / {_GIB}", "node_ram_hourly_cost")
    accelerators = _part(f"container_gpu_allocation{{{selector}}}", "node_gpu_hourly_cost")
    return f"{cpu} + {memory} + ({accelerators} or vector(0))"


def pods_of(name: str) -> str:
    """Names of the pods of the Deployments of one service; `fraud` is not `fraud-x`."""
    return f"{name}(-candidate|-explainer)?-[a-z0-9]+-[a-z0-9]{{5}}"


def _part(amount: str, price: str) -> str:
    return f"sum({amount} * on (node) group_left () max by (node) ({price}))"
