"""The package's schema: complete, and of one mind with what reads the inputs."""

import inspect
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import fields
from typing import Any, get_args

import pytest
from pydantic import TypeAdapter, ValidationError

from apexai.components import EdgeInferenceWorkerArgs
from apexai.plugin.deriving import argument_record, section_record
from apexai.plugin.inputs import BudgetScope, EdgeInferenceWorkerInputs, FoundationRefs, InferenceServiceInputs
from apexai.plugin.packaged import COMPONENTS
from apexai.plugin.schema import render_pulumi_schema
from apexai.plugin.shapes import ListOf, MapOf, Record, Scalar, Shape
from apexai.spec.deployment import ServerlessModelDeployment
from apexai.spec.fields import Deferred
from apexai.spec.schema import spec_schema
from apexai.targets.budgets.foundation import KEYS
from apexai.targets.budgets.scopes import Scope

SCHEMA: dict[str, Any] = json.loads(render_pulumi_schema())
EVERYTHING = [*SCHEMA["types"].values(), *SCHEMA["resources"].values()]


def properties(entry: dict[str, Any]) -> dict[str, Any]:
    return {**entry.get("properties", {}), **entry.get("inputProperties", {})}


def scalars(shape: Shape, path: str) -> Iterator[tuple[str, Scalar]]:
    match shape:
        case Scalar():
            yield path, shape
        case ListOf(items=below) | MapOf(values=below):
            yield from scalars(below, path)
        case Record(properties=below):
            for found in below:
                yield from scalars(found.shape, f"{path}.{found.key}")


def test_everything_is_described() -> None:
    for entry in EVERYTHING:
        assert entry["description"].endswith("."), entry
        for key, found in properties(entry).items():
            assert found["description"].endswith("."), (key, found)
            assert "None" not in found["description"]


def test_everything_has_a_type() -> None:
    text = render_pulumi_schema()
    assert "pulumi.json#/Any" not in text
    known = {f"#/types/{token}" for token in SCHEMA["types"]}
    assert {reference.split('"')[0] for reference in text.split('"$ref": "')[1:]} == known


def test_it_is_the_same_from_run_to_run() -> None:
    program = "from apexai.plugin.schema import render_pulumi_schema; print(render_pulumi_schema())"
    done = subprocess.run([sys.executable, "-c", program], env={"PYTHONHASHSEED": "7"}, capture_output=True, check=True)
    assert done.stdout.decode().strip() == render_pulumi_schema()


def test_sections_are_those_of_the_specs_own_schema() -> None:
    for name, section in spec_schema()["$defs"].items():
        mine = SCHEMA["types"][f"apexai:index:{name}"]
        assert {*mine["properties"]} == {*section["properties"]}
        assert mine["required"] == sorted(section.get("required", []))
        for key, described in section["properties"].items():
            assert mine["properties"][key]["description"].startswith(described["description"])
            if "enum" in described:
                enumeration = SCHEMA["types"][mine["properties"][key]["$ref"].removeprefix("#/types/")]
                assert [member["value"] for member in enumeration["enum"]] == described["enum"]


def test_what_may_be_an_output_is_what_the_spec_takes_one_for() -> None:
    found = [
        *scalars(section_record(ServerlessModelDeployment), ""),
        *scalars(argument_record(InferenceServiceInputs), ""),
    ]
    assert len(found) > 200
    for _, shape in found:
        if shape.form is None:
            continue
        adapter: TypeAdapter[object] = TypeAdapter(shape.kind)
        if shape.deferrable:
            adapter.validate_python(Deferred("later"))
        else:
            with pytest.raises(ValidationError):
                adapter.validate_python(Deferred("later"))
    types = SCHEMA["types"]
    assert types["apexai:index:Runtime"]["properties"]["environment"] == {
        "type": "object",
        "additionalProperties": {"type": "string"},
        "plain": True,
        "description": "Variables of the container.",
    }
    assert types["apexai:index:Runtime"]["properties"]["platform"]["plain"]
    assert "plain" not in types["apexai:index:Runtime"]["properties"]["image"]


def test_defaults_are_told_and_never_filled_in_by_sdks() -> None:
    assert not [found for entry in EVERYTHING for found in properties(entry).values() if "default" in found]
    assert SCHEMA["types"]["apexai:index:Runtime"]["properties"]["timeout"]["description"].endswith("Default: `30s`.")
    partial = SCHEMA["types"]["apexai:index:RuntimeOverride"]
    assert (partial["required"], "Default" in partial["properties"]["timeout"]["description"]) == ([], False)


def test_tokens_are_those_of_the_components() -> None:
    assert {token.rsplit(":", 1)[1] for token in COMPONENTS} == {
        entry.component.__name__ for entry in COMPONENTS.values()
    }
    assert {*SCHEMA["resources"]} == {*COMPONENTS}
    assert SCHEMA["resources"]["apexai:index:EdgeInferenceWorker"]["inputProperties"]["originToken"]["secret"]


def test_inputs_are_all_that_components_take() -> None:
    said_otherwise = {"self", "name", "opts", "args", "currency"}
    for entry in COMPONENTS.values():
        taken = {*inspect.signature(entry.component.__init__).parameters} - said_otherwise
        assert taken <= {found.attribute for found in argument_record(entry.inputs).properties}
    assert {found.name for found in fields(EdgeInferenceWorkerArgs)} < {
        found.name for found in fields(EdgeInferenceWorkerInputs)
    }
    scopes = {get_args(found.type)[0] for found in fields(BudgetScope)}
    assert scopes == {*get_args(Scope)}
    keys = {found.key for found in argument_record(FoundationRefs).properties}
    assert keys == {"registry", *(key.removeprefix("apexai:") for key in KEYS)}
