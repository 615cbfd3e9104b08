"""Programs that others wrote are estimated without a crash, and every resource of theirs is in one of the classes."""

import os
import sys
from pathlib import Path

import pytest

from apexai.cost.estimating import EstimateOptions, estimate_graph
from apexai.cost.readers import providers_of
from apexai.cost.usage_sources import UsageSources
from apexai.graph.offline import ProjectProgram
from apexai.prices.book import PriceBook
from tests.cost.bills import AS_OF
from tests.yardstick.test_examples import EXAMPLES, Example, preview

REGIONS = {"aws": "us-east-1", "azure-native": "eastus2", "gcp": "us-central1"}


@pytest.mark.yardstick
@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.program)
def test_public_example_is_estimated(example: Example, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("USER", "somebody")
    python = Path(os.environ.get("APEXAI_EXAMPLES_PYTHON", sys.executable))
    program = ProjectProgram(directory=Path(os.environ["APEXAI_EXAMPLES"]) / example.program, python=python)
    capture, complaint = preview(program, example.config)
    if capture is None:
        pytest.skip(complaint.splitlines()[0])
    graph = capture.graph
    book = PriceBook.load(*providers_of(graph))
    for usage in (UsageSources(), UsageSources(profile="medium")):
        estimate = estimate_graph(graph, book=book, as_of=AS_OF, usage=usage, options=EstimateOptions(regions=REGIONS))
        counted = [
            item for item in graph.resources if item.opaque or (item.custom and not item.is_provider and not item.read)
        ]
        assert estimate.coverage.resources == len(counted)
        assert all(found.reason for found in estimate.unpriced)
        assert all(needed.keys for needed in estimate.needs_usage)
