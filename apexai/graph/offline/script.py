"""A script with arguments → a run: apexai's own interpreter, configuration from the call alone."""

import sys
from pathlib import Path

from apexai.errors import UsageError
from apexai.graph.offline.config import qualify_config
from apexai.graph.offline.program import Run, RunSettings, ScriptProgram


def load_script_run(program: ScriptProgram, settings: RunSettings) -> Run:
    """Plan the run of a script.

    Raises: UsageError, where the script does not exist.
    """
    script = program.script.resolve()
    if not script.is_file():
        raise UsageError(f"{program.script}: no such file")
    directory = (program.directory or script.parent).resolve()
    config = qualify_config({**settings.config, **settings.secret_config}, project=program.project)
    return Run(
        python=Path(sys.executable),
        program=script,
        arguments=program.arguments,
        working_directory=directory,
        project_root=directory,
        project=program.project,
        stack=settings.stack,
        organization=settings.organization,
        config=config,
        secret_keys=tuple(sorted(qualify_config(settings.secret_config, project=program.project))),
        answers=settings.answers,
        environment=program.environment,
        timeout_seconds=settings.timeout_seconds,
        shortcuts=settings.shortcuts,
        traced=settings.traced,
    )
