"""What rules say of an object of a cluster, in CEL: one entry for each rule that CEL can say truthfully.

An expression is true exactly where the rule finds nothing wrong, but for what `gap` names; then it lets pass what the
rule would not, and never the other way round. Rules on specs, on several objects at once and on costs have none.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final, TypeAlias

from apexai.policy.rule import ParameterValue
from apexai.policy.rules.finops.tags import PLACEHOLDERS, folded
from apexai.spec.credentials import ANY_SHAPE, ELSEWHERE, PASSWORD_NAME, SHORTEST_SHAPE

Parameters: TypeAlias = Mapping[str, ParameterValue]


class Judged(Enum):
    """Kinds that the same rules judge: API group → resources of its version v1."""

    WORKLOADS = (
        ("", ("pods",)),
        ("apps", ("daemonsets", "deployments", "replicasets", "statefulsets")),
        ("batch", ("cronjobs", "jobs")),
    )
    ROLES = (("rbac.authorization.k8s.io", ("clusterroles", "roles")),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Expression:
    """A rule in CEL."""

    rule: str
    judged: Judged
    cel: Callable[[Parameters], str]
    """The expression for the rule's parameters."""
    gap: str = ""
    """What it lets pass although the rule would not, as a clause."""


VARIABLES: Final[Mapping[Judged, tuple[tuple[str, str], ...]]] = {
    Judged.WORKLOADS: (
        (
            "pod",
            "dyn(object).kind == 'Pod' ? dyn(object).spec : "
            "dyn(object).kind == 'CronJob' ? dyn(object).spec.jobTemplate.spec.template.spec : "
            "dyn(object).spec.template.spec",
        ),
        (
            "containers",
            "variables.pod.containers + (has(variables.pod.initContainers) && variables.pod.initContainers != null ? "
            "variables.pod.initContainers : [])",
        ),
        ("labels", "has(object.metadata.labels) ? dyn(object.metadata.labels) : dyn({})"),
    ),
    Judged.ROLES: (("rules", "has(object.rules) && object.rules != null ? dyn(object.rules) : dyn([])"),),
}
"""What the expressions read: name → CEL, each may read those before it."""


def read_variables(judged: Judged, cel: str) -> tuple[tuple[str, str], ...]:
    """The variables that an expression reads, itself or by others."""
    found: list[tuple[str, str]] = []
    for name, text in reversed(VARIABLES[judged]):
        if any(f"variables.{name}" in reader for reader in (cel, *(text for _, text in found))):
            found.append((name, text))
    return tuple(reversed(found))


def _each(condition: str) -> Callable[[Parameters], str]:
    return lambda _: f"variables.containers.all(c, {condition})"


def _fixed(expression: str) -> Callable[[Parameters], str]:
    return lambda _: expression


def _is(path: str, value: str, *, of: str = "c") -> str:
    """Whether a field is there and has a value; its parents may be absent or null."""
    return f"{_has(path, of=of)} && {of}.{path} == {value}"


def _has(path: str, *, of: str = "c") -> str:
    """Whether a field is there."""
    steps = path.split(".")
    tested = (f"{of}.{'.'.join(steps[: length + 1])}" for length in range(len(steps)))
    return " && ".join(f"has({step}) && {step} != null" for step in tested)


def _labelled(parameters: Parameters) -> str:
    return " && ".join(f"variables.labels.exists(k, k.matches({key}))" for key in _keys(parameters)) or "true"


def _meaningful(parameters: Parameters) -> str:
    idle = _text(f"(?i)^({'|'.join(re.escape(word) for word in sorted(PLACEHOLDERS))})$")
    each = (
        f"variables.labels.all(k, !k.matches({key}) || !variables.labels[k].matches({idle})) && "
        f"variables.labels.filter(k, k.matches({key})).size() <= 1"
        for key in _keys(parameters)
    )
    return " && ".join(each) or "true"


def _keys(parameters: Parameters) -> list[str]:
    """For each key asked for an expression that its spellings match, as CEL's text."""
    required = parameters["required"]
    keys = dict.fromkeys(folded(key) for key in required) if isinstance(required, tuple) else {}
    between = "[^A-Za-z0-9]*"
    return [_text(f"(?i)^(.*/)?{between}{between.join(map(re.escape, key))}{between}$") for key in keys]


def _text(text: str) -> str:
    """A text as a literal of CEL: as it stands where it can, else as JSON writes it."""
    return f"r'{text}'" if text.isprintable() and "'" not in text else json.dumps(text, ensure_ascii=False)


_NO_CREDENTIAL: Final = (
    "!has(c.env) || c.env == null || c.env.all(e, has(e.valueFrom) && e.valueFrom != null || !has(e.value) || "
    f"!(size(e.value) >= {SHORTEST_SHAPE} && e.value.matches({_text(ANY_SHAPE)})) && "
    f"(e.value == '' || e.value.matches({_text(f'^({ELSEWHERE})')}) || !e.name.matches({_text(PASSWORD_NAME)})))"
)
_NOT_ROOT: Final = (
    f"({_has('securityContext.runAsNonRoot')}) ? c.securityContext.runAsNonRoot == true : "
    f"({_is('securityContext.runAsNonRoot', 'true', of='variables.pod')})"
)
_CLOSED: Final = " && ".join(
    (
        *(f"!({_is(name, 'true', of='variables.pod')})" for name in ("hostNetwork", "hostPID", "hostIPC")),
        f"(!({_has('volumes', of='variables.pod')}) || variables.pod.volumes.all(v, !({_has('hostPath', of='v')})))",
        f"variables.containers.all(c, !({_is('securityContext.privileged', 'true')}))",
    )
)
_NAMED: Final = (
    "variables.rules.all(r, (!has(r.verbs) || r.verbs == null || !('*' in r.verbs)) && "
    "(!has(r.resources) || r.resources == null || !('*' in r.resources)))"
)
_NO_TOKEN: Final = _is("automountServiceAccountToken", "false", of="variables.pod")

_WORKLOADS: Final[Mapping[str, Callable[[Parameters], str]]] = {
    "APX-SEC-007": _each("has(c.image) && c.image.contains('@sha256:')"),
    "APX-SEC-009": _each(_NOT_ROOT),
    "APX-SEC-010": _each(_is("securityContext.allowPrivilegeEscalation", "false")),
    "APX-SEC-011": _each(_is("securityContext.readOnlyRootFilesystem", "true")),
    "APX-SEC-013": _fixed(_CLOSED),
    "APX-SEC-019": _fixed(_NO_TOKEN),
    "APX-SEC-025": _each(
        f"{_has('securityContext.capabilities.drop')} && 'ALL' in c.securityContext.capabilities.drop"
    ),
    "APX-SEC-028": _each(_has("resources.limits.memory")),
}

EXPRESSIONS: Final[tuple[Expression, ...]] = (
    Expression(rule="APX-FIN-002", judged=Judged.WORKLOADS, cel=_labelled),
    Expression(rule="APX-FIN-003", judged=Judged.WORKLOADS, cel=_meaningful),
    Expression(
        rule="APX-SEC-005",
        judged=Judged.WORKLOADS,
        cel=_each(_NO_CREDENTIAL),
        gap="random text under the name of a key or token, which CEL can't tell from other text",
    ),
    *(Expression(rule=rule, judged=Judged.WORKLOADS, cel=cel) for rule, cel in _WORKLOADS.items()),
    Expression(rule="APX-SEC-024", judged=Judged.ROLES, cel=_fixed(_NAMED)),
)
