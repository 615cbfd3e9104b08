"""A project directory → a run."""

import os
from pathlib import Path

from apexai.errors import ProjectError, UsageError
from apexai.graph.offline.config import check_required_config, load_stack_config, qualify_config
from apexai.graph.offline.interpreter import activation, find_interpreter
from apexai.graph.offline.program import ProjectProgram, Run, RunSettings
from apexai.graph.offline.project_file import ProjectFile, load_project_file


def load_project_run(program: ProjectProgram, settings: RunSettings) -> Run:
    """Plan the run of a project: its program, its interpreter, the stack's configuration.

    Raises: ProjectError; UsageError, where the interpreter asked for is not there.
    """
    project = load_project_file(program.directory.resolve())
    if project.runtime != "python":
        raise ProjectError(
            f"{project.path}: runtime: {project.runtime}: only Python programs can be previewed offline; for "
            f"this one, preview what `pulumi preview --json --show-sames` prints [APX-OFF-013]"
        )
    if program.python is not None and not program.python.is_file():
        raise UsageError(f"{program.python}: no such interpreter")
    main = _find_main(project)
    directory = main if main.is_dir() else main.parent
    stack_config = load_stack_config(project, stack=settings.stack)
    given = qualify_config({**settings.config, **settings.secret_config}, project=project.name)
    config = {**stack_config.values, **given}
    check_required_config(project, config, stack=settings.stack)
    secret_keys = stack_config.secret_keys.union(qualify_config(settings.secret_config, project=project.name))
    python = program.python or find_interpreter(project, program_directory=directory)
    return Run(
        python=python,
        program=main,
        working_directory=directory,
        project_root=project.root,
        project=project.name,
        stack=settings.stack,
        organization=settings.organization,
        config=config,
        secret_keys=tuple(sorted(secret_keys)),
        answers=settings.answers,
        environment=activation(python),
        timeout_seconds=settings.timeout_seconds,
        shortcuts=settings.shortcuts,
        traced=settings.traced,
        diagnostics=stack_config.diagnostics,
    )


def _find_main(project: ProjectFile) -> Path:
    """`main` is a directory with a `__main__.py`, or a file; without it the project's own directory is meant."""
    main = Path(os.path.normpath(project.root / project.main))
    if not main.exists():
        raise ProjectError(f"{project.path}: main: {project.main} does not exist [APX-OFF-011]")
    if main.is_dir() and not (main / "__main__.py").is_file():
        raise ProjectError(f"{main}: no __main__.py, which a Python program begins with [APX-OFF-011]")
    return main
