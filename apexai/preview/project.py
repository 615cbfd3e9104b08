"""Previews of Pulumi projects: any Python program with a `Pulumi.yaml`."""

from pathlib import Path
from typing import Final

from apexai.errors import ProgramError, UsageError
from apexai.graph.offline import Capture, ProjectProgram, capture_program
from apexai.graph.offline.config import load_stack_config, qualify_config
from apexai.graph.offline.project_file import PROJECT_FILES, ProjectFile, load_project_file
from apexai.preview.captured import read_ending
from apexai.preview.criteria import criteria_of
from apexai.preview.judging import judge_deployment
from apexai.preview.logged import read_logged
from apexai.preview.noted import noted_documents, noted_sources
from apexai.preview.options import DEFAULT_STACK, PreviewOptions
from apexai.preview.result import DeploymentPreview, Preview, by_place
from apexai.preview.surroundings import ENVIRONMENT

_TARGET: Final = "pulumi"


def is_project(path: Path) -> bool:
    """Whether a path is a directory that holds a Pulumi project, or the file that makes it one."""
    return (path.name in PROJECT_FILES and path.is_file()) or any((path / name).is_file() for name in PROJECT_FILES)


def preview_project(path: str, options: PreviewOptions) -> Preview:
    """Preview a Pulumi project, given by its directory or its `Pulumi.yaml`, in one of its stacks.

    Raises:
        ProjectError: the project can't be run.
        UsageError: it has several stacks and none is chosen, or the invokes file can't be read.
    """
    directory = Path(path).parent if Path(path).is_file() else Path(path)
    project = load_project_file(directory.resolve())
    stack = options.stack or _only_stack(project)
    captured = _capture(project, stack, options)
    ending = read_ending(captured)
    documents = noted_documents(captured.notes, root=project.root) if isinstance(captured, Capture) else {}
    deployment = DeploymentPreview(
        name=project.name,
        source=path,
        target=_TARGET,
        stack=stack,
        status=ending.status,
        diagnostics=by_place(read_logged(ending.diagnostics, root=project.root)),
        graph=ending.graph,
        sources=noted_sources(ending.graph, documents) if ending.graph is not None else {},
        failure=ending.failure,
        digest=ending.digest,
    )
    config = {**load_stack_config(project, stack=stack).values, **options.config}
    environment = config.get(ENVIRONMENT, "")
    judged = judge_deployment(deployment, criteria_of(options), documents=documents, environment=environment)
    return Preview(deployments=(judged,), program_output=ending.printed)


def _capture(project: ProjectFile, stack: str, options: PreviewOptions) -> Capture | ProgramError:
    given = qualify_config(options.config, project=project.name)
    secret = {key: value for key, value in given.items() if _is_secret(key, project)}
    try:
        return capture_program(
            ProjectProgram(directory=project.root),
            stack=stack,
            config={key: value for key, value in given.items() if key not in secret},
            secret_config=secret,
            invokes=options.invokes,
            timeout_seconds=options.timeout_seconds,
        )
    except ProgramError as error:
        return error


def _is_secret(key: str, project: ProjectFile) -> bool:
    return key in project.declarations and project.declarations[key].secret


def _only_stack(project: ProjectFile) -> str:
    """The stack that is meant when none is named: `dev`, or the only one that has configuration."""
    pattern = project.stack_config_file("*")
    files = pattern.parent.glob(pattern.name)
    stacks = sorted(file.name.removeprefix("Pulumi.").removesuffix(file.suffix) for file in files)
    if DEFAULT_STACK in stacks or not stacks:
        return DEFAULT_STACK
    if len(stacks) > 1:
        names = ", ".join(stacks)
        raise UsageError(f"{project.path}: there are several stacks: use --stack with one of {names} [APX-PRV-002]")
    return stacks[0]
