"""What a finished run has to say beside its graph: logs, refused network, placeholders, unknowns."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import chain
from typing import Any, Final

from apexai.errors import Diagnostic, DiagnosticSeverity
from apexai.graph.offline.program import Run
from apexai.graph.offline.redaction import redacted
from apexai.graph.offline.runner import versions

_OTHER_STACK: Final = "pulumi:pulumi:StackReference"
_SEVERITIES: Final = {
    "info": DiagnosticSeverity.NOTE,
    "warning": DiagnosticSeverity.WARNING,
    "error": DiagnosticSeverity.ERROR,
}


def check_run(run: Run, result: Mapping[str, Any]) -> Iterable[Diagnostic]:
    """Everything of a run that a reader of its graph should know, in the order in which it happened, by kind."""
    found = (
        _untested(result["sdkVersion"]),
        _logged(result["logs"]),
        _refused(result["refusedNetwork"]),
        _started(result["processes"]),
        _asked(result["invokes"]),
        _missing(result["missingAssets"]),
    )
    for diagnostic in chain(*found):
        yield replace(diagnostic, message=redacted(diagnostic.message, run))


def _untested(version: str) -> Iterable[Diagnostic]:
    newest = versions.TESTED[-1]
    if versions.parse(version)[:2] > versions.parse(newest)[:2]:
        yield Diagnostic(
            code="APX-OFF-023",
            severity=DiagnosticSeverity.NOTE,
            message=f"the project has pulumi {version}; previews offline are tested up to {newest}",
        )


def _logged(logs: Iterable[Mapping[str, Any]]) -> Iterable[Diagnostic]:
    for entry in logs:
        yield Diagnostic(
            code="APX-OFF-030",
            severity=_SEVERITIES[entry["severity"]],
            message=entry["message"].strip(),
            path=entry["urn"],
            **_place(entry["source"]),
        )


def _refused(attempts: Iterable[Mapping[str, Any]]) -> Iterable[Diagnostic]:
    for attempt in _distinct(attempts, "target"):
        yield Diagnostic(
            code="APX-OFF-031",
            severity=DiagnosticSeverity.WARNING,
            message=f"the program asked for {attempt['target']}, which a preview offline refuses",
            suggestion="guard the call by pulumi.runtime.is_dry_run(), or read the value from configuration",
            **_place(attempt["source"]),
        )


def _started(processes: Iterable[Mapping[str, Any]]) -> Iterable[Diagnostic]:
    for process in _distinct(processes, "command"):
        yield Diagnostic(
            code="APX-OFF-032",
            severity=DiagnosticSeverity.NOTE,
            message=f"the program started {process['command']}: without credentials, its network is not watched",
            **_place(process["source"]),
        )


def _asked(invokes: Iterable[Mapping[str, Any]]) -> Iterable[Diagnostic]:
    in_order = sorted(invokes, key=lambda record: record["source"] or ["", 0])
    yield from _other_stacks(record for record in in_order if record["token"] == _OTHER_STACK)
    for record in _distinct((record for record in in_order if record["token"] != _OTHER_STACK), "token", "answered"):
        match record["answered"]:
            case "placeholder":
                yield Diagnostic(
                    code="APX-OFF-033",
                    severity=DiagnosticSeverity.NOTE,
                    message=f"{record['token']} has a placeholder for an answer",
                    suggestion="use --invokes FILE to give the real one",
                    **_place(record["source"]),
                )
            case "unknown":
                yield Diagnostic(
                    code="APX-OFF-034",
                    severity=DiagnosticSeverity.NOTE,
                    message=f"{record['token']} can't be asked offline: its result is unknown",
                    suggestion="use --invokes FILE to give it",
                    **_place(record["source"]),
                )


def _other_stacks(asked: Iterable[Mapping[str, Any]]) -> Iterable[Diagnostic]:
    unknown = {record["args"]["name"]: record for record in asked if record["answered"] == "unknown"}
    for name, record in unknown.items():
        yield Diagnostic(
            code="APX-OFF-034",
            severity=DiagnosticSeverity.NOTE,
            message=f"the outputs of the stack {name} can't be asked offline: they are unknown",
            suggestion="give them below stackReferences in a file for --invokes",
            **_place(record["source"]),
        )


def _missing(assets: Iterable[tuple[str, list[Any] | None]]) -> Iterable[Diagnostic]:
    for path, source in assets:
        yield Diagnostic(
            code="APX-OFF-035",
            severity=DiagnosticSeverity.WARNING,
            message=f"there is nothing at {path}, which a resource takes as a file or archive",
            suggestion="build it before the deployment: the real engine refuses a path without content",
            **_place(source),
        )


def _distinct(entries: Iterable[Mapping[str, Any]], *keys: str) -> Iterable[Mapping[str, Any]]:
    """One of several that say the same of the same line."""
    seen = set()
    for entry in entries:
        identity = (*(entry[key] for key in keys), tuple(entry["source"] or ()))
        if identity not in seen:
            seen.add(identity)
            yield entry


def _place(source: list[Any] | None) -> dict[str, Any]:
    return {"file": source[0], "line": source[1]} if source else {}
