"""What a pod shares: nothing of its host, and no open network."""

from collections.abc import Iterator
from typing import Final

from apexai.policy.property import UnknownReached, those
from apexai.policy.rule import Answer, Fail, Rule, Scope, Severity
from apexai.policy.rules.frameworks import cis_kubernetes, pod_security
from apexai.policy.rules.pods import containers_of, named, pod_of
from apexai.policy.rules.types import WORKLOADS
from apexai.policy.subject import Subject

_NETWORK_POLICY: Final = "kubernetes:networking.k8s.io/v1:NetworkPolicy"
_HOST: Final = ("hostNetwork", "hostPID", "hostIPC")


def host_not_shared(subject: Subject) -> Iterator[Answer]:
    pod = pod_of(subject)
    for shared in those((pod[name] for name in _HOST), lambda flag: flag.flag()):
        yield Fail(message=f"it shares the host: {shared.path.rsplit('.', 1)[-1]}", path=shared.path)
    for volume in those(pod["volumes"].items(), lambda volume: not volume["hostPath"].absent):
        yield Fail(message=f"it mounts {volume['hostPath.path'].text()} of the host", path=volume.path)
    for container in those(containers_of(subject), lambda one: one["securityContext.privileged"].flag()):
        yield Fail(message=f"{named(container)} is privileged", path=container.path)


def namespace_isolated(subject: Subject) -> Iterator[Answer]:
    namespace = _namespace(subject)
    isolated, unknown = subject.stack.once("isolated namespaces", lambda: _isolated(subject))
    if namespace in isolated:
        return
    if unknown is not None:
        raise UnknownReached(unknown.path, unknown.reason)
    subject.stack.require_complete()
    yield Fail(message=f"no NetworkPolicy of the stack is about namespace {namespace}")


def _isolated(subject: Subject) -> tuple[frozenset[str], UnknownReached | None]:
    """The namespaces that a policy of the stack is about, and what is not known of one."""
    found, unknown = set(), None
    for policy in subject.others(_NETWORK_POLICY):
        try:
            found.add(_namespace(policy))
        except UnknownReached as reached:
            unknown = unknown or reached
    return frozenset(found), unknown


def _namespace(subject: Subject) -> str:
    """The namespace, or the URN that it comes from while nobody knows its name."""
    value = subject["metadata.namespace"]
    if not value.is_unknown:
        return value.text() or "default"
    wired = subject.resource.property_dependencies.get("metadata", ())
    namespaces = [urn for urn in wired if "kubernetes:core/v1:Namespace" in urn]
    if len(namespaces) != 1:
        raise UnknownReached(value.path, "is not known before the deployment")
    return namespaces[0].rsplit("::", 1)[-1]


RULES: Final = (
    Rule(
        id="APX-SEC-013",
        title="pods share nothing of their host",
        severity=Severity.HIGH,
        types=WORKLOADS,
        check=host_not_shared,
        reason="What reaches the host reaches every pod on it.",
        remediation="Remove hostNetwork, hostPID, hostIPC, hostPath volumes and privileged.",
        source="https://kubernetes.io/docs/concepts/security/pod-security-standards/",
        frameworks=(pod_security("baseline"),),
    ),
    Rule(
        id="APX-SEC-012",
        title="a network policy bounds who talks to the pods",
        severity=Severity.MEDIUM,
        scope=Scope.STACK,
        types=WORKLOADS,
        check=namespace_isolated,
        reason="Without one every pod of the cluster talks to every other.",
        remediation="Add a NetworkPolicy for the namespace.",
        source="https://kubernetes.io/docs/concepts/services-networking/network-policies/",
        frameworks=(cis_kubernetes("5.3.2"),),
    ),
)
