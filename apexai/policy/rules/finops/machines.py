"""Machines and disks: generations that cost more for less."""

import re
from collections.abc import Iterator
from typing import Final

from apexai.policy.property import Property, those
from apexai.policy.rule import Answer, Fail, Parameter, Rule, Severity, Tighter
from apexai.policy.rules.frameworks import finops
from apexai.policy.rules.types import AGENT_POOL, NODE_POOL
from apexai.policy.subject import Subject

_PATHS: Final = {
    AGENT_POOL: "vmSize",
    "azure-native:compute:VirtualMachine": "hardwareProfile.vmSize",
    "azure-native:compute:VirtualMachineScaleSet": "sku.name",
    NODE_POOL: "nodeConfig.machineType",
    "gcp:compute/instance:Instance": "machineType",
    "gcp:compute/instanceTemplate:InstanceTemplate": "machineType",
    "aws:ec2/instance:Instance": "instanceType",
    "aws:ec2/launchTemplate:LaunchTemplate": "instanceType",
    "aws:eks/nodeGroup:NodeGroup": "instanceTypes",
    "aws:rds/instance:Instance": "instanceClass",
    "aws:sagemaker/notebookInstance:NotebookInstance": "instanceType",
}
"""Type → where it names the machine."""

_AZURE_SIZE: Final = re.compile(r"Standard_([A-Z]+)\d[^_]*(?:_v(\d))?$")
"""Source: https://learn.microsoft.com/azure/virtual-machines/vm-naming-conventions"""

MACHINES: Final = tuple(_PATHS)
_VOLUME: Final = "aws:ebs/volume:Volume"


_PREVIOUS: Final = (
    *("c1", "c3", "i2", "m1", "m2", "m3", "m4", "p2", "r3", "t1", "t2"),
    *("Av1", "Dv1", "Dv2", "DSv1", "DSv2", "Gv1", "GSv1", "NCv1", "NVv1"),
    *("f1", "g1"),
)
"""Source: https://aws.amazon.com/ec2/previous-generation/,
https://learn.microsoft.com/azure/virtual-machines/sizes/previous-gen-sizes-list,
https://cloud.google.com/compute/docs/general-purpose-machines
"""


def instance_types(subject: Subject) -> tuple[Property, ...]:
    """The machines that a resource names."""
    return subject[_PATHS[subject.type]].items()


def machines_of_current_generation(subject: Subject) -> Iterator[Answer]:
    families = subject.texts("families")
    for kind in those(instance_types(subject), lambda kind: _family(kind.text()) in families):
        yield Fail(message=f"{kind.text()} is of a previous generation", path=kind.path)


def volumes_of_current_generation(subject: Subject) -> Iterator[Answer]:
    if subject["type"].text() in ("", "gp2"):
        yield Fail(message="gp2 costs more than gp3 for the same size", path="type")


def _family(kind: str) -> str:
    """`t2` of `t2.micro`, `db.t2.micro` and `ml.t2.medium`; `n1` of `n1-standard-4`; `DSv2` of `Standard_DS3_v2`."""
    azure = _AZURE_SIZE.match(kind)
    if azure:
        return f"{azure[1]}v{azure[2] or 1}"
    return kind.rsplit("/", 1)[-1].removeprefix("db.").removeprefix("ml.").split(".")[0].split("-")[0]


RULES: Final = (
    Rule(
        id="APX-FIN-016",
        title="machines are of a current generation",
        severity=Severity.LOW,
        types=MACHINES,
        check=machines_of_current_generation,
        reason="The next generation of a family does more work for the same money.",
        remediation="Use the newest generation of the family that the region has.",
        source="https://hub.steampipe.io/mods/turbot/aws_thrifty/controls/control.ec2_instance_older_generation",
        frameworks=(finops("Rate optimization"),),
        parameters=(
            Parameter(
                name="families",
                kind="array",
                default=_PREVIOUS,
                description="families that count as previous ones",
                tighter=Tighter.MORE,
            ),
        ),
    ),
    Rule(
        id="APX-FIN-024",
        title="disks are of a current generation",
        severity=Severity.LOW,
        types=(_VOLUME,),
        check=volumes_of_current_generation,
        reason="gp3 has a lower price a gigabyte than gp2, and its speed does not depend on the size.",
        remediation="Set type to gp3.",
        source="https://docs.aws.amazon.com/ebs/latest/userguide/general-purpose.html",
        frameworks=(finops("Rate optimization"),),
    ),
)
