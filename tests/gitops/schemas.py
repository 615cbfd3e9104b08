"""The fields of the controllers' own objects that manifests may have, with their types and forms.

Source: the CRDs of Argo CD 3.6.1 (manifests/crds/application-crd.yaml), kustomize-controller 1.10.1
(kustomize.toolkit.fluxcd.io_kustomizations.yaml) and source-controller 1.10.1 (gitrepositories and ocirepositories),
read 2026-11-21.
"""

from collections.abc import Mapping
from typing import Any, Final

Schema = Mapping[str, Any]

TEXT: Final[Schema] = {"type": "string"}
FLAG: Final[Schema] = {"type": "boolean"}
DURATION: Final[Schema] = {"type": "string", "pattern": r"^([0-9]+(\.[0-9]+)?(ms|s|m|h))+$"}
"""Of Flux; it is also what Go reads, which Argo CD needs."""


def closed(*required: str, **properties: Schema) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": list(required),
        "additionalProperties": False,
    }


def several(item: Schema) -> Schema:
    return {"type": "array", "items": item, "minItems": 1}


def custom_resource(version: str, kind: str, spec: Schema) -> Schema:
    return closed(
        "apiVersion",
        "kind",
        "metadata",
        "spec",
        apiVersion={"const": version},
        kind={"const": kind},
        metadata=closed(
            "name", "namespace", name=TEXT, namespace=TEXT, annotations={"type": "object", "additionalProperties": TEXT}
        ),
        spec=spec,
    )


APPLICATION: Final = custom_resource(
    "argoproj.io/v1alpha1",
    "Application",
    closed(
        "project",
        "destination",
        "source",
        project=TEXT,
        destination=closed(name=TEXT, namespace=TEXT, server=TEXT),
        source=closed("repoURL", repoURL=TEXT, path=TEXT, targetRevision=TEXT),
        ignoreDifferences=several(
            closed("kind", group=TEXT, kind=TEXT, name=TEXT, namespace=TEXT, jsonPointers=several(TEXT))
        ),
        syncPolicy=closed(
            automated=closed(prune=FLAG, selfHeal=FLAG),
            retry=closed(
                limit={"type": "integer"},
                backoff=closed(duration=DURATION, factor={"type": "integer"}, maxDuration=DURATION),
            ),
            syncOptions=several({"type": "string", "pattern": r"^\w+=(true|false)$"}),
        ),
    ),
)
KUSTOMIZATION: Final = custom_resource(
    "kustomize.toolkit.fluxcd.io/v1",
    "Kustomization",
    closed(
        "interval",
        "prune",
        "sourceRef",
        interval=DURATION,
        retryInterval=DURATION,
        timeout=DURATION,
        path=TEXT,
        prune=FLAG,
        wait=FLAG,
        sourceRef=closed(
            "kind", "name", kind={"enum": ["OCIRepository", "GitRepository", "Bucket"]}, name=TEXT, namespace=TEXT
        ),
        dependsOn=several(closed("name", name=TEXT)),
    ),
)
GIT_REPOSITORY: Final = custom_resource(
    "source.toolkit.fluxcd.io/v1",
    "GitRepository",
    closed(
        "interval",
        "url",
        interval=DURATION,
        url={"type": "string", "pattern": r"^(http|https|ssh)://.*$"},
        ref=closed(branch=TEXT, commit=TEXT, name=TEXT),
    ),
)
OCI_REPOSITORY: Final = custom_resource(
    "source.toolkit.fluxcd.io/v1",
    "OCIRepository",
    closed(
        "interval",
        "url",
        interval=DURATION,
        url={"type": "string", "pattern": r"^oci://.*$"},
        ref=closed(digest=TEXT, tag=TEXT),
    ),
)
SCHEMAS: Final = {
    "Application": APPLICATION,
    "Kustomization": KUSTOMIZATION,
    "GitRepository": GIT_REPOSITORY,
    "OCIRepository": OCI_REPOSITORY,
}
