"""The specs of a program's services, from the files that the components note, so that findings have their lines."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from apexai.errors import ApexError
from apexai.graph.model import ResourceGraph, SourcePosition
from apexai.policy.places import deployment_name, platform_of
from apexai.policy.subject import SERVICE
from apexai.preview.sources import resource_sources
from apexai.spec.document import SPEC_NOTE, SpecDocument
from apexai.spec.loader import load_specs


def noted_documents(notes: Iterable[str], *, root: Path) -> dict[str, SpecDocument]:
    """`metadata.name` → the document, for the files that are noted; not for a name that several documents have.

    Files below the project's directory are named from there. One that can't be read any more gives no lines.
    """
    found: dict[str, list[SpecDocument]] = {}
    for file in dict.fromkeys(note.removeprefix(SPEC_NOTE) for note in notes if note.startswith(SPEC_NOTE)):
        path = root / file
        name = path.relative_to(root).as_posix() if path.is_relative_to(root) else file
        with suppress(ApexError):
            for document in load_specs(path):
                found.setdefault(document.name, []).append(replace(document, file=name))
    return {name: documents[0] for name, documents in found.items() if len(documents) == 1}


def noted_sources(graph: ResourceGraph, documents: Mapping[str, SpecDocument]) -> dict[str, SourcePosition]:
    """URN → the line of its spec, for the services of these documents and what is below them."""
    found: dict[str, SourcePosition] = {}
    for service in graph.of_type(SERVICE):
        document, platform = documents.get(deployment_name(service)), platform_of(service)
        if document is None or platform is None:
            continue
        own = replace(graph, resources=(service, *graph.descendants(service.urn)))
        with suppress(ApexError):  # overrides of the program may be what makes it valid
            found |= resource_sources(own, document=document, deployment=document.deployment(platform))
    return found
