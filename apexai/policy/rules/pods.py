"""Reading pods: the containers of every kind of workload."""

from apexai.policy.property import Property
from apexai.policy.rules.types import CRON_JOB, POD
from apexai.policy.subject import Subject


def pod_of(subject: Subject) -> Property:
    """The pod's specification within a workload."""
    if subject.type == POD:
        return subject["spec"]
    if subject.type == CRON_JOB:
        return subject["spec.jobTemplate.spec.template.spec"]
    return subject["spec.template.spec"]


def containers_of(subject: Subject) -> tuple[Property, ...]:
    """Containers and init containers."""
    pod = pod_of(subject)
    return (*pod["containers"].items(), *pod["initContainers"].items())


def named(container: Property) -> str:
    """`container web` for messages."""
    return f"container {container['name'].text()}"
