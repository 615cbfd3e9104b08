"""`preview --json` as the CLI 3.260 printed it, for a program with a component, two providers and secrets."""

import json
from pathlib import Path

import pytest

from apexai.errors import UsageError
from apexai.graph import UNKNOWN, Asset, ResourceGraph, Secret, SourcePosition
from apexai.graph.preview_json import load_preview_json

RECORDED = Path(__file__).parent / "recorded"
COMPONENT = "urn:pulumi:dev::project::my:index:C::c"


@pytest.fixture(scope="module")
def graph() -> ResourceGraph:
    return load_preview_json((RECORDED / "preview-new.json").read_text())


def test_the_graph_has_every_resource(graph: ResourceGraph) -> None:
    assert (graph.project, graph.stack, graph.partial) == ("project", "dev", False)
    assert [resource.name for resource in graph.resources] == ["project-dev", "c", "p", "g", "c-b", "q", "o"]
    assert [resource.name for resource in graph.resources if not resource.custom] == ["project-dev", "c"]
    assert [resource.name for resource in graph.resources if resource.read] == ["g"]


def test_a_child_has_its_parent_and_its_line(graph: ResourceGraph) -> None:
    child = graph.of_type("aws:s3/bucket:Bucket")[1]
    assert child.parent == COMPONENT
    assert child.source == SourcePosition(file="__main__.py", line=5)
    assert child.options.custom_timeouts == (("create", "300s"),)


def test_a_line_inside_a_dependency_is_not_the_programs(graph: ResourceGraph) -> None:
    provider = graph.of_type("pulumi:providers:aws")[0]
    assert provider.source == SourcePosition(file="__main__.py", line=8)
    assert graph.resources[0].source is None


def test_values_are_secret_and_declared(graph: ResourceGraph) -> None:
    written = graph.of_type("aws:s3/bucketObject:BucketObject")[0]
    assert written.inputs["metadata"] == {"a": Secret(UNKNOWN)}
    assert isinstance(written.inputs["source"], Asset)
    assert "forceDestroy" not in written.inputs
    assert written.dependencies == ("urn:pulumi:dev::project::aws:s3/bucket:Bucket::q",)
    assert written.property_dependencies["bucket"] == written.dependencies


def test_options_and_providers(graph: ResourceGraph) -> None:
    bucket = graph.by_urn["urn:pulumi:dev::project::aws:s3/bucket:Bucket::q"]
    assert bucket.provider == "urn:pulumi:dev::project::pulumi:providers:aws::p"
    assert bucket.options.ignore_changes == ("tags",)
    assert bucket.options.replace_on_changes == ("x",)
    assert bucket.options.retain_on_delete
    assert bucket.options.additional_secret_outputs == ("arn",)


def test_unchanged_resources_that_are_missing_make_it_partial() -> None:
    text = (RECORDED / "preview-changed.json").read_text()
    graph = load_preview_json(text)
    assert graph.partial
    assert [resource.name for resource in graph.resources] == ["project-dev", "p", "g", "o"]
    assert graph.resources[-1].inputs["key"] == "k2"


def test_a_failed_preview_is_partial() -> None:
    document = json.loads((RECORDED / "preview-new.json").read_text())
    document["diagnostics"] = [{"severity": "error", "message": "no"}]
    assert load_preview_json(json.dumps(document)).partial


def test_a_plugin_that_is_slow_to_end_leaves_the_preview_whole() -> None:
    document = json.loads((RECORDED / "preview-new.json").read_text())
    late = (
        "error: Detected that pulumi-resource-aws exited prematurely. \n       This is *always* a bug in the provider."
    )
    document["diagnostics"] = [{"message": late, "severity": "error"}]
    assert not load_preview_json(json.dumps(document)).partial


def test_what_goes_is_left_out() -> None:
    document = json.loads((RECORDED / "preview-new.json").read_text())
    document["steps"][-1]["op"] = "delete"
    assert len(load_preview_json(json.dumps(document)).resources) == 6


def test_nothing_to_do_is_an_empty_graph() -> None:
    graph = load_preview_json('{"changeSummary": {"same": 4}, "duration": 1}')
    assert graph.resources == ()
    assert graph.partial


@pytest.mark.parametrize("text", ["", "[]", "{}", "Previewing update (dev)"])
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="not what `pulumi preview --json` prints"):
        load_preview_json(text)


def test_default_providers_are_made_of_the_configuration() -> None:
    document = json.loads((RECORDED / "preview-new.json").read_text())
    document["config"] = {"aws:region": "eu-west-1", "aws:token": "[secret]", "project:title": "t"}
    graph = load_preview_json(json.dumps(document))
    (made,) = (resource for resource in graph.resources if resource.name.startswith("default"))
    assert made.type == "pulumi:providers:aws"
    assert made.inputs == {"region": "eu-west-1", "token": Secret(UNKNOWN)}
    users = [resource.name for resource in graph.resources if resource.provider == made.urn]
    assert users
    assert len(graph.resources) == 8


@pytest.mark.parametrize(
    ("steps", "reason"),
    [
        ("5", "steps are no list"),
        ("[5]", "a step that is no object"),
        ("[{}]", "no operation, or no URN"),
        ('[{"op": 5, "urn": "urn:pulumi:s::p::t::n"}]', "no operation, or no URN"),
        ('[{"op": "create", "urn": "u", "newState": 5}]', "new state is no object"),
        ('[{"op": "create", "urn": "u", "newState": {"urn": "u", "type": "t"}}]', "'u' is no URN"),
    ],
)
def test_a_step_of_another_shape_is_refused(steps: str, reason: str) -> None:
    with pytest.raises(UsageError, match=rf"{reason}.*\[APX-GRA-001\]"):
        load_preview_json(f'{{"steps": {steps}}}')
