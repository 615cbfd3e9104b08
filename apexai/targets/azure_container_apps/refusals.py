"""What Container Apps refuses, each with its reason, source and alternative."""

from typing import Final

from apexai.spec.leaves import spec_leaves
from apexai.targets.capability import CapabilityTable, Refused

_GUIDE: Final = "Azure Container Apps documentation"
_READ: Final = "read 2026-11-21"
_OURS: Final = "apexai"


def _refused(number: int, *, reason: str, source: str, instead: str) -> Refused:
    return Refused(code=f"APX-CAP-{number}", reason=reason, source=source, instead=instead)


_PACKAGE: Final = _refused(
    300,
    reason="Container Apps runs images",
    source=f"{_GUIDE}, Containers, {_READ}",
    instead="build an image, e.g. with `az acr build`, and write runtime.image, or use platform azure-functions",
)
_REQUESTS: Final = _refused(
    301,
    reason="Container Apps tells no request from the limit",
    source=f"{_GUIDE}, Containers, {_READ}",
    instead="write the amounts into runtime.cpu and runtime.memory",
)
_POOL: Final = _refused(
    302,
    reason="Container Apps has workload profiles and no node pools",
    source=f"{_GUIDE}, Workload profiles, {_READ}",
    instead="remove it, or put it into targets.kubernetes.runtime.gpu",
)
_JWKS: Final = _refused(
    303,
    reason="the keys of Microsoft Entra are found by the issuer",
    source=f"{_GUIDE}, Authentication and authorization, {_READ}",
    instead="remove it",
)
_API_MANAGEMENT: Final = _refused(
    304,
    reason="API Management is not available yet on azure-container-apps",
    source=_OURS,
    instead="remove it: the app checks tokens itself; or put azure-native.apimanagement in front of the output "
    "`endpoint`",
)
_GATEWAY: Final = _refused(
    305,
    reason="a Kubernetes Gateway can't route to Container Apps",
    source=f"Gateway API v1 reference, HTTPRoute backendRefs, {_READ}",
    instead="remove it, or put it into targets.kubernetes.runtime.network",
)
_DOMAIN: Final = _refused(
    306,
    reason="domains with their certificates are not available yet on azure-container-apps",
    source=_OURS,
    instead="put Front Door in front of the output `endpoint` in your program",
)
_CACHE: Final = _refused(
    307,
    reason="Container Apps caches no responses, and Front Door in front of it is not available yet",
    source=_OURS,
    instead="put Front Door with caching in front of the output `endpoint` in your program",
)
_SIDE: Final = _refused(
    308,
    reason="the stable side is a revision, which its name says all of",
    source=f"{_GUIDE}, Traffic splitting, {_READ}",
    instead="give trafficSplit.stable.revision, the output `revision` of that release, or keep it for other platforms "
    "in targets",
)
_NODES: Final = _refused(
    309,
    reason="Container Apps has no nodes",
    source=f"{_GUIDE}, Overview, {_READ}",
    instead="remove it, or put it into targets.kubernetes.finops",
)
_FILTER: Final = _refused(
    310,
    reason="the network's rules hold for a subnet with all that is in it, and not for one app",
    source=f"{_GUIDE}, Securing a virtual network, {_READ}",
    instead="put a network security group or a route to a firewall on the subnet, and remove it",
)
_GUARDRAIL: Final = _refused(
    311,
    reason="attaching guardrails is not available yet",
    source=_OURS,
    instead="call Content Safety in runtime.preprocessor or in the image, and pass its endpoint in runtime.environment",
)
_REVIEW: Final = _refused(
    312,
    reason="review queues are not available yet",
    source=_OURS,
    instead="pass a Service Bus queue in runtime.environment, and allow sending to it in runtime.permissions",
)
_DRIFT: Final = _refused(
    313,
    reason="watching drift is not available yet",
    source=_OURS,
    instead="watch it outside of the deployment, from the service's logs",
)

_BY_REASON: Final = (
    (_REQUESTS, ("spec.runtime.requests.cpu", "spec.runtime.requests.memory")),
    (_JWKS, ("spec.runtime.auth.jwt.jwksUri",)),
    (_API_MANAGEMENT, ("spec.runtime.auth.gateway",)),
    (_DOMAIN, ("spec.runtime.network.domain",)),
    (_FILTER, ("spec.runtime.network.securityGroups[]", "spec.runtime.network.egress[]")),
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
    (_GUARDRAIL, "spec.responsibleAI.guardrail."),
    (_DRIFT, "spec.monitoring.drift."),
)


def _table() -> CapabilityTable:
    named = {leaf: refusal for refusal, leaves in _BY_REASON for leaf in leaves}
    below = {leaf: refusal for refusal, prefix in _BELOW for leaf in spec_leaves() if leaf.startswith(prefix)}
    return {**named, **below}


REFUSALS: Final = _table()
