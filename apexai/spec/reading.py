"""The text of one file → its documents and what is wrong with their text, part by part."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from apexai.errors import Diagnostic
from apexai.spec import codes
from apexai.spec.document import SpecDocument
from apexai.spec.shown import shown
from apexai.spec.source_text import decode_source, split_documents
from apexai.spec.telling import limited
from apexai.spec.yaml_data import DataBuilder
from apexai.spec.yaml_events import YamlError
from apexai.spec.yaml_tree import Node, parse_nodes


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadPart:
    """What one part of a file gave: as a rule one document."""

    text: str
    """Empty where the whole file can't be read."""
    documents: tuple[SpecDocument, ...] = ()
    errors: tuple[Diagnostic, ...] = ()


def read_source(source: str | bytes, *, file: str) -> Iterator[ReadPart]:
    """The parts of a file, in its order; a broken one does not hide the others."""
    count = 0
    try:
        for part in split_documents(decode_source(source), is_json=file.lower().endswith(".json")):
            read = list(_documents(part.text, first_line=part.first_line, file=file, first=count))
            count += len(read)
            yield ReadPart(
                text=part.text,
                documents=tuple(document for document, _ in read if document is not None),
                errors=tuple(error for _, errors in read for error in errors),
            )
    except YamlError as error:
        yield ReadPart(text="", errors=(replace(error.diagnostic, file=file),))


def _documents(
    text: str, *, first_line: int, file: str, first: int
) -> Iterator[tuple[SpecDocument | None, tuple[Diagnostic, ...]]]:
    """Each document of a part with the errors in its text; empty ones are left out."""
    index = first
    try:
        for root in parse_nodes(text, first_line=first_line):
            if root is not None:
                yield _document(root, file=file, index=index)
                index += 1
    except YamlError as error:
        yield None, (replace(error.diagnostic, file=file),)


def _document(root: Node, *, file: str, index: int) -> tuple[SpecDocument | None, tuple[Diagnostic, ...]]:
    builder = DataBuilder()
    data, positions = builder.build(root)
    errors = tuple(limited([replace(found, file=file) for found in builder.diagnostics]))
    if isinstance(data, dict):
        return SpecDocument(file=file, index=index, written=data, positions=positions), errors
    wrong = Diagnostic(
        code=codes.NOT_A_MAPPING,
        message=f"this document is {shown(data)}, not a ServerlessModelDeployment",
        suggestion="begin with apiVersion: and kind:",
        file=file,
        line=root.line,
        column=root.column,
    )
    return None, (*errors, wrong)
