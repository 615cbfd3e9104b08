"""What the charts of a preview's page draw, as plain data."""

from collections.abc import Iterable
from typing import Final

from apexai.cost.quantity import Amount, Case
from apexai.preview.result import DeploymentPreview
from apexai.preview.values import Json
from apexai.report.cost_rows import cost_rows
from apexai.report.wording import clean

_SERVICES: Final = 8
_LARGEST: Final = 8
_LABEL: Final = 42


def bar_charts(deployment: DeploymentPreview, at: str) -> Iterable[Json]:
    """Cost by service in three cases, and the largest resources; none where nothing is charged.

    Args:
        deployment: What the charts are of.
        at: What the ids of their places begin with.
    """
    if deployment.estimate is None or deployment.graph is None or not deployment.estimate.lines:
        return
    services = deployment.estimate.by_service[:_SERVICES]
    yield {
        "id": f"{at}-services",
        "kind": "bars",
        "labels": [part.name for part in services],
        "series": [[_number(part.monthly.of(case).amount) for part in services] for case in Case],
        "names": [str(case) for case in Case],
    }
    rows = cost_rows(deployment.estimate, deployment.graph)
    case = Case.LOW if deployment.estimate.monthly.expected.amount is None else Case.EXPECTED
    largest = [row for row in rows if row.amounts[case]][:_LARGEST]
    yield {
        "id": f"{at}-largest",
        "kind": "bars",
        "labels": [_short(clean(row.label)) for row in largest],
        "series": [[_number(row.amounts[case]) for row in largest]],
        "names": [str(case)],
    }


def _short(label: str) -> str:
    """As much of a name as has room beside a bar."""
    return label if len(label) <= _LABEL else f"{label[: _LABEL - 1]}…"


def _number(value: Amount) -> float | None:
    """What a chart draws; exact figures stand in the tables."""
    return None if value is None else round(float(value), 4)
