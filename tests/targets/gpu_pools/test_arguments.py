"""The arguments of a pool's resources against what others say of them: botocore's models and Kubernetes' schemas."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import botocore.session
import kubernetes_validate
import pytest
from botocore.validate import ParamValidator

from apexai.graph import UNKNOWN, Resource
from apexai.graph.offline import ScriptProgram, capture_program
from tests.targets.change import Document
from tests.targets.google_api import Message
from tests.targets.gpu_pools.pools import PLUGIN, SCHEDULE, pool

RICH: Final[Document] = {
    **PLUGIN,
    "capacity": "spot-with-fallback",
    "schedules": [SCHEDULE],
    "tags": {"team": "ml"},
    "sharing": {"strategy": "time-slicing", "clients": 2},
    "quota": {"namespace": "ai", "accelerators": 2},
    "cluster": {"nodeRole": "arn:aws:iam::111122223333:role/nodes"},
}
PROGRAM: Final = """
import json, pathlib
from apexai.components import GpuNodePool

GpuNodePool("pool", accelerator="nvidia-l4", pool=json.loads(pathlib.Path("pool.json").read_text()))
"""
NAMES: Final = {"nodeRoleArn": "nodeRole", "subnetIds": "subnets"}
GOOGLE_NAMES: Final = {
    "nodeConfig": "config",
    "nodeLocations": "locations",
    "guestAccelerators": "accelerators",
    "type": "acceleratorType",
    "count": "acceleratorCount",
}
"""Pulumi's names where the API has others."""
VERSIONS: Final = ("1.30", "1.37")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Resource, ...]:
    directory: Path = tmp_path_factory.mktemp("arguments")
    (directory / "pool.json").write_text(json.dumps(pool("eks", RICH)))
    (directory / "program.py").write_text(PROGRAM)
    graph = capture_program(ScriptProgram(script=directory / "program.py", project="p", directory=directory)).graph
    return tuple(resource for resource in graph.resources if resource.custom)


def problems(service: str, operation: str, parameters: Mapping[str, Any]) -> list[str]:
    """What botocore's model of an operation says against parameters; what the provider fills in may be missing."""
    shape = botocore.session.get_session().get_service_model(service).operation_model(operation).input_shape
    report = ParamValidator().validate(dict(parameters), shape).generate_report()
    return [line for line in report.splitlines() if not line.startswith("Missing required")]


def known(value: Any) -> Any:
    """Values without those that come later."""
    if isinstance(value, Mapping):
        return {key: known(item) for key, item in value.items() if item is not UNKNOWN}
    return [known(item) for item in value if item is not UNKNOWN] if isinstance(value, list | tuple) else value


def capital(value: Any) -> Any:
    if isinstance(value, dict):
        return {key[0].upper() + key[1:]: capital(item) for key, item in value.items()}
    return [capital(item) for item in value] if isinstance(value, list) else value


def of_type(made: tuple[Resource, ...], token: str) -> list[dict[str, Any]]:
    found = [known(resource.inputs) for resource in made if resource.type == token]
    assert found
    return found


def test_node_groups(made: tuple[Resource, ...]) -> None:
    for inputs in of_type(made, "aws:eks/nodeGroup:NodeGroup"):
        parameters = {NAMES.get(key, key): value for key, value in inputs.items()}
        assert problems("eks", "CreateNodegroup", parameters) == []
        assert problems("eks", "CreateNodegroup", {**parameters, "scalingConfig": {"minsize": 0}})


def test_scheduled_actions(made: tuple[Resource, ...]) -> None:
    for inputs in of_type(made, "aws:autoscaling/schedule:Schedule"):
        assert problems("autoscaling", "PutScheduledUpdateGroupAction", capital(inputs)) == []


def test_launch_templates(made: tuple[Resource, ...]) -> None:
    (inputs,) = of_type(made, "aws:ec2/launchTemplate:LaunchTemplate")
    (disk,) = inputs["blockDeviceMappings"]
    flags = {key: disk["ebs"][key] == "true" for key in ("encrypted", "deleteOnTermination")}
    data = {
        "MetadataOptions": capital(inputs["metadataOptions"]),
        "BlockDeviceMappings": [{"DeviceName": disk["deviceName"], "Ebs": capital({**disk["ebs"], **flags})}],
        "TagSpecifications": [
            {"ResourceType": item["resourceType"], "Tags": [{"Key": k, "Value": v} for k, v in item["tags"].items()]}
            for item in inputs["tagSpecifications"]
        ],
    }
    assert problems("ec2", "CreateLaunchTemplate", {"LaunchTemplateData": data}) == []
    assert flags == {"encrypted": True, "deleteOnTermination": True}


def test_google_node_pools(tmp_path: Path) -> None:
    document = {"sharing": {"strategy": "time-slicing", "clients": 2}, "tags": {"Team": "ML"}, "capacity": "spot"}
    (tmp_path / "pool.json").write_text(json.dumps(pool("gke", document)))
    (tmp_path / "program.py").write_text(PROGRAM)
    graph = capture_program(ScriptProgram(script=tmp_path / "program.py", project="p", directory=tmp_path)).graph
    (inputs,) = of_type(graph.resources, "gcp:container/nodePool:NodePool")
    address = {key: inputs.pop(key) for key in ("cluster", "location", "project")}
    assert sorted(address.values()) == ["ai", "ai", "europe-west4"]
    inputs["nodeConfig"]["workloadMetadataConfig"] = {"mode": inputs["nodeConfig"]["workloadMetadataConfig"]["mode"]}
    message = Message(document="container.v1", schema="NodePool", names=GOOGLE_NAMES)
    assert message.problems(inputs, "pool") == []
    inputs["nodeConfig"]["machine"] = "g2"
    assert message.problems(inputs, "pool") == ["pool.nodeConfig.machine is not in the API"]


@pytest.mark.parametrize("version", VERSIONS)
def test_manifests(version: str, made: tuple[Resource, ...]) -> None:
    manifests = [known(resource.inputs) for resource in made if resource.type.startswith("kubernetes:")]
    assert {manifest["kind"] for manifest in manifests} == {"ConfigMap", "DaemonSet", "ResourceQuota"}
    for manifest in manifests:
        assert kubernetes_validate.validate(manifest, version, strict=True) == version
