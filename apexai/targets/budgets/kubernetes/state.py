"""The brake's state in a ConfigMap, read anew whenever the program runs."""

from collections.abc import Mapping

import pulumi
import pulumi_kubernetes as k8s

from apexai.brake.kubernetes.main import KEY
from apexai.brake.state import RELEASED, State, StateError, load_state
from apexai.targets.budgets.plan import BRAKE_SUFFIX


def state_name(name: str) -> str:
    """Name of the ConfigMap, and of all else that the brake has."""
    return f"{name}{BRAKE_SUFFIX}"


def build_state(
    logical: str, *, name: str, namespace: str, labels: Mapping[str, str], options: pulumi.ResourceOptions
) -> pulumi.Output[State]:
    """Make the ConfigMap where there is none, and read what is in it.

    What Pulumi's own state says of it may be weeks old, so that it is read from the cluster at each run. The data is
    the brake's to write.
    """
    mine = pulumi.ResourceOptions.merge(options, pulumi.ResourceOptions(ignore_changes=["data"]))
    made = k8s.core.v1.ConfigMap(
        f"{logical}-brake-state",
        metadata=k8s.meta.v1.ObjectMetaArgs(name=state_name(name), namespace=namespace, labels=dict(labels)),
        data={KEY: RELEASED.render()},
        opts=mine,
    )
    found = k8s.core.v1.ConfigMap.get(
        f"{logical}-brake-state-now",
        made.id,
        opts=pulumi.ResourceOptions(parent=options.parent, depends_on=[made]),
    )
    state: pulumi.Output[State] = found.data.apply(lambda data: _state(name, data))
    return state


def _state(name: str, data: Mapping[str, str] | None) -> State:
    try:
        return load_state((data or {}).get(KEY))
    except StateError as error:
        raise pulumi.RunError(
            f"the ConfigMap {state_name(name)}: {error}; remove its {KEY!r} to begin as released [APX-BGT-012]"
        ) from None
