"""`stack export` as the CLI 3.260 printed it."""

import json
from pathlib import Path

import pytest

from apexai.errors import UsageError
from apexai.graph import UNKNOWN, ResourceGraph, Secret
from apexai.graph.state import load_state

RECORDED = Path(__file__).parent / "recorded" / "state.json"


@pytest.fixture(scope="module")
def graph() -> ResourceGraph:
    return load_state(RECORDED.read_text())


def test_the_graph_is_complete_and_has_default_providers(graph: ResourceGraph) -> None:
    assert (graph.project, graph.stack, graph.partial) == ("project", "dev", False)
    assert [resource.name for resource in graph.of_type("pulumi:providers:aws")] == ["default_7_51_1", "p"]


def test_outputs_are_known_and_inputs_are_declared(graph: ResourceGraph) -> None:
    bucket = graph.by_urn["urn:pulumi:dev::project::my:index:C$aws:s3/bucket:Bucket::c-b"]
    assert bucket.inputs == {"tags": {"k": Secret(UNKNOWN)}}
    assert bucket.outputs["arn"] == "arn:aws:s3:::c-b-15f4579"
    assert bucket.outputs["id"] == "c-b-15f4579"


def test_encrypted_secrets_stay_unknown(graph: ResourceGraph) -> None:
    bucket = graph.by_urn["urn:pulumi:dev::project::aws:s3/bucket:Bucket::q"]
    assert bucket.outputs["arn"] == Secret(UNKNOWN)


def test_what_waits_for_its_deletion_is_left_out() -> None:
    document = json.loads(RECORDED.read_text())
    document["deployment"]["resources"][-1]["delete"] = True
    assert len(load_state(json.dumps(document)).resources) == len(document["deployment"]["resources"]) - 1


def test_an_empty_stack_is_an_empty_graph() -> None:
    assert load_state('{"version": 3, "deployment": {}}').resources == ()


@pytest.mark.parametrize("text", ["", "[]", '{"version": 3}'])
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="not what `pulumi stack export` prints"):
        load_state(text)
