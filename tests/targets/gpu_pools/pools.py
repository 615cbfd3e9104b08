"""Pools of each kind of cluster, and pairs of them that differ in one leaf."""

from tests.targets.change import Document, at, merged

KINDS = ("eks", "aks", "gke", "karpenter")
BASES: dict[str, Document] = {
    "eks": {"cluster": {"kind": "eks", "name": "ai", "subnets": ["subnet-1"]}, "maxNodes": 4},
    "aks": {"cluster": {"kind": "aks", "name": "ai", "resourceGroup": "ai"}, "maxNodes": 4},
    "gke": {"cluster": {"kind": "gke", "name": "ai", "location": "europe-west4", "project": "ai"}, "maxNodes": 4},
    "karpenter": {"cluster": {"kind": "karpenter", "nodeClass": {"name": "default"}}, "maxNodes": 4},
}
ACCELERATORS = {"eks": "nvidia-l4", "aks": "nvidia-a100-80gb", "gke": "nvidia-l4", "karpenter": "nvidia-l4"}
PLUGIN: Document = {"devicePlugin": {"image": "registry.example.com/plugin:1"}}
SLICED: Document = {**PLUGIN, "sharing": {"strategy": "time-slicing", "clients": 2}}
SCHEDULE = {"name": "night", "start": "0 20 * * *", "end": "0 6 * * *", "minNodes": 0, "maxNodes": 0}
MACHINES = {"eks": "g6.2xlarge", "aks": "Standard_ND96amsr_A100_v4", "gke": "g2-standard-8", "karpenter": "g6.2xlarge"}
MORE = {"eks": 4, "aks": 2, "gke": 2, "karpenter": 4}


def pool(kind: str, patch: Document) -> Document:
    """A pool of a kind of cluster."""
    return merged(BASES[kind], patch)


def pair(kind: str, leaf: str) -> tuple[Document, Document]:
    """Two patches that differ in a leaf."""
    if leaf.startswith("schedules"):
        key = leaf.rpartition(".")[2]
        other = {"name": "late", "timezone": "Asia/Tokyo", "start": "0 22 * * *", "end": "0 7 * * *", "minNodes": 1}
        changed = {**SCHEDULE, "maxNodes": 1, key: {**other, "maxNodes": 2}[key]}
        return {"schedules": [{**SCHEDULE, "maxNodes": 1}]}, {"schedules": [changed]}
    if leaf == "acceleratorsPerNode":
        return {}, {leaf: MORE[kind]}
    if leaf == "machineTypes[]":
        per_node = {"acceleratorsPerNode": 8} if kind == "aks" else {}
        return {}, {"machineTypes": [MACHINES[kind]], **per_node}
    return CHANGES[leaf]


CHANGES: dict[str, tuple[Document, Document]] = {
    "name": ({}, {"name": "other"}),
    "cluster.name": ({}, at("cluster.name", "other")),
    "cluster.subnets[]": ({}, at("cluster.subnets", ["subnet-2"])),
    "cluster.nodeRole": ({}, at("cluster.nodeRole", "arn:aws:iam::111122223333:role/nodes")),
    "cluster.resourceGroup": ({}, at("cluster.resourceGroup", "other")),
    "cluster.location": ({}, at("cluster.location", "us-central1")),
    "cluster.project": ({}, at("cluster.project", "other")),
    "cluster.zones[]": ({}, at("cluster.zones", ["1"])),
    "cluster.serviceAccount": ({}, at("cluster.serviceAccount", "nodes@ai.iam.gserviceaccount.com")),
    "cluster.nodeClass.kind": (
        {"machineTypes": ["one"]},
        {"machineTypes": ["one"], **at("cluster.nodeClass", {"kind": "AKSNodeClass", "name": "default"})},
    ),
    "cluster.nodeClass.name": ({}, at("cluster.nodeClass", {"name": "other"})),
    "minNodes": ({}, {"minNodes": 1}),
    "maxNodes": ({}, {"maxNodes": 5}),
    "capacity": ({}, {"capacity": "spot"}),
    "diskSize": ({}, {"diskSize": "200GiB"}),
    "sharing.strategy": (PLUGIN, SLICED),
    "sharing.profile": (
        {"sharing": {"strategy": "mig", "profile": "1g.10gb"}},
        {"sharing": {"strategy": "mig", "profile": "2g.20gb"}},
    ),
    "sharing.clients": (SLICED, {**SLICED, "sharing": {"strategy": "time-slicing", "clients": 3}}),
    "quota.namespace": (
        {"quota": {"namespace": "one", "accelerators": 1}},
        {"quota": {"namespace": "two", "accelerators": 1}},
    ),
    "quota.accelerators": (
        {"quota": {"namespace": "one", "accelerators": 1}},
        {"quota": {"namespace": "one", "accelerators": 2}},
    ),
    "devicePlugin.image": (PLUGIN, {"devicePlugin": {"image": "registry.example.com/plugin:2"}}),
    "devicePlugin.namespace": (
        PLUGIN,
        {"devicePlugin": {"image": "registry.example.com/plugin:1", "namespace": "gpu"}},
    ),
    "tags.*": ({"tags": {"team": "one"}}, {"tags": {"team": "two"}}),
}
"""Leaf → the pair, where it is the same on each kind of cluster."""
