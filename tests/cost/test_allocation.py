"""Sums of an estimate by service, by cost centre and by InferenceService: parts of the same total."""

from dataclasses import replace
from decimal import Decimal, localcontext
from functools import cache
from typing import Final

from apexai.cost.allocation import cost_center_of
from apexai.cost.estimate import Estimate, Subtotal
from apexai.cost.estimating import estimate_graph
from apexai.cost.quantity import Case
from apexai.cost.readers import providers_of
from apexai.cost.view import GraphView
from apexai.graph.model import Resource, ResourceGraph, Value
from apexai.policy.spend import spends_of
from tests.cost.bills import AS_OF, captured, frozen_book, part

SERVICE: Final = "apexai:index:InferenceService"
NAMES: Final = ("used", "unused", "tight", "roomy")


@cache
def several() -> tuple[ResourceGraph, Estimate]:
    """Several services in one graph."""
    whole = captured("services")
    kept = {item.urn: item for name in NAMES for item in part(whole, name).resources}
    graph = replace(whole, resources=tuple(kept.values()))
    return graph, estimate_graph(graph, book=frozen_book(*providers_of(graph)), as_of=AS_OF)


def total(parts: tuple[Subtotal, ...], case: Case) -> Decimal:
    with localcontext(prec=60):
        return sum((part.monthly.of(case).amount or Decimal(0) for part in parts), Decimal(0))


def test_sums_by_service_and_by_cost_centre_are_the_total() -> None:
    _, estimate = several()
    for parts in (estimate.by_service, estimate.by_cost_center):
        assert total(parts, Case.LOW) == estimate.monthly.low.amount
        assert total(parts, Case.HIGH) == estimate.monthly.high.amount
    names = [part.name for part in estimate.by_service]
    assert names[0] == "Lambda"
    assert len(names) == len(set(names)) > 3


def test_a_sum_with_undeclared_use_is_not_known_and_the_others_are() -> None:
    _, estimate = several()
    assert estimate.monthly.expected.amount is None
    by_service = {part.name: part.monthly.expected.amount for part in estimate.by_service}
    assert by_service["Lambda"] is None


def test_a_cost_centre_is_read_from_tags_providers_and_services() -> None:
    def resource(kind: str, inputs: dict[str, Value], *, parent: str = "", provider: str = "") -> Resource:
        return Resource(
            urn=f"urn:pulumi:dev::p::{kind}::x{len(inputs)}",
            type=kind,
            name="x",
            custom=kind != SERVICE,
            inputs=inputs,
            parent=parent,
            provider=provider,
        )

    service = resource(SERVICE, {"resolved": {"spec": {"finops": {"costCenter": "Fraud"}}}})
    provider = resource("pulumi:providers:aws", {"defaultTags": '{"tags": {"CostCenter": "Shared"}}'})
    bucket, queue, workload = "aws:s3/bucket:Bucket", "aws:sqs/queue:Queue", "kubernetes:apps/v1:Deployment"
    cases = {
        "Own": resource(bucket, {"tags": {"cost-center": "Own"}}, parent=service.urn, provider=provider.urn),
        "Shared": resource(bucket, {"tags": {"a": "b"}}, parent=service.urn, provider=provider.urn),
        "Fraud": resource(queue, {}, parent=service.urn),
        "Labelled": resource(workload, {"metadata": {"labels": {"finops.apexlogic.com/cost-center": "Labelled"}}}),
        "": resource(queue, {"tags": {"costCentre": ""}}),
    }
    graph = ResourceGraph(project="p", stack="dev", resources=(service, provider, *cases.values()))
    assert {name: cost_center_of(item, GraphView(graph=graph)) for name, item in cases.items()} == {
        name: name for name in cases
    }


def test_each_of_several_services_has_its_own_spend() -> None:
    graph, estimate = several()
    by_urn = {item.urn: item.name for item in graph.of_type(SERVICE)}
    spends = {by_urn[urn]: spend for urn, spend in spends_of(estimate).items()}
    assert sorted(spends) == sorted(NAMES)
    assert spends["unused"].expected is None
    assert (spends["unused"].complete, spends["unused"].high_complete) == (False, True)
    assert spends["used"].complete
    assert spends["used"].expected is not None
    assert round(spends["used"].expected, 2) == Decimal("53.97")
    assert spends["used"].per_thousand_requests is not None
    assert round(spends["used"].per_thousand_requests, 4) == Decimal("0.0270")
    known = [spend.high for spend in spends.values() if spend.high is not None]
    with localcontext(prec=60):
        assert sum(known, Decimal(0)) == estimate.monthly.high.amount


def test_one_service_has_the_whole_spend() -> None:
    graph = part(captured("services"), "used")
    estimate = estimate_graph(graph, book=frozen_book(*providers_of(graph)), as_of=AS_OF)
    (spend,) = spends_of(estimate).values()
    assert (spend.expected, spend.complete) == (estimate.monthly.expected.amount, True)
