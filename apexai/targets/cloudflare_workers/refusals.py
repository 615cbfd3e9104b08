"""What Cloudflare Workers refuse, each with its reason, source and alternative."""

from typing import Final

from apexai.spec.leaves import spec_leaves
from apexai.targets.capability import CapabilityTable, Refused

_DOCS: Final = "Cloudflare Workers documentation"
_READ: Final = "read 2026-11-21"
_SDK: Final = "pulumi-cloudflare 6.23.1, arguments of {}, 2026-11"
_OURS: Final = "apexai"
_OTHERS: Final = "keep it for other platforms in `targets`, or remove it"


def _refused(number: int, *, reason: str, source: str, instead: str) -> Refused:
    return Refused(code=f"APX-CAP-{number}", reason=reason, source=source, instead=instead)


_IMAGE: Final = _refused(
    800,
    reason="an isolate runs JavaScript and WebAssembly, not containers",
    source=f"{_DOCS}, How Workers works, {_READ}",
    instead="give a small ONNX model as modelRef.uri, a model of the platform (@cf/…), or runtime.package; in front of "
    "a container elsewhere use the component EdgeInferenceWorker with its origin",
)
_STARTED: Final = _refused(
    801,
    reason="an isolate is started by the platform and has no command, ports or probes",
    source=f"{_DOCS}, How Workers works, {_READ}",
    instead=f"{_OTHERS}; /v2/health/ready answers once the model is loaded",
)
_SIZED: Final = _refused(
    802,
    reason="every isolate has the same processor share and no disk",
    source=f"{_DOCS}, Limits, 2026-09-05",
    instead=f"{_OTHERS}; runtime.timeout bounds the processor time of a request",
)
_GPU: Final = _refused(
    803,
    reason="isolates have no GPU",
    source=f"{_DOCS}, Limits, 2026-09-05",
    instead="use a model of the platform (modelRef.uri @cf/…), which runs on Cloudflare's GPUs, or another platform",
)
_ARCHITECTURE: Final = _refused(
    804,
    reason="WebAssembly runs on any processor",
    source=f"{_DOCS}, WebAssembly, {_READ}",
    instead=_OTHERS,
)
_IDENTITIES: Final = _refused(
    805,
    reason="Cloudflare has no identities of a cloud that callers could sign requests with, and no gateway of that kind",
    source=f"{_DOCS}, Service bindings, {_READ}",
    instead="use auth.jwt, or access: internal for other Workers of the account",
)
_NETWORK: Final = _refused(
    806,
    reason="a Worker is in no network of yours and reaches the whole internet",
    source=f"{_DOCS}, Fetch API, {_READ}",
    instead=_OTHERS,
)
_GATEWAY: Final = _refused(
    807,
    reason="a Kubernetes Gateway can't route to a Worker",
    source=f"Gateway API v1 reference, HTTPRoute backendRefs, {_READ}",
    instead="use network.domain",
)
_GRANTS: Final = _refused(
    808,
    reason="a Worker may do what is bound to it, and has no identity that could be granted more",
    source=f"{_DOCS}, Bindings, {_READ}",
    instead=_OTHERS,
)
_SIDECAR: Final = _refused(
    809,
    reason="a Worker has no containers beside it",
    source=f"{_DOCS}, How Workers works, {_READ}",
    instead="do it in the code of runtime.package, or use platform kubernetes",
)
_SIDE: Final = _refused(
    810,
    reason="the stable side is a version, which its revision names and whose model is in it",
    source=f"{_DOCS}, Versions & deployments, {_READ}",
    instead="give trafficSplit.stable.revision, the output `revision` of that release",
)
_SCALING: Final = _refused(
    811,
    reason="the platform runs as many isolates as there are requests, and nothing bounds or schedules them",
    source=f"{_DOCS}, How Workers works, {_READ}",
    instead="write `autoscaling: null` into targets.cloudflare-workers; EdgeInferenceWorker has rate limits",
)
_NODES: Final = _refused(
    812,
    reason="Workers have no nodes",
    source=f"{_DOCS}, How Workers works, {_READ}",
    instead=f"{_OTHERS}: targets.kubernetes.finops",
)
_ALARMS: Final = _refused(
    813,
    reason="Cloudflare has no notification on a Worker's latency or errors",
    source=_SDK.format("NotificationPolicy, alert_type"),
    instead="write `slo: null` into targets.cloudflare-workers, and watch the Worker's traces and metrics from outside",
)
_RESIDENCY: Final = _refused(
    814,
    reason="a Worker runs wherever its callers are",
    source=f"{_DOCS}, How Workers works, {_READ}",
    instead="use a platform with regions, or Regional Services on an Enterprise zone, outside of this document",
)
_EXPLAINER: Final = _refused(
    815,
    reason="there is no container for an explainer beside a Worker",
    source=f"{_DOCS}, How Workers works, {_READ}",
    instead="deploy the explainer elsewhere and give its address as explainability.endpoint",
)
_GUARDRAIL: Final = _refused(
    816,
    reason="attaching guardrails is not available yet",
    source=_OURS,
    instead="use EdgeInferenceWorker with an AI Gateway, whose guardrails block hazards",
)
_REVIEW: Final = _refused(
    817,
    reason="review queues are not available yet",
    source=_OURS,
    instead="use EdgeInferenceWorker, whose recording writes a share of the answers to a queue",
)
_DRIFT: Final = _refused(
    818,
    reason="watching drift is not available yet",
    source=_OURS,
    instead="use EdgeInferenceWorker, whose recording writes a share of the requests to R2",
)

_BY_REASON: Final = (
    (_IMAGE, ("spec.runtime.image",)),
    (_STARTED, ("spec.runtime.command[]", "spec.runtime.args[]", "spec.runtime.ports.*")),
    (
        _SIZED,
        (
            "spec.runtime.cpu",
            "spec.runtime.ephemeralStorage",
            "spec.runtime.concurrency",
            "spec.runtime.requests.cpu",
            "spec.runtime.requests.memory",
        ),
    ),
    (_ARCHITECTURE, ("spec.runtime.architecture",)),
    (_IDENTITIES, ("spec.runtime.auth.iam", "spec.runtime.auth.gateway")),
    (
        _NETWORK,
        tuple(f"spec.runtime.network.{leaf}" for leaf in ("vpc", "subnets[]", "securityGroups[]", "egress[]")),
    ),
    (
        _GRANTS,
        ("spec.runtime.identity", "spec.runtime.permissions[].actions[]", "spec.runtime.permissions[].resources[]"),
    ),
    (_SIDE, tuple(f"spec.trafficSplit.stable.{leaf}" for leaf in ("image", "modelUri", "modelDigest"))),
    (_NODES, ("spec.finops.nodeType",)),
    (_ALARMS, ("spec.slo.latencyP95", "spec.slo.availability")),
    (_RESIDENCY, ("spec.responsibleAI.dataResidency[]",)),
    (_EXPLAINER, ("spec.responsibleAI.explainability.image",)),
    (_REVIEW, ("spec.responsibleAI.humanOversight.reviewQueue",)),
)
_BELOW: Final = (
    (_STARTED, "spec.runtime.probes."),
    (_GPU, "spec.runtime.gpu."),
    (_GATEWAY, "spec.runtime.network.gateway."),
    (_SIDECAR, "spec.runtime.preprocessor."),
    (_SIDE, "spec.trafficSplit.stable.package."),
    (_SCALING, "spec.autoscaling."),
    (_GUARDRAIL, "spec.responsibleAI.guardrail."),
    (_DRIFT, "spec.monitoring.drift."),
)


def _table() -> CapabilityTable:
    named = {leaf: refusal for refusal, leaves in _BY_REASON for leaf in leaves}
    below = {leaf: refusal for refusal, prefix in _BELOW for leaf in spec_leaves() if leaf.startswith(prefix)}
    return {**named, **below}


REFUSALS: Final = _table()
