"""The reference stack of this repository, as a clone has it."""

import json
import shutil
from pathlib import Path

import pytest

from apexai.cli.main import run
from apexai.graph.offline import ProjectProgram, capture_program
from apexai.graph.preview_json import load_preview_json
from tests.engine.agreement import disagreements
from tests.engine.stack import Stack

ROOT = Path(__file__).parents[2]
PATHS = ("stacks", "examples")


@pytest.fixture
def clone(stack: Stack) -> Stack:
    """The project with the test's own interpreter."""
    for name in PATHS:
        shutil.copytree(ROOT / name, stack.directory / name)
    declared = (ROOT / "Pulumi.yaml").read_text()
    assert "virtualenv: .venv" in declared
    stack.file("Pulumi.yaml", declared.replace("virtualenv: .venv", f"virtualenv: {stack.virtualenv}"))
    stack.pulumi("stack", "init", stack.name, "--secrets-provider", "passphrase")
    return stack


def test_it_deploys_the_example(clone: Stack) -> None:
    clone.up()
    assert clone.lost() == []
    assert set(clone.outputs()) == {"endpoint", "revision"}
    assert list(clone.outputs()["revision"].values()) == ["1"]
    assert set(clone.preview().changes) == {"same"}


def test_it_takes_several_specs(clone: Stack) -> None:
    spec = (clone.directory / "examples/fraud-detection/service.yaml").read_text()
    clone.file("second.yaml", spec.replace("fraud-detection-model-v2", "second"))
    clone.set("apexai:spec", json.dumps(["examples/fraud-detection/service.yaml", "second.yaml"]))
    clone.preview()
    clone.up()
    assert sorted(clone.outputs()["endpoint"]) == ["fraud-detection-model-v2", "second"]


def test_a_wrong_spec_is_one_clear_error(clone: Stack) -> None:
    clone.file("wrong.yaml", "kind: ServerlessModelDeployment\n")
    clone.set("apexai:spec", "wrong.yaml")
    failed = "\n".join(clone.preview(fails=True).diagnostics)
    assert "wrong.yaml:1" in failed
    assert "Traceback" not in failed


def test_apexai_previews_it_offline(clone: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(clone.directory)
    assert run(["preview", "."]) == 0


def test_the_offline_graph_of_it_equals_the_engines(clone: Stack) -> None:
    engine = load_preview_json(clone.preview().stdout)
    offline = capture_program(ProjectProgram(directory=clone.directory), stack=clone.name).graph
    assert len(engine.resources) > 10
    assert disagreements(offline, engine) == []
