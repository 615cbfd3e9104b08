"""A path with specs → the documents on every platform, side by side."""

from dataclasses import dataclass, replace
from pathlib import Path

from apexai.compare.comparison import Comparison, compare_preview
from apexai.errors import SpecError, UsageError
from apexai.preview.audit import preview_engine_file, read_given
from apexai.preview.criteria import criteria_of
from apexai.preview.options import ALL_TARGETS, PreviewOptions
from apexai.preview.project import is_project
from apexai.preview.result import EXIT_BAD_INPUT, EXIT_PROGRAM_FAILED, Preview, Status
from apexai.preview.specs import preview_specs
from apexai.spec.fields import Platform
from apexai.spec.loader import load_spec_text, load_specs, name_of

_NO_FILES = ("-", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """What came of a path."""

    preview: Preview
    comparisons: tuple[Comparison, ...]

    @property
    def exit_code(self) -> int:
        """A document that no platform takes fails the run, and so does a program that fails on one of them."""
        if self.preview.diagnostics:
            return EXIT_BAD_INPUT
        states = [{column.status for column in found.columns} for found in self.comparisons]
        if any(found == {Status.REFUSED} for found in states):
            return EXIT_BAD_INPUT
        if any(deployment.own_fault for deployment in self.preview.deployments):
            return self.preview.exit_code
        return EXIT_PROGRAM_FAILED if any(Status.FAILED in found for found in states) else 0


def compare_path(path: str, options: PreviewOptions) -> Compared:
    """Compare the documents of a file, of a directory, or of standard input (`-`).

    Raises:
        UsageError: the path holds no specs.
        ApexError: it can't be previewed.
    """
    if path not in _NO_FILES and is_project(Path(path)):
        raise UsageError(f"{path} is a Pulumi project, whose program says where it runs; give a spec [APX-CMP-001]")
    content = read_given(path)
    criteria = criteria_of(options)
    options = replace(options, criteria=criteria)
    if content is not None and preview_engine_file(path, content, options) is not None:
        raise UsageError(f"{path} is a file of the Pulumi CLI, whose resources stand where they stand [APX-CMP-001]")
    preview = preview_specs(path, options, target=ALL_TARGETS, content=content)
    declared = _declared(path, content) if not preview.diagnostics else {}
    return Compared(preview=preview, comparisons=compare_preview(preview, criteria, declared=declared))


def _declared(path: str, content: bytes | None) -> dict[str, Platform]:
    """`metadata.name` → the platform that the document names first."""
    try:
        documents = load_specs(path) if content is None else load_spec_text(content, file=name_of(path))
    except SpecError:
        return {}
    return {document.name: platform for document in documents for platform in document.platforms()[:1]}
