"""Where a statement of a preview is, as a path from the directory in which the command runs, as code hosts want it."""

from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final
from urllib.parse import quote

from apexai.errors import Diagnostic
from apexai.policy.finding import Finding
from apexai.preview.result import DeploymentPreview, Origin, Status

_PROJECT_FILE: Final = "Pulumi.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A line of a file."""

    file: str
    """Relative to the working directory where it is below it, else absolute; with slashes."""
    line: int = 1
    column: int = 0
    """0 where nobody knows."""

    @property
    def is_relative(self) -> bool:
        return not PurePosixPath(self.file).is_absolute()

    @property
    def uri(self) -> str:
        """A relative reference, or a `file:` URI."""
        quoted = quote(self.file, errors="surrogateescape")  # Names need not be text.
        return quoted if self.is_relative else f"file://{quoted}"


def place_of_finding(finding: Finding, deployment: DeploymentPreview) -> Place:
    """The line of the spec or the program; the beginning of what was previewed where nobody knows one."""
    if not finding.file:
        return source_of(deployment)
    return Place(file=_path(finding.file, deployment), line=finding.line or 1)


def place_of_diagnostic(diagnostic: Diagnostic, deployment: DeploymentPreview | None = None) -> Place:
    """The same for a diagnostic, of a deployment or of a file that doesn't load."""
    if not diagnostic.file and deployment is not None:
        return source_of(deployment)
    file = _path(diagnostic.file, deployment) if diagnostic.file else "."
    return Place(file=file, line=diagnostic.line or 1, column=diagnostic.column)


def source_of(deployment: DeploymentPreview) -> Place:
    """The file that was previewed; of a project the one that makes it one."""
    source = Path(deployment.source)
    return Place(file=_from_here(source / _PROJECT_FILE if _is_directory(deployment) else source))


def problems_of(deployment: DeploymentPreview) -> tuple[Diagnostic, ...]:
    """Errors and warnings; none of a platform that nobody asked for, and that refuses."""
    return () if deployment.status is Status.REFUSED and not deployment.asked else deployment.problems


def _path(file: str, deployment: DeploymentPreview | None) -> str:
    """Files of a project are named from its directory."""
    if deployment is None or not _is_project(deployment):
        return _from_here(Path(file))
    source = Path(deployment.source)
    return _from_here((source if _is_directory(deployment) else source.parent) / file)


def _is_project(deployment: DeploymentPreview) -> bool:
    return deployment.origin is Origin.PROGRAM and bool(deployment.stack)


def _is_directory(deployment: DeploymentPreview) -> bool:
    return _is_project(deployment) and Path(deployment.source).suffix not in (".yaml", ".yml")


def _from_here(path: Path) -> str:
    here = Path.cwd()
    full = Path(*_without_steps_back(here / path))
    return (full.relative_to(here) if full.is_relative_to(here) else full).as_posix()


def _without_steps_back(path: Path) -> list[str]:
    parts: list[str] = []
    for part in path.parts:
        if part == ".." and len(parts) > 1:
            parts.pop()
        elif part != "..":
            parts.append(part)
    return parts
