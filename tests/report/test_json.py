"""The JSON report keeps the contract of its published schema."""

import json
import math

import pytest
from jsonschema import ValidationError

from apexai.errors import Diagnostic
from apexai.graph import UNKNOWN, Asset, ResourceReference, Secret
from apexai.preview import DeploymentPreview, Preview, Status
from apexai.preview.values import plain_value
from apexai.report.json import load_preview_schema, render_graph_json, render_preview_json
from tests.report.preview_schema import descriptions_missing, validate_preview


def test_a_program_with_a_bit_of_everything_fits_the_schema(mixed: Preview) -> None:
    document = json.loads(render_preview_json(mixed))
    validate_preview(document)
    (deployment,) = document["deployments"]
    assert (document["schemaVersion"], document["exitCode"], deployment["status"]) == (1, 0, "ok")
    urns = [resource["urn"] for resource in deployment["resources"]]
    assert urns == sorted(urns)
    by_name = {resource["name"]: resource for resource in deployment["resources"]}
    assert by_name["database"]["inputs"]["password"] == {"$secret": True}
    assert by_name["shop-page"]["inputs"]["bucket"] == {"$unknown": True}
    assert by_name["shop-page"]["inputs"]["source"]["$asset"]["kind"] == "text"
    assert by_name["archive"]["read"] is True
    assert by_name["net"]["opaque"] is True
    assert by_name["database"]["source"] == {"file": "__main__.py", "line": 25}
    assert by_name["shop-page"]["parent"] == by_name["shop"]["urn"]


def test_a_refused_document_and_one_that_does_not_load_fit_the_schema() -> None:
    refused = DeploymentPreview(
        name="x",
        source="x.yaml",
        target="kubernetes",
        region="eu-west-1",
        status=Status.REFUSED,
        diagnostics=(
            Diagnostic(code="APX-CAP-012", message="m", path="spec.a", suggestion="s", file="f", line=1, column=2),
        ),
    )
    preview = Preview(deployments=(refused,), diagnostics=(Diagnostic(code="APX-SPC-001", message="m"),))
    document = json.loads(render_preview_json(preview))
    validate_preview(document)
    assert document["exitCode"] == 2
    assert document["deployments"][0]["resources"] == []


def test_the_schema_notices_a_field_that_it_does_not_describe(mixed: Preview) -> None:
    document = json.loads(render_preview_json(mixed))
    document["deployments"][0]["resources"][0]["surprise"] = 1
    with pytest.raises(ValidationError):
        validate_preview(document)


def test_every_field_is_described() -> None:
    assert descriptions_missing(json.loads(load_preview_schema())) == []


def test_the_graph_file_has_the_same_resources(mixed: Preview) -> None:
    (graph,) = json.loads(render_graph_json(mixed))["graphs"]
    (deployment,) = json.loads(render_preview_json(mixed))["deployments"]
    assert graph["resources"] == deployment["resources"]
    assert (graph["project"], graph["stack"], graph["partial"]) == ("demo", "dev", False)


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        (UNKNOWN, {"$unknown": True}),
        (Secret(["a", {"b": "c"}]), {"$secret": True}),
        (ResourceReference(urn="urn:pulumi:x"), {"$resource": {"urn": "urn:pulumi:x"}}),
        (Asset(kind="uri", location="https://example.com"), {"$asset": {"kind": "uri", "location": "https://example.com"}}),
        ([1, [UNKNOWN]], [1, [{"$unknown": True}]]),
        ({"b": 1, "a": None}, {"a": None, "b": 1}),
        ({"$unknown": True}, {"$$unknown": True}),
        ({"$$secret": 1, "$ref": "#/definitions/x"}, {"$$$secret": 1, "$ref": "#/definitions/x"}),
        (math.inf, "inf"),
        (math.nan, "nan"),
    ],
)  # fmt: skip
def test_values(value: object, plain: object) -> None:
    assert plain_value(value) == plain  # type: ignore[arg-type]


def test_text_that_utf8_can_not_carry_is_escaped() -> None:
    diagnostic = Diagnostic(code="APX-SPC-001", message="half a pair: \ud83d, and é")
    text = render_preview_json(Preview(diagnostics=(diagnostic,)))
    assert "é" in text
    assert json.loads(text.encode("utf-8"))["diagnostics"][0]["message"] == diagnostic.message
