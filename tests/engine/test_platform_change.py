"""A service moves from one platform to another: one of the two always serves, and callers follow in between."""

import json
from typing import Any, Final

from tests.engine.stack import Stack
from tests.engine.standin import Cloud, CloudObject, Fault
from tests.targets.change import at, merged

FUNCTION: Final = "aws:lambda/function:Function"
DEPLOYMENT: Final = "kubernetes:apps/v1:Deployment"
ROUTE: Final = "kubernetes:gateway.networking.k8s.io/v1:HTTPRoute"
FOLLOWING: Final = ("update Deployment frontend", "create WorkersDeployment edge-deployment")
"""How callers get another address: a new deployment of the Worker takes over from the old one."""
ADDRESS: Final = "https://fraud.example.com"

PROGRAM: Final = """
    import pulumi
    import pulumi_kubernetes as k8s
    from apexai import EdgeInferenceWorker, EdgeInferenceWorkerArgs, InferenceService

    service = InferenceService("fraud", spec="service.yaml")
    edge = EdgeInferenceWorker("edge", EdgeInferenceWorkerArgs(origin=service, domain="fraud.example.org", public=True))
    container = {"name": "web", "image": "web:1", "env": [{"name": "AI_SERVICE_URL", "value": service.endpoint}]}
    labels = {"app": "web"}
    template = {"metadata": {"labels": labels}, "spec": {"containers": [container]}}
    k8s.apps.v1.Deployment(
        "frontend", metadata={"name": "web"}, spec={"selector": {"matchLabels": labels}, "template": template})
    pulumi.export("endpoint", service.endpoint)
"""
ON_LAMBDA: Final[dict[str, Any]] = {
    "apiVersion": "ai.apexlogic.com/v1alpha1",
    "kind": "ServerlessModelDeployment",
    "metadata": {"name": "fraud", "namespace": "ai"},
    "spec": {
        "modelRef": {"name": "fraud", "version": "1"},
        "runtime": {
            "platform": "aws-lambda",
            "region": "us-east-1",
            "image": "111122223333.dkr.ecr.us-east-1.amazonaws.com/fraud:1",
            "access": "public",
        },
        "autoscaling": {"minReplicas": 2, "maxReplicas": 10, "targetUtilization": 70},
        "finops": {"budgetLimit": "$500/month", "alerts": ["finops@example.com"]},
        "targets": {
            "kubernetes": {
                "runtime": {
                    "cpu": "1",
                    "network": {"domain": "fraud.example.com", "gateway": {"name": "edge", "namespace": "gateways"}},
                }
            }
        },
    },
}
ON_KUBERNETES: Final = merged(ON_LAMBDA, at("spec.runtime", {"platform": "kubernetes"}))


def deploy(stack: Stack, document: dict[str, Any], **how: bool) -> None:
    stack.write(PROGRAM, service_yaml=json.dumps(document, indent=1))
    stack.up(**how)


def address(cloud: Cloud) -> str:
    """Where callers are sent."""
    (frontend,) = deployments(cloud, "web")
    (container,) = frontend.inputs["spec"]["template"]["spec"]["containers"]
    return str(container["env"][0]["value"])


def deployments(cloud: Cloud, name: str) -> list[CloudObject]:
    return [item for item in cloud.of_type(DEPLOYMENT) if item.inputs["metadata"]["name"] == name]


def unserved(cloud: Cloud) -> list[str]:
    """The address that callers have, where nothing answers behind it any more."""
    on_kubernetes = address(cloud) == ADDRESS
    return [] if (deployments(cloud, "fraud") if on_kubernetes else cloud.of_type(FUNCTION)) else [address(cloud)]


def moved(changes: list[str]) -> None:
    """All that serves comes first, then callers follow, and what served goes last."""
    of_service = [change for change in changes if " fraud-" in change]
    made = [changes.index(change) for change in of_service if change.startswith("create ")]
    gone = [changes.index(change) for change in of_service if change.startswith("delete ")]
    followed = [changes.index(change) for change in FOLLOWING]
    assert len(made) > 5 < len(gone)
    assert max(made) < min(followed) < max(followed) < min(gone), changes


def test_callers_always_have_somebody_who_answers(stack: Stack, cloud: Cloud) -> None:
    deploy(stack, ON_LAMBDA)
    before = address(cloud)
    assert before.endswith(".on.aws/")
    broken: list[str] = []
    cloud.watchers.append(lambda: broken.extend(unserved(cloud)))

    cloud.forget_rpcs()
    cloud.faults.append(Fault(operation="create", urn="::fraud-route$", message="no route now"))
    deploy(stack, ON_KUBERNETES, fails=True)
    assert (address(cloud), len(cloud.of_type(FUNCTION))) == (before, 1)
    cloud.faults.clear()
    deploy(stack, ON_KUBERNETES)
    moved(cloud.changes())
    route = cloud.the(ROUTE).inputs["metadata"]["annotations"]["pulumi.com/waitFor"]
    assert route == 'jsonpath={.status.parents[*].conditions[?(@.type=="Accepted")].status}=True'
    assert (address(cloud), stack.outputs()["endpoint"]) == (ADDRESS, ADDRESS)
    assert cloud.of_type(FUNCTION) == []

    cloud.forget_rpcs()
    deploy(stack, ON_LAMBDA)
    moved(cloud.changes())
    assert deployments(cloud, "fraud") == []
    assert broken == []
    assert stack.lost() == []
    assert stack.leaked() == []
