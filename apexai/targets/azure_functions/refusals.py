"""What Azure Functions refuses, each with its reason, source and alternative."""

from typing import Final

from apexai.spec.leaves import spec_leaves
from apexai.targets.capability import CapabilityTable, Refused

_GUIDE: Final = "Azure Functions documentation"
_READ: Final = "read 2026-11-21"
_OURS: Final = "apexai"


def _refused(number: int, *, reason: str, source: str, instead: str) -> Refused:
    return Refused(code=f"APX-CAP-{number}", reason=reason, source=source, instead=instead)


_REQUESTS: Final = _refused(
    400,
    reason="Azure Functions tells no request from the limit",
    source=f"{_GUIDE}, Hosting options, {_READ}",
    instead="write the amount into runtime.memory",
)
_GPU: Final = _refused(
    401,
    reason="Azure Functions has no GPUs",
    source=f"{_GUIDE}, Hosting options, {_READ}",
    instead="use platform azure-container-apps or kubernetes",
)
_COMMAND: Final = _refused(
    402,
    reason="the Functions host starts the code, and the image starts the host",
    source=f"{_GUIDE}, Working with containers and Azure Functions, {_READ}",
    instead="set the entry point in the image, or use platform azure-container-apps",
)
_PROBES: Final = _refused(
    403,
    reason="the platform asks the health check's path once a minute, and nothing of it can be set but the path",
    source="Azure App Service documentation, Monitor instances by using health check, read 2026-11-21",
    instead="remove it, or use platform azure-container-apps",
)
_STORAGE: Final = _refused(
    404,
    reason="the scratch space of an instance comes with the plan",
    source=f"{_GUIDE}, Hosting options, service limits, {_READ}",
    instead="remove it, or use platform kubernetes",
)
_BESIDE: Final = _refused(
    405,
    reason="a function app has no containers beside the code",
    source=f"{_GUIDE}, Working with containers and Azure Functions, {_READ}",
    instead="call it in the code, or use platform azure-container-apps",
)
_JWKS: Final = _refused(
    406,
    reason="the keys of Microsoft Entra are found by the issuer",
    source="Azure App Service documentation, Authentication and authorization, read 2026-11-21",
    instead="remove it",
)
_API_MANAGEMENT: Final = _refused(
    407,
    reason="API Management is not available yet on azure-functions",
    source=_OURS,
    instead="remove it: the app checks tokens itself; or put azure-native.apimanagement in front of the output "
    "`endpoint`",
)
_GATEWAY: Final = _refused(
    408,
    reason="a Kubernetes Gateway can't route to Azure Functions",
    source=f"Gateway API v1 reference, HTTPRoute backendRefs, {_READ}",
    instead="remove it, or put it into targets.kubernetes.runtime.network",
)
_DOMAIN: Final = _refused(
    409,
    reason="domains with their certificates are not available yet on azure-functions",
    source=_OURS,
    instead="put Front Door in front of the output `endpoint` in your program",
)
_FILTER: Final = _refused(
    410,
    reason="the network's rules hold for a subnet with all that is in it, and not for one app",
    source=f"{_GUIDE}, Networking options, {_READ}",
    instead="put a network security group on the subnet of network.subnets, and remove it",
)
_CACHE: Final = _refused(
    411,
    reason="Azure Functions caches no responses, and Front Door in front of it is not available yet",
    source=_OURS,
    instead="put Front Door with caching in front of the output `endpoint` in your program",
)
_REVISION: Final = _refused(
    412,
    reason="a function app keeps no revisions",
    source=f"{_GUIDE}, Deployment slots, {_READ}",
    instead="give trafficSplit.stable.image, or keep it for other platforms in targets",
)
_PACKAGES: Final = _refused(
    413,
    reason="Flex Consumption has no slots to keep a second package in",
    source=f"{_GUIDE}, Flex Consumption plan, considerations, {_READ}",
    instead="build images, which run on Elastic Premium with slots, or use platform azure-container-apps",
)
_WINDOWS: Final = _refused(
    414,
    reason="a function app's bounds can't follow the time of day, and a scheduler for them is not available yet",
    source=_OURS,
    instead="use platform azure-container-apps, whose rules can",
)
_METRIC: Final = _refused(
    415,
    reason="Azure Functions scales by its triggers",
    source=f"{_GUIDE}, Event-driven scaling, {_READ}",
    instead="use platform azure-container-apps or kubernetes",
)
_NODES: Final = _refused(
    416,
    reason="Azure Functions has no nodes",
    source=f"{_GUIDE}, Hosting options, {_READ}",
    instead="remove it, or put it into targets.kubernetes.finops",
)
_EXPLAINER: Final = _refused(
    417,
    reason="a second app that explains is not available yet on azure-functions",
    source=_OURS,
    instead="deploy it as a service of its own, and give its address in explainability.endpoint",
)
_VPC: Final = _refused(
    418,
    reason="an app is in a subnet, whose id says in which network it is",
    source=f"{_GUIDE}, Networking options, {_READ}",
    instead="give network.subnets alone",
)
_GUARDRAIL: Final = _refused(
    419,
    reason="attaching guardrails is not available yet",
    source=_OURS,
    instead="call Content Safety in the code, and pass its endpoint in runtime.environment",
)
_REVIEW: Final = _refused(
    420,
    reason="review queues are not available yet",
    source=_OURS,
    instead="pass a Service Bus queue in runtime.environment, and allow sending to it in runtime.permissions",
)
_DRIFT: Final = _refused(
    421,
    reason="watching drift is not available yet",
    source=_OURS,
    instead="watch it outside of the deployment, from the service's logs",
)

_BY_REASON: Final = (
    (_COMMAND, ("spec.runtime.command[]", "spec.runtime.args[]")),
    (
        _PROBES,
        tuple(
            f"spec.runtime.probes.{key}" for key in ("port", "initialDelay", "period", "timeout", "failureThreshold")
        ),
    ),
    (_STORAGE, ("spec.runtime.ephemeralStorage",)),
    (_JWKS, ("spec.runtime.auth.jwt.jwksUri",)),
    (_API_MANAGEMENT, ("spec.runtime.auth.gateway",)),
    (_DOMAIN, ("spec.runtime.network.domain",)),
    (_VPC, ("spec.runtime.network.vpc",)),
    (_FILTER, ("spec.runtime.network.securityGroups[]", "spec.runtime.network.egress[]")),
    (_CACHE, ("spec.runtime.cache.ttl",)),
    (_REVISION, ("spec.trafficSplit.stable.revision",)),
    (_EXPLAINER, ("spec.responsibleAI.explainability.image",)),
    (_NODES, ("spec.finops.nodeType",)),
    (_REVIEW, ("spec.responsibleAI.humanOversight.reviewQueue",)),
)
_BELOW: Final = (
    (_REQUESTS, "spec.runtime.requests."),
    (_GPU, "spec.runtime.gpu."),
    (_BESIDE, "spec.runtime.preprocessor."),
    (_GATEWAY, "spec.runtime.network.gateway."),
    (_PACKAGES, "spec.trafficSplit.stable.package."),
    (_METRIC, "spec.autoscaling.prometheus."),
    (_WINDOWS, "spec.autoscaling.schedules[]."),
    (_GUARDRAIL, "spec.responsibleAI.guardrail."),
    (_DRIFT, "spec.monitoring.drift."),
)


def _table() -> CapabilityTable:
    named = {leaf: refusal for refusal, leaves in _BY_REASON for leaf in leaves}
    below = {leaf: refusal for refusal, prefix in _BELOW for leaf in spec_leaves() if leaf.startswith(prefix)}
    return {**named, **below}


REFUSALS: Final = _table()
