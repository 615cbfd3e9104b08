"""A comparison as JSON, version 1 of the contract in `compare.schema.json`."""

from collections.abc import Iterable
from decimal import Decimal
from importlib.resources import files
from typing import Final

from apexai.compare.comparison import Comparison, PlatformColumn
from apexai.compare.curve import Piece
from apexai.compare.ranking import RankedRange
from apexai.preview.values import Json
from apexai.report.cost_json import monthly_data
from apexai.report.json import diagnostic_json, render_json
from apexai.units import render_decimal

SCHEMA_VERSION: Final = 1

_BILLIONTH: Final = Decimal("1e-9")


def render_compare_json(comparisons: Iterable[Comparison], *, exit_code: int) -> str:
    """Write comparisons; the same comparison is the same text."""
    return render_json(
        {
            "schemaVersion": SCHEMA_VERSION,
            "comparisons": [_comparison(compared) for compared in comparisons],
            "exitCode": exit_code,
        }
    )


def load_compare_schema() -> str:
    """The JSON Schema of what `render_compare_json` writes."""
    return files("apexai.report").joinpath("compare.schema.json").read_text(encoding="utf-8")


def _comparison(compared: Comparison) -> Json:
    return {
        "name": compared.name,
        "source": compared.source,
        "asOf": compared.as_of.isoformat(),
        "billingCurrency": compared.billing_currency,
        **({"declaredPlatform": str(compared.declared)} if compared.declared else {}),
        **({"requests": render_decimal(compared.requests)} if compared.requests is not None else {}),
        "platforms": [_column(column) for column in compared.columns],
        "order": [_range(found) for found in compared.ranges],
        "assumptions": list(compared.assumptions),
    }


def _column(column: PlatformColumn) -> Json:
    estimate = column.estimate
    cost: dict[str, Json] = {}
    if estimate is not None:
        cost = {**monthly_data(estimate.monthly), "complete": estimate.complete}
        if estimate.per_thousand_requests is not None:
            cost["perThousandRequests"] = render_decimal(estimate.per_thousand_requests)
        cost["unpriced"] = [{"urn": entry.urn, "reason": entry.reason} for entry in estimate.unpriced]
    return {
        "platform": str(column.platform),
        **({"region": column.region} if column.region else {}),
        "status": column.status,
        "ranked": column.is_ranked,
        "carriesDeclared": not column.falls_short,
        **cost,
        **({"carriesAtMost": render_decimal(column.carries)} if column.carries is not None else {}),
        **({"curve": [_piece(piece) for piece in column.curve.pieces]} if column.curve is not None else {}),
        **({"noCurve": column.no_curve} if column.no_curve else {}),
        "disqualifiedBy": [diagnostic_json(found) for found in column.refusals],
        **({"failure": column.failure} if column.failure else {}),
        "failedGates": list(column.failed_gates),
        "remarks": [
            {"topic": remark.topic, "setting": remark.leaf, "answer": remark.answer, "text": remark.text}
            for remark in column.remarks
        ],
    }


def _piece(piece: Piece) -> Json:
    return {
        "fromRequests": render_decimal(piece.start.quantize(_BILLIONTH)),
        "cost": render_decimal(piece.at(piece.start).quantize(_BILLIONTH)),
        "costOfOneMore": render_decimal(piece.slope.quantize(_BILLIONTH**2)),
    }


def _range(found: RankedRange) -> Json:
    return {
        "firstRequests": found.first,
        **({"lastRequests": found.last} if found.last is not None else {}),
        "platforms": [list(group) for group in found.order],
    }
