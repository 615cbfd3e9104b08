"""The two kinds of program that the engine runs, and what one run of either needs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from apexai.errors import Diagnostic
from apexai.graph.wire import Wire


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectProgram:
    """A directory with a `Pulumi.yaml`: any Pulumi Python project, run in its own virtual environment."""

    directory: Path
    python: Path | None = None
    """The interpreter to run it with, in place of the one that the project names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScriptProgram:
    """One Python file, run by apexai's own interpreter."""

    script: Path
    project: str
    arguments: tuple[str, ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict)
    """Variables beside the scrubbed environment."""
    directory: Path | None = None
    """Working directory and root of the user's files; the script's own directory unless given."""


ProgramSource: TypeAlias = ProjectProgram | ScriptProgram


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What an invokes file says: answers to invokes by token, outputs of other stacks by name."""

    invokes: Mapping[str, list[dict[str, Wire]]] = field(default_factory=dict)
    stack_references: Mapping[str, dict[str, Wire]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class RunSettings:
    """What the caller asks for, whatever kind of program it is."""

    stack: str
    organization: str
    config: Mapping[str, str]
    secret_config: Mapping[str, str]
    answers: Answers
    timeout_seconds: float
    shortcuts: bool = True
    traced: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Everything that one child process needs to know, whatever kind of program it runs."""

    python: Path
    program: Path
    """A file, or a directory with a `__main__.py`."""
    arguments: tuple[str, ...] = ()
    working_directory: Path
    project_root: Path
    """The user's files are below it; source lines are relative to it."""
    project: str
    stack: str
    organization: str
    config: Mapping[str, str]
    """Full keys (`aws:region`) → texts; objects and lists are JSON texts, as in Pulumi."""
    secret_keys: tuple[str, ...] = ()
    answers: Answers
    environment: Mapping[str, str] = field(default_factory=dict)
    timeout_seconds: float
    shortcuts: bool = True
    traced: bool = False
    """Whether outputs are texts by which one sees what a value is made of, and not unknown."""
    diagnostics: tuple[Diagnostic, ...] = ()
    """What reading the project found: placeholders that stand in for secrets, and the like."""
