"""Credentials: none in plain variables, none mounted that nobody uses."""

from collections.abc import Iterator
from typing import Final

from apexai.policy.property import UnknownReached
from apexai.policy.rule import Answer, Enforcement, Fail, Rule, Severity
from apexai.policy.rules.frameworks import cis_kubernetes, security_hub
from apexai.policy.rules.pods import pod_of
from apexai.policy.rules.types import WORKLOADS
from apexai.policy.rules.variables import COMPUTING, variables_of
from apexai.policy.subject import SERVICE, Subject
from apexai.spec.credentials import find_named_credential


def no_credentials_in_variables(subject: Subject) -> Iterator[Answer]:
    unknown: UnknownReached | None = None
    for name, value in variables_of(subject):
        if value.is_secret:
            continue
        try:
            kind = find_named_credential(name, value.text())
        except UnknownReached as reached:
            unknown = unknown or reached
            continue
        if kind is not None:
            yield Fail(message=f"the variable {name} holds what looks like {kind}", path=value.path)
    if unknown is not None:
        raise unknown


def no_token_mounted(subject: Subject) -> Iterator[Answer]:
    pod = pod_of(subject)
    if pod["automountServiceAccountToken"].flag(default=True):
        yield Fail(message="a token of the cluster is mounted in every container", path=pod.path)


RULES: Final = (
    Rule(
        id="APX-SEC-005",
        title="no credential in a plain variable",
        severity=Severity.CRITICAL,
        enforcement=Enforcement.MANDATORY,
        types=(SERVICE, *COMPUTING),
        check=no_credentials_in_variables,
        reason="Variables are read by everybody who may look at the function, the pod or the state.",
        remediation="Put it into a secret store and refer to it, e.g. by runtime.secrets or valueFrom.secretKeyRef.",
        source="https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html",
        frameworks=(security_hub("ECS.8"),),
    ),
    Rule(
        id="APX-SEC-019",
        title="no token of the cluster is mounted unasked",
        severity=Severity.MEDIUM,
        types=WORKLOADS,
        check=no_token_mounted,
        reason="Whoever breaks into the container talks to the cluster with it.",
        remediation="Set automountServiceAccountToken to false.",
        source="https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/",
        frameworks=(cis_kubernetes("5.1.6"),),
    ),
)
