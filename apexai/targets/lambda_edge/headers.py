"""What the function is told: Lambda@Edge has no variables, and finds the headers that CloudFront adds for the origin.

A function at the origin-request event reads them from `Records[0].cf.request.origin.custom.customHeaders`.
Source: Amazon CloudFront Developer Guide, Lambda@Edge event structure; read 2026-11-21.
"""

from apexai.spec.deployment import Spec
from apexai.spec.fields import Text


def candidate_headers(spec: Spec) -> dict[str, Text]:
    """What the version of this document is told."""
    return _given(spec, version=spec.model_ref.version, uri=spec.model_ref.uri, digest=spec.model_ref.digest)


def stable_headers(spec: Spec) -> dict[str, Text]:
    """What the version that runs already is told."""
    stable = spec.traffic_split.stable
    if stable is None:
        raise ValueError("no stable side: nobody asks for its headers")
    return _given(spec, version=stable.model_version, uri=stable.model_uri, digest=stable.model_digest)


def _given(spec: Spec, *, version: Text | None, uri: Text | None, digest: Text | None) -> dict[str, Text]:
    explained = spec.responsible_ai.explainability
    found: dict[str, Text | None] = {
        "x-model-name": spec.model_ref.name,
        "x-model-version": version,
        "x-model-uri": uri,
        "x-model-digest": digest,
        "x-alignment-check-endpoint": spec.responsible_ai.alignment_check_endpoint,
        "x-explainability-endpoint": None if explained is None else explained.endpoint,
    }
    return {name: value for name, value in found.items() if value is not None}
