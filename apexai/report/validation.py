"""A validation as text and as JSON."""

from dataclasses import replace

from apexai.errors import Diagnostic, DiagnosticSeverity
from apexai.preview.checks import CheckedDocument
from apexai.preview.validation import Validation
from apexai.report.wording import clean


def render_problems(validation: Validation) -> str:
    """`file:line:column: path: what; what to write instead [code]`, a line for each error and warning."""
    found = [*validation.diagnostics, *(problem for item in validation.checked for problem in _problems(item))]
    return "".join(f"{line}\n" for line in dict.fromkeys(clean(_line(problem)) for problem in found))


def render_verdicts(validation: Validation) -> str:
    """A line for each document and target."""
    return "".join(f"{clean(_verdict(item))}\n" for item in validation.checked)


def render_validation_json(validation: Validation, *, exit_code: int) -> str:
    """The same in the words of the preview's JSON, without resources."""
    from apexai.report.json import SCHEMA_VERSION, diagnostic_json, render_json

    return render_json(
        {
            "schemaVersion": SCHEMA_VERSION,
            "deployments": [
                {
                    "name": item.name,
                    "source": item.document.file,
                    "target": str(item.platform or ""),
                    "status": "refused" if item.refused else "ok",
                    "diagnostics": [diagnostic_json(diagnostic) for diagnostic in item.diagnostics],
                }
                for item in validation.checked
            ],
            "diagnostics": [diagnostic_json(diagnostic) for diagnostic in validation.diagnostics],
            "exitCode": exit_code,
        }
    )


def _problems(item: CheckedDocument) -> list[Diagnostic]:
    return [found for found in item.diagnostics if found.severity is not DiagnosticSeverity.NOTE]


def _line(problem: Diagnostic) -> str:
    """As compilers write it, so that editors find the place: an error is not called one, the rest is."""
    if problem.is_error:
        return str(problem)
    rest = str(replace(problem, file="", line=0, column=0))
    return ": ".join(part for part in (problem.location, problem.severity, rest) if part)


def _verdict(item: CheckedDocument) -> str:
    return f"{item.document.file}: {item.name} {'is refused' if item.refused else 'is valid'} on {item.platform}"
