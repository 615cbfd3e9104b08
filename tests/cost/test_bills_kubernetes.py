"""Kubernetes bills worked out by hand: a workload's share of the nodes that `finops.nodeType` names."""

from dataclasses import replace
from decimal import Decimal

import pytest

from apexai.cost.estimate import CostClass
from apexai.cost.estimating import estimate_graph
from apexai.cost.quantity import Case
from apexai.graph.model import ResourceGraph
from tests.cost.bills import AS_OF, bill, captured, cents, frozen_book, part, skus


def test_pods_with_an_accelerator_take_the_whole_node() -> None:
    # Two pods with the one accelerator of a g5.xlarge each: 2 × 730 × 1.006
    assert cents(bill("kubernetes", "gpu")) == Decimal("1468.76")


def test_pods_take_the_largest_of_their_shares() -> None:
    # Of an m5.large pods can use 1,930 m and 6,903 MiB: 1,000 / 1,930 = 0.5181 and 4,096 / 6,903 = 0.5934:
    # 3 × 0.59336520 × 730 × 0.096 = 124.7490
    assert cents(bill("kubernetes", "cpu")) == Decimal("124.75")


def test_without_usage_from_the_least_to_the_most_replicas() -> None:
    # 1 × 734.38 to 10 × 734.38
    estimate = bill("kubernetes", "scaled")
    assert (cents(estimate, Case.LOW), cents(estimate, Case.HIGH)) == (Decimal("734.38"), Decimal("7343.80"))
    assert estimate.monthly.expected.amount is None
    assert [needed.keys for needed in estimate.needs_usage] == [("requests", "duration")]


def test_replicas_follow_the_load() -> None:
    # 1M × 5.256 s = 5,256,000 s: 2 requests at once on average, one a pod, at 50 %: 4 pods × 734.38
    assert cents(bill("kubernetes", "loaded")) == Decimal("2937.52")


def test_each_side_of_a_split_gets_its_share_of_the_load() -> None:
    # Of the four pods of `loaded` three for 75 % of the requests and one for 25 %
    assert cents(bill("kubernetes", "split")) == Decimal("2937.52")
    (service,) = bill("kubernetes", "split").services
    assert service.load is not None
    # The stable side has 10 pods for three quarters of what comes: 10 × 2,628,000 / 5.256 / 0.75
    assert service.load.carries.expected is not None
    assert round(service.load.carries.expected) == 6_666_667


def test_data_to_the_internet_leaves_the_cloud_that_the_nodes_are_in() -> None:
    # As `loaded`: 2937.52. 100 GB × 0.09 = 9.00
    estimate = bill("kubernetes", "sending")
    assert cents(estimate) == Decimal("2946.52")
    # 10 pods take 10 × 2,628,000 / 5.256 = 5M requests, five times as many: 7343.80 + 500 GB × 0.09
    assert cents(estimate, Case.HIGH) == Decimal("7388.80")


def test_data_to_the_internet_from_a_pool_of_the_program() -> None:
    both = beside_a_pool("sending")
    estimate = estimate_graph(both, book=frozen_book("aws"), as_of=AS_OF)
    assert skus(estimate)["aws-datatransfer-out-internet"] == Decimal(9)
    assert cents(estimate) == cents(bill("aws", "eks")) + 9
    nowhere = [replace(item, inputs={**item.inputs, "region": None}) for item in both.resources if not item.is_provider]
    unknown = estimate_graph(replace(both, resources=tuple(nowhere)), book=frozen_book("aws"), as_of=AS_OF)
    assert any("the region of its nodes" in found.reason for found in unknown.unpriced)
    assert unknown.monthly.low.at_least


def test_replicas_on_a_schedule() -> None:
    # Five by day, one by night: (5 + 1) / 2 × 734.38
    assert cents(bill("kubernetes", "daytime"), Case.LOW) == Decimal("2203.14")


def test_nodes_of_another_cloud() -> None:
    # One Standard_NC4as_T4_v3 in eastus: 730 × 0.526
    assert cents(bill("kubernetes", "azure"), Case.LOW) == Decimal("383.98")


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("nowhere", "set finops.nodeType"),
        ("regionless", "set runtime.region"),
        ("strange", "no source says what pods can use of a z9.metal"),
        ("small", "a pod does not fit on a g5.xlarge"),
        ("bare", "set finops.nodeType"),
        ("outside", "which load balancer it makes"),
    ],
)
def test_what_can_not_be_priced_says_why(name: str, reason: str) -> None:
    estimate = bill("kubernetes", name)
    assert [reason in found.reason for found in estimate.unpriced] == [True]
    assert estimate.monthly.low.at_least


def test_objects_of_the_cluster_are_free() -> None:
    assert cents(bill("kubernetes", "inside")) == cents(bill("kubernetes", "config")) == 0


def beside_a_pool(*names: str) -> ResourceGraph:
    """The resources of bills, and a pool that they run on."""
    parts = [*(part(captured("kubernetes"), name) for name in names), part(captured("aws"), "eks")]
    found = {resource.urn: resource for found in parts for resource in found.resources}
    return ResourceGraph(project="p", stack="s", resources=tuple(found.values()))


def test_a_service_is_charged_with_the_pool_that_only_its_pods_run_on() -> None:
    (alone,) = estimate_graph(beside_a_pool("gpu"), book=frozen_book("aws"), as_of=AS_OF).services
    pool = next(urn for urn in alone.resources if urn.endswith("::eks-gpu"))
    assert alone.shares == ()
    assert alone.monthly.expected.amount
    several = estimate_graph(beside_a_pool("gpu", "cpu"), book=frozen_book("aws"), as_of=AS_OF)
    assert [(found.shares, found.complete) for found in several.services] == [((pool,), False)] * 2
    assert several.outside is not None
    assert several.outside.monthly.expected.amount is not None
    assert several.outside.monthly.expected.amount >= alone.monthly.expected.amount


def test_workloads_beside_a_pool_are_never_priced_twice() -> None:
    both = beside_a_pool("gpu")
    estimate = estimate_graph(both, book=frozen_book("aws"), as_of=AS_OF)
    classes = dict(estimate.classes)
    deployment = next(item for item in both.resources if item.type == "kubernetes:apps/v1:Deployment")
    assert classes[deployment.urn] is CostClass.FREE
    assert dict(estimate.free)[deployment.urn] == "it runs on nodes that are priced with eks-gpu"
    assert cents(estimate) == cents(bill("aws", "eks"))
