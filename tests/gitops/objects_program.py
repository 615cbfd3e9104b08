"""Objects of a cluster in every state that a rule tells apart, as a program makes them."""

import itertools
from collections.abc import Mapping
from typing import Any

import pulumi_kubernetes as k8s

DIGEST = "sha256:" + "0a" * 32
COST = {"finops.apexlogic.com/cost-center": "Fraud"}
SECURITY = [
    {},
    {"runAsNonRoot": True},
    {"runAsNonRoot": False},
    {"allowPrivilegeEscalation": False, "readOnlyRootFilesystem": True, "capabilities": {"drop": ["ALL"]}},
    {"allowPrivilegeEscalation": True, "readOnlyRootFilesystem": False, "capabilities": {"drop": ["NET_RAW"]}},
    {"privileged": True, "capabilities": {"add": ["NET_ADMIN"]}},
    {"privileged": False, "capabilities": {}},
]
PODS: list[Mapping[str, Any]] = [
    {},
    {"securityContext": {"runAsNonRoot": True}},
    {"securityContext": {"runAsNonRoot": False}, "automountServiceAccountToken": True},
    {"automountServiceAccountToken": False, "hostNetwork": False},
    {"hostNetwork": True},
    {"hostPID": True},
    {"hostIPC": True},
    {"volumes": [{"name": "scratch", "emptyDir": {}}]},
    {"volumes": [{"name": "scratch", "emptyDir": {}}, {"name": "host", "hostPath": {"path": "/etc"}}]},
]
VARIABLES = [
    None,
    {"name": "DB_PASSWORD", "value": "hunter2"},
    {"name": "DB_PASSWORD", "value": "$(OTHER)"},
    {"name": "DB_PASSWORD", "value": "/run/secrets/db"},
    {"name": "DB_PASSWORD", "value": ""},
    {"name": "DB_PASSWORD", "value_from": {"secret_key_ref": {"name": "db", "key": "password"}}},
    {"name": "db.passwd", "value": "x"},
    {"name": "PASSWORD_FILE", "value": "hunter2"},
    {"name": "LOG_LEVEL", "value": "INFO"},
    {"name": "A", "value": "AKIA" + "A2B3" * 4},
    {"name": "A", "value": "AKIA"},
    {"name": "A", "value": "hf_" + "aB" * 17},
    {"name": "A", "value": "https://user:secret@example.com"},
    {"name": "A", "value": "https://user:$(PASSWORD)@example.com"},
    {"name": "A", "value": "https://user:${PASSWORD}@example.com"},
    {"name": "A", "value": "https://user:$ecret@example.com"},
    {"name": "A", "value": "https://example.com/a:b@c"},
    {"name": "A", "value": "postgresql://:pw@db/x"},
    {"name": "A", "value": "-----BEGIN RSA PRIVATE KEY-----"},
    {"name": "A", "value": "sk-ant-api03-" + "aB3_" * 8},
]
LABELS: list[Mapping[str, str] | None] = [
    None,
    {},
    {"app": "x"},
    COST,
    {"CostCenter": "Fraud"},
    {"cost_center": "todo"},
    {"Cost.Center": ""},
    {"costcenter": "N-A"},
    {"costcenter": "NONE"},
    {"costcenter": "Fraud", "team/cost-center": "Fraud"},
    {"costcenter": "Fraud", "owner": "tbd"},
    {"costcenters": "Fraud"},
    {"cost-center/name": "Fraud"},
]
ROLES: list[Mapping[str, Any]] = [
    {"verbs": ["get"], "resources": ["pods"]},
    {"verbs": ["*"], "resources": ["pods"]},
    {"verbs": ["get"], "resources": ["*"]},
    {"verbs": ["get"], "non_resource_urls": ["/metrics"]},
]
NUMBERS = itertools.count()


def container(**more: Any) -> dict[str, Any]:
    return {"name": f"c{next(NUMBERS)}", "image": f"ghcr.io/acme/model@{DIGEST}", **more}


def make(kind: str, pod: Mapping[str, Any], labels: Mapping[str, str] | None = None) -> None:
    """One object with the pod in the place that its kind has for it."""
    name = f"o{next(NUMBERS)}"
    metadata = {"name": name, "namespace": "models", "labels": labels}
    template = {"metadata": {"labels": {"app": name}}, "spec": dict(pod)}
    selector = {"matchLabels": {"app": name}}
    match kind:
        case "Pod":
            k8s.core.v1.Pod(name, metadata=metadata, spec=template["spec"])
        case "Job":
            k8s.batch.v1.Job(name, metadata=metadata, spec={"template": template})
        case "CronJob":
            job = {"spec": {"template": template}}
            k8s.batch.v1.CronJob(name, metadata=metadata, spec={"schedule": "0 1 * * *", "job_template": job})
        case "StatefulSet":
            spec = {"selector": selector, "template": template, "service_name": name}
            k8s.apps.v1.StatefulSet(name, metadata=metadata, spec=spec)
        case _:
            made = getattr(k8s.apps.v1, kind)
            made(name, metadata=metadata, spec={"selector": selector, "template": template})


for pod, security in itertools.product(PODS, SECURITY):
    make("Deployment", {**pod, "containers": [container(securityContext=security)]})
for kind in ("Pod", "Job", "CronJob", "StatefulSet", "DaemonSet", "ReplicaSet"):
    make(kind, {"containers": [container()]}, COST)
    make(
        kind, {**PODS[1], "automountServiceAccountToken": False, "containers": [container(securityContext=SECURITY[3])]}
    )
    make(kind, {"containers": [container(image="ghcr.io/acme/model:1")]})
for image in ("nginx", f"nginx@{DIGEST}", "nginx:1@sha512:0"):
    make("Deployment", {"containers": [container()], "initContainers": [container(image=image)]})
for resources in ({}, {"limits": {"cpu": "1"}}, {"limits": {"memory": "1Gi"}}, {"requests": {"memory": "1Gi"}}):
    make(
        "Deployment", {"containers": [container(resources=resources), container(resources={"limits": {"memory": "1"}})]}
    )
for variable in VARIABLES:
    env = [{"name": "B", "value": "1"}, *([] if variable is None else [variable])]
    make("Deployment", {"containers": [container(env=env)]})
for labels in LABELS:
    make("Deployment", {"containers": [container()]}, labels)
for rules in ([], *([rule] for rule in ROLES), ROLES):
    for role in (k8s.rbac.v1.Role, k8s.rbac.v1.ClusterRole):
        role(f"o{next(NUMBERS)}", metadata={"name": f"o{next(NUMBERS)}"}, rules=rules)
