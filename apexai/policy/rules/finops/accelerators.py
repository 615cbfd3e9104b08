"""Accelerators: which ones, when they run, what happens when spot capacity is taken away."""

import re
from collections.abc import Iterator
from typing import Final

from apexai.policy.rule import Answer, Fail, NotApplicable, Parameter, Rule, Severity, Tighter
from apexai.policy.rules.finops.machines import MACHINES, instance_types
from apexai.policy.rules.frameworks import finops
from apexai.policy.subject import SERVICE, Subject

_NODE_GROUP: Final = "aws:eks/nodeGroup:NodeGroup"
_ACCELERATED: Final = re.compile(r"(ml\.)?(p\d|g\d|gr\d|trn\d|inf\d|dl\d)")
"""Families with accelerators. Source: https://aws.amazon.com/ec2/instance-types/accelerated-computing/"""

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
        if not any(kind == one or kind.startswith(f"{one}.") for one in allowed):
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


def _accelerators(subject: Subject) -> Iterator[tuple[str, str]]:
    if subject.type == SERVICE:
        gpu = subject.spec("runtime.gpu")
        if not gpu.absent:
            yield gpu["type"].text(), "spec.runtime.gpu.type"
        return
    for kind in instance_types(subject):
        if _ACCELERATED.match(kind.text()):
            yield kind.text(), kind.path


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
        types=(SERVICE, *MACHINES),
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
)
