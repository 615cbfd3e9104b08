"""Values that are known only while a deployment runs: they flow into the revision, and its name waits for them."""

from pathlib import Path
from typing import Final

import pulumi
import pytest

from apexai.graph import UNKNOWN
from apexai.graph.offline import ScriptProgram, capture_program
from apexai.targets.cloud_run import types
from apexai.targets.cloud_run.created.grants import _known_location

_PROGRAM: Final = """
import pulumi
import pulumi_gcp as gcp
from apexai.components import InferenceService

bucket = gcp.storage.Bucket("models", location="EU")


def service(name, uri, image, bucket_name):
    InferenceService(name, spec={
        "apiVersion": "ai.apexlogic.com/v1alpha1",
        "kind": "ServerlessModelDeployment",
        "metadata": {"name": name},
        "spec": {
            "modelRef": {"name": "m", "version": "1", "uri": uri},
            "runtime": {
                "platform": "cloud-run",
                "region": "europe-west4",
                "image": image,
                "environment": {"BUCKET": bucket_name},
            },
        },
    })


service("later", pulumi.Output.concat("gs://", bucket.name, "/m"), pulumi.Output.concat("docker.io/", bucket.id), "x")
service("known", pulumi.Output.from_input("gs://models/m.onnx"), "docker.io/x:1", pulumi.Output.from_input("one"))
service("other", pulumi.Output.from_input("gs://models/m.onnx"), "docker.io/x:1", pulumi.Output.from_input("two"))
"""


def test_an_output_is_part_of_the_revision_and_of_its_name(tmp_path: Path) -> None:
    script = tmp_path / "program.py"
    script.write_text(_PROGRAM)
    graph = capture_program(ScriptProgram(script=script, project="outputs", directory=tmp_path)).graph
    names = {}
    for resource in graph.resources:
        if resource.type == types.SERVICE:
            template = resource.inputs["template"]
            assert isinstance(template, dict)
            names[resource.name] = template["revision"]
    assert names["later-service"] is UNKNOWN
    assert str(names["known-service"]).startswith("known-1-")
    assert str(names["known-service"])[-8:] != str(names["other-service"])[-8:]
    grants = {item.name: item.inputs for item in graph.resources if item.type == types.MODEL_GRANT}
    assert grants["known-model-1"]["bucket"] == "models"
    assert grants["later-model-1"]["bucket"] is UNKNOWN


def test_an_output_of_another_store_ends_the_deployment() -> None:
    with pytest.raises(pulumi.RunError, match="APX-LIM-566"):
        _known_location("s3://models/one")
