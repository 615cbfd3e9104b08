"""The components in Pulumi YAML and TypeScript under the real engine: what Python makes of the same, and no less."""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from apexai.graph.offline import ScriptProgram, capture_program
from apexai.plugin.directory import render_directory_for
from apexai.plugin.schema import render_pulumi_schema
from tests.engine.stack import Stack
from tests.engine.standin import Cloud
from tests.readme import blocks_in

ROOT = Path(__file__).parents[2]
PROGRAMS = Path(__file__).parent / "languages"
WRONG = {
    "name: fraud, version": "name: {fn::secret: s3cret}, version",
    "region: us-east-1\n          image": "region: ${queue.url}\n          image",
    "memory: 3538MB": "memory: 5GHz",
}
"""What the program says → what it must not say."""
TOLD = (
    r"'fraud' has a problem: fraud can't be made\n"
    r"\s+- property spec.modelRef.name has a problem: an Output can't .*; give a plain value \[APX-SPC-109\]\n"
    r"\s+- property spec.runtime.region with value '[^']*' has a problem: an Output can't .* \[APX-SPC-109\]\n"
    r"\s+- property spec.runtime.memory with value '{5GHz}' has a problem: '5GHz' is not an amount .*\[APX-SPC-106\]"
)


@pytest.fixture
def plugin(launcher: Path, tmp_path: Path) -> Path:
    """A plugin's directory, as `apexai plugin --virtualenv` writes it."""
    (directory := tmp_path / "plugin").mkdir()
    for name, text in render_directory_for(virtualenv=str(launcher)).items():
        (directory / name).write_text(text)
    return directory


def components(stack: Stack) -> dict[str, Any]:
    """What the state has of components and their children, by URN, without what differs from stack to stack.

    Dependencies do: a component in another process hears of them all at once, and so do its children.
    """
    text = json.dumps(stack.export()["deployment"]["resources"]).replace(stack.name, "S")
    text = re.sub(r'"ciphertext": "[^"]*"', '"ciphertext": "…"', text)
    resources = json.loads(re.sub(r"-[0-9a-f]{7}\b", "-#", text))
    kept = ("type", "parent", "custom", "protect", "inputs")
    return {
        item["urn"]: {key: item.get(key) for key in kept} | {"provider": item.get("provider", "").split("::")[3:4]}
        for item in resources
        if "apexai:index:" in item["urn"]
    }


def differences(one: dict[str, Any], other: dict[str, Any]) -> str:
    """Where two states differ; empty where they don't."""
    both = [(urn, key) for urn in {*one} & {*other} for key in one[urn]]
    found = [
        f"{urn} {key}: {one[urn][key]}, {other[urn][key]}" for urn, key in both if one[urn][key] != other[urn][key]
    ]
    return "\n".join(sorted([*found, *(f"only one has {urn}" for urn in {*one} ^ {*other})]))


def check_values(stack: Stack, cloud: Cloud) -> None:
    """The function has what is known late and what is secret; the state only knows the secret encrypted."""
    (function,) = [item for item in stack.resources() if item["urn"].endswith("::fraud-function")]
    variables = cloud.get(function["type"], function["id"], "us-east-1").inputs["environment"]["variables"]
    (queue,) = [item for item in stack.resources() if item["urn"].endswith("::queue")]
    assert (variables["TOKEN"], variables["QUEUE"]) == ("s3cret", queue["outputs"]["url"])
    assert queue["urn"] in function["dependencies"]
    assert "s3cret" not in json.dumps(stack.export())


def test_yaml_makes_what_python_makes(stacks: Callable[..., Stack], cloud: Cloud, plugin: Path) -> None:
    python = stacks("project", name="from-python").write((PROGRAMS / "program.py").read_text())
    python.up()
    for item in [*cloud]:
        cloud.remove(item)

    program = wrong = (PROGRAMS / "program.yaml").read_text().replace("PLUGIN", str(plugin))
    for text, instead in WRONG.items():
        assert text in wrong
        wrong = wrong.replace(text, instead)
    yaml = stacks("project", name="from-yaml").write_project(wrong)
    told = "\n".join(yaml.preview(fails=True).diagnostics)
    assert re.search(TOLD, told), told
    assert ("Traceback" in told, "s3cret" in told) == (False, False)

    yaml.write_project(program).up(preview=True)
    assert differences(components(yaml), components(python)) == ""
    check_values(yaml, cloud)
    assert yaml.lost() == []

    options = "parent: ${fraud}\n      aliases: [{name: guard}]"
    renamed = program.replace("  guard:\n", "  watch:\n").replace("parent: ${fraud}", options)
    preview = yaml.write_project(renamed).preview()
    assert (preview.steps, [*preview.changes]) == ({}, ["same"])


@pytest.mark.typescript
def test_typescript_makes_what_python_makes(stack: Stack, cloud: Cloud, plugin: Path, tmp_path: Path) -> None:
    options = "{name: nodejs, options: {typescript: false, packagemanager: npm}}"
    packages = f"{{apexai: {plugin}}}"
    stack.write_project(f"name: project\nruntime: {options}\nmain: dist/program.js\npackages: {packages}\n")
    compile_program(stack, tmp_path)
    stack.up(preview=True)
    script = ScriptProgram(script=PROGRAMS / "program.py", project="project")
    graph = capture_program(script, stack=stack.name, invokes=None).graph
    expected = {item.urn.replace(stack.name, "S") for item in graph.resources if "apexai:index:" in item.urn}
    assert {*components(stack)} == expected
    functions = [item.inputs.get("description") for item in cloud.of_type("aws:lambda/function:Function")]
    assert functions == ["described", "described"]
    check_values(stack, cloud)


def compile_program(stack: Stack, directory: Path) -> None:
    """Generate the SDK, and check the types of the program, the example and the documentation's against it."""
    for file in (*PROGRAMS.glob("*.ts"), PROGRAMS / "tsconfig.json"):
        shutil.copy(file, stack.directory)
    shutil.copy(ROOT / "examples" / "other-languages" / "typescript" / "index.ts", stack.directory / "example.ts")
    (page,) = [found for found in blocks_in(ROOT / "docs" / "any-language.md") if found.language == "typescript"]
    (stack.directory / "page.ts").write_text(page.body)
    (stack.directory / "node_modules").symlink_to(PROGRAMS / "node_modules")
    sdk = generate(stack, "nodejs", directory)
    shutil.move(sdk, stack.directory / "sdk")
    compiler = ["node_modules/.bin/tsc", "-p", "."]
    done = subprocess.run(compiler, cwd=stack.directory, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    shutil.copy(stack.directory / "sdk" / "package.json", stack.directory / "dist" / "sdk")


def generate(stack: Stack, language: str, directory: Path) -> Path:
    """What the CLI makes of the schema."""
    (schema := directory / "schema.json").write_text(render_pulumi_schema())
    stack.pulumi("package", "gen-sdk", str(schema), "--language", language, "--out", str(directory / "sdks"))
    return directory / "sdks" / language


def test_the_python_sdk_knows_the_types(stack: Stack, tmp_path: Path) -> None:
    pytest.importorskip("mypy")
    stack.write_project("name: project\nruntime: yaml\n")
    sdk = generate(stack, "python", tmp_path)
    program = Path(shutil.copy(PROGRAMS / "typed.py", sdk))
    wrong = [number for number, line in enumerate(program.read_text().splitlines(), 1) if line.endswith("# wrong")]
    checker = [sys.executable, "-m", "mypy", "--strict", "--follow-imports=silent", "--no-incremental", program.name]
    done = subprocess.run(checker, cwd=sdk, capture_output=True, text=True, check=False)
    assert [int(line) for line in re.findall(r"^typed.py:(\d+): error", done.stdout, re.M)] == wrong, done.stdout
