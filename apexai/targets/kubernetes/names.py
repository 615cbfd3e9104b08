"""Names of the objects in the cluster, all from the name of the deployment; none ever changes over releases."""

from typing import Final

CANDIDATE_SUFFIX: Final = "-candidate"
STABLE_SUFFIX: Final = "-stable"
EXPLAINER_SUFFIX: Final = "-explainer"

MODEL_CONTAINER: Final = "model"
PREPROCESSOR_CONTAINER: Final = "preprocessor"
EXPLAINER_CONTAINER: Final = "explainer"

DEFAULT_PORTS: Final = {"http": 8080}
"""Of the model's container where the spec names none."""
MODEL_PORT_NAME: Final = "model"
"""Of the model's first port while a preprocessor stands in front and has its name."""
EXPLAINER_PORT: Final = 8080

KEDA_AUTOSCALER_PREFIX: Final = "keda-hpa-"
DEFAULT_NAMESPACE: Final = "default"
"""Where Kubernetes puts objects that name none."""


def candidate_name(name: str) -> str:
    """Of the candidate slot's objects, its Service included."""
    return f"{name}{CANDIDATE_SUFFIX}"


def stable_service_name(name: str) -> str:
    """Of the Service in front of the stable slot's pods that a route sends traffic to."""
    return f"{name}{STABLE_SUFFIX}"


def explainer_name(name: str) -> str:
    """Of the explainer's objects."""
    return f"{name}{EXPLAINER_SUFFIX}"


def cluster_host(service: str, namespace: str) -> str:
    """The name by which pods of the whole cluster find a Service; the cluster's domain is `cluster.local`."""
    return f"{service}.{namespace}.svc.cluster.local"
