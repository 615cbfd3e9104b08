"""The work of an evaluation grows as the resources do."""

import pytest

from apexai.policy.evaluate import evaluate_graph
from tests.growth import grown_too_fast
from tests.policy.cases import captured
from tests.policy.test_pack import PACKS, TODAY

RULES = [rule for pack in PACKS.values() for rule in pack]


@pytest.mark.parametrize("module", ["azure", "finops", "google", "security"])
def test_no_rule_looks_at_all_resources_for_each(module: str) -> None:
    graph = captured(module)
    assert grown_too_fast(lambda more: evaluate_graph(more, rules=RULES, as_of=TODAY), graph) == []
