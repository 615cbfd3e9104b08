"""What keeps a resource graph from being files: each is an error with its place, since nothing is left out silently."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

from apexai.errors import Diagnostic
from apexai.gitops.objects import created_in, is_object, namespace_of
from apexai.gitops.scopes import needs_namespace
from apexai.graph.model import Asset, Resource, ResourceGraph, ResourceReference, Secret, Unknown, Value
from apexai.policy.property import UnknownReached
from apexai.policy.subject import SERVICE, Service
from apexai.preview.result import DeploymentPreview
from apexai.preview.surroundings import PLACEHOLDER_REGISTRY
from apexai.spec.document import SpecDocument
from apexai.spec.fields import Platform
from apexai.spec.finops import OnBreach

_NO_BRAKE: Final = ("", str(OnBreach.ALERT))
_OF_ANY: Final = ("APX-GIT-003", "APX-GIT-007")
"""What is also wrong of a service without a brake; the rest may be of the brake, and go with it."""
_OUTSIDE: Final = "make it with Pulumi and refer to it, e.g. to a pool of nodes by runtime.gpu.pool"

Obstacle: TypeAlias = tuple[str, Diagnostic]
"""URN of the resource that it is about, empty for a whole program, and the error without its place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """Something in a value that no file can hold."""

    path: str
    value: Unknown | Secret | Asset | ResourceReference


def check_renderable(deployment: DeploymentPreview, document: SpecDocument | None) -> tuple[Diagnostic, ...]:
    """Every error that keeps a deployment's graph from being files.

    Args:
        deployment: A preview that fails no gate.
        document: The spec that it came from; None for a program.
    """
    graph = deployment.graph
    assert graph is not None, "a preview without a graph fails"
    braked, others = tuple(_brakes(graph)), (*_resources(graph), *_twins(graph), *_namespaces(graph), *_values(graph))
    found = (*braked, *((urn, item) for urn, item in others if not braked or item.code in _OF_ANY))
    return tuple(dict.fromkeys(_placed(urn, item, deployment, document) for urn, item in found))


def _placed(urn: str, item: Diagnostic, deployment: DeploymentPreview, document: SpecDocument | None) -> Diagnostic:
    """The error at its setting of the spec, or at the line that made its resource."""
    if document is not None and item.path:
        return document.locate([item], Platform.KUBERNETES)[0]
    graph = deployment.graph
    resource = graph.by_urn.get(urn) if graph is not None else None
    position = deployment.sources.get(urn) or (resource.source if resource is not None else None)
    if position is None:
        return replace(item, file=deployment.source)
    return replace(item, file=position.file, line=position.line)


def _brakes(graph: ResourceGraph) -> Iterator[Obstacle]:
    """A brake changes the objects that the controller would at once change back."""
    for service in graph.of_type(SERVICE):
        try:
            chosen = Service(service).spec("finops.onBreach").text()
        except UnknownReached:
            continue
        if chosen not in _NO_BRAKE:
            yield (
                service.urn,
                Diagnostic(
                    code="APX-GIT-004",
                    path="spec.finops.onBreach",
                    message=f"{chosen!r} can't be rendered: the program reads the brake's state when it runs, and a "
                    "controller that takes its state from Git undoes what a brake does",
                    suggestion="write alert here, or deploy the service with Pulumi",
                ),
            )


def _resources(graph: ResourceGraph) -> Iterator[Obstacle]:
    for resource in graph.resources:
        if resource.opaque:
            yield _refused(resource, "its resources are known only when it is deployed", "render its chart by itself")
    for resource in created_in(graph):
        if not is_object(resource):
            yield _refused(resource, "it is no object of a cluster", _OUTSIDE)
        elif resource.type == "kubernetes:core/v1:Secret":
            yield _secret(resource, "data")
        elif not isinstance(_metadata(resource).get("name"), str | Unknown | Secret):
            what = "it has no name, and Pulumi would give it one of its own that no file knows"
            yield _refused(resource, what, "set metadata.name", code="APX-GIT-006")


def _twins(graph: ResourceGraph) -> Iterator[Obstacle]:
    """Resources that are the same object."""
    seen: set[tuple[str, ...]] = set()
    for resource in created_in(graph):
        named = (resource.inputs.get("apiVersion"), resource.inputs.get("kind"), _metadata(resource).get("name"))
        key = (*(text for text in named if isinstance(text, str)), namespace_of(graph, resource))
        if len(key) == len(named) + 1 and key in seen:
            yield _refused(resource, "another resource is the same object", "give it another name")
        seen.add(key)


def _refused(resource: Resource, what: str, instead: str, *, code: str = "APX-GIT-005") -> Obstacle:
    return (
        resource.urn,
        Diagnostic(
            code=code,
            message=f"{resource.type} {resource.name} can't be rendered: {what}",
            suggestion=instead,
        ),
    )


def _namespaces(graph: ResourceGraph) -> Iterator[Obstacle]:
    if len({resource.provider for resource in created_in(graph) if is_object(resource)}) > 1:
        yield (
            "",
            Diagnostic(
                code="APX-GIT-008",
                message="the program has several providers of Kubernetes, and one set of files is for one cluster",
                suggestion="render a program for each cluster",
            ),
        )
    for resource in created_in(graph):
        version, kind = resource.inputs.get("apiVersion"), resource.inputs.get("kind")
        known = isinstance(version, str) and isinstance(kind, str) and is_object(resource)
        written = _metadata(resource).get("namespace")
        if known and written is None and needs_namespace(str(version), str(kind)) and not namespace_of(graph, resource):
            yield (
                resource.urn,
                Diagnostic(
                    code="APX-GIT-003",
                    path="metadata.namespace",
                    message="no namespace is given, and no file knows the one that a kubeconfig would choose",
                    suggestion="write it",
                ),
            )


def _values(graph: ResourceGraph) -> Iterator[Obstacle]:
    for resource in created_in(graph):
        if not is_object(resource) or resource.type == "kubernetes:core/v1:Secret":
            continue
        for found in _unwritable(dict(resource.inputs), ""):
            yield _secret(resource, found.path) if isinstance(found.value, Secret) else _unknown(resource, found)
        for path in _placeholders(dict(resource.inputs), ""):
            yield (
                resource.urn,
                Diagnostic(
                    code="APX-GIT-007",
                    path="spec.runtime.image",
                    message=f"no image is given, and no registry to find it in ({resource.name}: {path})",
                    suggestion="give runtime.image, or --config apexai:registry=HOST/PATH",
                ),
            )


def _secret(resource: Resource, path: str) -> Obstacle:
    return (
        resource.urn,
        Diagnostic(
            code="APX-GIT-009",
            message=f"{resource.type} {resource.name}: {path} is a secret, which goes into no file",
            suggestion="let the External Secrets Operator make a Secret of it, and refer to that: by runtime.secrets "
            "of a spec (k8s://NAME/KEY), by valueFrom.secretKeyRef of a container",
        ),
    )


def _unknown(resource: Resource, found: _Found) -> Obstacle:
    return (
        resource.urn,
        Diagnostic(
            code="APX-GIT-006",
            message=f"{resource.type} {resource.name}: {found.path} is known only when something is deployed",
            suggestion="write the value itself, give it by --config, or answer what it comes from by --invokes",
        ),
    )


def _metadata(resource: Resource) -> dict[str, Value]:
    metadata = resource.inputs.get("metadata")
    if isinstance(metadata, Unknown | Secret):
        return {"name": metadata, "namespace": metadata}
    return metadata if isinstance(metadata, dict) else {}


def _unwritable(value: Value, path: str) -> Iterator[_Found]:
    match value:
        case Unknown() | Secret() | Asset() | ResourceReference():
            yield _Found(path=path, value=value)
        case _:
            for below, item in _below(value, path):
                yield from _unwritable(item, below)


def _placeholders(value: Value, path: str) -> Iterator[str]:
    if isinstance(value, str) and PLACEHOLDER_REGISTRY in value:
        yield path
    for below, item in _below(value, path):
        yield from _placeholders(item, below)


def _below(value: Value, path: str) -> Iterable[tuple[str, Value]]:
    match value:
        case dict():
            return [(f"{path}.{key}" if path else key, item) for key, item in value.items()]
        case list():
            return [(f"{path}[{index}]", item) for index, item in enumerate(value)]
        case _:
            return ()
