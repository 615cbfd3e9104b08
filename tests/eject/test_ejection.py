"""`apexai eject` on the platforms: each run proves that what it wrote declares what the component declares."""

import ast
import re
import shutil
import subprocess
from pathlib import Path
from typing import Final

import pytest

from apexai.cli.main import run
from apexai.spec.fields import Platform

ROOT: Final = Path(__file__).parents[2]
PORTABLE: Final = ROOT / "examples" / "portable" / "service.yaml"
REGISTRY: Final = "111122223333.dkr.ecr.us-east-1.amazonaws.com"
TOPIC: Final = "arn:aws:sns:us-east-1:111122223333:budgets"
UNDER_THE_ENGINE: Final = (Platform.AWS_LAMBDA, Platform.CLOUDFLARE_WORKERS, Platform.KUBERNETES)
"""Platforms whose programs tests/engine/test_eject.py writes and deploys."""
BRAKED: Final = """
apiVersion: ai.apexlogic.com/v1alpha1
kind: ServerlessModelDeployment
metadata: {name: fraud}
spec:
  modelRef: {name: fraud, version: "1"}
  runtime: {platform: aws-lambda, region: us-east-1, memory: 1024MB, timeout: 30s}
  autoscaling: {minReplicas: 2, maxReplicas: 10, targetUtilization: 70}
  finops: {costCenter: Fraud, budgetLimit: $500/month, alerts: [finops@example.com], onBreach: pause}
"""


@pytest.mark.parametrize("platform", [platform for platform in Platform if platform not in UNDER_THE_ENGINE])
def test_a_platform(platform: Platform, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    directory = tmp_path / "ejected"
    arguments = ["--target", str(platform), "--output", str(directory), "--project", "portable"]
    arguments += ["--config", f"apexai:registry={REGISTRY}"]
    assert run(["eject", str(PORTABLE), *arguments]) == 0, capsys.readouterr().err
    assert re.search(r"declare the same \d+ resources as ", capsys.readouterr().out)
    for file in directory.glob("*.py"):
        assert "apexai" not in imported(file)
    assert (directory / "Pulumi.yaml").read_text().startswith("name: portable\n")
    assert (directory / "requirements.txt").read_text().startswith("pulumi==")
    assert_formatted(directory)


def test_what_a_brake_decides(tmp_path: Path) -> None:
    """With the state of a brake three programs are compared: none yet, held back, released by a person."""
    (tmp_path / "service.yaml").write_text(BRAKED)
    settings = [f"apexai:registry={REGISTRY}", f"apexai:budgetTopic={TOPIC}"]
    config = [part for setting in settings for part in ("--config", setting)]
    (tmp_path / "overrides.yaml").write_text("runtime: {memory: 2048MB}\n")
    directory = tmp_path / "new"
    where = ["--project", "p", "--output", str(directory), "--overrides", str(tmp_path / "overrides.yaml")]
    assert run(["eject", str(tmp_path / "service.yaml"), *where, *config]) == 0
    program = (directory / "inference_service.py").read_text()
    assert 'state = functions.read_state(name, region="us-east-1", parent=self).state' in program
    assert "memory_size=2048" in program
    assert "reserved_concurrent_executions=0 if state.is_braked else 10" in program
    assert re.search(r"if not state.is_braked:\n( +#.*\n)* {12}provisioned_1 = aws.lambda_.Provisioned", program)
    assert 'image_uri=f"{REGISTRY}/fraud:1"' in program
    assert 'REGISTRY = pulumi.Config("apexai").require("registry")' in program
    guard = (directory / "budget_guard.py").read_text()
    assert 'BUDGET_TOPIC = pulumi.Config("apexai").require("budgetTopic")' in guard
    assert (directory / "files/brake/apexai/brake/aws/handler.py").is_file()
    assert "* `apexai:budgetTopic`, which the program reads" in (directory / "README.md").read_text()
    assert_formatted(directory)


def test_what_differs_in_the_stack(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The configuration of the stack says it, as the programs of `apexai new` read it."""
    (tmp_path / "service.yaml").write_text(BRAKED.replace(", onBreach: pause", ""))
    (tmp_path / "Pulumi.yaml").write_text("name: p\nruntime: python\n")
    settings = f"config:\n  apexai:registry: {REGISTRY}\n  apexai:overrides: "
    (tmp_path / "Pulumi.dev.yaml").write_text(settings + "{fraud: {runtime: {memory: 3072MB}}}\n")
    arguments = ["eject", str(tmp_path / "service.yaml"), "--output", str(tmp_path / "new")]
    assert run(arguments) == 0
    assert "memory_size=3072" in (tmp_path / "new/inference_service.py").read_text()
    capsys.readouterr()
    assert run([*arguments, "--stack", "prd", "--name", "a b", "--config", f"apexai:registry={REGISTRY}"]) == 2
    told = capsys.readouterr().err
    assert "stack prd has no configuration file, where there are Pulumi.dev.yaml" in told
    assert "metadata.name: the component's name 'a b' begins the function's" in told
    assert run(["eject", "-", "--project", "p"]) == 2
    assert "standard input has no project around it" in capsys.readouterr().err
    (tmp_path / "Pulumi.dev.yaml").write_text(settings + "[fraud]\n")
    assert run(arguments) == 2
    assert "APX-EJT-008" in capsys.readouterr().err


def imported(file: Path) -> set[str]:
    """The packages that a module imports."""
    nodes = list(ast.walk(ast.parse(file.read_text())))
    names = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    names |= {str(node.module) for node in nodes if isinstance(node, ast.ImportFrom)}
    return {name.partition(".")[0] for name in names}


def assert_formatted(directory: Path) -> None:
    """Where ruff is installed, it finds nothing to change in the program; uploaded files are the user's own."""
    ruff = shutil.which("ruff", path=f"{ROOT / '.venv' / 'bin'}")
    if ruff is None:
        return
    own = [str(file.name) for file in directory.glob("*.py")]
    for command in (["format", "--check", "--line-length=120"], ["check", "--select=E,F,I,UP,B,SIM", "--ignore=E501"]):
        done = subprocess.run(
            [ruff, *command, "--isolated", "--quiet", *own], cwd=directory, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
