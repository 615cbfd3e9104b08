"""A recommendation model and the frontend that calls it."""

import pulumi
import pulumi_kubernetes as k8s

from apexai import InferenceService

NAMESPACE = "mynamespace"
LABELS = {"app": "frontend"}

recommendation = InferenceService("recommendation", spec="service.yaml")

container = k8s.core.v1.ContainerArgs(
    name="frontend",
    image="myregistry/frontend-app:v1.0.5",
    ports=[k8s.core.v1.ContainerPortArgs(container_port=3000)],
    env=[k8s.core.v1.EnvVarArgs(name="AI_SERVICE_URL", value=recommendation.endpoint)],
)
k8s.apps.v1.Deployment(
    "frontend",
    metadata=k8s.meta.v1.ObjectMetaArgs(name="frontend", namespace=NAMESPACE, labels=LABELS),
    spec=k8s.apps.v1.DeploymentSpecArgs(
        replicas=3,
        selector=k8s.meta.v1.LabelSelectorArgs(match_labels=LABELS),
        template=k8s.core.v1.PodTemplateSpecArgs(
            metadata=k8s.meta.v1.ObjectMetaArgs(labels=LABELS),
            spec=k8s.core.v1.PodSpecArgs(containers=[container]),
        ),
    ),
)

pulumi.export("endpoint", recommendation.endpoint)
