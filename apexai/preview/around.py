"""What the stack of a project around a spec lays over it, which a preview of the spec alone leaves out."""

import json
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from apexai.errors import ApexError, Diagnostic, DiagnosticSeverity
from apexai.graph.offline.config import load_stack_config
from apexai.graph.offline.project_file import load_project_file
from apexai.preview.surroundings import OVERRIDES
from apexai.spec.document import SpecDocument

LEFT_OUT = "APX-PRV-016"


def check_around(document: SpecDocument, *, stack: str) -> Iterator[Diagnostic]:
    """Warn where the nearest project's stack has overrides for the document."""
    directory = project_around(Path(document.file))
    if directory is None or document.name not in _overridden(directory, stack):
        return
    shown = directory.relative_to(Path.cwd()) if directory.is_relative_to(Path.cwd()) else directory
    yield Diagnostic(
        code=LEFT_OUT,
        severity=DiagnosticSeverity.WARNING,
        path="metadata.name",
        message=f"stack {stack} lays its {OVERRIDES} over this document, and a preview of the document alone leaves "
        f"them out; `apexai preview {shown} --stack {stack}` shows what is deployed",
    )


def project_around(file: Path) -> Path | None:
    """The nearest directory above a file that holds a Pulumi project."""
    return next((directory for directory in file.resolve().parents if (directory / "Pulumi.yaml").is_file()), None)


def _overridden(directory: Path, stack: str) -> frozenset[str]:
    """Names of deployments; a project that can't be read is for its own preview to complain of."""
    with suppress(ApexError, ValueError):
        found = json.loads(load_stack_config(load_project_file(directory), stack=stack).values.get(OVERRIDES, "{}"))
        return frozenset(found) if isinstance(found, dict) else frozenset()
    return frozenset()
