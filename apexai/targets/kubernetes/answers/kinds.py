"""Type tokens and property paths that several answers name."""

from typing import Final

from apexai.targets.capability import Honoured, Sets

DEPLOYMENT: Final = "kubernetes:apps/v1:Deployment"
SERVICE: Final = "kubernetes:core/v1:Service"
SERVICE_ACCOUNT: Final = "kubernetes:core/v1:ServiceAccount"
NETWORK_POLICY: Final = "kubernetes:networking.k8s.io/v1:NetworkPolicy"
AUTOSCALER: Final = "kubernetes:autoscaling/v2:HorizontalPodAutoscaler"
DISRUPTION_BUDGET: Final = "kubernetes:policy/v1:PodDisruptionBudget"
HTTP_ROUTE: Final = "kubernetes:gateway.networking.k8s.io/v1:HTTPRoute"
SECURITY_POLICY: Final = "kubernetes:gateway.envoyproxy.io/v1alpha1:SecurityPolicy"
SCALED_OBJECT: Final = "kubernetes:keda.sh/v1alpha1:ScaledObject"
PROMETHEUS_RULE: Final = "kubernetes:monitoring.coreos.com/v1:PrometheusRule"

POD: Final = "spec.template.spec"
CONTAINER: Final = f"{POD}.containers.*"
VARIABLES: Final = f"{CONTAINER}.env.*.value"
NODE_SELECTOR: Final = f"{POD}.nodeSelector.*"
LABELS: Final = "metadata.labels.*"
POD_LABELS: Final = "spec.template.metadata.labels.*"


def honoured(*sets: Sets, note: str = "") -> Honoured:
    """The leaf sets these properties."""
    return Honoured(sets=sets, note=note)


def container(path: str, *, form: str = "") -> Sets:
    """A property of the pods' containers."""
    return Sets(type=DEPLOYMENT, path=f"{CONTAINER}.{path}", form=form)


def variable(name: str) -> Honoured:
    """A variable of the model's container."""
    return honoured(Sets(type=DEPLOYMENT, path=VARIABLES, form=f"variable {name}"))
