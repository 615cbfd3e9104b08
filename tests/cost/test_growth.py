"""The work of an estimate grows as the resources do."""

import pytest

from apexai.cost.estimating import estimate_graph
from apexai.cost.readers import providers_of
from apexai.cost.usage_sources import UsageSources
from tests.cost.bills import AS_OF, PROGRAMS, captured, frozen_book
from tests.growth import grown_too_fast

USAGE = UsageSources(profile="medium")


@pytest.mark.parametrize("program", sorted(file.stem for file in PROGRAMS.glob("*.py")))
def test_no_reader_looks_at_all_resources_for_each(program: str) -> None:
    graph = captured(program)
    book = frozen_book(*providers_of(graph))
    assert grown_too_fast(lambda more: estimate_graph(more, book=book, as_of=AS_OF, usage=USAGE), graph) == []
