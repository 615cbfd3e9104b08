"""Several documents → as few programs as possible: each starts Python and an SDK, which takes longest."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, TypeAlias

from apexai.errors import ProgramError
from apexai.graph.offline import Capture, ScriptProgram, capture_program
from apexai.preview.options import DEFAULT_STACK, PreviewOptions
from apexai.preview.parallel import in_parallel
from apexai.spec.deployment import ServerlessModelDeployment
from apexai.spec.document import SpecDocument
from apexai.spec.fields import Platform

COMPONENT: Final = "apexai:index:InferenceService"
PROJECT: Final = "apexai"
_MOST: Final = 25
"""Services in one program: more would not start sooner, and fail together where one does."""
PROGRAM: Final = Path(__file__).parent / "program" / "__main__.py"


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceRequest:
    """One document to build on one platform."""

    name: str
    platform: Platform
    document: Mapping[str, object]
    """As written, with the platform's overrides merged in."""
    directory: Path | None
    """Where its relative paths begin; None where it has none."""


def request_of(document: SpecDocument, deployment: ServerlessModelDeployment) -> ServiceRequest:
    """The request to build a document on the platform of its deployment."""
    platform = deployment.spec.runtime.platform
    return ServiceRequest(
        name=deployment.metadata.name,
        platform=platform,
        document=document.merged(platform),
        directory=Path(document.file).resolve().parent if _has_paths(deployment) else None,
    )


Captured: TypeAlias = Capture | ProgramError


def capture_services(requests: Sequence[ServiceRequest], options: PreviewOptions) -> tuple[Captured, ...]:
    """The capture of each request, with its own resources only, or why its program failed; in the same order.

    Raises:
        UsageError: the invokes file can't be read.
    """
    batches = _batches(requests)
    done = in_parallel(lambda batch: _capture_batch([requests[index] for index in batch], options), batches)
    by_index = dict(pair for batch, found in zip(batches, done, strict=True) for pair in zip(batch, found, strict=True))
    return tuple(by_index[index] for index in range(len(requests)))


def _has_paths(deployment: ServerlessModelDeployment) -> bool:
    stable, uri = deployment.spec.traffic_split.stable, deployment.spec.model_ref.uri
    names_file = isinstance(uri, str) and ":" not in uri
    has_package = deployment.spec.runtime.package is not None or (stable is not None and stable.package is not None)
    return has_package or names_file


def _batches(requests: Sequence[ServiceRequest]) -> list[list[int]]:
    """Indices of requests that one program can hold: one directory for those that need one, and no name twice."""
    batches: list[list[int]] = []
    for index, request in enumerate(requests):
        for batch in batches:
            if len(batch) < _MOST and all(_can_share(request, requests[other]) for other in batch):
                batch.append(index)
                break
        else:
            batches.append([index])
    return batches


def _can_share(one: ServiceRequest, other: ServiceRequest) -> bool:
    return one.name != other.name and (None in (one.directory, other.directory) or one.directory == other.directory)


def _capture_batch(requests: Sequence[ServiceRequest], options: PreviewOptions) -> list[Captured]:
    try:
        capture = _capture(requests, options)
    except ProgramError as error:
        if len(requests) == 1:
            return [error]
        # One of them broke the program; alone, each of the others shows what it is.
        return [found for request in requests for found in _capture_batch([request], options)]
    return [_part(capture, request.name) for request in requests]


def _capture(requests: Sequence[ServiceRequest], options: PreviewOptions) -> Capture:
    documents = [
        {"name": request.name, "platform": request.platform, "document": request.document} for request in requests
    ]
    directory = next((request.directory for request in requests if request.directory is not None), None)
    with TemporaryDirectory(prefix="apexai-") as private:
        file = Path(private) / "requests.json"
        file.write_text(json.dumps(documents), encoding="utf-8")
        return capture_program(
            ScriptProgram(script=PROGRAM, project=PROJECT, arguments=(str(file),), directory=directory),
            stack=options.stack or DEFAULT_STACK,
            config=options.config,
            invokes=options.invokes,
            timeout_seconds=options.timeout_seconds,
        )


def _part(capture: Capture, name: str) -> Capture:
    """What of a shared program belongs to one service: its resources, and what they refer to."""
    graph = capture.graph
    component = next(item for item in graph.of_type(COMPONENT) if item.name == name)
    own = {component.urn, *(resource.urn for resource in graph.descendants(component.urn))}
    needed = own | {item.provider for item in graph.resources if item.urn in own}
    resources = tuple(item for item in graph.resources if item.urn in needed or not (item.parent or item.is_provider))
    others = {resource.urn for resource in graph.resources} - {resource.urn for resource in resources}
    return replace(
        capture,
        graph=replace(graph, resources=resources),
        diagnostics=tuple(item for item in capture.diagnostics if item.path not in others),
    )
