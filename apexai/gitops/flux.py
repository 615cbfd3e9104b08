"""The `Kustomization` by which Flux applies the manifests, its source, and what Flux needs said differently.

Source: CRDs of kustomize-controller 1.10.1 and source-controller 1.10.1, read 2026-11-21.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from apexai.gitops.delivery import Delivery
from apexai.gitops.objects import ClusterObject, Document

BOOTSTRAPPED: Final = "flux-system"
"""The GitRepository that `flux bootstrap` makes, in the namespace of the same name."""
_PRUNE: Final = "kustomize.toolkit.fluxcd.io/prune"
_INTERVAL: Final = "10m"
_RETRY: Final = "2m"
_SOURCE_INTERVAL: Final = "1m"
_COMMIT: Final = re.compile(r"[0-9a-f]{40}")
_ROUTES: Final = frozenset({"HTTPRoute", "GRPCRoute", "Ingress"})
_GUARDS: Final = frozenset({"SecurityPolicy", "RequestAuthentication", "AuthorizationPolicy"})


def annotate_for_flux(objects: Iterable[ClusterObject]) -> tuple[ClusterObject, ...]:
    """The objects with the word that keeps what shall stay."""
    return tuple(item.annotated(_PRUNE, "disabled") if item.kept else item for item in objects)


def guards_of(objects: Iterable[ClusterObject]) -> tuple[ClusterObject, ...]:
    """What refuses callers without a token: Flux applies all objects of a Kustomization at once, and a route must not
    be open until these are there.
    """
    found = tuple(objects)
    has_route = any(item.kind in _ROUTES for item in found)
    return tuple(item for item in found if item.kind in _GUARDS) if has_route else ()


def source_of(delivery: Delivery, *, name: str) -> tuple[Document, ...]:
    """The GitRepository or the OCIRepository; none where the one of the bootstrap is taken."""
    if delivery.repository is None:
        return ()
    kind = "OCIRepository" if delivery.is_artifact else "GitRepository"
    reference = _artifact(delivery.revision) if delivery.is_artifact else _revision(delivery.revision)
    return (
        {
            "apiVersion": "source.toolkit.fluxcd.io/v1",
            "kind": kind,
            "metadata": {"name": name, "namespace": delivery.controller_namespace},
            "spec": {"interval": _SOURCE_INTERVAL, "url": delivery.repository, "ref": reference},
        },
    )


def kustomization_of(
    delivery: Delivery, *, name: str, source: str, path: str, seconds: int, after: Sequence[str] = ()
) -> Document:
    """The Kustomization over a directory of manifests, which prunes, and is ready when they are.

    Args:
        delivery: Where the source is.
        name: Its name.
        source: Name of the source that `source_of` makes.
        path: Of the directory within the source.
        seconds: How long a rollout may take.
        after: Names of others that have to be ready before.
    """
    made = delivery.repository is not None
    kind = "OCIRepository" if delivery.is_artifact else "GitRepository"
    spec: Document = {
        "interval": _INTERVAL,
        "retryInterval": _RETRY,
        "timeout": f"{seconds}s",
        "path": f"./{path}",
        "prune": True,
        "wait": True,
        "sourceRef": {"kind": kind, "name": source if made else BOOTSTRAPPED},
    }
    if not made and delivery.controller_namespace != BOOTSTRAPPED:
        spec["sourceRef"] = {"kind": kind, "name": BOOTSTRAPPED, "namespace": BOOTSTRAPPED}
    if after:
        spec["dependsOn"] = [{"name": other} for other in after]
    return {
        "apiVersion": "kustomize.toolkit.fluxcd.io/v1",
        "kind": "Kustomization",
        "metadata": {"name": name, "namespace": delivery.controller_namespace},
        "spec": spec,
    }


def _revision(revision: str) -> Document:
    if revision.startswith("refs/"):
        return {"name": revision}
    return {"commit": revision} if _COMMIT.fullmatch(revision) else {"branch": revision}


def _artifact(revision: str) -> Document:
    return {"digest": revision} if revision.startswith("sha256:") else {"tag": revision}
