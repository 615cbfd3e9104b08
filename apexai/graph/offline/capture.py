"""`capture_program`: one Pulumi program → the graph of what it would create, with no cloud and no Pulumi CLI."""

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import assert_never

from apexai.graph.offline.answers import load_answers
from apexai.graph.offline.child import Returned, run_in_child
from apexai.graph.offline.program import Answers, ProgramSource, ProjectProgram, Run, RunSettings, ScriptProgram
from apexai.graph.offline.project import load_project_run
from apexai.graph.offline.result import Capture, load_capture
from apexai.graph.offline.script import load_script_run


def capture_program(
    program: ProgramSource,
    *,
    stack: str = "dev",
    organization: str = "organization",
    config: Mapping[str, str] | None = None,
    secret_config: Mapping[str, str] | None = None,
    invokes: Path | None = None,
    timeout_seconds: float = 60,
    shortcuts: bool = True,
) -> Capture:
    """Run a program in a child process and give what it registers.

    `config` and `secret_config` go over the stack's own configuration; a key without a namespace is the
    project's. `invokes` is a file with answers to data sources and outputs of other stacks.
    Without `shortcuts` the SDK runs as it is, three times slower and with the same result.

    Raises: ProjectError, for a project that can't be run; ProgramError, for a program that raised, hung, was
    killed or ended the process; UsageError, for an invokes file that can't be read.
    """
    settings = RunSettings(
        stack=stack,
        organization=organization,
        config=config or {},
        secret_config=secret_config or {},
        answers=load_answers(invokes) if invokes else Answers(),
        timeout_seconds=timeout_seconds,
        shortcuts=shortcuts,
    )
    return load_capture(*run_program(program, settings))


def run_program(program: ProgramSource, settings: RunSettings) -> tuple[Run, Returned]:
    """Run a program in a child process.

    Raises: ProjectError, UsageError.
    """
    run = _load_run(program, settings)
    with tempfile.TemporaryDirectory(prefix="apexai-") as directory:
        return run, run_in_child(run, Path(directory))


def _load_run(program: ProgramSource, settings: RunSettings) -> Run:
    match program:
        case ProjectProgram():
            return load_project_run(program, settings)
        case ScriptProgram():
            return load_script_run(program, settings)
        case _:
            assert_never(program)
