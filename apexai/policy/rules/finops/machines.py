"""Machines and disks: generations that cost more for less."""

from collections.abc import Iterator
from typing import Final

from apexai.policy.property import Property, those
from apexai.policy.rule import Answer, Fail, Parameter, Rule, Severity, Tighter
from apexai.policy.rules.frameworks import finops
from apexai.policy.subject import Subject

_PATHS: Final = {
    "aws:ec2/instance:Instance": "instanceType",
    "aws:ec2/launchTemplate:LaunchTemplate": "instanceType",
    "aws:eks/nodeGroup:NodeGroup": "instanceTypes",
    "aws:rds/instance:Instance": "instanceClass",
    "aws:sagemaker/notebookInstance:NotebookInstance": "instanceType",
}
"""Type → where it names the machine."""

MACHINES: Final = tuple(_PATHS)
_VOLUME: Final = "aws:ebs/volume:Volume"


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
    """`t2` of `t2.micro`, `db.t2.micro` and `ml.t2.medium`."""
    return kind.removeprefix("db.").removeprefix("ml.").split(".")[0]


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
                default=("c1", "c3", "g2", "i2", "m1", "m2", "m3", "m4", "p2", "r3", "t1", "t2"),
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
