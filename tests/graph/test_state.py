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


def test_a_name_may_hold_what_separates_the_parts_of_a_urn() -> None:
    document = json.loads(RECORDED.read_text().replace("Bucket::q", "Bucket::q::r"))
    names = {resource.name for resource in load_state(json.dumps(document)).resources}
    assert "q::r" in names


def test_an_empty_stack_is_an_empty_graph() -> None:
    assert load_state('{"version": 3, "deployment": {}}').resources == ()


@pytest.mark.parametrize("text", ["", "[]", '{"version": 3}'])
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="not what `pulumi stack export` prints"):
        load_state(text)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('{"version": "x", "deployment": {}}', "without a version"),
        ('{"version": true, "deployment": {}}', "without a version"),
        ('{"version": 1e999, "deployment": {}}', "without a version"),
        ('{"deployment": {}}', "without a version"),
        ('{"version": 5, "deployment": {}}', "a state of version 5"),
        ('{"version": 3, "checkpoint": {"latest": 5}}', "latest deployment is no object"),
        ('{"version": 3, "deployment": {"resources": 5}}', "resources are no list"),
        ('{"version": 3, "deployment": {"resources": [5]}}', "it is no object"),
        ('{"version": 3, "deployment": {"resources": [{}]}}', "it has no URN"),
        ('{"version": 3, "deployment": {"resources": [{"urn": "nonsense", "type": 5}]}}', "'nonsense' is no URN"),
        ('{"version": 3, "deployment": {"resources": [{"urn": "urn:pulumi:s::p::t::n", "type": 5}]}}', "has no type"),
    ],
)
def test_a_broken_state_is_no_empty_one(text: str, reason: str) -> None:
    with pytest.raises(UsageError, match=rf"{reason}.*\[APX-GRA-002\]"):
        load_state(text)


@pytest.mark.parametrize("content", ['"deployment": {"resources": []}', '"checkpoint": {}'])
def test_a_stack_without_resources_is_sound(content: str) -> None:
    assert load_state(f'{{"version": 3, {content}}}').resources == ()
