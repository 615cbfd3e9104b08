"""The error tree and the diagnostic, the one form in which every layer reports what is wrong and where."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum


class DiagnosticSeverity(StrEnum):
    """How much a diagnostic matters: an error refuses the deployment, the others inform."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnostic:
    """One statement about the user's input: where, what, and what to write instead."""

    code: str
    """`APX-<AREA>-<NNN>`; never reused."""
    severity: DiagnosticSeverity = DiagnosticSeverity.ERROR
    message: str
    """What is wrong, with the value; a full clause without a final full stop."""
    path: str = ""
    """Property path, e.g. `spec.autoscaling.schedules[0].start`; empty where a whole file is meant."""
    suggestion: str = ""
    """What to write instead; empty only where nothing can be said."""
    file: str = ""
    line: int = 0
    """1-based; 0 where the source has no lines (a dict, a model object)."""
    column: int = 0
    """1-based; 0 where the source has no lines."""

    @property
    def is_error(self) -> bool:
        return self.severity is DiagnosticSeverity.ERROR

    @property
    def location(self) -> str:
        """`file:line:column`, as much of it as is known."""
        return ":".join(str(part) for part in (self.file, self.line, self.column) if part)

    def at(self, *, file: str, line: int, column: int) -> "Diagnostic":
        """The same diagnostic with its place in a file."""
        return replace(self, file=file, line=line, column=column)

    def __str__(self) -> str:
        head = ": ".join(part for part in (self.location, self.path) if part)
        body = "; ".join(part for part in (self.message, self.suggestion) if part)
        return f"{head}: {body} [{self.code}]" if head else f"{body} [{self.code}]"


class ApexError(Exception):
    """Anything that this library refuses or can't do; printed without a traceback.

    `exit_code` is what the command line ends with: 1 a gate failed, 2 bad input, usage or a missing extra,
    3 the user's program raised, hung or was killed.
    """

    exit_code = 2


class UsageError(ApexError):
    """The call itself is wrong: a path that is not there, an option that does not exist."""


class DiagnosticsError(ApexError):
    """Input that can't be used, with every reason at once."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = tuple(diagnostics)
        super().__init__("\n".join(str(diagnostic) for diagnostic in self.diagnostics))


class SpecError(DiagnosticsError):
    """A spec that does not load: syntax, types, unknown keys, contradictions."""


class RefusedError(DiagnosticsError):
    """A valid spec that can't be had on the target that it names."""


class MissingExtraError(ApexError):
    """A provider SDK is needed that is not installed."""

    def __init__(self, *, target: str, extra: str) -> None:
        self.target, self.extra = target, extra
        super().__init__(
            f"{target} needs a provider SDK that is not installed: pip install 'apexai[{extra}]' [APX-INS-001]"
        )


class ProjectError(ApexError):
    """A Pulumi project that can't be run: no Pulumi.yaml, another runtime, no interpreter."""


class ProgramError(ApexError):
    """The user's program raised, hung, was killed or ended the process."""

    exit_code = 3
