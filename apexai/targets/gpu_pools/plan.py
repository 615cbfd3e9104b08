"""What a pool shall be, whoever asks for it."""

from dataclasses import dataclass, field
from typing import Final

from apexai.spec.node_pool import ClusterKind, NodeCapacity, NodePool
from apexai.units import MIB_PER_GIB

DISK_GIB: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolPlan:
    """A pool with the accelerators that it is for."""

    name: str
    """Value of the nodes' label."""
    accelerator: str
    """Model, e.g. `nvidia-l4`."""
    count: int
    """Accelerators of one instance of the workload."""
    pool: NodePool
    tags: dict[str, str] = field(default_factory=dict)
    """Of the service that the pool is for; the pool's own go before."""

    @property
    def kind(self) -> ClusterKind:
        return self.pool.cluster.kind

    @property
    def per_node(self) -> int:
        """Accelerators of one node."""
        return self.pool.accelerators_per_node or self.count

    @property
    def disk_gib(self) -> int:
        """Disk of one node."""
        return DISK_GIB if self.pool.disk_size is None else int(self.pool.disk_size) // MIB_PER_GIB

    @property
    def parts(self) -> tuple["PoolPart", ...]:
        """Groups of nodes that are bought alike; the one that is tried first comes first."""
        least, most = self.pool.min_nodes, self.pool.max_nodes
        match self.pool.capacity:
            case NodeCapacity.ON_DEMAND:
                return (PoolPart(suffix="", spot=False, least=least, most=most),)
            case NodeCapacity.SPOT:
                return (PoolPart(suffix="", spot=True, least=least, most=most),)
            case NodeCapacity.SPOT_WITH_FALLBACK:
                return (
                    PoolPart(suffix="-spot", spot=True, least=least, most=most),
                    PoolPart(suffix="-on-demand", spot=False, least=0, most=most, stands_in=True),
                )


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolPart:
    """Nodes of a pool that are bought alike."""

    suffix: str
    """Of the logical name."""
    spot: bool
    least: int
    most: int
    stands_in: bool = False
    """Whether it has nodes only where the part before it can have none."""
