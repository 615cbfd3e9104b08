"""What one would do for all, and what pays for crossing a border between regions."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from typing import Final

from apexai.policy.property import UnknownReached
from apexai.policy.rule import Answer, Fail, NotApplicable, Parameter, Rule, Scope, Severity, Tighter
from apexai.policy.rules.frameworks import finops
from apexai.policy.rules.regions import region_of, same_place
from apexai.policy.rules.types import (
    BUCKETS,
    CLOUD_FUNCTION,
    CONTAINER_APP,
    GOOGLE_BUCKET,
    KUBERNETES_SERVICE,
    LAMBDA,
    QUEUE,
    RUN_SERVICE,
    SERVICE_BUS,
    STORAGE_ACCOUNT,
    TABLE,
    WEB_APP,
)
from apexai.policy.subject import Subject

_NATS: Final = (
    "aws:ec2/natGateway:NatGateway",
    "azure-native:network:NatGateway",
    "gcp:compute/routerNat:RouterNat",
)
_BALANCERS: Final = (
    "aws:lb/loadBalancer:LoadBalancer",
    "azure-native:network:ApplicationGateway",
    "azure-native:network:LoadBalancer",
    "gcp:compute/globalForwardingRule:GlobalForwardingRule",
    KUBERNETES_SERVICE,
)
_STORES: Final = (*BUCKETS, QUEUE, TABLE, STORAGE_ACCOUNT, SERVICE_BUS, GOOGLE_BUCKET)
_COMPUTING: Final = (LAMBDA, WEB_APP, CONTAINER_APP, CLOUD_FUNCTION, RUN_SERVICE)


_MULTI_REGIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "asia": ("asia-",),
    "eu": ("europe-",),
    "us": ("us-",),
}
"""Multi-regions of Cloud Storage → how the names of the regions within begin.

Source: https://cloud.google.com/storage/docs/locations#location-mr
"""


def nat_gateways_shared(subject: Subject) -> Iterator[Answer]:
    gateways = subject.stack.once("NAT gateways", lambda: _ranks(subject.others(*_NATS)))
    if _beyond(subject, gateways):
        yield Fail(message=f"one of {len(gateways)} NAT gateways of the stack")


def load_balancers_shared(subject: Subject) -> Iterator[Answer]:
    if subject.type == KUBERNETES_SERVICE and subject["spec.type"].text() != "LoadBalancer":
        raise NotApplicable("it makes no load balancer")
    balancing = subject.stack.once("load balancers", lambda: _ranks(_balancing(subject)))
    if _beyond(subject, balancing):
        yield Fail(message=f"one of {len(balancing)} load balancers of the stack")


def stores_in_same_region(subject: Subject) -> Iterator[Answer]:
    wired = (urn for urns in subject.resource.property_dependencies.values() for urn in urns)
    stores = [store for store in subject.at(wired) if store.type in _STORES]
    if not stores:
        raise NotApplicable("it uses no store of the stack")
    distant = [store for store in stores if not same_place(subject, store)]
    if not distant:
        return
    here = region_of(subject)
    for store in distant:
        there = region_of(store)
        if there != here and not here.startswith(_MULTI_REGIONS.get(there, (there,))):
            yield Fail(message=f"{store.name} is in {there}, the function in {here}: each byte is billed")


def _balancing(subject: Subject) -> Iterator[Subject]:
    """The stack's load balancers; a Service whose type is not known yet counts as none."""
    for other in subject.others(*_BALANCERS):
        with suppress(UnknownReached):
            if other.type != KUBERNETES_SERVICE or other["spec.type"].text() == "LoadBalancer":
                yield other


def _ranks(alike: Iterable[Subject]) -> Mapping[str, int]:
    """URN → how many come before it."""
    return {other.urn: rank for rank, other in enumerate(alike)}


def _beyond(subject: Subject, ranks: Mapping[str, int]) -> bool:
    most = subject.limit("most")
    return most is not None and ranks.get(subject.urn, 0) >= most


_MOST: Final = Parameter(
    name="most", kind="integer", default=1, description="how many a stack may have", tighter=Tighter.LOWER
)

RULES: Final = (
    Rule(
        id="APX-FIN-019",
        title="a function's stores are in its region",
        severity=Severity.MEDIUM,
        scope=Scope.STACK,
        types=_COMPUTING,
        check=stores_in_same_region,
        reason="Data that crosses regions is billed by the gigabyte, and arrives later.",
        remediation="Put the function and its store in one region.",
        source="https://docs.aws.amazon.com/cur/latest/userguide/cur-data-transfers-charges.html",
        frameworks=(finops("Architecting for cloud"),),
    ),
    Rule(
        id="APX-FIN-022",
        title="one NAT gateway does for the stack",
        severity=Severity.LOW,
        scope=Scope.STACK,
        types=_NATS,
        check=nat_gateways_shared,
        reason="Each NAT gateway is billed by the hour; only availability across zones needs several.",
        remediation="Share one gateway, use VPC endpoints, or raise `most` where zones must be independent.",
        source="https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-pricing.html",
        frameworks=(finops("Architecting for cloud"),),
        parameters=(_MOST,),
    ),
    Rule(
        id="APX-FIN-023",
        title="one load balancer does for the stack",
        severity=Severity.LOW,
        scope=Scope.STACK,
        types=_BALANCERS,
        check=load_balancers_shared,
        reason="Each load balancer is billed by the hour; one routes to many services.",
        remediation="Route by host or path through one load balancer, an Ingress or a Gateway.",
        source="https://docs.aws.amazon.com/eks/latest/best-practices/load-balancing.html",
        frameworks=(finops("Architecting for cloud"),),
        parameters=(_MOST,),
    ),
)
