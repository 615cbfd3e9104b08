"""What changes, as the `against` objects of the output contract."""

from collections.abc import Mapping
from decimal import Decimal

from apexai.cost.quantity import Amount, Case
from apexai.preview.baseline import BaselineDeployment
from apexai.preview.difference import Change, Difference, ResourceChange
from apexai.preview.moves import Move
from apexai.preview.new_findings import FindingsChange, KnownFinding, known_finding
from apexai.preview.values import Json
from apexai.report.blast_radius import BlastRadius
from apexai.report.cost_json import monthly_data
from apexai.units import render_decimal

_PERCENT_STEP = Decimal("0.01")


def difference_data(difference: Difference) -> Json:
    """The `against` object of a deployment; amounts that are not known are absent."""
    if difference.problem:
        return {"label": difference.label, "problem": difference.problem}
    delta = {case: difference.delta(case) for case in Case}
    return {
        "label": difference.label,
        "isNew": difference.is_new,
        **({"movedFrom": difference.moved_from} if difference.moved_from else {}),
        **({"moves": [_move(move) for move in difference.moves]} if difference.moves else {}),
        **({"before": monthly_data(difference.before)} if difference.before is not None else {}),
        "delta": _known(delta),
        "complete": difference.complete,
        **_share_of_budget(delta[Case.EXPECTED], difference.budget_dollars),
        "counts": {
            **{change: difference.count(change) for change in Change},
            "unchanged": difference.unchanged,
        },
        "resources": [_resource(item) for item in difference.resources],
        **({"findings": _findings(difference.findings)} if difference.findings is not None else {}),
    }


def removed_data(deployment: BaselineDeployment) -> Json:
    """A deployment that is gone, with what it cost."""
    return {
        "name": deployment.name,
        "target": deployment.target,
        **(monthly_data(deployment.monthly) if deployment.monthly is not None else {}),
    }


def blast_radius_data(radius: BlastRadius) -> Json:
    """How many deployments a change touches, and how."""
    return {
        "deployments": radius.deployments,
        "changed": radius.changed,
        "replacing": radius.replacing,
        "inDoubt": radius.in_doubt,
        "dearer": radius.dearer,
        "cheaper": radius.cheaper,
        "new": radius.new,
        "removed": radius.removed,
        "uncompared": radius.uncompared,
    }


def _move(move: Move) -> Json:
    return {"name": move.name, "from": move.before, "to": move.after}


def _resource(item: ResourceChange) -> Json:
    return {
        "urn": item.urn,
        "type": item.type,
        "name": item.name,
        "change": item.change,
        **({"paths": list(item.paths)} if item.paths else {}),
        **({"replacing": list(item.replacing)} if item.replacing else {}),
        **({"inPlace": item.in_place} if item.in_place is not None else {}),
        "before": _known(item.before),
        "after": _known(item.after),
        "delta": _known({case: item.delta(case) for case in Case}),
    }


def _findings(change: FindingsChange) -> Json:
    new = [known_finding(finding) for finding in change.new]
    return {kind: [_finding(item) for item in items] for kind, items in (("new", new), ("gone", change.gone))}


def _finding(item: KnownFinding) -> Json:
    urn = {"urn": item.urn} if item.urn else {}
    return {"rule": item.rule, "verdict": item.verdict, "enforcement": item.enforcement, **urn}


def _share_of_budget(delta: Amount, dollars: Decimal | None) -> dict[str, Json]:
    if delta is None or not dollars:
        return {}
    return {"percentOfBudget": render_decimal((delta / dollars * 100).quantize(_PERCENT_STEP))}


def _known(amounts: Mapping[Case, Amount]) -> dict[str, Json]:
    return {case: render_decimal(amount) for case, amount in amounts.items() if amount is not None}
