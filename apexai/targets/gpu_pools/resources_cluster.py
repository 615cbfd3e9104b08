"""What a pool brings into the cluster: NVIDIA's device plugin for its nodes, and a quota."""

import json

import pulumi_kubernetes as k8s

from apexai.spec.node_pool import DevicePlugin, Quota, SharingStrategy
from apexai.targets.gpu_pools.labels import GPU_RESOURCE, POOL_LABEL
from apexai.targets.gpu_pools.plan import PoolPlan
from apexai.targets.gpu_pools.request import PoolRequest
from apexai.targets.value import input_of

_CONFIG = "config.json"
_PLUGINS = "/var/lib/kubelet/device-plugins"
"""Source: https://kubernetes.io/docs/concepts/extend-kubernetes/compute-storage-net/device-plugins/."""


def build_nodes(request: PoolRequest) -> None:
    """Register what the pool's settings ask for."""
    if request.plan.pool.device_plugin is not None:
        _build_plugin(request, request.plan.pool.device_plugin)
    if request.plan.pool.quota is not None:
        _build_quota(request, request.plan.pool.quota)


def _build_quota(request: PoolRequest, quota: Quota) -> None:
    k8s.core.v1.ResourceQuota(
        f"{request.name}-quota",
        metadata=k8s.meta.v1.ObjectMetaArgs(name=request.plan.name, namespace=quota.namespace),
        spec=k8s.core.v1.ResourceQuotaSpecArgs(hard={f"requests.{GPU_RESOURCE}": str(quota.accelerators)}),
        opts=request.options(),
    )


def _build_plugin(request: PoolRequest, plugin: DevicePlugin) -> None:
    name = f"{request.plan.name}-device-plugin"
    metadata = k8s.meta.v1.ObjectMetaArgs(name=name, namespace=plugin.namespace)
    config = k8s.core.v1.ConfigMap(
        f"{request.name}-device-plugin-config",
        metadata=metadata,
        data={_CONFIG: json.dumps(_configuration(request.plan))},
        opts=request.options(),
    )
    labels = {"app.kubernetes.io/name": "nvidia-device-plugin", "app.kubernetes.io/instance": request.plan.name}
    k8s.apps.v1.DaemonSet(
        f"{request.name}-device-plugin",
        metadata=metadata,
        spec=k8s.apps.v1.DaemonSetSpecArgs(
            selector=k8s.meta.v1.LabelSelectorArgs(match_labels=labels),
            update_strategy=k8s.apps.v1.DaemonSetUpdateStrategyArgs(type="RollingUpdate"),
            template=k8s.core.v1.PodTemplateSpecArgs(
                metadata=k8s.meta.v1.ObjectMetaArgs(labels=labels), spec=_pod(request.plan, plugin, name)
            ),
        ),
        opts=request.options(depends_on=[config]),
    )


def _configuration(plan: PoolPlan) -> dict[str, object]:
    """The plugin's own configuration.

    Source: https://github.com/NVIDIA/k8s-device-plugin, Configuring the NVIDIA device plugin binary.
    """
    sharing = plan.pool.sharing
    mig = sharing is not None and sharing.strategy is SharingStrategy.MIG
    found: dict[str, object] = {"version": "v1", "flags": {"migStrategy": "single" if mig else "none"}}
    if sharing is not None and sharing.strategy is SharingStrategy.TIME_SLICING:
        resource = {"name": GPU_RESOURCE, "replicas": sharing.clients}
        found["sharing"] = {"timeSlicing": {"failRequestsGreaterThanOne": True, "resources": [resource]}}
    return found


def _pod(plan: PoolPlan, plugin: DevicePlugin, config: str) -> k8s.core.v1.PodSpecArgs:
    mounts = {"device-plugins": _PLUGINS, "config": "/config"}
    return k8s.core.v1.PodSpecArgs(
        priority_class_name="system-node-critical",
        node_selector={POOL_LABEL: plan.name},
        tolerations=[k8s.core.v1.TolerationArgs(operator="Exists")],
        automount_service_account_token=False,
        containers=[
            k8s.core.v1.ContainerArgs(
                name="device-plugin",
                image=input_of(plugin.image),
                args=[f"--config-file=/config/{_CONFIG}"],
                security_context=_security(plan),
                resources=k8s.core.v1.ResourceRequirementsArgs(
                    requests={"cpu": "50m", "memory": "64Mi"}, limits={"memory": "256Mi"}
                ),
                volume_mounts=[
                    k8s.core.v1.VolumeMountArgs(name=name, mount_path=path, read_only=name == "config")
                    for name, path in mounts.items()
                ],
            )
        ],
        volumes=[
            k8s.core.v1.VolumeArgs(
                name="device-plugins", host_path=k8s.core.v1.HostPathVolumeSourceArgs(path=_PLUGINS, type="Directory")
            ),
            k8s.core.v1.VolumeArgs(name="config", config_map=k8s.core.v1.ConfigMapVolumeSourceArgs(name=config)),
        ],
    )


def _security(plan: PoolPlan) -> k8s.core.v1.SecurityContextArgs:
    """No rights, but for partitions, which can be listed by an administrator of the machine only.

    Source: https://github.com/NVIDIA/k8s-device-plugin, the chart's securityContext helper.
    """
    sharing = plan.pool.sharing
    if sharing is not None and sharing.strategy is SharingStrategy.MIG:
        return k8s.core.v1.SecurityContextArgs(capabilities=k8s.core.v1.CapabilitiesArgs(add=["SYS_ADMIN"]))
    return k8s.core.v1.SecurityContextArgs(
        allow_privilege_escalation=False,
        read_only_root_filesystem=True,
        capabilities=k8s.core.v1.CapabilitiesArgs(drop=["ALL"]),
    )
