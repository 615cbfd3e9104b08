"""Labels of a pool's nodes where the platform has no setting of its own for what they say."""

from apexai.spec.node_pool import SharingStrategy
from apexai.targets.gpu_pools.labels import MIG_CONFIG, POOL_LABEL
from apexai.targets.gpu_pools.plan import PoolPlan


def labels_of(plan: PoolPlan) -> dict[str, str]:
    """The pool's label, and the one that the GPU operator's MIG manager obeys."""
    sharing = plan.pool.sharing
    if sharing is None or sharing.strategy is not SharingStrategy.MIG:
        return {POOL_LABEL: plan.name}
    return {POOL_LABEL: plan.name, MIG_CONFIG: f"all-{sharing.profile}"}
