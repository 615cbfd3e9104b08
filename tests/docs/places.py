"""The directories in which a reader gives the commands of a page: a clone of this repository, and one of their own."""

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

from tests.docs.pages import ROOT, blocks
from tests.specs import KUBERNETES, write_spec

RECORDED: Final = ROOT / "tests" / "graph" / "recorded"
PROGRAM: Final = """\
from apexai import InferenceService

InferenceService("fraud", spec="service.yaml")
"""
BUDGETED: Final = KUBERNETES.replace(
    "  autoscaling:", "  finops: {costCenter: Fraud, budgetLimit: $5000/month, alerts: [a@example.com]}\n  autoscaling:"
)
"""The service that stands for the reader's."""


def make_clone(directory: Path) -> Path:
    for name in ("examples", "stacks"):
        shutil.copytree(ROOT / name, directory / name, ignore=shutil.ignore_patterns("__pycache__", "node_modules"))
    shutil.copy(ROOT / "Pulumi.yaml", directory)
    (directory / ".venv").symlink_to(sys.prefix)
    return _committed(directory)


def make_own(directory: Path) -> Path:
    """A project with a spec, a directory of specs, and the files that the pages show."""
    _write_project(directory)
    _write_project(directory / "infra")
    write_spec(directory, BUDGETED.replace("memory: 1GiB", "memory: 2GiB"), name="other.yaml")
    write_spec(directory / "specs", BUDGETED)
    write_spec(directory / "specs", BUDGETED.replace("name: fraud\n", "name: churn\n"), name="churn.yaml")
    for name in ("examples/fraud-detection", "policy-packs"):
        shutil.copytree(ROOT / name, directory / name, ignore=shutil.ignore_patterns("__pycache__"))
    _write_decisions(directory)
    _write_decisions(directory / "policy")
    (directory / ".pulumi/stacks/shop").mkdir(parents=True)
    shutil.copy(RECORDED / "state.json", directory / ".pulumi/stacks/shop/prod.json")
    committed = _committed(directory)
    write_spec(directory, BUDGETED.replace("maxReplicas: 4", "maxReplicas: 5"))
    return committed


def _write_project(directory: Path) -> None:
    write_spec(directory, BUDGETED)
    (directory / "Pulumi.yaml").write_text("name: shop\nruntime: python\n", encoding="utf-8")
    (directory / "Pulumi.prod.yaml").write_text("config: {}\n", encoding="utf-8")
    (directory / "__main__.py").write_text(PROGRAM, encoding="utf-8")
    (directory / "requirements.txt").write_text("apexai\n", encoding="utf-8")


def _write_decisions(directory: Path) -> None:
    directory.mkdir(exist_ok=True)
    for block in blocks("docs/policy.md", "yaml"):
        name = block.body.splitlines()[0].removeprefix("# ")
        (directory / name).write_text(block.body, encoding="utf-8")
    (directory / "usage.yaml").write_text("types: {}\n", encoding="utf-8")


def _committed(directory: Path) -> Path:
    """A git repository whose main is what it is, here and at its origin."""
    who = ("-c", "user.name=a", "-c", "user.email=a@example.com")
    for command in (
        ("init", "-q", "-b", "main"),
        ("add", "-A", ":!.venv"),
        (*who, "commit", "-q", "-m", "The beginning"),
        ("update-ref", "refs/remotes/origin/main", "main"),
        ("remote", "add", "origin", "https://github.com/acme/models.git"),
    ):
        subprocess.run(["git", *command], cwd=directory, check=True)
    return directory
