"""A repository as `apexai new --ci` writes it, under the real engine: what its workflows run, and what others do."""

import subprocess
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from apexai.scaffold.delivery import Delivery, delivery_files
from apexai.scaffold.repository import Repository
from apexai.scaffold.writing import write_files
from apexai.spec.fields import Platform
from tests.engine.stack import Stack
from tests.engine.standin import Cloud
from tests.scaffold.steps import run_step, run_steps
from tests.scaffold.variants import Variant, write_variant

PACKS = ("finops", "responsible-ai", "security")


@pytest.fixture
def repository(stack: Stack) -> Repository:
    """Its state lies in files, and its virtual environment is there."""
    backend = stack.environment["PULUMI_BACKEND_URL"]
    found = write_variant(stack.directory, Variant(platform=Platform.AWS_LAMBDA, backend=backend), Delivery.GITHUB)
    (stack.directory / ".venv").symlink_to(stack.virtualenv)
    stack.project = found.project
    return found


def run(stack: Stack, command: str) -> subprocess.CompletedProcess[str]:
    """What the workflow runs for a command, and the summary that it writes."""
    temporary = stack.directory.parent / command
    temporary.mkdir(exist_ok=True)
    steps = run_steps(stack.directory / ".github" / "workflows" / "apexai-stack.yml", "run")
    values = {"inputs.command": command, "inputs.stack": "dev", "secrets.PULUMI_CONFIG_PASSPHRASE": ""}
    environment = {
        **stack.environment, "RUNNER_TEMP": str(temporary), "GITHUB_STEP_SUMMARY": str(temporary / "summary.md")
    }  # fmt: skip
    done = run_step(
        steps["${{ inputs.command }} ${{ inputs.stack }}"],
        directory=stack.directory, values=values, environment=environment,
    )  # fmt: skip
    told = run_step(steps["Summary"], directory=stack.directory, values=values, environment=environment)
    assert told.returncode == 0
    assert done.stdout.strip().splitlines()[-1] in (temporary / "summary.md").read_text()
    return done


def test_what_the_workflows_run_deploys_and_finds_drift(stack: Stack, cloud: Cloud, repository: Repository) -> None:
    config = stack.directory / "Pulumi.dev.yaml"
    committed = config.read_text()
    up = run(stack, "up")
    assert up.returncode == 0, up.stdout
    assert all(f"apexai-{pack}@" in up.stdout for pack in PACKS)
    assert list(stack.outputs()["revision"]) == ["fraud"]
    config.write_text(committed)  # The next run is on another machine, without what the first wrote into it.
    still = run(stack, "drift")
    assert still.returncode == 0, still.stdout
    queue = cloud.the("aws:sqs/queue:Queue")
    queue.outputs["messageRetentionSeconds"] = queue.inputs["messageRetentionSeconds"] = 60
    cloud.put(queue)
    drifted = run(stack, "drift")
    assert drifted.returncode != 0
    assert "no changes were expected for preview but changes were proposed" in drifted.stdout
    assert "messageRetentionSeconds" in drifted.stdout


def test_the_operator_and_pulumi_deployments_find_what_they_need(stack: Stack, repository: Repository) -> None:
    write_files(delivery_files(Delivery.OPERATOR, repository), force=False)
    first = next(iter(YAML(typ="safe").load_all((stack.directory / "operator" / "stacks.yaml").read_text())))
    assert first["spec"]["backend"] == stack.environment["PULUMI_BACKEND_URL"]
    stack.pulumi("stack", "init", first["spec"]["stack"], "--secrets-provider", "passphrase")
    literals = {
        name: ref["literal"]["value"] for name, ref in first["spec"]["envRefs"].items() if ref["type"] == "Literal"
    }
    previewed = pulumi(stack, stack.directory, "preview", **literals)
    assert all(f"apexai-{pack}@" in previewed for pack in PACKS)
    settings(stack, repository)


def settings(stack: Stack, repository: Repository) -> None:
    """The program for Pulumi Deployments previews under the engine, too."""
    cloud_backed = Repository(**{**fields(repository), "backend": ""})
    write_files(delivery_files(Delivery.DEPLOYMENTS, cloud_backed), force=False)
    directory = stack.directory / "deployments"
    (directory / ".venv").symlink_to(stack.virtualenv)
    pulumi(stack, directory, "stack", "init", "main", "--secrets-provider", "passphrase")
    said = pulumi(stack, directory, "preview")
    assert "+ 13 to create" in said


def fields(repository: Repository) -> dict[str, Any]:
    return {name: getattr(repository, name) for name in Repository.__dataclass_fields__}


def pulumi(stack: Stack, directory: Path, *arguments: str, **environment: str) -> str:
    done = subprocess.run(
        ["pulumi", *arguments, "--non-interactive"],
        cwd=directory,
        env={**stack.environment, **environment, "HOME": str(directory)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
