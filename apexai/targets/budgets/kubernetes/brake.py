"""The brake of Deployments: a CronJob that looks every ten minutes, with a Role for just what it changes."""

import json
from typing import Final

import pulumi
import pulumi_kubernetes as k8s

from apexai.brake.kubernetes.settings import AUTOSCALED, FIXED, VARIABLE
from apexai.targets.budgets.code import DEFAULT_IMAGE, brake_files
from apexai.targets.budgets.kubernetes.costs import hourly_cost
from apexai.targets.budgets.kubernetes.state import state_name
from apexai.targets.budgets.kubernetes.watch import metadata_of
from apexai.targets.budgets.request import GuardRequest
from apexai.targets.budgets.scopes import BrakedWorkload, KubernetesBrake, KubernetesScope
from apexai.units import render_decimal

_SCHEDULE: Final = "*/10 * * * *"
_DEADLINE_SECONDS: Final = 300
_MOUNT: Final = "/brake"
_USER: Final = 65532
_CREDENTIALS: Final = "credentials"
_CREDENTIALS_PATH: Final = "/var/run/secrets/kubernetes.io/serviceaccount"
_TOKEN_SECONDS: Final = 3600


def build_brake(request: GuardRequest, scope: KubernetesScope, brake: KubernetesBrake) -> None:
    """The CronJob with its code, its service account and its Role."""
    name = state_name(scope.name)
    files = brake_files("kubernetes")
    code = k8s.core.v1.ConfigMap(
        request.child("brake-code"),
        metadata=metadata_of(scope, f"{name}-code"),
        data={_key(path): text for path, text in files.items()},
        opts=request.options(),
    )
    account = k8s.core.v1.ServiceAccount(
        request.child("brake-account"),
        metadata=metadata_of(scope, name),
        automount_service_account_token=False,
        opts=request.options(),
    )
    role = k8s.rbac.v1.Role(
        request.child("brake-role"),
        metadata=metadata_of(scope, name),
        rules=[k8s.rbac.v1.PolicyRuleArgs(**rule) for rule in rules_of(brake, state=name)],
        opts=request.options(),
    )
    binding = k8s.rbac.v1.RoleBinding(
        request.child("brake-binding"),
        metadata=metadata_of(scope, name),
        role_ref=k8s.rbac.v1.RoleRefArgs(api_group="rbac.authorization.k8s.io", kind="Role", name=name),
        subjects=[k8s.rbac.v1.SubjectArgs(kind="ServiceAccount", name=name, namespace=scope.namespace)],
        opts=request.options(depends_on=[account, role]),
    )
    template = _template(request, scope, brake, name=name, paths=sorted(files), code=code)
    k8s.batch.v1.CronJob(
        request.child("brake"),
        metadata=metadata_of(scope, name),
        spec=_runs(template),
        opts=request.options(depends_on=[binding]),
    )


def _runs(template: k8s.core.v1.PodTemplateSpecArgs) -> k8s.batch.v1.CronJobSpecArgs:
    """Runs of the brake, one at a time."""
    return k8s.batch.v1.CronJobSpecArgs(
        schedule=_SCHEDULE,
        time_zone="Etc/UTC",
        concurrency_policy="Forbid",
        starting_deadline_seconds=_DEADLINE_SECONDS,
        job_template=k8s.batch.v1.JobTemplateSpecArgs(
            spec=k8s.batch.v1.JobSpecArgs(backoff_limit=1, active_deadline_seconds=_DEADLINE_SECONDS, template=template)
        ),
    )


def rules_of(brake: KubernetesBrake, *, state: str) -> list[dict[str, list[str]]]:
    """Rules of the Role: the named objects, and no other in the namespace."""
    scaled = sorted(item.name for item in brake.workloads if item.scaling in (FIXED, AUTOSCALED))
    bounded = sorted(item.name for item in brake.workloads if item.scaling == AUTOSCALED)
    evented = sorted(item.name for item in brake.workloads if item.scaling not in (FIXED, AUTOSCALED))
    rules = (
        ("", "configmaps", [state]),
        ("apps", "deployments/scale", scaled),
        ("autoscaling", "horizontalpodautoscalers", bounded),
        ("keda.sh", "scaledobjects", evented),
    )
    return [
        {"api_groups": [group], "resources": [resource], "resource_names": names, "verbs": ["get", "patch"]}
        for group, resource, names in rules
        if names
    ]


def _template(
    request: GuardRequest,
    scope: KubernetesScope,
    brake: KubernetesBrake,
    *,
    name: str,
    paths: list[str],
    code: k8s.core.v1.ConfigMap,
) -> k8s.core.v1.PodTemplateSpecArgs:
    items = [k8s.core.v1.KeyToPathArgs(key=_key(path), path=path) for path in paths]
    volume = k8s.core.v1.VolumeArgs(
        name="code", config_map=k8s.core.v1.ConfigMapVolumeSourceArgs(name=code.metadata.name, items=items)
    )
    return k8s.core.v1.PodTemplateSpecArgs(
        metadata=k8s.meta.v1.ObjectMetaArgs(labels=dict(scope.labels)),
        spec=k8s.core.v1.PodSpecArgs(
            service_account_name=name,
            automount_service_account_token=False,
            restart_policy="Never",
            security_context=k8s.core.v1.PodSecurityContextArgs(
                run_as_non_root=True,
                run_as_user=_USER,
                run_as_group=_USER,
                seccomp_profile=k8s.core.v1.SeccompProfileArgs(type="RuntimeDefault"),
            ),
            containers=[_container(request, scope, brake, name=name)],
            volumes=[volume, _credentials()],
        ),
    )


def _credentials() -> k8s.core.v1.VolumeArgs:
    """A token of the API server for this container alone, which ends with its hour."""
    token = k8s.core.v1.ServiceAccountTokenProjectionArgs(path="token", expiration_seconds=_TOKEN_SECONDS)
    authority = k8s.core.v1.ConfigMapProjectionArgs(
        name="kube-root-ca.crt", items=[k8s.core.v1.KeyToPathArgs(key="ca.crt", path="ca.crt")]
    )
    return k8s.core.v1.VolumeArgs(
        name=_CREDENTIALS,
        projected=k8s.core.v1.ProjectedVolumeSourceArgs(
            sources=[
                k8s.core.v1.VolumeProjectionArgs(service_account_token=token),
                k8s.core.v1.VolumeProjectionArgs(config_map=authority),
            ]
        ),
    )


def _container(
    request: GuardRequest, scope: KubernetesScope, brake: KubernetesBrake, *, name: str
) -> k8s.core.v1.ContainerArgs:
    variables = {VARIABLE: _settings(request, scope, brake, name), "PYTHONPATH": _MOUNT, "PYTHONDONTWRITEBYTECODE": "1"}
    return k8s.core.v1.ContainerArgs(
        name="brake",
        image=brake.image or DEFAULT_IMAGE,
        command=["python", "-m", "apexai.brake.kubernetes.main"],
        env=[k8s.core.v1.EnvVarArgs(name=key, value=value) for key, value in variables.items()],
        resources=k8s.core.v1.ResourceRequirementsArgs(
            requests={"cpu": "10m", "memory": "64Mi"}, limits={"cpu": "100m", "memory": "128Mi"}
        ),
        security_context=k8s.core.v1.SecurityContextArgs(
            allow_privilege_escalation=False,
            read_only_root_filesystem=True,
            capabilities=k8s.core.v1.CapabilitiesArgs(drop=["ALL"]),
        ),
        volume_mounts=[
            k8s.core.v1.VolumeMountArgs(name="code", mount_path=_MOUNT, read_only=True),
            k8s.core.v1.VolumeMountArgs(name=_CREDENTIALS, mount_path=_CREDENTIALS_PATH, read_only=True),
        ],
    )


def _settings(request: GuardRequest, scope: KubernetesScope, brake: KubernetesBrake, name: str) -> pulumi.Input[str]:
    settings = {
        "service": scope.name,
        "namespace": scope.namespace,
        "state": name,
        "mode": str(request.plan.on_breach),
        "limit": render_decimal(request.plan.limit.amount),
        "prometheus": scope.prometheus,
        "hourly_cost": hourly_cost(scope.namespace, scope.pods),
        "workloads": [_workload(item) for item in brake.workloads],
    }
    return json.dumps(settings, sort_keys=True)


def _workload(item: BrakedWorkload) -> dict[str, object]:
    return {"name": item.name, "scaling": item.scaling, "minimum": item.minimum, "maximum": item.maximum}


def _key(path: str) -> str:
    """A ConfigMap's keys have no slashes."""
    return path.replace("/", "-")
