"""The archives that brakes are deployed as: they run where nothing of the package is installed."""

import json
import subprocess
import sys
from pathlib import Path

from apexai.targets.budgets.code import brake_files
from apexai.targets.budgets.gcp.brake import CODE, START

PROGRAM = """
import sys

sys.path.insert(0, sys.argv[1])
import apexai.brake.{module} as module

assert module.__file__.startswith(sys.argv[1]), module.__file__
sys.exit(any(name.startswith(("pulumi", "pydantic")) for name in sys.modules))
"""


def test_the_service_on_cloud_run_starts_from_its_variable(tmp_path: Path) -> None:
    start = START.replace("/tmp/brake", str(tmp_path))
    environment = {CODE: json.dumps(brake_files("gcp"))}
    command = [sys.executable, "-I", "-S", "-c", start]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert f"{tmp_path}/apexai/brake/gcp/main.py" in done.stderr
    assert "KeyError: 'APEXAI_BRAKE'" in done.stderr


def test_archives_are_whole(tmp_path: Path) -> None:
    entries = {"aws": "aws.handler", "azure": "azure.main", "gcp": "gcp.main", "kubernetes": "kubernetes.main"}
    for platform, entry in entries.items():
        root = tmp_path / platform
        for path, text in brake_files(platform).items():
            assert text, path
            file = root / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        command = [sys.executable, "-I", "-S", "-c", PROGRAM.format(module=entry), str(root)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
