"""The published JSON Schema: it takes what loads, refuses what has the wrong shape, and describes every leaf."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from apexai.spec.deployment import ServerlessModelDeployment
from apexai.spec.fields import key_of
from apexai.spec.leaves import leaves_of, spec_leaves
from apexai.spec.loader import load_specs
from apexai.spec.node_pool import NodePool
from apexai.spec.schema import spec_schema
from tests.spec.documents import PUBLISHED, ROOT, load_one, with_runtime, with_spec
from tests.spec.test_document import TARGETS
from tests.spec.test_leaves import FULL

SCHEMA = spec_schema()
VALIDATOR = Draft202012Validator(SCHEMA)
EXAMPLES = [
    path
    for path in sorted((ROOT / "examples").rglob("*.yaml"))
    if "kind: ServerlessModelDeployment" in path.read_text(encoding="utf-8")
]


def test_it_is_a_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert json.loads(json.dumps(SCHEMA)) == SCHEMA


def test_the_published_document_is_among_the_examples() -> None:
    assert PUBLISHED in EXAMPLES


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_examples_are_valid(path: Any) -> None:
    for document in load_specs(path):
        VALIDATOR.validate(document.written)


@pytest.mark.parametrize("text", [FULL, TARGETS, with_runtime("image: null", "auth: {iam: true}")])
def test_what_loads_is_valid(text: str) -> None:
    document = load_one(text)
    VALIDATOR.validate(document.written)
    VALIDATOR.validate(document.deployment().model_dump(exclude_unset=True))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("spec", "runtime", "memory"), 4096),
        (("spec", "runtime", "memory"), "4096"),
        (("spec", "runtime", "timeout"), "30"),
        (("spec", "runtime", "memroy"), "1GB"),
        (("spec", "runtime", "platform"), "lambda"),
        (("spec", "runtime", "environment"), {"1A": "b"}),
        (("spec", "runtime", "environment"), {"A": 1}),
        (("spec", "runtime", "secrets"), {"A": "hunter2"}),
        (("spec", "runtime", "ports"), {"http": 70000}),
        (("spec", "runtime", "auth"), {"jwt": {"issuer": "https://a.b", "audiences": []}}),
        (("spec", "modelRef", "version"), 2.1),
        (("spec", "autoscaling", "maxReplicas"), 0),
        (("spec", "autoscaling", "targetUtilization"), 200),
        (("spec", "finops", "budgetLimit"), "$5000"),
        (("spec", "monitoring"), {"sampleRate": 2}),
        (("spec", "targets"), {"lambda": {}}),
        (("spec", "targets"), {"aws-lambda": {"runtime": {"memory": 3}}}),
        (("spec", "targets"), {"aws-lambda": {"targets": {}}}),
        (("spec", "policies"), "cost-governance"),
        (("kind",), "Deployment"),
        (("metadata", "name"), "A"),
        (("metadata", "name"), None),
    ],
)
def test_wrong_shapes_are_invalid(path: tuple[str, ...], value: object) -> None:
    document = json.loads(json.dumps(load_specs(PUBLISHED)[0].written))
    VALIDATOR.validate(document)
    parent = document
    for step in path[:-1]:
        parent = parent[step]
    parent[path[-1]] = value
    assert not VALIDATOR.is_valid(document)


@pytest.mark.parametrize("path", [("metadata",), ("spec", "modelRef"), ("spec", "runtime", "platform")])
def test_what_must_be_written_is_required(path: tuple[str, ...]) -> None:
    document = json.loads(json.dumps(load_specs(PUBLISHED)[0].written))
    parent = document
    for step in path[:-1]:
        parent = parent[step]
    del parent[path[-1]]
    assert not VALIDATOR.is_valid(document)


def test_partial_specs_need_nothing_and_null_removes() -> None:
    document = load_one(
        with_spec(
            "targets: {aws-lambda: {runtime: {image: null, environment: {A: null}}, modelRef: {}}, cloud-run: null}"
        )
    )
    VALIDATOR.validate(document.written)


def test_every_leaf_has_a_description() -> None:
    described = dict(_properties(SCHEMA, ""))
    missing = [leaf for leaf in spec_leaves() if not described.get(_property_of(leaf), "").strip()]
    assert not missing


def test_the_schema_has_the_leaves_and_nothing_else() -> None:
    paths = {path for path, _ in _properties(SCHEMA, "")}
    leaves = {_property_of(leaf) for leaf in spec_leaves()}
    sections = {leaf[:at] for leaf in leaves for at, letter in enumerate(leaf) if letter == "."}
    assert leaves <= paths
    others = {path for path in paths - leaves - sections if not path.startswith("spec.runtime.gpu.nodePool.")}
    assert others == {"apiVersion", "kind", "spec.runtime.platform", "spec.targets"}


def test_the_schema_has_what_is_in_a_node_pool() -> None:
    below = "spec.runtime.gpu.nodePool."
    paths = {path.removeprefix(below) for path, _ in _properties(SCHEMA, "") if path.startswith(below)}
    leaves = {_property_of(leaf) for leaf in leaves_of(NodePool)}
    assert leaves <= paths
    assert all(any(leaf.startswith(f"{path}.") for leaf in leaves) for path in paths - leaves)


@pytest.mark.parametrize(
    "schema",
    [schema for schema in SCHEMA["$defs"].values() if "properties" in schema],
    ids=lambda s: s["description"][:30],
)
def test_examples_and_defaults_fit_their_own_schema(schema: dict[str, Any]) -> None:
    for field in schema["properties"].values():
        whole = {**field, "$defs": SCHEMA["$defs"]}
        for value in (*field.get("examples", ()), *([field["default"]] if "default" in field else ())):
            Draft202012Validator(whole).validate(value)


def test_defaults_are_those_of_the_models() -> None:
    minimal = load_one(with_spec("autoscaling: {maxReplicas: 1}")).deployment()
    resolved = minimal.model_dump()
    for name, section in (("Runtime", "runtime"), ("TrafficSplit", "trafficSplit"), ("Autoscaling", "autoscaling")):
        for key, field in SCHEMA["$defs"][name]["properties"].items():
            if "default" in field:
                assert resolved["spec"][section][key] == field["default"]


def test_the_root_is_the_document() -> None:
    assert set(SCHEMA["properties"]) == {
        key_of(name, field) for name, field in ServerlessModelDeployment.model_fields.items()
    }


def _property_of(leaf: str) -> str:
    """The property that a leaf's description stands under: that of the list or the map for its items."""
    return leaf.removesuffix(".*").replace("[]", "")


def _properties(schema: dict[str, Any], prefix: str) -> Iterator[tuple[str, str]]:
    for key, field in schema.get("properties", {}).items():
        path = f"{prefix}.{key}".lstrip(".")
        yield path, field.get("description", "")
        for section in _sections(field):
            if path != "spec.targets":
                yield from _properties(section, path)


def _sections(field: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for part in (field, field.get("items", {}), *field.get("anyOf", ())):
        if "$ref" in part:
            yield SCHEMA["$defs"][part["$ref"].rpartition("/")[2]]
