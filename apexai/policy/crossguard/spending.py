"""What a run's services cost, for the rules that ask: at list prices, with the use that the configuration declares."""

import datetime
from collections.abc import Mapping

from apexai.cost.usage_sources import UsageSources
from apexai.errors import ApexError
from apexai.graph import ResourceGraph
from apexai.policy.spend import Spend, spends_of
from apexai.policy.subject import GUARD, SERVICE


def estimate_spends(graph: ResourceGraph, usage: UsageSources, *, as_of: datetime.date) -> Mapping[str, Spend]:
    """URN of each service and lone guard → what it costs; nothing where there is none, or no estimate comes about."""
    if not (graph.of_type(SERVICE) or graph.of_type(GUARD)):
        return {}
    from apexai.cost.estimating import estimate_graph
    from apexai.cost.readers import providers_of
    from apexai.prices.book import PriceBook

    try:
        book = PriceBook.load(*providers_of(graph))
        return spends_of(estimate_graph(graph, book=book, as_of=as_of, usage=usage))
    except ApexError:
        return {}
