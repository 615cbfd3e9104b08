"""Programs written by a test, run for real in a child process."""

import textwrap
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from apexai.graph.offline import Capture, ProjectProgram, ScriptProgram, capture_program

Preview = Callable[..., Capture]


@pytest.fixture
def preview(tmp_path: Path) -> Preview:
    """Write a program into a file of its own and capture it."""

    def run(program: str, **options: Any) -> Capture:
        script = tmp_path / "program.py"
        script.write_text(textwrap.dedent(program))
        return capture_program(ScriptProgram(script=script, project="shop"), **options)

    return run


@pytest.fixture
def preview_project(tmp_path: Path) -> Preview:
    """Write a project's files and capture it."""

    def run(files: Mapping[str, str], **options: Any) -> Capture:
        for name, content in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(textwrap.dedent(content))
        return capture_program(ProjectProgram(directory=tmp_path), **options)

    return run
