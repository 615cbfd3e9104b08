"""A ValidatingAdmissionPolicy and its binding for each rule that fits, over the objects of one service.

Source: https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/, read 2026-11-21.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from apexai.gitops.admission.expressions import EXPRESSIONS, Expression, Parameters, read_variables
from apexai.gitops.objects import ClusterObject, Document
from apexai.graph.model import Resource, Value
from apexai.policy.finding import Evaluation, Verdict
from apexai.policy.installed import load_rules
from apexai.policy.judge import parameters_of
from apexai.policy.levels import Level, level_of
from apexai.policy.rule import Enforcement, Rule
from apexai.policy.settings import Settings
from apexai.policy.subject import SERVICE, Service
from apexai.preview.result import DeploymentPreview

VERSION: Final = "admissionregistration.k8s.io/v1"
POLICY: Final = "ValidatingAdmissionPolicy"
BINDING: Final = f"{POLICY}Binding"
WAVE: Final = -1
"""Before what they judge."""
_CONDITIONS: Final = (
    ("not-being-deleted", "!has(object.metadata.deletionTimestamp)"),
    (
        "not-by-kubernetes-itself",
        "!(request.userInfo.username == 'system:kube-controller-manager' || "
        "request.userInfo.username.startsWith('system:serviceaccount:kube-system:')) || "
        "(request.operation == 'CREATE' && !has(object.metadata.ownerReferences))",
    ),
)
"""What goes may end, and what Kubernetes' controllers make of a workload was judged as that workload: what a service
mesh adds to its pods is nothing that the workload says."""
_INSTANCE: Final = "app.kubernetes.io/instance"
_NAMESPACE: Final = "kubernetes.io/metadata.name"
_OURS: Final = "apexai.apexlogic.com"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Bound:
    """A rule over the objects of a service."""

    expression: Expression
    rule: Rule
    level: Level
    exempt: bool
    service: str
    namespace: str
    manager: str

    @property
    def name(self) -> str:
        """Of policy and binding, which belong to the whole cluster."""
        return f"{self.rule.id.lower()}.{self.namespace}.{self.service}"

    @property
    def actions(self) -> list[Value]:
        """An exemption ends by itself in the evaluator and can't here, so that what is exempt is only recorded."""
        if self.exempt:
            return ["Audit"]
        return ["Deny"] if self.level.enforcement is Enforcement.MANDATORY else ["Warn", "Audit"]


def admission_objects(deployment: DeploymentPreview, settings: Settings, *, manager: str) -> tuple[ClusterObject, ...]:
    """The policies and bindings over all services of a deployment, at the levels at which the preview judged them.

    Args:
        deployment: A preview that has been judged.
        settings: Those that it was judged by.
        manager: The value of the label `app.kubernetes.io/managed-by`.
    """
    assert deployment.graph is not None
    assert deployment.evaluation is not None
    services = deployment.graph.of_type(SERVICE)
    bound = (found for service in services for found in _bound(service, deployment.evaluation, settings, manager))
    documents = (document for found in bound for document in (_policy(found, settings), _binding(found)))
    return tuple(ClusterObject(urn="", document=document, wave=WAVE, synced=WAVE) for document in documents)


def _bound(service: Resource, evaluation: Evaluation, settings: Settings, manager: str) -> Iterator[_Bound]:
    metadata = Service(service).metadata
    rules = {rule.id: rule for rule in load_rules()}
    for expression in EXPRESSIONS:
        rule = rules[expression.rule]
        level = level_of(rule, service, settings=settings, as_of=evaluation.as_of)
        if level.enforcement is not Enforcement.DISABLED:
            yield _Bound(
                expression=expression,
                rule=rule,
                level=level,
                exempt=_is_exempt(rule, evaluation),
                service=metadata("name").text(),
                namespace=metadata("namespace").text(),
                manager=manager,
            )


def _is_exempt(rule: Rule, evaluation: Evaluation) -> bool:
    return any(found.rule == rule.id and found.verdict is Verdict.EXEMPT for found in evaluation.results)


def _policy(bound: _Bound, settings: Settings) -> Document:
    judged, rule = bound.expression.judged, bound.rule
    parameters = parameters_of(rule, settings)
    cel = bound.expression.cel(parameters)
    denies = "Deny" in bound.actions
    return {
        "apiVersion": VERSION,
        "kind": POLICY,
        "metadata": _metadata(bound),
        "spec": {
            "failurePolicy": "Fail" if denies else "Ignore",
            "matchConstraints": {"resourceRules": _resource_rules(judged.value)},
            "matchConditions": [{"name": name, "expression": text} for name, text in _CONDITIONS],
            "variables": [{"name": name, "expression": text} for name, text in read_variables(judged, cel)],
            "validations": [{"expression": cel, "message": _message(rule, parameters), "reason": "Invalid"}],
        },
    }


def _message(rule: Rule, parameters: Parameters) -> str:
    """What somebody reads whose change is refused."""
    required = parameters.get("required")
    asked = f" Asked for: {', '.join(required)}." if isinstance(required, tuple) and required else ""
    return f"{rule.id} ({rule.title}): {rule.remediation}{asked}"


def _binding(bound: _Bound) -> Document:
    return {
        "apiVersion": VERSION,
        "kind": BINDING,
        "metadata": _metadata(bound),
        "spec": {
            "policyName": bound.name,
            "validationActions": bound.actions,
            "matchResources": {
                "namespaceSelector": {"matchLabels": {_NAMESPACE: bound.namespace}},
                "objectSelector": {"matchLabels": {_INSTANCE: bound.service}},
            },
        },
    }


def _metadata(bound: _Bound) -> Document:
    """Where the rule is to be found, why it counts so much, and what the expression leaves out."""
    said = {
        "rule": bound.rule.id,
        "level": str(bound.level.enforcement),
        "because": bound.level.because,
        "severity": str(bound.rule.severity),
        "source": bound.rule.source,
        "exempt": "true" if bound.exempt else "",
        "gap": bound.expression.gap,
    }
    annotations: Document = {f"{_OURS}/{key}": text for key, text in said.items() if text}
    labels: Document = {
        "app.kubernetes.io/managed-by": bound.manager,
        "app.kubernetes.io/part-of": bound.service,
    }
    return {"name": bound.name, "annotations": annotations, "labels": labels}


def _resource_rules(groups: Iterable[tuple[str, tuple[str, ...]]]) -> list[Value]:
    return [
        {"apiGroups": [group], "apiVersions": ["v1"], "operations": ["CREATE", "UPDATE"], "resources": list(resources)}
        for group, resources in groups
    ]
