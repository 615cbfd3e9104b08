"""What one would do for all, and what pays for crossing a border between regions."""

from collections.abc import Iterator
from typing import Final

from apexai.policy.rule import Answer, Fail, NotApplicable, Parameter, Rule, Scope, Severity, Tighter
from apexai.policy.rules.frameworks import finops
from apexai.policy.rules.regions import region_of
from apexai.policy.rules.types import BUCKETS, KUBERNETES_SERVICE, LAMBDA, QUEUE, TABLE
from apexai.policy.subject import Subject

_NAT: Final = "aws:ec2/natGateway:NatGateway"
_BALANCER: Final = "aws:lb/loadBalancer:LoadBalancer"
_STORES: Final = (*BUCKETS, QUEUE, TABLE)


def nat_gateways_shared(subject: Subject) -> Iterator[Answer]:
    all_gateways = subject.others(_NAT)
    if _beyond(subject, all_gateways):
        yield Fail(message=f"one of {len(all_gateways)} NAT gateways of the stack")


def load_balancers_shared(subject: Subject) -> Iterator[Answer]:
    if subject.type == KUBERNETES_SERVICE and subject["spec.type"].text() != "LoadBalancer":
        raise NotApplicable("it makes no load balancer")
    balancing = [
        other
        for other in subject.others(_BALANCER, KUBERNETES_SERVICE)
        if other.type == _BALANCER or other["spec.type"].text() == "LoadBalancer"
    ]
    if _beyond(subject, tuple(balancing)):
        yield Fail(message=f"one of {len(balancing)} load balancers of the stack")


def stores_in_same_region(subject: Subject) -> Iterator[Answer]:
    wired = {urn for urns in subject.resource.property_dependencies.values() for urn in urns}
    stores = [store for store in subject.others(*_STORES) if store.urn in wired]
    if not stores:
        raise NotApplicable("it uses no store of the stack")
    here = region_of(subject)
    for store in stores:
        if (there := region_of(store)) != here:
            yield Fail(message=f"{store.name} is in {there}, the function in {here}: each byte is billed")


def _beyond(subject: Subject, alike: tuple[Subject, ...]) -> bool:
    most = subject.limit("most")
    return most is not None and [other.urn for other in alike].index(subject.urn) >= most


_MOST: Final = Parameter(
    name="most", kind="integer", default=1, description="how many a stack may have", tighter=Tighter.LOWER
)

RULES: Final = (
    Rule(
        id="APX-FIN-019",
        title="a function's stores are in its region",
        severity=Severity.MEDIUM,
        scope=Scope.STACK,
        types=(LAMBDA,),
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
        types=(_NAT,),
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
        types=(_BALANCER, KUBERNETES_SERVICE),
        check=load_balancers_shared,
        reason="Each load balancer is billed by the hour; one routes to many services.",
        remediation="Route by host or path through one load balancer, an Ingress or a Gateway.",
        source="https://docs.aws.amazon.com/eks/latest/best-practices/load-balancing.html",
        frameworks=(finops("Architecting for cloud"),),
        parameters=(_MOST,),
    ),
)
