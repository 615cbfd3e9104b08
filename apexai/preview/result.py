"""What a preview found, for a person and for a machine alike; the reports only lay it out."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from apexai.errors import Diagnostic, DiagnosticSeverity
from apexai.graph.model import ResourceGraph, SourcePosition

if TYPE_CHECKING:
    from apexai.cost.estimate import Estimate
    from apexai.policy.finding import Evaluation
    from apexai.preview.baseline import BaselineDeployment
    from apexai.preview.difference import Difference
    from apexai.preview.gates import FailedGate
    from apexai.preview.remedies import Remedy

EXIT_FINE: Final = 0
EXIT_GATE_FAILED: Final = 1
EXIT_BAD_INPUT: Final = 2
EXIT_PROGRAM_FAILED: Final = 3
EXIT_OWN_FAULT: Final = 70
_WORST_FIRST: Final = (EXIT_OWN_FAULT, EXIT_BAD_INPUT, EXIT_PROGRAM_FAILED, EXIT_GATE_FAILED)


class Status(StrEnum):
    """How a preview ended."""

    OK = "ok"
    REFUSED = "refused"
    """The spec can't be had on that target; the diagnostics say why and there is no graph."""
    FAILED = "failed"
    """The program raised, hung, ended the process or logged an error."""


class Origin(StrEnum):
    """Where a preview's resources come from."""

    PROGRAM = "program"
    """A spec or a Pulumi project, run offline."""
    STACK_EXPORT = "stack-export"
    """`pulumi stack export`: what is deployed."""
    CHECKPOINT = "checkpoint"
    """A file backend's own file of a stack: what is deployed."""
    PREVIEW_JSON = "preview-json"
    """`pulumi preview --json`: what the engine planned."""

    @property
    def is_deployed(self) -> bool:
        return self in (Origin.STACK_EXPORT, Origin.CHECKPOINT)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeploymentPreview:
    """One document on one target, one Pulumi project in one stack, or one file that the Pulumi CLI wrote."""

    name: str
    source: str
    """The spec file or the project directory, as the caller named it; `<stdin>` for standard input."""
    target: str
    """The platform; `pulumi` for a project of any kind."""
    region: str = ""
    """As the spec says; empty where it says none and for projects."""
    stack: str = ""
    """The stack of a project; empty for specs."""
    origin: Origin = Origin.PROGRAM
    status: Status
    asked: bool = True
    """False where only `--target all` chose the target: a refusal there does not fail the run."""
    diagnostics: tuple[Diagnostic, ...] = ()
    """Sorted by place: errors, warnings and notes."""
    graph: ResourceGraph | None = None
    """None where it was refused, and where the program came to no end."""
    sources: Mapping[str, SourcePosition] = field(default_factory=dict)
    """URN → the line that caused the resource: of the spec file, or of the user's program."""
    own_fault: bool = False
    """Whether the program that failed is of this package and not the user's."""
    failure: str = ""
    """How a failed program ended, with its own lines, for a person to read."""
    digest: str = ""
    """`sha256:` and hex digits over what would be created; empty unless the status is ok."""
    as_of: datetime.date | None = None
    """The day that cost and rules are judged on; None where there is no graph."""
    estimate: "Estimate | None" = None
    """What it costs a month; None where there is no graph."""
    evaluation: "Evaluation | None" = None
    """What the rules say; None where there is no graph."""
    failed_gates: "tuple[FailedGate, ...]" = ()
    """Why it ends with exit code 1."""
    remedies: "tuple[Remedy, ...]" = ()
    """What would bring it under its budget, where that is exceeded; of specs only."""
    difference: "Difference | None" = None
    """What changes from what it is compared with; None where nothing is compared."""

    @property
    def partial(self) -> bool:
        """Whether resources are missing from the graph, so that no total over it is complete."""
        return self.graph is not None and (self.graph.partial or self.status is not Status.OK)

    @property
    def notes(self) -> tuple[Diagnostic, ...]:
        return tuple(item for item in self.diagnostics if item.severity is DiagnosticSeverity.NOTE)

    @property
    def problems(self) -> tuple[Diagnostic, ...]:
        """Errors and warnings."""
        return tuple(item for item in self.diagnostics if item.severity is not DiagnosticSeverity.NOTE)

    @property
    def exit_code(self) -> int:
        match self.status:
            case Status.OK:
                return EXIT_GATE_FAILED if self.failed_gates else EXIT_FINE
            case Status.REFUSED:
                return EXIT_BAD_INPUT if self.asked else EXIT_FINE
            case Status.FAILED:
                return EXIT_OWN_FAULT if self.own_fault else EXIT_PROGRAM_FAILED


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """Everything that one run previewed."""

    deployments: tuple[DeploymentPreview, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    """Those that belong to no deployment: files that don't load."""
    program_output: str = ""
    """What the user's program printed, in order; not part of any contract."""
    against: str = ""
    """What it is compared with, as the caller named it; empty where with nothing."""
    removed: "tuple[BaselineDeployment, ...]" = ()
    """Deployments that what it is compared with has, and this does not."""

    @property
    def exit_code(self) -> int:
        loading = EXIT_BAD_INPUT if any(item.is_error for item in self.diagnostics) else EXIT_FINE
        return worst_exit_code((loading, *(deployment.exit_code for deployment in self.deployments)))


def worst_exit_code(codes: Iterable[int]) -> int:
    """The code that a run ends with when several apply: 70, 2, 3, 1, else 0."""
    found = set(codes)
    return next((code for code in _WORST_FIRST if code in found), EXIT_FINE)


def by_place(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Each diagnostic once, in the order of the file."""
    return tuple(sorted(dict.fromkeys(diagnostics), key=_place))


def _place(item: Diagnostic) -> tuple[str, int, int, str, str, str]:
    return (item.file, item.line, item.column, item.code, item.path, item.message)
