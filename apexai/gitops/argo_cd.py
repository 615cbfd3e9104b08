"""The `Application` by which Argo CD applies the manifests, and the annotations by which it keeps their order.

Source: https://argo-cd.readthedocs.io/en/stable/operator-manual/application.yaml and the CRD of Argo CD 3.6.1, read
2026-11-21.
"""

from collections.abc import Iterable, Sequence
from typing import Final, cast

from apexai.gitops.delivery import LOCAL_CLUSTER, Delivery
from apexai.gitops.objects import ClusterObject, Document
from apexai.graph.model import Value

_WAVE: Final = "argocd.argoproj.io/sync-wave"
_OPTIONS: Final = "argocd.argoproj.io/sync-options"
_KEPT: Final = "Prune=false,Delete=false"
_RETRY: Final[Document] = {"limit": 5, "backoff": {"duration": "5s", "factor": 2, "maxDuration": "3m"}}


def annotate_for_argo_cd(objects: Iterable[ClusterObject]) -> tuple[ClusterObject, ...]:
    """The objects with their wave, where it is not the first, and with the word that keeps what shall stay."""
    return tuple(_annotated(item) for item in objects)


def application_of(objects: Sequence[ClusterObject], delivery: Delivery, *, name: str, path: str) -> Document:
    """The Application over a directory of manifests.

    It prunes and heals by itself, prunes last, leaves alone what an autoscaler sets, and lets the cluster compare,
    which knows the defaults of its kinds. It has no finalizer: a person who deletes it does not delete the service.
    """
    ignored = [_difference(item) for item in objects if item.ignored]
    options = ["PruneLast=true", *(["RespectIgnoreDifferences=true"] if ignored else []), "ServerSideApply=true"]
    spec: Document = {
        "project": delivery.project,
        "source": {"repoURL": delivery.repository, "targetRevision": delivery.revision, "path": path or "."},
        "destination": _destination(objects, delivery),
        "syncPolicy": {
            "automated": {"prune": True, "selfHeal": True},
            "retry": _RETRY,
            "syncOptions": cast("list[Value]", options),
        },
    }
    if ignored:
        spec["ignoreDifferences"] = cast("list[Value]", ignored)
    return {
        "apiVersion": "argoproj.io/v1alpha1",
        "kind": "Application",
        "metadata": {
            "name": name,
            "namespace": delivery.controller_namespace,
            "annotations": {"argocd.argoproj.io/compare-options": "ServerSideDiff=true"},
        },
        "spec": spec,
    }


def _annotated(item: ClusterObject) -> ClusterObject:
    if item.synced:
        item = item.annotated(_WAVE, str(item.synced))
    return item.annotated(_OPTIONS, _KEPT) if item.kept else item


def _destination(objects: Sequence[ClusterObject], delivery: Delivery) -> Document:
    by = "server" if "://" in delivery.cluster else "name"
    namespaces = {item.namespace for item in objects if item.namespace}
    found: Document = {by: delivery.cluster or LOCAL_CLUSTER}
    return {**found, "namespace": namespaces.pop()} if len(namespaces) == 1 else found


def _difference(item: ClusterObject) -> Document:
    found: Document = {
        "kind": item.kind,
        "name": item.name,
        "namespace": item.namespace,
        "group": item.group,
        "jsonPointers": [_pointer(path) for path in item.ignored],
    }
    return {key: value for key, value in found.items() if value}


def _pointer(path: str) -> str:
    """`spec.replicas` → `/spec/replicas`, `a["b/c"][0]` → `/a/b~1c/0`."""
    steps = path.replace('["', ".").replace('"]', "").replace("[", ".").replace("]", "").split(".")
    return "".join(f"/{step.replace('~', '~0').replace('/', '~1')}" for step in steps)
