"""Answers for who may call and what may be reached: `spec.runtime.access`, `auth` and `network`."""

from typing import Final

from apexai.targets.capability import CapabilityTable, Emulated, Refused, Sets
from apexai.targets.kubernetes.answers.kinds import (
    HTTP_ROUTE,
    NETWORK_POLICY,
    SECURITY_POLICY,
    SERVICE,
    honoured,
)

_IAM: Final = Refused(
    code="APX-CAP-203",
    reason="no cluster checks the signatures of a cloud's identities",
    source="https://gateway-api.sigs.k8s.io/, read 2026-11-21",
    instead="use runtime.auth.jwt with a gateway, or access internal",
)
_MANAGED_GATEWAY: Final = Refused(
    code="APX-CAP-204",
    reason="a cluster has no managed API gateway to put in front",
    source="https://gateway-api.sigs.k8s.io/, read 2026-11-21",
    instead="name a Gateway that exists in runtime.network.gateway",
)
_CLOUD_NETWORK: Final = Refused(
    code="APX-CAP-205",
    reason="the cluster's nodes decide over the cloud network of its pods",
    source="https://kubernetes.io/docs/concepts/cluster-administration/networking/, read 2026-11-21",
    instead="say what the pods may reach in runtime.network.egress, and choose nodes by region or gpu.pool",
)
_TOKENS: Final = Emulated(
    by=(SECURITY_POLICY,),
    how=(
        "the gateway checks the tokens by its own resources, a SecurityPolicy of Envoy Gateway, or a "
        "RequestAuthentication and an AuthorizationPolicy of Istio, whose CRDs the cluster must have"
    ),
)

ACCESS: Final[CapabilityTable] = {
    "spec.runtime.access": honoured(
        Sets(type=SERVICE, path="spec.type", form="internal: ClusterIP, public without a gateway: LoadBalancer"),
        Sets(type=NETWORK_POLICY, path="spec.ingress", form="who may connect"),
        note="authenticated needs a gateway that checks tokens",
    ),
    "spec.runtime.auth.jwt.issuer": _TOKENS,
    "spec.runtime.auth.jwt.audiences[]": _TOKENS,
    "spec.runtime.auth.jwt.jwksUri": _TOKENS,
    "spec.runtime.auth.iam": _IAM,
    "spec.runtime.auth.gateway": _MANAGED_GATEWAY,
    "spec.runtime.network.vpc": _CLOUD_NETWORK,
    "spec.runtime.network.subnets[]": _CLOUD_NETWORK,
    "spec.runtime.network.securityGroups[]": _CLOUD_NETWORK,
    "spec.runtime.network.egress[]": honoured(
        Sets(type=NETWORK_POLICY, path="spec.egress", form="CIDRs as they are, host names as every public address")
    ),
    "spec.runtime.network.gateway.name": honoured(Sets(type=HTTP_ROUTE, path="spec.parentRefs.*.name")),
    "spec.runtime.network.gateway.namespace": honoured(Sets(type=HTTP_ROUTE, path="spec.parentRefs.*.namespace")),
    "spec.runtime.network.gateway.implementation": honoured(
        Sets(type=NETWORK_POLICY, path="spec.ingress", form="the labels of its proxies")
    ),
    "spec.runtime.network.gateway.service": honoured(
        Sets(type=SERVICE, path="spec.externalName"), Sets(type=HTTP_ROUTE, path="spec.hostnames")
    ),
    "spec.runtime.network.domain": honoured(Sets(type=HTTP_ROUTE, path="spec.hostnames")),
}
