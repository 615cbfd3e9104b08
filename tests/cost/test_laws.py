"""What holds of every estimate, whatever the graph and its use."""

import random
from decimal import Decimal, localcontext
from functools import cache

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from apexai.cost.estimate import CostClass, Estimate
from apexai.cost.estimating import EstimateOptions, estimate_graph
from apexai.cost.pricing import PRECISION
from apexai.cost.quantity import Case
from apexai.cost.readers import TABLES, load_readers, providers_of
from apexai.cost.usage import KEYS, Usage
from apexai.cost.usage_sources import PROFILES, UsageSources
from apexai.graph.model import ResourceGraph
from tests.cost.bills import AS_OF, captured, frozen_book

amounts = st.fixed_dictionaries({key: st.decimals(0, 10**8, places=2) for key in sorted(KEYS)})
UNSHRUNK = (Phase.explicit, Phase.reuse, Phase.generate)
PROGRAMS = ("aws", "clouds", "kubernetes", "more")
growth = st.decimals(1, 3, places=1)


@cache
def whole_graph(program: str = "aws") -> ResourceGraph:
    return captured(program)


def estimate(usage: Usage, graph: ResourceGraph | None = None, **options: bool) -> Estimate:
    graph = graph or whole_graph()
    declared = UsageSources(by_type={resource.type: usage for resource in graph.resources})
    asked = EstimateOptions(**options)  # type: ignore[arg-type]
    return estimate_graph(graph, book=frozen_book(*providers_of(graph)), as_of=AS_OF, usage=declared, options=asked)


@pytest.mark.parametrize("program", PROGRAMS)
@settings(max_examples=20, deadline=None, phases=UNSHRUNK)
@given(low=amounts, by=growth, more=growth, free_tier=st.booleans())
def test_more_use_never_costs_less_and_cases_are_ordered(
    program: str, low: dict[str, Decimal], by: Decimal, more: Decimal, free_tier: bool
) -> None:
    expected = {key: amount * by for key, amount in low.items()}
    high = {key: amount * more for key, amount in expected.items()}
    found = estimate(Usage(low=low, expected=expected, high=high), whole_graph(program), free_tier=free_tier)
    less, sum_expected, most = (sum_of(found, case) for case in Case)
    assert found.monthly.low.amount == less
    assert found.monthly.high.amount == most
    assert less <= sum_expected <= most
    grown = estimate(Usage(low=expected, expected=high, high=high), whole_graph(program), free_tier=free_tier)
    assert sum_of(grown, Case.EXPECTED) >= sum_expected
    assert sum_of(grown, Case.LOW) >= less


@pytest.mark.parametrize("program", PROGRAMS)
@settings(max_examples=8, deadline=None, phases=UNSHRUNK)
@given(seed=st.integers(), usage=amounts)
def test_order_of_registration_changes_nothing(program: str, seed: int, usage: dict[str, Decimal]) -> None:
    graph = whole_graph(program)
    shuffled = list(graph.resources)
    random.Random(seed).shuffle(shuffled)
    other = ResourceGraph(project=graph.project, stack=graph.stack, resources=tuple(shuffled))
    assert repr(estimate(Usage(expected=usage), other)) == repr(estimate(Usage(expected=usage), graph))


@pytest.mark.parametrize("profile", PROFILES)
def test_profiles_declare_known_keys_and_grow(profile: str) -> None:
    found = estimate_graph(whole_graph(), book=frozen_book("aws"), as_of=AS_OF, usage=UsageSources(profile=profile))
    assert not [needed for needed in found.needs_usage if "rotations" not in needed.keys]
    assert found.monthly.expected.amount is not None


def test_free_tier_never_costs_more() -> None:
    usage = Usage(expected={"requests": Decimal(5_000_000), "duration": Decimal("0.1"), "storage": Decimal(50)})
    without, with_free = estimate(usage), estimate(usage, free_tier=True)
    assert sum_of(with_free, Case.EXPECTED) < sum_of(without, Case.EXPECTED)


@pytest.mark.parametrize("program", PROGRAMS)
def test_every_resource_is_in_exactly_one_class(program: str) -> None:
    found = estimate(Usage(), whole_graph(program))
    counted = [item for item in whole_graph(program).resources if item.custom and not item.is_provider]
    assert sorted(urn for urn, _ in found.classes) == sorted(item.urn for item in counted)
    classes = dict(found.classes)
    assert {line.urn for line in found.lines} <= {urn for urn in classes if classes[urn] is not CostClass.FREE}
    assert found.coverage.resources == len(counted)


def test_partial_graph_never_gives_a_complete_total() -> None:
    graph = whole_graph()
    simple = tuple(item for item in graph.resources if item.name == "secret" or item.is_provider)
    whole = ResourceGraph(project="p", stack="s", resources=simple)
    seen = estimate(Usage(expected={"requests": Decimal(1)}), whole)
    assert seen.complete
    assert not seen.monthly.low.at_least
    part = ResourceGraph(project="p", stack="s", resources=simple, partial=True)
    partial = estimate(Usage(expected={"requests": Decimal(1)}), part)
    assert not partial.complete
    assert partial.monthly.low.at_least
    assert partial.monthly.expected.at_least


@pytest.mark.parametrize("package", sorted(TABLES))
def test_readers_are_of_their_package(package: str) -> None:
    readers = load_readers(package)
    assert readers
    assert all(token.startswith(f"{package}:") for token in readers)


def sum_of(found: Estimate, case: Case) -> Decimal:
    with localcontext(prec=PRECISION):
        return sum((line.list_cost for line in found.lines if line.case is case), Decimal(0))
