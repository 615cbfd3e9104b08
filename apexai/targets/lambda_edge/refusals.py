"""What Lambda@Edge refuses, each with its reason, source and alternative."""

from typing import Final

from apexai.spec.leaves import spec_leaves
from apexai.targets.capability import CapabilityTable, Refused

_EDGE: Final = "Amazon CloudFront Developer Guide, Restrictions on Lambda@Edge, read 2026-11-21"
_OURS: Final = "apexai"
_LAMBDA: Final = "use platform aws-lambda"


def _refused(number: int, *, reason: str, source: str = _EDGE, instead: str) -> Refused:
    return Refused(code=f"APX-CAP-{number}", reason=reason, source=source, instead=instead)


_IMAGE: Final = _refused(
    700, reason="functions at the edge are packages and not images", instead=f"write runtime.package, or {_LAMBDA}"
)
_VARIABLES: Final = _refused(
    701,
    reason="a function at the edge has no environment variables",
    instead="put the values into the package; what the document says of the model comes as headers of the origin",
)
_SECRETS: Final = _refused(
    702,
    reason="a function at the edge has no environment variables",
    instead="read the secret with the AWS SDK, and allow it in runtime.permissions",
)
_NETWORK: Final = _refused(703, reason="a function at the edge is in no VPC", instead=f"remove it, or {_LAMBDA}")
_SCALING: Final = _refused(
    704,
    reason="the edge scales by itself, without provisioned concurrency",
    instead=f"remove autoscaling, or {_LAMBDA}",
)
_GPU: Final = _refused(705, reason="the edge has no GPUs", instead="use platform kubernetes or cloud-run")
_STARTED: Final = _refused(
    706,
    reason="a function at the edge is a handler, which is not started, reached or probed as a container is",
    instead="remove it; package.handler is the entry",
)
_CPU: Final = _refused(
    707,
    reason="Lambda gives CPU in proportion to memory, and tells no request from the limit",
    source="AWS Lambda Developer Guide, Configure Lambda function memory, read 2026-11-21",
    instead="write the amount into runtime.memory; 1769MB are one vCPU",
)
_AUTH: Final = _refused(
    708,
    reason="CloudFront serves everybody, or holders of signed URLs, which is not available yet",
    source=_OURS,
    instead=f"write access: public and check tokens in the function, or {_LAMBDA}",
)
_IDENTITY: Final = _refused(
    709,
    reason="the function has a role of its own with just what it needs",
    source=_OURS,
    instead="add what is missing to runtime.permissions",
)
_SIDECAR: Final = _refused(
    710, reason="a function at the edge is one package", instead="call the preprocessor in the handler"
)
_SIDE: Final = _refused(
    711,
    reason="the stable side is a published version, which its revision names",
    source="AWS Lambda Developer Guide, Manage Lambda function versions, read 2026-11-21",
    instead="give trafficSplit.stable.revision, the output `revision` of that release, or keep it for other platforms "
    "in targets",
)
_NODES: Final = _refused(
    712, reason="the edge has no nodes", instead="remove it, or put it into targets.kubernetes.finops"
)
_LATENCY: Final = _refused(
    713,
    reason="each region measures its own requests, and no metric covers all of them",
    source="Amazon CloudFront Developer Guide, Viewing CloudFront and edge function metrics, read 2026-11-21",
    instead="alarm on Duration in the regions that serve most, or measure it at the callers",
)
_EXPLAINER: Final = _refused(
    714,
    reason="a service beside the model can't be made at the edge",
    source=_OURS,
    instead="deploy the explainer by itself and give its address as explainability.endpoint",
)
_RESIDENCY: Final = _refused(
    715,
    reason="a function at the edge runs, and logs, in the region that is nearest to each caller",
    instead=_LAMBDA,
)
_LOGS: Final = _refused(
    716,
    reason="logs are in every region that serves, in groups that Lambda makes there",
    instead="set the retention of the groups /aws/lambda/us-east-1.<function> in each region",
)
_TRACES: Final = _refused(717, reason="X-Ray does not trace functions at the edge", instead=f"remove it, or {_LAMBDA}")
_OURS_NOT_YET: Final = _refused(
    718,
    reason="guardrails, review queues and watching drift are not available yet",
    source=_OURS,
    instead="call them in the handler, and allow it in runtime.permissions",
)

_BELOW: Final = (
    (_IMAGE, "spec.runtime.image"),
    (_VARIABLES, "spec.runtime.environment."),
    (_SECRETS, "spec.runtime.secrets."),
    (_NETWORK, "spec.runtime.network."),
    (_SCALING, "spec.autoscaling."),
    (_GPU, "spec.runtime.gpu."),
    (_STARTED, "spec.runtime.command[]"),
    (_STARTED, "spec.runtime.args[]"),
    (_STARTED, "spec.runtime.ports."),
    (_STARTED, "spec.runtime.probes."),
    (_CPU, "spec.runtime.cpu"),
    (_CPU, "spec.runtime.requests."),
    (_AUTH, "spec.runtime.auth."),
    (_IDENTITY, "spec.runtime.identity"),
    (_SIDECAR, "spec.runtime.preprocessor."),
    (_SIDE, "spec.trafficSplit.stable.image"),
    (_SIDE, "spec.trafficSplit.stable.package."),
    (_NODES, "spec.finops.nodeType"),
    (_LATENCY, "spec.slo.latencyP95"),
    (_EXPLAINER, "spec.responsibleAI.explainability.image"),
    (_RESIDENCY, "spec.responsibleAI.dataResidency[]"),
    (_LOGS, "spec.monitoring.logsRetentionDays"),
    (_TRACES, "spec.monitoring.sampleRate"),
    (_OURS_NOT_YET, "spec.monitoring.drift."),
    (_OURS_NOT_YET, "spec.responsibleAI.guardrail."),
    (_OURS_NOT_YET, "spec.responsibleAI.humanOversight.reviewQueue"),
)

REFUSALS: Final[CapabilityTable] = {
    leaf: refusal for refusal, prefix in _BELOW for leaf in spec_leaves() if leaf.startswith(prefix)
}
