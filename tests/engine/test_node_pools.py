"""GpuNodePool on each kind of cluster through its life: it comes, changes in place, is replaced, and goes."""

import json
from typing import Any

from apexai.graph.offline import ProjectProgram, capture_program
from apexai.graph.preview_json import load_preview_json
from tests.engine.agreement import disagreements
from tests.engine.stack import Stack
from tests.engine.standin import Cloud, CloudObject
from tests.engine.standin.azure_kinds import GROUP

NODE_GROUP = "aws:eks/nodeGroup:NodeGroup"
AGENT_POOL = "azure-native:containerservice:AgentPool"
GKE_POOL = "gcp:container/nodePool:NodePool"
KARPENTER = "kubernetes:karpenter.sh/v1:NodePool"

PROGRAM = """
import json, pathlib
from apexai.components import GpuNodePool

for name, arguments in json.loads(pathlib.Path("pools.json").read_text()).items():
    GpuNodePool(name, **arguments)
"""
NIGHT = {"name": "night", "start": "0 20 * * 1-5", "end": "0 6 * * 1-5", "minNodes": 0, "maxNodes": 0}


def pools(most: int = 4, **machines: list[str]) -> dict[str, Any]:
    clusters: dict[str, tuple[str, dict[str, Any]]] = {
        "eks": ("nvidia-l4", {"kind": "eks", "name": "ai", "subnets": ["subnet-1"]}),
        "aks": ("nvidia-t4", {"kind": "aks", "name": "ai", "resourceGroup": "ai"}),
        "gke": ("nvidia-l4", {"kind": "gke", "name": "ai", "location": "europe-west4", "project": "ai"}),
        "karpenter": ("nvidia-l4", {"kind": "karpenter", "nodeClass": {"name": "default"}}),
    }
    more = {
        "eks": {
            "capacity": "spot-with-fallback",
            "schedules": [NIGHT],
            "tags": {"team": "ml"},
            "quota": {"namespace": "ai", "accelerators": 4},
            "devicePlugin": {"image": "registry.example.com/plugin:1"},
        }
    }
    return {
        name: {
            "accelerator": accelerator,
            "pool": {
                "cluster": cluster,
                "maxNodes": most,
                "machineTypes": machines.get(name, []),
                **more.get(name, {}),
            },
        }
        for name, (accelerator, cluster) in clusters.items()
    }


def sizes(cloud: Cloud) -> dict[str, int]:
    return {
        "eks": cloud.of_type(NODE_GROUP)[0].inputs["scalingConfig"]["maxSize"],
        "aks": cloud.the(AGENT_POOL).inputs["maxCount"],
        "gke": cloud.the(GKE_POOL).inputs["autoscaling"]["totalMaxNodeCount"],
        "karpenter": cloud.the(KARPENTER).inputs["spec"]["limits"]["nvidia.com/gpu"],
    }


def test_pools_live_on_every_kind_of_cluster(stack: Stack, cloud: Cloud) -> None:
    cloud.namespaces = {"ai", "kube-system"}
    cloud.put(CloudObject(type=GROUP, id="ai", region="azure", urn="", inputs={}, outputs={"name": "ai"}))
    stack.write(PROGRAM)
    stack.file("pools.json", json.dumps(pools()))
    stack.set("aws:region", "us-east-1")
    stack.set("gcp:project", "ai")

    offline = capture_program(ProjectProgram(directory=stack.directory), stack=stack.name).graph
    assert disagreements(offline, load_preview_json(stack.preview().stdout)) == []

    stack.up()
    assert stack.lost() == []
    assert stack.up().steps == {}
    assert sizes(cloud) == {"eks": 4, "aks": 4, "gke": 4, "karpenter": 4}
    spot, regular = sorted(cloud.of_type(NODE_GROUP), key=lambda group: group.inputs["capacityType"], reverse=True)
    assert (spot.inputs["capacityType"], regular.inputs["capacityType"]) == ("SPOT", "ON_DEMAND")
    scaled = {item.inputs["autoscalingGroupName"] for item in cloud.of_type("aws:autoscaling/schedule:Schedule")}
    assert scaled == {f"eks-{group.inputs['nodeGroupName']}" for group in (spot, regular)}

    stack.file("pools.json", json.dumps(pools(6)))
    steps = stack.up().steps
    assert sorted(steps) == ["update"]
    assert sizes(cloud) == {"eks": 6, "aks": 6, "gke": 6, "karpenter": 6}

    changed = pools(6, eks=["g6.2xlarge"], aks=["Standard_NC8as_T4_v3"], karpenter=["g6.2xlarge"])
    stack.file("pools.json", json.dumps(changed))
    steps = stack.up().steps
    assert {step for step in steps["create-replacement"] if "Node" in step or "Agent" in step} == {
        "NodeGroup eks-nodes-spot",
        "NodeGroup eks-nodes-on-demand",
        "AgentPool aks-nodes",
    }
    assert "NodePool karpenter-nodes" in steps["update"]
    assert cloud.the(AGENT_POOL).inputs["vmSize"] == "Standard_NC8as_T4_v3"
    assert stack.up().steps == {}

    stack.destroy()
    assert [item.type for item in stack.leaked()] == [GROUP]
