"""What the preview workflow does on a runner, without a cloud: its scripts work as they are written."""

import json
import re
import subprocess
from pathlib import Path
from typing import Any, Final

import pytest

from apexai.report.markdown import LONGEST, MARKER
from apexai.scaffold.delivery import Delivery
from apexai.spec.fields import Platform
from tests.scaffold.steps import SUMMARY_LIMIT, run_step, run_steps
from tests.scaffold.variants import Variant, write_variant

COMMENT_LIMIT: Final = 65_536
"""Characters. Source: GitHub's answer to a longer comment, `body is too long (maximum is 65536 characters)`."""
GH: Final = """#!/bin/sh
printf '%s\\n' "$*" >> "$CALLS"
case "$*" in
  *--paginate*) cat "$THERE" ;;
  *body=@*) cp body.md "$CALLS.body" ;;
esac
"""


def git(directory: Path, *arguments: str) -> None:
    own = ("-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "commit.gpgsign=false")
    subprocess.run(["git", "-C", str(directory), *own, *arguments], check=True, capture_output=True)


@pytest.fixture(scope="module")
def top(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository whose last commit makes a service dearer, and takes away who hears of incidents."""
    directory = tmp_path_factory.mktemp("repository")
    write_variant(directory, Variant(platform=Platform.AWS_LAMBDA), Delivery.GITHUB)
    (directory / "Pulumi.yaml").write_text("name: fraud\nruntime: python\n")
    git(directory, "init", "-q", "-b", "main")
    git(directory, "add", ".")
    git(directory, "commit", "-qm", "begin")
    spec = directory / "specs" / "fraud.yaml"
    text = spec.read_text().replace("    incidentContact: ml-on-call@example.com\n", "")
    spec.write_text(text.replace("memory: 2048MiB", "memory: 8192MiB"))
    git(directory, "commit", "-qam", "more memory")
    return directory


@pytest.fixture(scope="module")
def steps(top: Path) -> dict[str, dict[str, Any]]:
    file = top / ".github" / "workflows" / "apexai-preview.yml"
    return {**run_steps(file, "preview"), **run_steps(file, "report")}


@pytest.fixture(scope="module")
def previewed(top: Path, steps: dict[str, dict[str, Any]]) -> subprocess.CompletedProcess[str]:
    """The first job's script, as on the runner, where no credential is."""
    return run_step(
        steps["Cost and rules"], directory=top, values={"matrix.stack": "prod"}, environment={"GITHUB_ACTIONS": "true"}
    )


def test_the_change_is_previewed_against_what_it_goes_into(
    top: Path, previewed: subprocess.CompletedProcess[str]
) -> None:
    assert previewed.returncode == 0, previewed.stdout + previewed.stderr
    assert re.search(r"::warning file=specs/fraud\.yaml,line=\d+,title=APX-RAI-022 ", previewed.stdout)
    comment = (top / "apexai-report" / "comment.md").read_text()
    assert comment.startswith(f"{MARKER}\n## apexai preview against `HEAD^1`")
    assert "fraud-function" in comment.partition("What changes")[2]
    findings = json.loads((top / "apexai-report" / "findings.sarif").read_text())
    places = [found["locations"][0]["physicalLocation"]["artifactLocation"] for found in findings["runs"][0]["results"]]
    assert {(place["uri"], place["uriBaseId"]) for place in places} == {("specs/fraud.yaml", "SRCROOT")}


def test_the_first_commit_of_a_repository_is_previewed(
    top: Path, steps: dict[str, dict[str, Any]], tmp_path: Path
) -> None:
    git(tmp_path, "clone", "-q", "--depth", "1", "--branch", "main", f"file://{top}", "first")
    git(top / ".git", "update-ref", "refs/heads/first", "main~1")
    git(tmp_path / "first", "fetch", "-q", "--depth", "1", "origin", "first:first")
    git(tmp_path / "first", "checkout", "-q", "first")
    done = run_step(
        steps["Cost and rules"],
        directory=tmp_path / "first",
        values={"matrix.stack": "prod"},
        environment={"GITHUB_ACTIONS": "true"},
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert (tmp_path / "first" / "apexai-report" / "comment.md").read_text().startswith(f"{MARKER}\n## apexai preview")


def test_the_summary_has_the_comment(
    top: Path, steps: dict[str, dict[str, Any]], previewed: subprocess.CompletedProcess[str], tmp_path: Path
) -> None:
    summary = tmp_path / "summary.md"
    done = run_step(steps["Summary"], directory=top, values={}, environment={"GITHUB_STEP_SUMMARY": str(summary)})
    assert done.returncode == 0
    assert summary.read_text() == (top / "apexai-report" / "comment.md").read_text()
    assert LONGEST * 4 < SUMMARY_LIMIT, "however many bytes its characters take"


@pytest.mark.parametrize(("there", "method"), [("", "POST"), ("41\n42\n", "PATCH")])
def test_the_comment_is_written_once_and_then_replaced(
    there: str, method: str, top: Path, steps: dict[str, dict[str, Any]],
    previewed: subprocess.CompletedProcess[str], tmp_path: Path,
) -> None:  # fmt: skip
    (tmp_path / "gh").write_text(GH)
    (tmp_path / "gh").chmod(0o755)
    (tmp_path / "there").write_text(there)
    calls = tmp_path / "calls"
    done = run_step(
        steps["Comment on the pull request"],
        directory=top,
        values={"github.token": "t", "github.event.pull_request.number": "7", "matrix.stack": "prod"},
        environment={
            "CALLS": str(calls),
            "GITHUB_REPOSITORY": "acme/models",
            "PATH": str(tmp_path),
            "THERE": str(tmp_path / "there"),
        },
    )
    assert done.returncode == 0, done.stderr
    asked, sent = calls.read_text().splitlines()
    assert asked.startswith("api --paginate repos/acme/models/issues/7/comments?per_page=100 --jq ")
    assert asked.endswith('select(.user.login == "github-actions[bot]" and (.body | startswith(env.MARKER))) | .id')
    where = "issues/comments/41" if there else "issues/7/comments"
    assert sent == f"api --silent --method {method} repos/acme/models/{where} --field body=@body.md"
    body = (tmp_path / "calls.body").read_text()
    assert body == "<!-- apexai prod -->\n" + (top / "apexai-report" / "comment.md").read_text()


def test_a_comment_fits_with_its_marker(steps: dict[str, dict[str, Any]]) -> None:
    marker = steps["Comment on the pull request"]["env"]["MARKER"]
    assert LONGEST + len(marker) + 200 < COMMENT_LIMIT, "200 for the longest names of a folder and a stack"
