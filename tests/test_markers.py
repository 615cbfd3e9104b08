"""Tests that need more than Python say so in one line, or fail where they are required."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def collect(tmp_path: Path, *, required: str = "") -> subprocess.CompletedProcess[str]:
    """Run the engine tests with an empty PATH."""
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-m", "engine", "tests/engine", "-p", "no:cacheprovider"],
        cwd=ROOT,
        env={"PATH": str(tmp_path), "APEXAI_REQUIRE_MARKERS": required, "HOME": os.environ.get("HOME", "")},
        capture_output=True,
        text=True,
        check=False,
    )


def test_without_the_cli_engine_tests_are_one_skipped_line(tmp_path: Path) -> None:
    done = collect(tmp_path)
    assert done.returncode == 0, done.stdout
    assert done.stdout.count("SKIPPED") == 1
    assert "engine tests: the pulumi CLI is not on PATH" in done.stdout
    assert "failed" not in done.stdout


@pytest.mark.parametrize(
    ("required", "words"),
    [
        ("engine", "APEXAI_REQUIRE_MARKERS asks for engine tests, but the pulumi CLI is not on PATH"),
        ("engin", "no such marker: engin"),
    ],
)
def test_a_required_marker_that_cant_run_is_a_failure(tmp_path: Path, required: str, words: str) -> None:
    done = collect(tmp_path, required=required)
    assert done.returncode != 0
    assert words in done.stdout + done.stderr


@pytest.mark.skipif("PYTEST_XDIST_WORKER" not in os.environ, reason="one process has all tests")
def test_tests_that_share_what_takes_long_go_to_one_worker(request: pytest.FixtureRequest) -> None:
    assert request.node.nodeid.endswith("@./test_markers.py")
