"""The explainer: a service beside the model that says why it answered so."""

from typing import Final

import pulumi_kubernetes as k8s

from apexai.spec.fields import Text
from apexai.targets.kubernetes.exposure import Exposure, exposure_of
from apexai.targets.kubernetes.labels import TRACK, explainer_selector
from apexai.targets.kubernetes.manifests.assembly import Assembly
from apexai.targets.kubernetes.manifests.containers import DRAIN_SECONDS, container_ports, drain, variables
from apexai.targets.kubernetes.manifests.hardening import (
    container_security,
    pod_security,
    scratch_mount,
    scratch_volume,
)
from apexai.targets.kubernetes.manifests.network_policy import build_explainer_policy
from apexai.targets.kubernetes.manifests.probes import port_probes
from apexai.targets.kubernetes.manifests.service import LOAD_BALANCER_PORT
from apexai.targets.kubernetes.names import EXPLAINER_CONTAINER, EXPLAINER_PORT, explainer_name, stable_service_name
from apexai.targets.kubernetes.variables import HOME
from apexai.targets.value import input_of

CPU: Final = "500m"
MEMORY: Final = "1Gi"
_GRACE_SECONDS: Final = DRAIN_SECONDS + 30


def build_explainer(assembly: Assembly) -> None:
    """Make the explainer that the spec gives an image for; nothing without one."""
    explained = assembly.spec.responsible_ai.explainability
    if explained is None or explained.image is None:
        return
    policy = build_explainer_policy(assembly)
    name = explainer_name(assembly.name)
    selector = explainer_selector(assembly.name)
    k8s.core.v1.Service(
        assembly.logical("explainer-service"),
        metadata=assembly.metadata(name),
        spec=k8s.core.v1.ServiceSpecArgs(type="ClusterIP", selector=selector, ports=[_service_port()]),
        opts=assembly.options(),
    )
    k8s.apps.v1.Deployment(
        assembly.logical("explainer-deployment"),
        metadata=assembly.metadata(name),
        spec=k8s.apps.v1.DeploymentSpecArgs(
            replicas=1,
            selector=k8s.meta.v1.LabelSelectorArgs(match_labels=selector),
            strategy=k8s.apps.v1.DeploymentStrategyArgs(
                type="RollingUpdate",
                rolling_update=k8s.apps.v1.RollingUpdateDeploymentArgs(max_surge=1, max_unavailable=0),
            ),
            template=_template(assembly, explained.image, selector),
        ),
        opts=assembly.options(policy),
    )


def _template(assembly: Assembly, image: Text, selector: dict[str, str]) -> k8s.core.v1.PodTemplateSpecArgs:
    labels = {**assembly.labels(), TRACK: selector[TRACK]}
    return k8s.core.v1.PodTemplateSpecArgs(
        metadata=k8s.meta.v1.ObjectMetaArgs(labels=labels),
        spec=k8s.core.v1.PodSpecArgs(
            automount_service_account_token=False,
            enable_service_links=False,
            security_context=pod_security(),
            containers=[_container(assembly, image)],
            volumes=[scratch_volume(None)],
            termination_grace_period_seconds=_GRACE_SECONDS,
        ),
    )


def _container(assembly: Assembly, image: Text) -> k8s.core.v1.ContainerArgs:
    model = assembly.spec.model_ref
    environment: dict[str, Text] = {
        "HOME": HOME,
        "MODEL_NAME": model.name,
        "MODEL_URL": _model_url(assembly),
        "PORT": str(EXPLAINER_PORT),
    }
    return k8s.core.v1.ContainerArgs(
        name=EXPLAINER_CONTAINER,
        image=input_of(image),
        ports=container_ports({EXPLAINER_CONTAINER: EXPLAINER_PORT}),
        env=variables(environment),
        resources=k8s.core.v1.ResourceRequirementsArgs(
            requests={"cpu": CPU, "memory": MEMORY}, limits={"memory": MEMORY}
        ),
        lifecycle=drain(),
        security_context=container_security(),
        volume_mounts=[scratch_mount()],
        **port_probes(EXPLAINER_PORT),
    )


def _model_url(assembly: Assembly) -> str:
    """The stable slot, past the gateway, which would ask for a token."""
    match exposure_of(assembly.runtime):
        case Exposure.GATEWAY:
            return f"http://{stable_service_name(assembly.name)}:{assembly.ports.service_port}"
        case Exposure.CLUSTER:
            return f"http://{assembly.name}:{assembly.ports.service_port}"
        case Exposure.LOAD_BALANCER:
            return f"http://{assembly.name}:{LOAD_BALANCER_PORT}"


def _service_port() -> k8s.core.v1.ServicePortArgs:
    return k8s.core.v1.ServicePortArgs(
        name=EXPLAINER_CONTAINER, port=EXPLAINER_PORT, target_port=EXPLAINER_CONTAINER, protocol="TCP"
    )
