"""Who a serverless workload is, and who may call it from outside."""

from collections.abc import Iterator, Mapping
from typing import Final

from apexai.policy.rule import Answer, Fail, NotApplicable, Rule, Scope, Severity
from apexai.policy.rules.frameworks import cis_controls
from apexai.policy.rules.links import find_about
from apexai.policy.rules.types import (
    CLOUD_FUNCTION,
    CLOUD_FUNCTION_V1,
    CONTAINER_APP,
    NODE_POOL,
    RUN_JOB,
    RUN_SERVICE,
    RUN_SERVICE_V1,
    WEB_APP,
)
from apexai.policy.subject import Subject

_ACCOUNTS: Final[Mapping[str, str]] = {
    CLOUD_FUNCTION: "serviceConfig.serviceAccountEmail",
    CLOUD_FUNCTION_V1: "serviceAccountEmail",
    NODE_POOL: "nodeConfig.serviceAccount",
    RUN_JOB: "template.template.serviceAccount",
    RUN_SERVICE: "template.serviceAccount",
    RUN_SERVICE_V1: "template.spec.serviceAccountName",
}
"""Type → where it names its service account; the default one is shared by the whole project."""
_IDENTITIES: Final = (CONTAINER_APP, WEB_APP)
_AUTHENTICATION: Final = ("azure-native:app:ContainerAppsAuthConfig",)
_ANONYMOUS: Final = ("AllowAnonymous", "")


def runs_as_itself(subject: Subject) -> Iterator[Answer]:
    if subject.type in _IDENTITIES:
        if subject["identity"].absent or subject["identity.type"].text() in ("", "None"):
            yield Fail(message="it has no identity, so that it needs keys to reach anything", path="identity")
        return
    path = _ACCOUNTS[subject.type]
    if not subject[path].is_unknown and subject[path].text() in ("", "default"):
        yield Fail(message="it runs as the default service account, which the whole project shares", path=path)


def external_app_asks_who_calls(subject: Subject) -> Iterator[Answer]:
    ingress = subject["configuration.ingress"]
    if ingress.absent or not ingress["external"].flag():
        raise NotApplicable("it answers nobody outside of its environment")
    if ingress["ipSecurityRestrictions"].items() or ingress["clientCertificateMode"].text() == "require":
        return
    path = "configuration.ingress.external"
    asked = find_about(subject, _AUTHENTICATION, "containerAppName", name="containerAppName")
    if not asked:
        yield Fail(message="it answers the whole internet, and nothing asks who calls", path=path)
    for config in asked:
        if config["globalValidation.unauthenticatedClientAction"].text() in _ANONYMOUS:
            yield Fail(message="its authentication lets anonymous callers through", path=path)


RULES: Final = (
    Rule(
        id="APX-SEC-032",
        title="a serverless workload runs as itself",
        severity=Severity.MEDIUM,
        types=(*_ACCOUNTS, *_IDENTITIES),
        check=runs_as_itself,
        reason="A shared identity holds what every other workload needs, and keys are copied and forgotten.",
        remediation="Give it a service account or a managed identity of its own.",
        source="https://cloud.google.com/run/docs/securing/service-identity",
        frameworks=(cis_controls("5.4, 6.8"),),
    ),
    Rule(
        id="APX-SEC-033",
        title="an app that is open to the internet asks who calls",
        severity=Severity.HIGH,
        scope=Scope.STACK,
        types=(CONTAINER_APP,),
        check=external_app_asks_who_calls,
        reason="An open model endpoint is used by others, at your cost.",
        remediation="Make the ingress internal, or add a ContainerAppsAuthConfig, a list of addresses or certificates.",
        source="https://learn.microsoft.com/azure/container-apps/authentication",
        frameworks=(cis_controls("6.3"),),
    ),
)
