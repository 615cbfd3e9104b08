"""All files of one deployment, by their paths below the output directory."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from apexai.gitops.admission.policies import admission_objects
from apexai.gitops.argo_cd import annotate_for_argo_cd, application_of
from apexai.gitops.delivery import Controller, Delivery
from apexai.gitops.flux import annotate_for_flux, guards_of, kustomization_of, source_of
from apexai.gitops.objects import ClusterObject, Document, objects_of, place_of
from apexai.gitops.scopes import NAMESPACE
from apexai.gitops.yaml_text import render_yaml
from apexai.graph.model import ResourceGraph, Value
from apexai.policy.settings import Settings
from apexai.preview.result import DeploymentPreview

KUSTOMIZATION: Final = "kustomization.yaml"
ADMISSION: Final = "admission"
GUARDS: Final = "authentication"
_REPLICAS: Final = "spec.replicas"
_FIRST: Final = -2
"""The wave of namespaces, before the rules that judge what is in them."""
_MARGIN_SECONDS: Final = 60
_UNITS: Final = {"h": 3600, "m": 60, "s": 1}
_SHORTEST_SECONDS: Final = 300
"""How long a rollout may take where no program says more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """What one deployment becomes."""

    name: str
    files: Mapping[str, tuple[Document, ...]]
    """Path → the documents in it."""
    objects: tuple[ClusterObject, ...]
    """Those of the cluster, in order."""

    @property
    def directories(self) -> tuple[str, ...]:
        """The directories that hold nothing but this deployment's files."""
        return (self.name, f"{self.name}/{ADMISSION}", f"{self.name}/{GUARDS}")

    @property
    def controllers(self) -> tuple[Document, ...]:
        """The documents of the controller."""
        return tuple(document for path in self.shared for document in self.files.get(path, ()))

    @property
    def shared(self) -> tuple[str, ...]:
        """Its files in directories that hold those of other deployments as well."""
        return tuple(f"{controller}/{self.name}.yaml" for controller in (Controller.ARGO_CD, Controller.FLUX))


def build_bundle(deployment: DeploymentPreview, delivery: Delivery, settings: Settings) -> Bundle:
    """The files of a deployment that `check_renderable` found nothing against.

    Args:
        deployment: A preview that fails no gate.
        delivery: How the manifests reach the cluster.
        settings: What organisation and team decide about the rules that go with the manifests.
    """
    graph, name = deployment.graph, deployment.name
    assert graph is not None, "a preview without a graph fails"
    own = objects_of(graph, manager=delivery.controller.manager)
    if delivery.create_namespace:
        own = (*_namespaces(own, delivery), *own)
    rules = admission_objects(deployment, settings, manager=delivery.controller.manager) if delivery.admission else ()
    objects = tuple(sorted((*_prepared(own, delivery), *_prepared(rules, delivery)), key=place_of))
    files = {**_manifests(name, objects, delivery), **_controllers(name, objects, delivery, graph)}
    return Bundle(name=name, files=files, objects=objects)


def render_file(documents: Iterable[Document]) -> str:
    """The text of one file."""
    return "---\n".join(render_yaml(document) for document in documents)


def _prepared(objects: Sequence[ClusterObject], delivery: Delivery) -> tuple[ClusterObject, ...]:
    """The objects as the controller needs them; only Argo CD can apply a number of replicas once."""
    match delivery.controller:
        case Controller.ARGO_CD:
            return annotate_for_argo_cd(objects)
        case Controller.FLUX:
            return annotate_for_flux(tuple(map(_without_replicas, objects)))
        case Controller.PLAIN:
            return tuple(map(_without_replicas, objects))


def _without_replicas(item: ClusterObject) -> ClusterObject:
    spec = item.document.get("spec")
    if _REPLICAS not in item.ignored or not isinstance(spec, dict):
        return item
    return replace(item, document={**item.document, "spec": {key: spec[key] for key in spec if key != "replicas"}})


def _namespaces(objects: Sequence[ClusterObject], delivery: Delivery) -> tuple[ClusterObject, ...]:
    """The namespaces that the objects are in; they stay when the service goes, since others may be in them."""
    there = {item.name for item in objects if item.kind == NAMESPACE}
    wanted = sorted({item.namespace for item in objects if item.namespace} - there)
    return tuple(_namespace(name, delivery.controller.manager) for name in wanted)


def _namespace(name: str, manager: str) -> ClusterObject:
    labels: Value = {"app.kubernetes.io/managed-by": manager}
    document: Document = {"apiVersion": "v1", "kind": NAMESPACE, "metadata": {"name": name, "labels": labels}}
    return ClusterObject(urn="", document=document, wave=_FIRST, synced=_FIRST, kept=True)


def _manifests(name: str, objects: Sequence[ClusterObject], delivery: Delivery) -> Mapping[str, tuple[Document, ...]]:
    """A file for each object, and the list of them."""
    apart = guards_of(objects) if delivery.controller is Controller.FLUX else ()
    together = [item for item in objects if item not in apart]
    files: dict[str, tuple[Document, ...]] = {}
    for directory, part in ((name, together), (f"{name}/{GUARDS}", apart)):
        paths = _paths(name, part)
        for item, path in zip(part, paths, strict=True):
            files[f"{directory}/{path}"] = (*files.get(f"{directory}/{path}", ()), item.document)
        if part:
            files[f"{directory}/{KUSTOMIZATION}"] = (_kustomize(dict.fromkeys(paths)),)
    return files


def _kustomize(paths: Iterable[str]) -> Document:
    resources: list[Value] = list(paths)
    return {"apiVersion": "kustomize.config.k8s.io/v1beta1", "kind": "Kustomization", "resources": resources}


def _paths(deployment: str, objects: Sequence[ClusterObject]) -> list[str]:
    """A path for each object, e.g. `deployment.yaml`, `deployment-candidate.yaml`; one for a policy and its binding."""
    short = [_file(deployment, item) for item in objects]
    return [
        path if item.kind.startswith("Validating") or short.count(path) == 1 else _long(item)
        for item, path in zip(objects, short, strict=True)
    ]


def _file(deployment: str, item: ClusterObject) -> str:
    if item.kind.startswith("ValidatingAdmissionPolicy"):
        return f"{ADMISSION}/{item.name.partition('.')[0]}.yaml"
    rest = "" if item.name == deployment else f"-{item.name.removeprefix(f'{deployment}-')}"
    return f"{item.kind.lower()}{rest}.yaml".replace(":", "-")


def _long(item: ClusterObject) -> str:
    parts = (item.kind.lower(), item.group, item.namespace, item.name)
    return f"{'-'.join(part for part in parts if part)}.yaml".replace(":", "-")


def _controllers(
    name: str, objects: Sequence[ClusterObject], delivery: Delivery, graph: ResourceGraph
) -> Mapping[str, tuple[Document, ...]]:
    """The file with the controller's own objects."""
    path, title = delivery.path_of(name), delivery.name or name
    match delivery.controller:
        case Controller.PLAIN:
            return {}
        case Controller.ARGO_CD:
            return {f"{delivery.controller}/{name}.yaml": (application_of(objects, delivery, name=title, path=path),)}
        case Controller.FLUX:
            return {f"{delivery.controller}/{name}.yaml": _flux(title, path, objects, delivery, graph)}


def _flux(
    title: str, path: str, objects: Sequence[ClusterObject], delivery: Delivery, graph: ResourceGraph
) -> tuple[Document, ...]:
    guard, seconds = f"{title}-{GUARDS}", _patience_seconds(graph)
    first = (
        (kustomization_of(delivery, name=guard, source=title, path=f"{path}/{GUARDS}", seconds=seconds),)
        if guards_of(objects)
        else ()
    )
    after = [guard] if first else []
    last = kustomization_of(delivery, name=title, source=title, path=path, seconds=seconds, after=after)
    return (*source_of(delivery, name=title), *first, last)


def _patience_seconds(graph: ResourceGraph) -> int:
    """As long as the program gives its slowest rollout."""
    given = (_seconds(text) for item in graph.resources for _, text in item.options.custom_timeouts)
    return max((_SHORTEST_SECONDS, *(seconds + _MARGIN_SECONDS for seconds in given)))


def _seconds(duration: str) -> int:
    """Of a duration as the engine writes it, e.g. `1h30m`; what is below a second does not count."""
    return sum(int(number) * _UNITS[unit] for number, unit in re.findall(r"(\d+)(?:\.\d+)?([hms])(?!s)", duration))
