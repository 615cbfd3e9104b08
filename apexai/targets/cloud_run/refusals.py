"""What Cloud Run refuses, each with its reason, source and alternative."""

from typing import Final

from apexai.spec.leaves import spec_leaves
from apexai.targets.capability import CapabilityTable, Refused

_GUIDE: Final = "Cloud Run documentation"
_READ: Final = "read 2026-11-21"
_OURS: Final = "apexai"


def _refused(number: int, *, reason: str, source: str, instead: str) -> Refused:
    return Refused(code=f"APX-CAP-{number}", reason=reason, source=source, instead=instead)


_PACKAGE: Final = _refused(
    500,
    reason="Cloud Run runs images, and building one from a package is not available yet",
    source=_OURS,
    instead="build an image, e.g. with `gcloud builds submit`, and write runtime.image",
)
_REQUESTS: Final = _refused(
    501,
    reason="Cloud Run tells no request from the limit",
    source=f"{_GUIDE}, Configure CPU limits, {_READ}",
    instead="write the amounts into runtime.cpu and runtime.memory",
)
_POOL: Final = _refused(
    502,
    reason="Cloud Run has no node pools",
    source=f"{_GUIDE}, GPU support for services, {_READ}",
    instead="remove it, or put it into targets.kubernetes.runtime.gpu",
)
_JWKS: Final = _refused(
    503,
    reason="Cloud Run knows the keys of the tokens that it takes, Google's own",
    source=f"{_GUIDE}, Authenticating overview, {_READ}",
    instead="remove it",
)
_API_GATEWAY: Final = _refused(
    504,
    reason="a managed API gateway is not available yet on cloud-run",
    source=_OURS,
    instead="remove it: IAM checks callers; or put gcp.apigateway in front of the output `endpoint`",
)
_GATEWAY: Final = _refused(
    505,
    reason="a Kubernetes Gateway can't route to Cloud Run",
    source=f"Gateway API v1 reference, HTTPRoute backendRefs, {_READ}",
    instead="remove it, or put it into targets.kubernetes.runtime.network",
)
_DOMAIN: Final = _refused(
    506,
    reason="domains with their certificates are not available yet on cloud-run",
    source=_OURS,
    instead="put a load balancer with a serverless network endpoint group in front of the service in your program",
)
_CACHE: Final = _refused(
    507,
    reason="Cloud Run caches no responses, and Cloud CDN in front of it is not available yet",
    source=_OURS,
    instead="put a load balancer with Cloud CDN in front of the service in your program",
)
_SIDE: Final = _refused(
    508,
    reason="the stable side is a revision, which its name says all of",
    source=f"{_GUIDE}, Manage revisions, {_READ}",
    instead="give trafficSplit.stable.revision, the output `revision` of that release, or keep it for other platforms "
    "in targets",
)
_METRIC: Final = _refused(
    509,
    reason="Cloud Run scales by requests at once and by CPU",
    source=f"{_GUIDE}, About instance autoscaling, {_READ}",
    instead="use autoscaling.targetUtilization, or platform kubernetes",
)
_NODES: Final = _refused(
    510,
    reason="Cloud Run has no nodes",
    source=f"{_GUIDE}, What is Cloud Run, {_READ}",
    instead="remove it, or put it into targets.kubernetes.finops",
)
_GUARDRAIL: Final = _refused(
    511,
    reason="attaching guardrails is not available yet",
    source=_OURS,
    instead="call Model Armor in runtime.preprocessor or in the image, and pass its template in runtime.environment",
)
_REVIEW: Final = _refused(
    512,
    reason="review queues are not available yet",
    source=_OURS,
    instead="pass a Pub/Sub topic in runtime.environment, and allow publishing to it in runtime.permissions",
)
_DRIFT: Final = _refused(
    513,
    reason="watching drift is not available yet",
    source=_OURS,
    instead="watch it outside of the deployment, from the service's logs",
)

_BY_REASON: Final = (
    (_REQUESTS, ("spec.runtime.requests.cpu", "spec.runtime.requests.memory")),
    (_POOL, ("spec.runtime.gpu.pool", "spec.runtime.gpu.nodePool")),
    (_JWKS, ("spec.runtime.auth.jwt.jwksUri",)),
    (_API_GATEWAY, ("spec.runtime.auth.gateway",)),
    (_DOMAIN, ("spec.runtime.network.domain",)),
    (_CACHE, ("spec.runtime.cache.ttl",)),
    (_SIDE, ("spec.trafficSplit.stable.image", "spec.trafficSplit.stable.modelDigest")),
    (_NODES, ("spec.finops.nodeType",)),
    (_REVIEW, ("spec.responsibleAI.humanOversight.reviewQueue",)),
)
_BELOW: Final = (
    (_PACKAGE, "spec.runtime.package."),
    (_POOL, "spec.runtime.gpu.pool"),
    (_POOL, "spec.runtime.gpu.nodePool"),
    (_GATEWAY, "spec.runtime.network.gateway."),
    (_SIDE, "spec.trafficSplit.stable.package."),
    (_METRIC, "spec.autoscaling.prometheus."),
    (_GUARDRAIL, "spec.responsibleAI.guardrail."),
    (_DRIFT, "spec.monitoring.drift."),
)


def _table() -> CapabilityTable:
    named = {leaf: refusal for refusal, leaves in _BY_REASON for leaf in leaves}
    below = {leaf: refusal for refusal, prefix in _BELOW for leaf in spec_leaves() if leaf.startswith(prefix)}
    return {**named, **below}


REFUSALS: Final = _table()
