"""GpuNodePool alone in a program, and as a part of an InferenceService."""

from collections.abc import Callable
from pathlib import Path

import pytest

from apexai.errors import ProgramError
from apexai.graph import ResourceGraph
from apexai.graph.offline import ScriptProgram, capture_program

SPEC = {
    "apiVersion": "ai.apexlogic.com/v1alpha1",
    "kind": "ServerlessModelDeployment",
    "metadata": {"name": "vision"},
    "spec": {
        "modelRef": {"name": "vision", "version": "1.0.0"},
        "runtime": {
            "platform": "kubernetes",
            "image": "registry.example.com/vision:1.0.0",
            "access": "internal",
            "gpu": {
                "type": "nvidia-a100-80gb",
                "nodePool": {
                    "cluster": {"kind": "aks", "name": "ai", "resourceGroup": "ai"},
                    "maxNodes": 2,
                    "capacity": "spot",
                    "devicePlugin": {"image": "registry.example.com/plugin:1"},
                },
            },
        },
        "finops": {"costCenter": "vision"},
    },
}


@pytest.fixture
def run(tmp_path: Path) -> Callable[[str], ResourceGraph]:
    def capture(body: str) -> ResourceGraph:
        script = tmp_path / "program.py"
        script.write_text(
            f"import pulumi\nfrom apexai.components import GpuNodePool, InferenceService\nSPEC = {SPEC!r}\n{body}\n"
        )
        return capture_program(ScriptProgram(script=script, project="gpu", directory=tmp_path)).graph

    return capture


def test_a_service_brings_its_nodes_and_lands_on_them(run: Callable[[str], ResourceGraph]) -> None:
    graph = run('InferenceService("vision", spec=SPEC)')
    pool = graph.of_type("azure-native:containerservice:AgentPool")[0]
    component = graph.by_urn[pool.parent]
    assert component.type == "apexai:index:GpuNodePool"
    assert graph.by_urn[component.parent].type == "apexai:index:InferenceService"
    assert pool.inputs["vmSize"] == "Standard_NC24ads_A100_v4"
    assert pool.inputs["tags"]["costCenter"] == "vision"
    pods = graph.of_type("kubernetes:apps/v1:Deployment")[0].inputs["spec"]["template"]["spec"]
    label = "finops.apexlogic.com/gpu-pool"
    assert pods["nodeSelector"][label] == pool.inputs["nodeLabels"][label] == "vision"
    assert "affinity" not in pods
    tolerated = {toleration["key"] for toleration in pods["tolerations"]}
    assert {taint.split("=")[0] for taint in pool.inputs["nodeTaints"]} <= tolerated


def test_outputs_flow_into_properties(run: Callable[[str], ResourceGraph]) -> None:
    graph = run("""
import pulumi_aws as aws
subnet = aws.ec2.Subnet("s", vpc_id="vpc-1")
GpuNodePool("p", accelerator="nvidia-l4", pool={
    "cluster": {"kind": "eks", "name": pulumi.Output.secret("ai"), "subnets": [subnet.id]}, "maxNodes": 1})
""")
    group = graph.of_type("aws:eks/nodeGroup:NodeGroup")[0]
    subnet = graph.of_type("aws:ec2/subnet:Subnet")[0]
    assert subnet.urn in group.property_dependencies["subnetIds"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ("accelerator='nvidia-l4', pool={'maxNodes': 1}", "p: pool.cluster"),
        ("accelerator='', pool={'maxNodes': 1, 'cluster': {'kind': 'eks'}}", "p: accelerator"),
        ("accelerator='nvidia-l4', pool={'maxNode': 1, 'cluster': {'kind': 'eks'}}", "maxNodes"),
        ("accelerator='nvidia-l4', pool={'maxNodes': 1, 'cluster': {'kind': 'ekss'}}", "cluster.kind"),
        ("accelerator='nvidia-l4', count=0, pool={'maxNodes': 1, 'cluster': {'kind': 'eks'}}", "p: count"),
        (
            "accelerator='nvidia-l4', pool={'maxNodes': pulumi.Output.from_input(1), 'cluster': {'kind': 'gke'}}",
            "maxNodes",
        ),
        ("accelerator='nvidia-l4', pool={'maxNodes': 1, 'cluster': {'kind': 'eks', 'name': 'a'}}", "cluster.subnets"),
    ],
)
def test_what_is_wrong_is_told_in_the_words_of_the_arguments(
    arguments: str, said: str, run: Callable[[str], ResourceGraph]
) -> None:
    with pytest.raises(ProgramError) as caught:
        run(f"GpuNodePool('p', {arguments})")
    assert said in str(caught.value)
    assert "spec.runtime" not in str(caught.value)
