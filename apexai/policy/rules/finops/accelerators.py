"""Accelerators: which ones, when they run, what happens when spot capacity is taken away."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from apexai.policy.property import Property
from apexai.policy.rule import Answer, Fail, NotApplicable, Parameter, Rule, Scope, Severity, Tighter
from apexai.policy.rules.finops.machines import MACHINES, instance_types
from apexai.policy.rules.frameworks import finops
from apexai.policy.rules.types import AGENT_POOL, NODE_POOL, RUN_SERVICE
from apexai.policy.subject import SERVICE, Subject

_NODE_GROUP: Final = "aws:eks/nodeGroup:NodeGroup"
_ACCELERATED: Final = re.compile(
    r"(ml\.)?(p\d|g\d|gr\d|trn\d|inf\d|dl\d)[a-z]*\.|Standard_N[CDGV]|(a2|a3|a4x?|g2|g4)-|ct\d"
)
"""Families with accelerators.

Source: https://aws.amazon.com/ec2/instance-types/accelerated-computing/,
https://learn.microsoft.com/azure/virtual-machines/sizes/overview#gpu-accelerated,
https://cloud.google.com/compute/docs/accelerator-optimized-machines
"""
_ATTACHED: Final[Mapping[str, str]] = {
    NODE_POOL: "nodeConfig.guestAccelerators",
    "gcp:compute/instance:Instance": "guestAccelerators",
    "gcp:compute/instanceTemplate:InstanceTemplate": "guestAccelerators",
}
"""Type → where accelerators are listed that its machine does not name."""

_WORKLOAD: Final = finops("Workload optimization")


def accelerators_scheduled(subject: Subject) -> Iterator[Answer]:
    gpu = subject.spec("runtime.gpu")
    if gpu.absent:
        raise NotApplicable("it has no accelerator")
    replicas = subject.spec("autoscaling.minReplicas").number()
    always = replicas is None or replicas > 0
    if always and not subject.spec("autoscaling.schedules").items():
        count, kind = gpu["count"].text(), gpu["type"].text()
        message = f"{count} {kind} for each of {replicas or 1} replicas, day and night"
        yield Fail(message=message, path="spec.autoscaling.schedules")


def accelerator_allowed(subject: Subject) -> Iterator[Answer]:
    allowed = subject.texts("allowed")
    if not allowed:
        raise NotApplicable("no list of accelerators is set")
    for kind, path in _accelerators(subject):
        if not any(kind == one or kind.startswith((f"{one}.", f"{one}-")) for one in allowed):
            yield Fail(message=f"{kind} is none of {', '.join(allowed)}", path=path)


def spot_has_fallback(subject: Subject) -> Iterator[Answer]:
    if subject["capacityType"].text() != "SPOT":
        raise NotApplicable("it asks for no spot capacity")
    kinds = subject["instanceTypes"].items()
    if len(kinds) < 2:
        yield Fail(
            message=f"spot capacity of {len(kinds) or 'the default'} instance type: nothing stands in when it is taken",
            path="instanceTypes",
        )


def accelerated(kind: str) -> bool:
    """Whether a machine of this type has accelerators."""
    return bool(_ACCELERATED.match(kind.rsplit("/", 1)[-1]))


def attached(subject: Subject) -> tuple[Property, ...]:
    """The kinds of the accelerators that a machine has besides those of its type."""
    path = _ATTACHED.get(subject.type)
    return tuple(entry["type"] for entry in subject[path].items()) if path else ()


def _accelerators(subject: Subject) -> Iterator[tuple[str, str]]:
    if subject.type == SERVICE:
        gpu = subject.spec("runtime.gpu")
        if not gpu.absent:
            yield gpu["type"].text(), "spec.runtime.gpu.type"
        return
    if subject.type == RUN_SERVICE:
        kind = subject["template.nodeSelector.accelerator"]
        if not kind.absent:
            yield kind.text(), kind.path
        return
    for kind in instance_types(subject):
        if accelerated(kind.text()):
            yield kind.text(), kind.path
    yield from ((kind.text(), kind.path) for kind in attached(subject))


def spot_pool_has_regular_one(subject: Subject) -> Iterator[Answer]:
    if not _is_spot(subject):
        raise NotApplicable("it asks for no spot capacity")
    if not any(not _is_spot(other) for other in subject.others(subject.type) if other.urn != subject.urn):
        subject.stack.require_complete()
        yield Fail(message="no pool of regular machines stands in when spot capacity is taken")


def _is_spot(pool: Subject) -> bool:
    if pool.type == AGENT_POOL:
        return pool["scaleSetPriority"].text() == "Spot"
    return pool["nodeConfig.spot"].flag() or pool["nodeConfig.preemptible"].flag()


RULES: Final = (
    Rule(
        id="APX-FIN-008",
        title="accelerators do not run day and night",
        severity=Severity.HIGH,
        types=(SERVICE,),
        check=accelerators_scheduled,
        reason="An accelerator that waits costs what one that works costs.",
        remediation="Add spec.autoscaling.schedules for the hours of work, or minReplicas 0.",
        source="https://www.finops.org/framework/capabilities/workload-optimization/",
        frameworks=(_WORKLOAD,),
    ),
    Rule(
        id="APX-FIN-009",
        title="the accelerator is on the list",
        severity=Severity.MEDIUM,
        types=(SERVICE, RUN_SERVICE, *MACHINES),
        check=accelerator_allowed,
        reason="The largest accelerators cost as much in a day as the small ones in a month.",
        remediation="Use an accelerator of the organisation's list, or ask for it to be added.",
        source="https://www.finops.org/framework/capabilities/policy-governance/",
        frameworks=(finops("Policy and governance"),),
        parameters=(
            Parameter(
                name="allowed",
                kind="array",
                default=(),
                description="accelerators (nvidia-l4), instance types (g5.xlarge) and families (g5); all without it",
                tighter=Tighter.FEWER,
            ),
        ),
    ),
    Rule(
        id="APX-FIN-010",
        title="spot capacity has a fallback",
        severity=Severity.MEDIUM,
        types=(_NODE_GROUP,),
        check=spot_has_fallback,
        reason="One instance type's spot capacity can be gone at once; several rarely are.",
        remediation="List at least two instance types of about the same size.",
        source="https://docs.aws.amazon.com/eks/latest/userguide/managed-node-groups.html",
        frameworks=(finops("Rate optimization"),),
    ),
    Rule(
        id="APX-FIN-027",
        title="a spot pool has regular machines beside it",
        severity=Severity.MEDIUM,
        scope=Scope.STACK,
        types=(AGENT_POOL, NODE_POOL),
        check=spot_pool_has_regular_one,
        reason="A pool has one machine type, whose spot capacity can be gone at once.",
        remediation="Add a pool of regular machines to the cluster for what must go on.",
        source="https://cloud.google.com/kubernetes-engine/docs/concepts/spot-vms",
        frameworks=(finops("Rate optimization"),),
    ),
)
