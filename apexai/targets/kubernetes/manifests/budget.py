"""The budget's brake: what it may hold back, and what the objects say while it does."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

import pulumi

from apexai.brake.kubernetes.scaling import PAUSED
from apexai.brake.kubernetes.settings import AUTOSCALED, FIXED, KEDA
from apexai.brake.state import State
from apexai.spec.finops import OnBreach
from apexai.targets.budgets.kubernetes.costs import pods_of
from apexai.targets.budgets.kubernetes.state import build_state
from apexai.targets.budgets.plan import plan_of
from apexai.targets.budgets.scopes import BrakedWorkload, KubernetesBrake, KubernetesScope
from apexai.targets.kubernetes.manifests.assembly import Assembly
from apexai.targets.kubernetes.names import DEFAULT_NAMESPACE
from apexai.targets.kubernetes.replicas import CpuScaling, EventScaling, Fixed, scaling_of
from apexai.targets.kubernetes.sides import Slot, Track

_FORCE: Final = {"pulumi.com/patchForce": "true"}
"""The brake set a field and gave it back; it still owns it, and a new value of the program's would meet a conflict."""


def with_brake(assembly: Assembly) -> Assembly:
    """The assembly with the state of its brake, where its budget has one."""
    plan = plan_of(assembly.deployment)
    if plan is None or not plan.brakes:
        return assembly
    state = build_state(
        assembly.request.name,
        name=assembly.name,
        namespace=_namespace(assembly),
        labels=assembly.labels(),
        options=assembly.options(),
    )
    name = assembly.name
    return replace(assembly, brake=state.apply(lambda found: _told(name, found)))


def guard_scope(assembly: Assembly) -> KubernetesScope:
    """The service's pods, and the workloads that the brake may hold back."""
    foundation = assembly.request.surroundings.foundation
    workloads = tuple(_workload(assembly, slot) for slot in assembly.slots)
    return KubernetesScope(
        name=assembly.name,
        namespace=_namespace(assembly),
        pods=pods_of(assembly.name),
        prometheus=foundation.prometheus,
        labels=assembly.labels(),
        brake=None if assembly.brake is None else KubernetesBrake(workloads=workloads, image=foundation.brake_image),
    )


def forced(assembly: Assembly) -> dict[str, str]:
    """An annotation by which the program takes its fields from the brake."""
    return {} if assembly.brake is None else dict(_FORCE)


def keda_annotations(assembly: Assembly) -> pulumi.Input[Mapping[str, pulumi.Input[str]]] | None:
    """Annotations of a ScaledObject: also the one by which KEDA rests, while a budget that pauses is spent."""
    if assembly.brake is None:
        return None
    if assembly.spec.finops.on_breach is not OnBreach.PAUSE:
        return dict(_FORCE)
    return assembly.brake.apply(lambda state: {**_FORCE, PAUSED: "0"} if state.is_braked else dict(_FORCE))


def _workload(assembly: Assembly, slot: Slot) -> BrakedWorkload:
    share = slot.share if slot.track is Track.CANDIDATE else None
    match scaling_of(assembly.spec.autoscaling, share=share):
        case Fixed(replicas=replicas):
            return BrakedWorkload(name=slot.name, scaling=FIXED, minimum=replicas, maximum=replicas)
        case CpuScaling(minimum=minimum, maximum=maximum):
            return BrakedWorkload(name=slot.name, scaling=AUTOSCALED, minimum=minimum, maximum=maximum)
        case EventScaling(minimum=minimum, maximum=maximum):
            return BrakedWorkload(name=slot.name, scaling=KEDA, minimum=minimum, maximum=maximum)


def _namespace(assembly: Assembly) -> str:
    return assembly.deployment.metadata.namespace or DEFAULT_NAMESPACE


def _told(name: str, state: State) -> State:
    """Say which settings wait: nothing is lost, and nothing is done behind anybody's back."""
    if state.is_braked:
        pulumi.warn(
            f"{name} is held back by its budget's brake since {state.since} ({state.reason}); autoscaling takes effect "
            f"when the brake is released, in the month after {state.period} or by a person [APX-BGT-011]"
        )
    return state
