"""Previews of files that the Pulumi CLI wrote: what is deployed, or what the engine planned, judged the same."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Final

from apexai.errors import Diagnostic, DiagnosticSeverity, UsageError
from apexai.graph.engine_file import EngineFile, begins_like_engine_file, load_engine_file
from apexai.preview.criteria import criteria_of
from apexai.preview.digest import digest_of
from apexai.preview.judging import judge_deployment
from apexai.preview.options import PreviewOptions
from apexai.preview.result import DeploymentPreview, Origin, Preview, Status
from apexai.preview.surroundings import ENVIRONMENT
from apexai.spec.loader import STDIN, name_of
from apexai.spec.source_text import MAX_BYTES

FROM: Final = "APX-GRA-004"
"""Code of the note that says what a file is."""
LEFT_OUT: Final = "APX-GRA-005"
"""Code of warnings about what a file does not show."""
FAILED: Final = "APX-GRA-006"
"""Code of errors that a planned preview ended with."""

_TARGET: Final = "pulumi"
_WHAT: Final = {
    Origin.STACK_EXPORT: "this is what `pulumi stack export` says is deployed",
    Origin.CHECKPOINT: "this is what the backend's checkpoint says is deployed",
    Origin.PREVIEW_JSON: "this is what `pulumi preview --json` planned",
}


def read_given(path: str) -> bytes | None:
    """What a file, a pipe or standard input (`-`) holds, read once; None for directories and what can't be read.

    Of what does not begin like JSON only as much is read as a spec may have.
    """
    try:
        if path == STDIN:
            return None if sys.stdin is None else _read(sys.stdin.buffer)
        if not path or Path(path).is_dir():
            return None
        with Path(path).open("rb") as file:
            return _read(file)
    except (OSError, ValueError):
        return None  # The loader of specs says what is wrong with the path.


def preview_engine_file(path: str, content: bytes, options: PreviewOptions) -> Preview | None:
    """Show what such a file holds; None where the content is another one.

    Raises:
        UsageError: the file is broken, or an option is given that changes nothing here.
    """
    name = name_of(path)
    try:
        file = load_engine_file(content)
    except UsageError as error:
        raise UsageError(f"{name}: {error}") from None
    if file is None:
        return None
    _refuse_options(name, options)
    config = {**file.config, **options.config}
    deployment = _deployment(name, file)
    judged = judge_deployment(deployment, criteria_of(options), environment=config.get(ENVIRONMENT, ""))
    return Preview(deployments=(judged,))


def _read(file: IO[bytes]) -> bytes:
    begin = file.read(MAX_BYTES + 1)
    return begin + file.read() if begins_like_engine_file(begin) else begin


def _refuse_options(name: str, options: PreviewOptions) -> None:
    """Nothing runs, so that nothing of what a program is run with means anything."""
    given = [
        *(["--stack"] if options.stack is not None else []),
        *(["--invokes"] if options.invokes is not None else []),
        *(f"--config {key}" for key in sorted(options.config) if key != ENVIRONMENT),
    ]
    if given:
        raise UsageError(f"{given[0]}: {name} is a file of the Pulumi CLI, and no program is run [APX-PRV-009]")


def _deployment(name: str, file: EngineFile) -> DeploymentPreview:
    graph = file.graph
    return DeploymentPreview(
        name=graph.project or Path(name).stem,
        source=name,
        target=_TARGET,
        stack=graph.stack,
        origin=Origin(file.kind),
        status=Status.FAILED if file.errors else Status.OK,
        diagnostics=tuple(_diagnostics(name, file)),
        graph=graph,
        digest="" if graph.partial else digest_of(graph),
    )


def _diagnostics(name: str, file: EngineFile) -> Iterator[Diagnostic]:
    for message in dict.fromkeys(file.errors):
        yield Diagnostic(code=FAILED, message=f"the preview failed: {message}", file=name)
    if file.missing:
        yield Diagnostic(
            code=LEFT_OUT,
            severity=DiagnosticSeverity.WARNING,
            message=f"{file.missing:,} unchanged resources are not in it, and nothing is said of them",
            suggestion="make it with `pulumi preview --json --show-sames`",
            file=name,
        )
    if file.pending:
        yield Diagnostic(
            code=LEFT_OUT,
            severity=DiagnosticSeverity.WARNING,
            message=f"an update was interrupted: nobody knows whether {file.pending:,} of its operations were done",
            suggestion="run `pulumi refresh` before the export",
            file=name,
        )
    yield Diagnostic(code=FROM, severity=DiagnosticSeverity.NOTE, message=_said(file), file=name)


def _said(file: EngineFile) -> str:
    changes = ", ".join(f"{count:,} {operation}" for operation, count in file.changes.items())
    details = f" at {file.time}" if file.time else f": {changes}" if changes else ""
    return f"{_WHAT[Origin(file.kind)]}{details}"
