"""Spec documents × targets, each checked before anything runs."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from apexai.errors import Diagnostic, DiagnosticsError, DiagnosticSeverity
from apexai.preview.options import ALL_TARGETS
from apexai.preview.result import by_place
from apexai.preview.surroundings import PLACEHOLDER_REGISTRY
from apexai.spec.deployment import ServerlessModelDeployment
from apexai.spec.document import SpecDocument
from apexai.spec.fields import Platform
from apexai.targets.capability import Refused
from apexai.targets.check import check_recorded, check_target
from apexai.targets.registry import available_platforms, load_target
from apexai.targets.target import Surroundings, image_of

_REFUSED: Final = "APX-CAP-"
_TARGETS: Final = "targets"


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedDocument:
    """One document on one target, with everything that is known about it before it is built."""

    document: SpecDocument
    platform: Platform | None
    """None where the document names none that is known."""
    asked: bool
    """False where `all` chose the platform."""
    deployment: ServerlessModelDeployment | None
    """None where the document makes no sense on that platform."""
    diagnostics: tuple[Diagnostic, ...]

    @property
    def refused(self) -> bool:
        return self.deployment is None or any(diagnostic.is_error for diagnostic in self.diagnostics)

    @property
    def accepted(self) -> ServerlessModelDeployment:
        """The deployment, of a document that is not refused."""
        assert self.deployment is not None, "a refused document has nothing to build"
        return self.deployment

    @property
    def name(self) -> str:
        """Of the deployment; of the file where the document is too wrong to have one."""
        return self.document.file if self.deployment is None else self.deployment.metadata.name


def check_documents(
    documents: Iterable[SpecDocument], *, target: str | None, surroundings: Surroundings
) -> tuple[CheckedDocument, ...]:
    """Check every document on the target asked for: its own without one, every available one with `all`."""
    return tuple(
        _checked(document, platform=platform, asked=_is_asked(document, platform, target), surroundings=surroundings)
        for document in documents
        for platform in _platforms(document, target)
    )


def _platforms(document: SpecDocument, target: str | None) -> Sequence[Platform | None]:
    if target == ALL_TARGETS:
        return available_platforms()
    return (_own_platform(document) if target is None else Platform(target),)


def _is_asked(document: SpecDocument, platform: Platform | None, target: str | None) -> bool:
    """Whether somebody named the platform, be it the document itself."""
    return target != ALL_TARGETS or platform is _own_platform(document)


def _own_platform(document: SpecDocument) -> Platform | None:
    return next(iter(document.platforms()), None)


def _checked(
    document: SpecDocument, *, platform: Platform | None, asked: bool, surroundings: Surroundings
) -> CheckedDocument:
    deployment = None
    surroundings = replace(surroundings, directory=Path(document.file).parent)
    try:
        deployment = document.deployment(platform)
        found = (
            *_with_way(check_target(deployment, surroundings), document, platform),
            *_placeholders(deployment, surroundings),
            *check_recorded(deployment),
        )
    except DiagnosticsError as error:
        found = error.diagnostics
    return CheckedDocument(
        document=document,
        platform=platform,
        asked=asked,
        deployment=deployment,
        diagnostics=by_place(document.locate(found, platform)),
    )


def _with_way(found: Iterable[Diagnostic], document: SpecDocument, platform: Platform | None) -> Iterator[Diagnostic]:
    """What was found, the first refused setting with the way to keep it for other platforms, unless it has one."""
    own = platform is _own_platform(document)
    elsewhere = f"null in {_TARGETS}.{platform} takes it away there alone"
    way = f"below {_TARGETS} another platform can keep it" if own else elsewhere
    told = own and len(document.platforms()) == 1
    for item in found:
        if told or not (item.is_error and item.code.startswith(_REFUSED)):
            yield item
            continue
        told = True
        has_way = _TARGETS in item.suggestion
        yield item if has_way else replace(item, suggestion="; ".join(part for part in (item.suggestion, way) if part))


def _placeholders(deployment: ServerlessModelDeployment, surroundings: Surroundings) -> Iterable[Diagnostic]:
    """A warning where the image is somewhere in a registry that nobody named."""
    runtime = deployment.spec.runtime
    if isinstance(load_target(runtime.platform).capability["spec.runtime.image"], Refused):
        return
    if runtime.image is None and runtime.package is None and surroundings.registry == PLACEHOLDER_REGISTRY:
        yield Diagnostic(
            code="APX-PRV-001",
            severity=DiagnosticSeverity.WARNING,
            path="spec.runtime.image",
            message=f"no image is given, and no registry to find it in: the preview shows "
            f"{image_of(deployment, surroundings)}",
            suggestion="give runtime.image, or --config apexai:registry=HOST/PATH, as the deployment will need",
        )
