"""The `spec` argument of a component: read from a path, a dict or a model, and shown as the component's inputs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from os import PathLike, fspath
from pathlib import PurePath
from typing import TypeAlias

import pulumi

from apexai.errors import Diagnostic, UsageError
from apexai.spec.deployment import ServerlessModelDeployment
from apexai.spec.document import SPEC_NOTE, SpecDocument
from apexai.spec.fields import Deferred, Platform
from apexai.spec.loader import document_of, load_specs
from apexai.targets.target import Surroundings

SpecSource: TypeAlias = "str | PathLike[str] | Mapping[str, object] | ServerlessModelDeployment | SpecDocument"
"""A path, the document as a dict, a model object, or a document that was loaded from a file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecInput:
    """A valid deployment and the document that it came from."""

    document: SpecDocument
    deployment: ServerlessModelDeployment

    @property
    def note(self) -> str:
        """Where the spec is, so that previews of programs have its lines in findings; empty where it is in no file."""
        return f"{SPEC_NOTE}{self.document.file}" if self.document.file else ""

    def locate(self, diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
        return self.document.locate(diagnostics, self.deployment.spec.runtime.platform)


def load_spec_input(spec: SpecSource, platform: str | None, overrides: Mapping[str, object] | None = None) -> SpecInput:
    """Read a component's `spec` argument, with its `overrides` merged over it.

    Raises:
        SpecError: the document is wrong.
        UsageError: `spec` is none, the file is not there or holds several documents, or the platform is none.
    """
    document = _document(spec)
    if overrides:
        document = replace(document, overlay={key: deferred(value) for key, value in overrides.items()})
    deployment = document.deployment(_platform(platform))
    return SpecInput(document=document, deployment=_beside(document.file, deployment))


def render_inputs(loaded: SpecInput, surroundings: Surroundings) -> dict[str, pulumi.Input[object]]:
    """The component's inputs: the spec as written, and `resolved` with the defaults filled in.

    Rules tell by the two what was declared and what was defaulted. Nothing in them differs from machine to machine.
    """
    platform = loaded.deployment.spec.runtime.platform
    return {
        "spec": shown(loaded.document.merged(platform)),
        "resolved": shown(loaded.deployment.model_dump(exclude_none=True)),
        **({"environment": surroundings.environment} if surroundings.environment else {}),
    }


def _document(spec: object) -> SpecDocument:
    match spec:
        case SpecDocument():
            return spec
        case ServerlessModelDeployment():
            return document_of(spec.model_dump(exclude_unset=True))
        case Mapping():
            return document_of({key: deferred(value) for key, value in spec.items()})
        case str() | PathLike():
            return _only_document(fspath(spec))
        case _:
            given = type(spec).__name__
            known = "a path, a dict, a model object or a loaded document"
            raise UsageError(f"spec is a value of type {given}: give {known} [APX-ARG-006]")


def _beside(file: str, deployment: ServerlessModelDeployment) -> ServerlessModelDeployment:
    """The deployment with paths of files from the program's directory, where the spec's is another one."""
    directory, spec = PurePath(file).parent, deployment.spec
    if directory == PurePath():
        return deployment
    if spec.runtime.package is not None:
        package = spec.runtime.package.model_copy(update={"path": str(directory / spec.runtime.package.path)})
        spec = spec.model_copy(update={"runtime": spec.runtime.model_copy(update={"package": package})})
    uri = spec.model_ref.uri
    if spec.runtime.platform is Platform.CLOUDFLARE_WORKERS and isinstance(uri, str) and _is_path(uri):
        model = spec.model_ref.model_copy(update={"uri": str(directory / uri)})
        spec = spec.model_copy(update={"model_ref": model})
    return deployment.model_copy(update={"spec": spec})


def _is_path(uri: str) -> bool:
    """Whether a model's URI names a file, and neither a place with a scheme nor a model of the platform."""
    return ":" not in uri and not uri.startswith("@")


def _only_document(path: str) -> SpecDocument:
    documents = load_specs(path)
    if len(documents) != 1:
        raise UsageError(f"{path} holds {len(documents)} documents: a component takes one [APX-ARG-001]")
    return documents[0]


def _platform(platform: str | None) -> Platform | None:
    try:
        return Platform(platform) if platform is not None else None
    except ValueError:
        known = ", ".join(Platform)
        raise UsageError(f"{platform!r} is no platform: use one of {known} [APX-ARG-002]") from None


def deferred(value: object) -> object:
    """The same data with Outputs as `Deferred`, which the spec's models carry unread."""
    match value:
        case pulumi.Output():
            return Deferred(value)
        case Mapping():
            return {key: deferred(item) for key, item in value.items()}
        case list() | tuple():
            return [deferred(item) for item in value]
        case _:
            return value


def shown(value: object) -> object:
    """Plain data for the engine, with Outputs back in their places."""
    match value:
        case Deferred():
            return value.output
        case Mapping():
            return {str(key): shown(item) for key, item in value.items()}
        case list() | tuple():
            return [shown(item) for item in value]
        case _:
            return value
