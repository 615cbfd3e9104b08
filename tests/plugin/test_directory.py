"""The directory that starts the provider, and the programs of the example that use it."""

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from apexai import __version__
from apexai.cli.main import run
from apexai.graph.offline import ScriptProgram, capture_program
from apexai.plugin.directory import EXTRAS, render_directory, requirement_of
from apexai.plugin.schema import render_pulumi_schema
from tests.readme import blocks_in

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "other-languages"
PROGRAM = """
import json
import pulumi
from pulumi.output import Unknown
from apexai.plugin.provider import ComponentProvider

def late(value):
    if isinstance(value, dict):
        return {key: late(item) for key, item in value.items()}
    return Unknown() if isinstance(value, str) and value.startswith("${") else value

provider = ComponentProvider()
for name, token, properties in json.loads(RESOURCES):
    provider.construct(name, token, late(properties))
"""


def files_of(directory: Path) -> dict[str, str]:
    return {file.name: file.read_text(encoding="utf-8") for file in directory.iterdir() if file.is_file()}


def test_the_directories_of_the_repository_are_as_the_command_writes_them() -> None:
    assert files_of(ROOT / "plugin") == render_directory(requirement="..[all]")
    assert files_of(EXAMPLE / "apexai-plugin") == render_directory(requirement=requirement_of(("aws",)))


def test_extras_are_those_of_the_package() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["optional-dependencies"]["all"] == [f"apexai[{','.join(EXTRAS)}]"]


def test_the_command_writes_a_directory_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    arguments = ["plugin", "made", "--extra", "kubernetes", "--extra", "aws"]
    assert run(arguments) == 0
    assert "pulumi package add ./made" in capsys.readouterr().out
    assert files_of(tmp_path / "made")["requirements.txt"] == f"apexai[aws,kubernetes]=={__version__}\n"
    Path("file").write_text("")
    for refused, code in (
        (arguments, "APX-PLG-002"),
        (["plugin", "other", "--virtualenv", ".venv", "--extra", "aws"], "APX-PLG-001"),
        (["plugin", "file/below"], "APX-PLG-003"),
        (["plugin", ""], "APX-PLG-004"),
        (["plugin", "other", "--virtualenv", ""], "APX-PLG-004"),
    ):
        assert run(refused) == 2
        assert code in capsys.readouterr().err
    assert run(["plugin", "made", "--virtualenv", "../.venv", "--force"]) == 0
    assert "virtualenv: ../.venv}" in files_of(tmp_path / "made")["PulumiPlugin.yaml"]
    assert run(["plugin", "made", "--virtualenv", "/a b, c: {d", "--force"]) == 0
    written = YAML(typ="safe", pure=True).load(files_of(tmp_path / "made")["PulumiPlugin.yaml"])
    assert written["runtime"]["options"] == {"toolchain": "pip", "virtualenv": "/a b, c: {d"}
    capsys.readouterr()
    assert run(["schema", "--pulumi"]) == 0
    assert capsys.readouterr().out.endswith(f"{render_pulumi_schema()}\n")


def test_every_error_of_the_command_is_documented() -> None:
    page = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    source = (ROOT / "apexai" / "cli" / "plugin.py").read_text(encoding="utf-8")
    assert {*re.findall(r"APX-PLG-\d{3}", source)} == {*re.findall(r"^\| `(APX-PLG-\d{3})` ", page, re.MULTILINE)}


def resources_of(text: str) -> list[tuple[str, str, Any]]:
    """What a program in Pulumi YAML makes of ours."""
    program = YAML(typ="safe", pure=True).load(text)
    found = [(name, item["type"].split(":"), item.get("properties", {})) for name, item in program["resources"].items()]
    return [
        (name, f"apexai:index:{token[-1]}", properties) for name, token, properties in found if token[0] == "apexai"
    ]


def test_the_programs_in_yaml_are_made(tmp_path: Path) -> None:
    (page,) = [found.body for found in blocks_in(ROOT / "docs" / "any-language.md") if "resources:" in found.body]
    program = (EXAMPLE / "yaml" / "Pulumi.yaml").read_text(encoding="utf-8")
    resources = [*resources_of(program), *((f"{name}-page", *rest) for name, *rest in resources_of(page))]
    (tmp_path / "program.py").write_text(PROGRAM.replace("RESOURCES", repr(json.dumps(resources))))
    script = ScriptProgram(script=tmp_path / "program.py", project="churn", directory=EXAMPLE / "yaml")
    graph = capture_program(script).graph
    made = {f"{item.type} {item.name}" for item in graph.resources if item.type.startswith("apexai:")}
    assert made == {
        "apexai:index:InferenceService churn",
        "apexai:index:InferenceService churn-page",
        "apexai:index:BudgetGuard churn-budget",
        "apexai:index:BudgetGuard growth-page",
        "apexai:index:BudgetGuard team",
    }
