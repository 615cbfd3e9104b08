"""Estimates of parts of one program, with prices from a frozen book, so that many bills cost one cold start."""

import datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path

from apexai.cost.estimate import Estimate
from apexai.cost.estimating import EstimateOptions, estimate_graph
from apexai.cost.quantity import Case
from apexai.cost.readers import providers_of
from apexai.cost.usage import Usage
from apexai.cost.usage_sources import UsageSources
from apexai.graph.model import Resource, ResourceGraph
from apexai.graph.offline import ScriptProgram, capture_program
from apexai.prices.book import PriceBook

AS_OF = datetime.date(2026, 11, 21)
PROGRAMS = Path(__file__).parent / "programs"
CATALOGUE = Path(__file__).parent / "catalogue"


@cache
def frozen_book(*providers: str) -> PriceBook:
    """Prices that no update of the catalogue changes."""
    return PriceBook.load(*providers, catalogue=CATALOGUE)


@cache
def captured(program: str) -> ResourceGraph:
    """The graph of a program in `programs/`, captured once."""
    script = PROGRAMS / f"{program}.py"
    config = {"aws:region": "us-east-1"}
    return capture_program(ScriptProgram(script=script, project="bills"), config=config).graph


def part(graph: ResourceGraph, name: str) -> ResourceGraph:
    """The resources of one bill: those named so, or beginning so, and the providers."""
    kept = [resource for resource in graph.resources if _belongs(resource, name)]
    assert any(not resource.is_provider for resource in kept), f"no resource is named {name}"
    return ResourceGraph(project=graph.project, stack=graph.stack, resources=tuple(kept))


def bill(
    program: str, name: str, *, use: dict[str, str | int] | None = None, free_tier: bool = False, **options: object
) -> Estimate:
    """The estimate of one bill; `use` is the expected use of every resource in it."""
    graph = part(captured(program), name)
    declared = Usage(expected={key: Decimal(amount) for key, amount in (use or {}).items()})
    usage = UsageSources(by_urn={resource.urn: declared for resource in graph.resources} if use else {})
    asked = EstimateOptions(free_tier=free_tier, **options)  # type: ignore[arg-type]
    return estimate_graph(graph, book=frozen_book(*providers_of(graph)), as_of=AS_OF, usage=usage, options=asked)


def cents(estimate: Estimate, case: Case = Case.EXPECTED) -> Decimal:
    """A total of an estimate that misses nothing in that case, rounded to the cent."""
    total = estimate.monthly.of(case)
    assert not total.at_least, (estimate.unpriced, estimate.needs_usage)
    assert total.amount is not None, estimate.needs_usage
    return total.amount.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


def skus(estimate: Estimate, case: Case = Case.EXPECTED) -> dict[str, Decimal]:
    """SKU → cost in a case."""
    found: dict[str, Decimal] = {}
    for line in estimate.lines:
        if line.case is case:
            found[line.sku_id] = found.get(line.sku_id, Decimal(0)) + line.list_cost
    return found


def _belongs(resource: Resource, name: str) -> bool:
    return resource.is_provider or resource.name == name or resource.name.startswith(f"{name}-")
