"""What AWS Lambda refuses, each with its reason, source and alternative."""

from typing import Final

from apexai.spec.leaves import spec_leaves
from apexai.targets.capability import CapabilityTable, Refused

_GUIDE: Final = "AWS Lambda Developer Guide"
_READ: Final = "read 2026-11-21"
_OURS: Final = "apexai"


def _refused(number: int, *, reason: str, source: str, instead: str) -> Refused:
    return Refused(code=f"APX-CAP-{number}", reason=reason, source=source, instead=instead)


_INVOKED: Final = _refused(
    100,
    reason="Lambda calls a handler and opens no ports",
    source=f"{_GUIDE}, Lambda runtime API, {_READ}",
    instead="remove it, or use platform kubernetes",
)
_UNPROBED: Final = _refused(
    101,
    reason="Lambda asks no probes; an environment that fails to start is replaced",
    source=f"{_GUIDE}, Lambda execution environment lifecycle, {_READ}",
    instead="remove it, or use platform kubernetes",
)
_CPU: Final = _refused(
    102,
    reason="Lambda gives CPU in proportion to memory",
    source=f"{_GUIDE}, Configure Lambda function memory, {_READ}",
    instead="raise runtime.memory; 1769MB are one vCPU",
)
_REQUESTS: Final = _refused(
    103,
    reason="Lambda tells no request from the limit",
    source=f"{_GUIDE}, Configure Lambda function memory, {_READ}",
    instead="write the amount into runtime.memory",
)
_GPU: Final = _refused(
    104,
    reason="pulumi-aws 7.51 cannot set accelerators of a function",
    source="pulumi-aws 7.51.1, arguments of lambda.Function, 2026-11",
    instead="use platform kubernetes",
)
_JWKS: Final = _refused(
    105,
    reason="API Gateway finds the keys by the issuer's discovery document",
    source=f"Amazon API Gateway Developer Guide, JWT authorizers for HTTP APIs, {_READ}",
    instead="remove it; the issuer has to serve /.well-known/openid-configuration",
)
_GATEWAY: Final = _refused(
    106,
    reason="a Kubernetes Gateway can't route to Lambda",
    source=f"Gateway API v1 reference, HTTPRoute backendRefs, {_READ}",
    instead="use runtime.auth.gateway for API Gateway",
)
_DOMAIN: Final = _refused(
    107,
    reason="domains with their certificates are not available yet on aws-lambda",
    source=_OURS,
    instead="map the domain to the output `endpoint` with aws.apigatewayv2.DomainName or CloudFront in your program",
)
_IDENTITY: Final = _refused(
    108,
    reason="the function has a role of its own with just what it needs",
    source=_OURS,
    instead="add what is missing to runtime.permissions",
)
_SIDECAR: Final = _refused(
    109,
    reason="a function is one container",
    source=f"{_GUIDE}, Create a Lambda function using a container image, {_READ}",
    instead="call the preprocessor in the image's handler, or use platform kubernetes",
)
_CACHE: Final = _refused(
    110,
    reason="response caches are not available yet on aws-lambda; function URLs and HTTP APIs have none",
    source=_OURS,
    instead="put CloudFront in front of the output `endpoint`",
)
_SIDE: Final = _refused(
    111,
    reason="the stable side is a published version, which its revision names",
    source=f"{_GUIDE}, Manage Lambda function versions, {_READ}",
    instead="give trafficSplit.stable.revision, the output `revision` of that release, or keep it for other platforms "
    "in targets",
)
_METRIC: Final = _refused(
    112,
    reason="Lambda scales by requests and by the utilisation of provisioned concurrency",
    source=f"{_GUIDE}, Understanding Lambda function scaling, {_READ}",
    instead="use autoscaling.targetUtilization, or platform kubernetes",
)
_NODES: Final = _refused(
    113,
    reason="Lambda has no nodes",
    source=f"{_GUIDE}, What is AWS Lambda?, {_READ}",
    instead="remove it, or put it into targets.kubernetes.finops",
)
_GUARDRAIL: Final = _refused(
    114,
    reason="attaching guardrails is not available yet",
    source=_OURS,
    instead="call the guardrail in the image, and pass its id in runtime.environment",
)
_REVIEW: Final = _refused(
    115,
    reason="review queues are not available yet",
    source=_OURS,
    instead="pass the queue in runtime.environment, and allow sending to it in runtime.permissions",
)
_SAMPLING: Final = _refused(
    116,
    reason="the sampling of Lambda's traces can't be set",
    source=f"{_GUIDE}, Visualize Lambda function invocations using AWS X-Ray, {_READ}",
    instead="remove it, or use platform kubernetes",
)
_DRIFT: Final = _refused(
    117,
    reason="watching drift is not available yet",
    source=_OURS,
    instead="watch it outside of the deployment, from the function's logs",
)

_BY_REASON: Final = (
    (_INVOKED, ("spec.runtime.ports.*",)),
    (
        _UNPROBED,
        tuple(
            f"spec.runtime.probes.{leaf}"
            for leaf in ("path", "port", "initialDelay", "period", "timeout", "failureThreshold", "startupBudget")
        ),
    ),
    (_CPU, ("spec.runtime.cpu",)),
    (_REQUESTS, ("spec.runtime.requests.cpu", "spec.runtime.requests.memory")),
    (_GPU, ("spec.runtime.gpu.type", "spec.runtime.gpu.count", "spec.runtime.gpu.pool", "spec.runtime.gpu.nodePool")),
    (_JWKS, ("spec.runtime.auth.jwt.jwksUri",)),
    (_DOMAIN, ("spec.runtime.network.domain",)),
    (_IDENTITY, ("spec.runtime.identity",)),
    (_CACHE, ("spec.runtime.cache.ttl",)),
    (
        _SIDE,
        (
            "spec.trafficSplit.stable.image",
            "spec.trafficSplit.stable.modelDigest",
            *(f"spec.trafficSplit.stable.package.{leaf}" for leaf in ("path", "handler", "runtime")),
        ),
    ),
    (_METRIC, tuple(f"spec.autoscaling.prometheus.{leaf}" for leaf in ("serverAddress", "query", "threshold"))),
    (_NODES, ("spec.finops.nodeType",)),
    (_GUARDRAIL, tuple(f"spec.responsibleAI.guardrail.{leaf}" for leaf in ("id", "version", "mode"))),
    (_REVIEW, ("spec.responsibleAI.humanOversight.reviewQueue",)),
    (_SAMPLING, ("spec.monitoring.sampleRate",)),
    (_DRIFT, tuple(f"spec.monitoring.drift.{leaf}" for leaf in ("baseline", "metric", "threshold", "alert"))),
)
_BELOW: Final = (
    (_GATEWAY, "spec.runtime.network.gateway."),
    (_SIDECAR, "spec.runtime.preprocessor."),
)


def _table() -> CapabilityTable:
    named = {leaf: refusal for refusal, leaves in _BY_REASON for leaf in leaves}
    below = {leaf: refusal for refusal, prefix in _BELOW for leaf in spec_leaves() if leaf.startswith(prefix)}
    return {**named, **below}


REFUSALS: Final = _table()
