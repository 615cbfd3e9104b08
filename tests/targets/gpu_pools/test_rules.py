"""What the settings of a pool must satisfy together."""

import pytest

from apexai.errors import DiagnosticSeverity
from apexai.spec.fields import Platform
from apexai.spec.loader import document_of
from apexai.spec.node_pool import ClusterKind, NodePool
from apexai.targets.check import check_target
from apexai.targets.gpu_pools.choice import accelerators_per_node, machine_types_of
from apexai.targets.gpu_pools.machines import counts_of, machines_with, mig_profiles
from apexai.targets.gpu_pools.plan import PoolPlan
from apexai.targets.gpu_pools.rules import check_pool
from apexai.targets.target import Surroundings
from tests.targets.change import Document, at, merged
from tests.targets.changes import document_with
from tests.targets.gpu_pools.pools import BASES, PLUGIN, SCHEDULE, pool

ERROR, WARNING, NOTE = DiagnosticSeverity.ERROR, DiagnosticSeverity.WARNING, DiagnosticSeverity.NOTE


def plan(document: Document, accelerator: str = "nvidia-l4", count: int = 1) -> PoolPlan:
    return PoolPlan(name="pool", accelerator=accelerator, count=count, pool=NodePool.model_validate(document))


WRONG = [
    ("eks", {"cluster": {"name": None}}, "nvidia-l4", 1, "APX-GPU-201", "cluster.name", ERROR),
    ("eks", {"cluster": {"subnets": []}}, "nvidia-l4", 1, "APX-GPU-201", "cluster.subnets", ERROR),
    ("aks", {"cluster": {"subnets": ["a", "b"]}}, "nvidia-t4", 1, "APX-GPU-202", "cluster.subnets", ERROR),
    ("gke", {"cluster": {"project": None}}, "nvidia-l4", 1, "APX-GPU-203", "cluster", ERROR),
    ("eks", {"minNodes": 5}, "nvidia-l4", 1, "APX-GPU-204", "minNodes", ERROR),
    (
        "eks",
        {"schedules": [{**SCHEDULE, "minNodes": 1}]},
        "nvidia-l4",
        1,
        "APX-GPU-204",
        "schedules[0].minNodes",
        ERROR,
    ),
    ("eks", {"schedules": [SCHEDULE, SCHEDULE]}, "nvidia-l4", 1, "APX-GPU-205", "schedules[1].name", ERROR),
    ("eks", {"diskSize": "100.5GiB"}, "nvidia-l4", 1, "APX-GPU-206", "diskSize", ERROR),
    ("eks", {"acceleratorsPerNode": 1}, "nvidia-l4", 4, "APX-GPU-207", "acceleratorsPerNode", ERROR),
    ("gke", {"machineTypes": ["g2-standard-4", "g2-standard-8"]}, "nvidia-l4", 1, "APX-GPU-208", "machineTypes", ERROR),
    ("eks", {}, "nvidia-l4", 2, "APX-GPU-209", "acceleratorsPerNode", ERROR),
    ("eks", {}, "nvidia-none", 1, "APX-GPU-209", "machineTypes", ERROR),
    (
        "karpenter",
        {"cluster": {"nodeClass": {"kind": "OtherNodeClass", "name": "x"}}},
        "nvidia-l4",
        1,
        "APX-GPU-209",
        "machineTypes",
        ERROR,
    ),
    ("eks", {"machineTypes": ["z9.large"]}, "nvidia-l4", 1, "APX-GPU-210", "machineTypes[0]", WARNING),
    ("eks", {"machineTypes": ["g5.xlarge"]}, "nvidia-l4", 1, "APX-GPU-211", "machineTypes[0]", ERROR),
    (
        "eks",
        {**PLUGIN, "sharing": {"strategy": "time-slicing", "clients": 2}},
        "nvidia-l4",
        4,
        "APX-GPU-212",
        "sharing",
        ERROR,
    ),
    ("gke", {"sharing": {"strategy": "time-slicing"}}, "nvidia-l4", 1, "APX-GPU-213", "sharing", ERROR),
    ("gke", {"sharing": {"strategy": "mig"}}, "nvidia-a100-80gb", 1, "APX-GPU-213", "sharing", ERROR),
    (
        "aks",
        {"sharing": {"strategy": "time-slicing", "clients": 2}},
        "nvidia-t4",
        1,
        "APX-GPU-214",
        "sharing.strategy",
        ERROR,
    ),
    (
        "gke",
        {"sharing": {"strategy": "mig", "profile": "1g.5gb"}},
        "nvidia-l4",
        1,
        "APX-GPU-215",
        "sharing.strategy",
        ERROR,
    ),
    (
        "gke",
        {"sharing": {"strategy": "mig", "profile": "1g.5gb"}},
        "nvidia-a100-80gb",
        1,
        "APX-GPU-216",
        "sharing.profile",
        ERROR,
    ),
    (
        "gke",
        {"sharing": {"strategy": "mig", "profile": "1g.5gb"}},
        "nvidia-h100",
        1,
        "APX-GPU-216",
        "sharing.profile",
        WARNING,
    ),
    (
        "eks",
        {"sharing": {"strategy": "mig", "profile": "1g.10gb"}, "acceleratorsPerNode": 8},
        "nvidia-a100-80gb",
        1,
        "APX-GPU-217",
        "sharing.strategy",
        NOTE,
    ),
    ("eks", {"capacity": "spot"}, "nvidia-l4", 1, "APX-GPU-218", "capacity", WARNING),
    ("gke", {"capacity": "spot-with-fallback"}, "nvidia-l4", 1, "APX-GPU-219", "capacity", NOTE),
    ("aks", {}, "nvidia-t4", 1, "APX-GPU-220", "devicePlugin", NOTE),
]


@pytest.mark.parametrize(("kind", "patch", "accelerator", "count", "code", "path", "severity"), WRONG)
def test_it_is_told(
    kind: str, patch: Document, accelerator: str, count: int, code: str, path: str, severity: DiagnosticSeverity
) -> None:
    found = check_pool(plan(pool(kind, patch), accelerator, count))
    assert (code, path, severity) in [(item.code, item.path, item.severity) for item in found]


def test_machines_with_another_accelerator_are_not_mended_by_a_number() -> None:
    found = check_pool(plan(pool("eks", {"machineTypes": ["g6.xlarge"]}), "nvidia-none"))
    assert "and nvidia-none is asked for; ask for nvidia-l4" in "\n".join(map(str, found))


@pytest.mark.parametrize("kind", BASES)
def test_a_plain_pool_has_no_errors(kind: str) -> None:
    accelerator = "nvidia-t4" if kind == "aks" else "nvidia-l4"
    assert [str(item) for item in check_pool(plan(BASES[kind], accelerator)) if item.is_error] == []


def test_the_smallest_machine_that_fits_is_chosen() -> None:
    assert machine_types_of(plan(BASES["eks"])) == ("g6.xlarge",)
    assert machine_types_of(plan(BASES["eks"], count=4)) == ("g6.12xlarge",)
    assert machine_types_of(plan(BASES["gke"], "nvidia-a100-40gb")) == ("a2-highgpu-1g",)


def test_karpenter_may_choose_among_all_that_fit() -> None:
    assert machine_types_of(plan(BASES["karpenter"]))[:3] == ("g6.xlarge", "g6.2xlarge", "g6.4xlarge")


def test_fractions_of_an_accelerator_are_no_machine_with_one() -> None:
    assert not [machine.name for machine in machines_with("aws", "nvidia-l4", 1) if machine.name.startswith("g6f")]
    assert counts_of("aws", "nvidia-l4") == (1, 4, 8)


def test_parts_of_accelerators_are_counted() -> None:
    mig = {"sharing": {"strategy": "mig", "profile": "1g.10gb"}, "acceleratorsPerNode": 8}
    assert accelerators_per_node(plan(pool("eks", mig), "nvidia-a100-80gb")) == 56
    sliced = {**PLUGIN, "sharing": {"strategy": "time-slicing", "clients": 3}}
    assert accelerators_per_node(plan(pool("eks", sliced))) == 3


def test_partitions_of_aliases_are_the_same() -> None:
    assert mig_profiles("nvidia-h100") == mig_profiles("nvidia-h100-80gb") is not None
    assert mig_profiles("nvidia-t4") is None


def test_kinds_are_those_of_the_model() -> None:
    assert sorted(BASES) == sorted(ClusterKind)


def roomy(*patches: Document) -> dict[str, tuple[str, DiagnosticSeverity]]:
    """Code → path and severity of what is said of a service with a pool of small machines of its own."""
    made = {**BASES["eks"], "machineTypes": ["g6.xlarge"], "maxNodes": 2, **PLUGIN}
    own = at("spec.runtime", {"cpu": "2", "memory": "8GiB", "gpu": {"type": "nvidia-l4", "nodePool": made}})
    document = document_of(document_with(Platform.KUBERNETES, merged(at("metadata.namespace", "ai"), own, *patches)))
    said = check_target(document.deployment(Platform.KUBERNETES), Surroundings())
    return {item.code: (item.path, item.severity) for item in said}


SCALING = at("spec.autoscaling", {"minReplicas": 1, "maxReplicas": 2, "targetUtilization": 70})
QUOTA = at("spec.runtime.gpu.nodePool.quota", {"namespace": "ai", "accelerators": 1})


@pytest.mark.parametrize(
    ("patch", "code", "path", "severity"),
    [
        (at("spec.runtime.memory", "16GiB"), "APX-GPU-222", "spec.runtime.memory", ERROR),
        (at("spec.runtime.cpu", "4"), "APX-GPU-223", "spec.runtime.cpu", ERROR),
        (at("spec.autoscaling.maxReplicas", 3), "APX-GPU-224", "spec.autoscaling.maxReplicas", WARNING),
        (QUOTA, "APX-GPU-225", "spec.autoscaling.maxReplicas", WARNING),
    ],
)
def test_pods_have_room_on_the_nodes_of_their_pool(
    patch: Document, code: str, path: str, severity: DiagnosticSeverity
) -> None:
    assert roomy(SCALING, patch)[code] == (path, severity)


def test_what_has_room_is_accepted() -> None:
    assert {code for code in roomy(SCALING) if code.startswith("APX-GPU")} == set()
    less = at("spec.runtime", {"memory": "15GiB", "requests": {"memory": "12GiB", "cpu": "1"}})
    assert "APX-GPU-222" not in roomy(SCALING, less)
    shared = at("spec.runtime.gpu.nodePool.sharing", {"strategy": "time-slicing", "clients": 2})
    assert "APX-GPU-224" not in roomy(SCALING, shared, at("spec.autoscaling.maxReplicas", 4))
    unknown = at("spec.runtime.gpu.nodePool.machineTypes", ["z9.large"])
    assert "APX-GPU-222" not in roomy(SCALING, unknown, at("spec.runtime.memory", "900GiB"))
