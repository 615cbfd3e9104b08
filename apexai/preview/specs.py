"""Previews of spec files: every document on every target that it is asked for."""

from collections.abc import Sequence
from dataclasses import replace
from importlib.util import find_spec
from typing import Final

from apexai.errors import Diagnostic, MissingExtraError, SpecError
from apexai.preview.around import check_around
from apexai.preview.captured import Ending, read_ending
from apexai.preview.checks import CheckedDocument, check_documents
from apexai.preview.criteria import Criteria, criteria_of
from apexai.preview.gates import Gate
from apexai.preview.judging import judge_deployment
from apexai.preview.logged import is_of_component
from apexai.preview.options import ALL_TARGETS, DEFAULT_STACK, PreviewOptions
from apexai.preview.parallel import in_parallel
from apexai.preview.remedies import find_remedies
from apexai.preview.requests import capture_services, request_of
from apexai.preview.result import DeploymentPreview, Preview, Status, by_place
from apexai.preview.sources import resource_sources
from apexai.preview.surroundings import PLACEHOLDER_REGISTRY, REGISTRY, surroundings_of
from apexai.spec.loader import load_spec_text, load_specs, name_of
from apexai.targets.registry import load_target
from apexai.targets.target import Surroundings

_NOT_OURS: Final = frozenset({"APX-OFF-044", "APX-OFF-045", "APX-OFF-046"})
"""Failures that a program of ours has by its surroundings: a broken installation, too little time, a kill."""
_LOOKUPS: Final = frozenset({"APX-OFF-033", "APX-OFF-034"})
"""Notes on data sources that are answered by placeholders or not at all."""


def preview_specs(
    path: str, options: PreviewOptions, *, target: str | None = None, content: bytes | None = None
) -> Preview:
    """Preview the documents of a file, of a directory, or of standard input (`-`).

    Args:
        path: As the caller wrote it; it stands in the result.
        options: What holds for all of them.
        target: A platform, or `all` for every one that this version builds; each document's own where absent.
        content: What the path holds, where the caller has read it: a pipe can't be read twice.

    Raises:
        UsageError: there is no such path, no spec reads a key of the configuration, or the invokes file can't be
            read.
        MissingExtraError: the SDK of a target is not installed.
    """
    try:
        documents = load_specs(path) if content is None else load_spec_text(content, file=name_of(path))
    except SpecError as error:
        return Preview(diagnostics=error.diagnostics)
    surroundings = surroundings_of(options.config)
    options = replace(options, config={REGISTRY: PLACEHOLDER_REGISTRY, **options.config})
    checked = _installed(check_documents(documents, target=target, surroundings=surroundings), target)
    checked = tuple(_beside_stack(item, options.stack or DEFAULT_STACK) for item in checked)
    requests = [request_of(item.document, item.accepted) for item in checked if not item.refused]
    captures = iter(capture_services(requests, options))
    endings = [None if item.refused else read_ending(next(captures)) for item in checked]
    criteria = criteria_of(options)
    judged = [_preview(item, ending, criteria) for item, ending in zip(checked, endings, strict=True)]
    pairs = list(zip(judged, checked, strict=True))
    return Preview(
        deployments=tuple(in_parallel(lambda pair: _with_remedies(*pair, options, surroundings), pairs)),
        program_output="".join(dict.fromkeys(ending.printed for ending in endings if ending is not None)),
    )


def _beside_stack(item: CheckedDocument, stack: str) -> CheckedDocument:
    found = item.document.locate(check_around(item.document, stack=stack), item.platform)
    return replace(item, diagnostics=by_place((*item.diagnostics, *found))) if found else item


def _installed(checked: Sequence[CheckedDocument], target: str | None) -> tuple[CheckedDocument, ...]:
    """With `all`, a platform without its SDK is told beside the others; else it is needed.

    Raises:
        MissingExtraError: the SDK of a platform that was asked for is not installed.
    """
    return tuple(item if item.refused else _with_sdk(item, target) for item in checked)


def _with_sdk(item: CheckedDocument, target: str | None) -> CheckedDocument:
    found = load_target(item.accepted.spec.runtime.platform)
    if find_spec(found.sdk) is not None:
        return item
    if target != ALL_TARGETS:
        raise MissingExtraError(target=found.platform, extra=found.extra)
    lacking = Diagnostic(
        code="APX-INS-001",
        path="spec.runtime.platform",
        message=f"{found.platform} needs a provider SDK that is not installed",
        suggestion=f"pip install 'apexai[{found.extra}]'",
        file=item.document.file,
    )
    return replace(item, asked=False, diagnostics=(*item.diagnostics, lacking))


def _preview(item: CheckedDocument, ending: Ending | None, criteria: Criteria) -> DeploymentPreview:
    runtime = None if item.deployment is None else item.deployment.spec.runtime
    refused = DeploymentPreview(
        name=item.name,
        source=item.document.file,
        target=str(item.platform or ""),
        region=(runtime and runtime.region) or "",
        status=Status.REFUSED,
        asked=item.asked,
        diagnostics=item.diagnostics,
    )
    if ending is None:
        return refused
    return judge_deployment(_with_ending(refused, item, ending), criteria, documents={item.name: item.document})


def _with_remedies(
    deployment: DeploymentPreview, item: CheckedDocument, options: PreviewOptions, surroundings: Surroundings
) -> DeploymentPreview:
    """What would help is searched only where the budget is exceeded: the search builds the variants."""
    estimate = deployment.estimate
    if estimate is None or all(failed.gate is not Gate.BUDGET for failed in deployment.failed_gates):
        return deployment
    found = find_remedies(item, options, surroundings=surroundings, estimate=estimate)
    return replace(deployment, remedies=found)


def _with_ending(preview: DeploymentPreview, item: CheckedDocument, ending: Ending) -> DeploymentPreview:
    graph = ending.graph
    own = tuple(_placed(found, item) for found in ending.diagnostics if _is_worth_telling(found))
    return replace(
        preview,
        status=ending.status,
        diagnostics=by_place((*item.diagnostics, *own)),
        graph=graph,
        sources=resource_sources(graph, document=item.document, deployment=item.accepted) if graph is not None else {},
        own_fault=ending.graph is None and not _NOT_OURS & {found.code for found in ending.diagnostics},
        failure=ending.failure,
        digest=ending.digest,
    )


def _is_worth_telling(diagnostic: Diagnostic) -> bool:
    """Not what the component says of the document, which has been checked here, and not what it asks the cloud."""
    return diagnostic.code not in _LOOKUPS and not is_of_component(diagnostic)


def _placed(diagnostic: Diagnostic, item: CheckedDocument) -> Diagnostic:
    """The lines of a program that is ours say nothing to the user."""
    return replace(diagnostic, file=item.document.file, line=0, column=0)
