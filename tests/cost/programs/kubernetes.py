"""Kubernetes workloads for `test_bills_kubernetes.py`; a bill's resources begin with its name."""

import copy

import pulumi_kubernetes as k8s

from apexai.components import InferenceService

SPEC = {
    "apiVersion": "ai.apexlogic.com/v1alpha1",
    "kind": "ServerlessModelDeployment",
    "metadata": {"name": "model"},
    "spec": {
        "modelRef": {"name": "m", "version": "1"},
        "runtime": {
            "platform": "kubernetes",
            "region": "us-east-1",
            "image": "ghcr.io/a/b:1",
            "access": "internal",
            "cpu": "2",
            "memory": "4GiB",
            "requests": {"cpu": "1", "memory": "4GiB"},
            "ports": {"http": 8080},
            "probes": {"path": "/healthz"},
        },
        "finops": {"nodeType": "g5.xlarge"},
    },
}


def service(name: str, *, runtime: dict[str, object] | None = None, **more: object) -> None:
    document = copy.deepcopy(SPEC)
    document["metadata"] |= {"name": name, "namespace": "models"}
    document["spec"]["runtime"].update(runtime or {})
    document["spec"].update(more)
    InferenceService(name, spec=document)


GPU = {"gpu": {"type": "nvidia-a10g", "count": 1}}
SCALED = {"minReplicas": 1, "maxReplicas": 10, "targetUtilization": 50}
USED = {"nodeType": "g5.xlarge", "usage": {"requests": "1M/month", "duration": "5.256s"}}
SENDING = {**USED, "usage": {**USED["usage"], "egress": "100GB/month"}}
ROUTED = {
    "access": "public",
    "network": {
        "domain": "models.example.com",
        "gateway": {"name": "models", "namespace": "gateways", "implementation": "envoy-gateway"},
    },
}
SPLIT = {"blue": 75, "green": 25, "stable": {"modelVersion": "0", "image": "ghcr.io/a/b:0"}}
NIGHT = {"name": "day", "start": "0 8 * * *", "end": "0 20 * * *", "minReplicas": 5}

service("gpu", runtime=GPU, autoscaling={"minReplicas": 2, "maxReplicas": 2})
service("cpu", autoscaling={"minReplicas": 3, "maxReplicas": 3}, finops={"nodeType": "m5.large"})
service("scaled", runtime=GPU, autoscaling=SCALED)
service("loaded", runtime=GPU, autoscaling=SCALED, finops=USED)
service("sending", runtime=GPU, autoscaling=SCALED, finops=SENDING)
service("split", runtime={**GPU, **ROUTED}, autoscaling=SCALED, finops=USED, trafficSplit=SPLIT)
service("daytime", runtime=GPU, autoscaling={**SCALED, "schedules": [NIGHT]})
service("azure", runtime={**GPU, "region": "eastus"}, finops={"nodeType": "Standard_NC4as_T4_v3"})
service("nowhere", finops={})
service("regionless", runtime={"region": None})
service("strange", finops={"nodeType": "z9.metal"})
service("small", runtime={"memory": "40GiB", "requests": {"cpu": "1", "memory": "40GiB"}})

POD = {"containers": [{"name": "a", "image": "a:1", "resources": {"requests": {"cpu": "500m", "memory": "512Mi"}}}]}
LABELS = {"app": "a"}
k8s.apps.v1.Deployment(
    "bare",
    metadata={"name": "bare"},
    spec={"selector": {"match_labels": LABELS}, "template": {"metadata": {"labels": LABELS}, "spec": POD}},
)
k8s.core.v1.Service("inside", spec={"selector": LABELS, "ports": [{"port": 80}]})
k8s.core.v1.Service("outside", spec={"selector": LABELS, "ports": [{"port": 80}], "type": "LoadBalancer"})
k8s.core.v1.ConfigMap("config", data={"a": "b"})
