"""How a program ended, as part of a preview: its graph, or the reason that there is none."""

import re
from dataclasses import dataclass
from typing import Final

from apexai.errors import Diagnostic, ProgramError
from apexai.graph.model import ResourceGraph
from apexai.graph.offline import Capture
from apexai.preview.digest import digest_of
from apexai.preview.redaction import redact, redact_diagnostics, secret_texts
from apexai.preview.result import Status

_FAILURE: Final = re.compile(
    r"(?:(?P<file>[^\n:]+):(?P<line>\d+): |the program: )?(?P<message>.*?) \[(?P<code>APX-[A-Z]+-\d{3})\]", re.DOTALL
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """What a program's run adds to a preview."""

    status: Status
    diagnostics: tuple[Diagnostic, ...]
    graph: ResourceGraph | None = None
    digest: str = ""
    failure: str = ""
    printed: str = ""


def read_ending(captured: Capture | ProgramError) -> Ending:
    """Tell a run that succeeded from one that did not; no text of it holds a secret of its graph."""
    if isinstance(captured, ProgramError):
        text = str(captured)
        return Ending(status=Status.FAILED, diagnostics=(_diagnostic(text),), failure=text)
    secrets = secret_texts(captured.graph)
    diagnostics = redact_diagnostics(captured.diagnostics, secrets)
    failed = any(diagnostic.is_error for diagnostic in diagnostics)
    return Ending(
        status=Status.FAILED if failed else Status.OK,
        diagnostics=diagnostics,
        graph=captured.graph,
        digest="" if failed else digest_of(captured.graph),
        printed=redact(captured.stdout + captured.stderr, secrets),
    )


def _diagnostic(text: str) -> Diagnostic:
    match = _FAILURE.match(text)
    if match is None:
        return Diagnostic(code="APX-OFF-040", message=text)
    line = int(match["line"] or 0)
    return Diagnostic(code=match["code"], message=match["message"], file=match["file"] or "", line=line)
