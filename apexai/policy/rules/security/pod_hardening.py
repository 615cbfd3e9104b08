"""What a container may do to its host: as little as it needs."""

from collections.abc import Callable, Iterator
from typing import Final

from apexai.policy.property import Property, those
from apexai.policy.rule import Answer, Fail, Rule, Severity
from apexai.policy.rules.frameworks import cis_kubernetes, pod_security
from apexai.policy.rules.pods import containers_of, named, pod_of
from apexai.policy.rules.types import WORKLOADS
from apexai.policy.subject import Subject

_STANDARDS: Final = "https://kubernetes.io/docs/concepts/security/pod-security-standards/"


def containers_not_root(subject: Subject) -> Iterator[Answer]:
    by_pod = pod_of(subject)["securityContext.runAsNonRoot"].flag()

    def may_be_root(container: Property) -> bool:
        return not container["securityContext.runAsNonRoot"].flag(default=by_pod)

    yield from _each(subject, may_be_root, "may run as root")


def privileges_not_escalated(subject: Subject) -> Iterator[Answer]:
    def may_escalate(container: Property) -> bool:
        return container["securityContext.allowPrivilegeEscalation"].flag(default=True)

    yield from _each(subject, may_escalate, "may get more privileges than it starts with")


def root_filesystem_read_only(subject: Subject) -> Iterator[Answer]:
    def may_write(container: Property) -> bool:
        return not container["securityContext.readOnlyRootFilesystem"].flag()

    yield from _each(subject, may_write, "may change its own files")


def capabilities_dropped(subject: Subject) -> Iterator[Answer]:
    def keeps_some(container: Property) -> bool:
        dropped = container["securityContext.capabilities.drop"].items()
        return "ALL" not in {item.text() for item in dropped}

    yield from _each(subject, keeps_some, "keeps capabilities of the kernel")


def resources_limited(subject: Subject) -> Iterator[Answer]:
    def unlimited(container: Property) -> bool:
        return container["resources.limits.memory"].absent

    yield from _each(subject, unlimited, "may take all memory of its node")


def _each(subject: Subject, wrong: Callable[[Property], bool], what: str) -> Iterator[Answer]:
    for container in those(containers_of(subject), wrong):
        yield Fail(message=f"{named(container)} {what}", path=container.path)


RULES: Final = (
    Rule(
        id="APX-SEC-009",
        title="containers don't run as root",
        severity=Severity.HIGH,
        types=WORKLOADS,
        check=containers_not_root,
        reason="Root in a container is one flaw of the kernel away from root on the node.",
        remediation="Set securityContext.runAsNonRoot to true.",
        source=_STANDARDS,
        frameworks=(pod_security("restricted"),),
    ),
    Rule(
        id="APX-SEC-010",
        title="containers gain no privileges",
        severity=Severity.MEDIUM,
        types=WORKLOADS,
        check=privileges_not_escalated,
        reason="A setuid program inside would hand out what the container lacks.",
        remediation="Set securityContext.allowPrivilegeEscalation to false.",
        source=_STANDARDS,
        frameworks=(pod_security("restricted"),),
    ),
    Rule(
        id="APX-SEC-011",
        title="containers can't change their files",
        severity=Severity.LOW,
        types=WORKLOADS,
        check=root_filesystem_read_only,
        reason="An intruder who can't write can't stay.",
        remediation="Set securityContext.readOnlyRootFilesystem to true, and mount emptyDir where it writes.",
        source="https://kubernetes.io/docs/tasks/configure-pod-container/security-context/",
        frameworks=(cis_kubernetes("5.7.3"),),
    ),
    Rule(
        id="APX-SEC-025",
        title="containers drop all capabilities",
        severity=Severity.MEDIUM,
        types=WORKLOADS,
        check=capabilities_dropped,
        reason="A model server needs none of the kernel's capabilities.",
        remediation="Set securityContext.capabilities.drop to [ALL].",
        source=_STANDARDS,
        frameworks=(pod_security("restricted"),),
    ),
    Rule(
        id="APX-SEC-028",
        title="containers have a memory limit",
        severity=Severity.MEDIUM,
        types=WORKLOADS,
        check=resources_limited,
        reason="One leak takes the whole node with it.",
        remediation="Set resources.limits.memory.",
        source="https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/",
    ),
)
