"""An estimate as the `cost` object of the output contract: FOCUS names, exact decimals as strings."""

from collections.abc import Mapping
from decimal import Decimal

from apexai.cost.estimate import BudgetCheck, Coverage, Estimate, LineItem, Monthly, OutsideCost, ServiceCost
from apexai.cost.quantity import Case
from apexai.preview.values import Json
from apexai.units import render_decimal


def cost_data(estimate: Estimate) -> Json:
    """The `cost` object; what can't be known is absent."""
    return {
        "billingCurrency": estimate.billing_currency,
        **monthly_data(estimate.monthly),
        "complete": estimate.complete,
        **_known({"perThousandRequests": estimate.per_thousand_requests}),
        **_known({"perMillionTokens": estimate.per_million_tokens}),
        "coverage": _coverage(estimate.coverage),
        "byService": [{"serviceName": part.name, **monthly_data(part.monthly)} for part in estimate.by_service],
        "byCostCenter": [
            {**({"costCenter": part.name} if part.name else {}), **monthly_data(part.monthly)}
            for part in estimate.by_cost_center
        ],
        "lines": [_line(line) for line in estimate.lines],
        "needsUsage": [
            {"urn": entry.urn, "type": entry.type, "keys": list(entry.keys)} for entry in estimate.needs_usage
        ],
        "unpriced": [{"urn": entry.urn, "type": entry.type, "reason": entry.reason} for entry in estimate.unpriced],
        "free": [{"urn": urn, "reason": reason} for urn, reason in estimate.free],
        "budget": _budget(estimate.budget),
        "inferenceServices": [_service(service) for service in estimate.services],
        "budgetGuards": [_service(guard) for guard in estimate.guards],
        **_outside(estimate.outside),
        "assumptions": list(estimate.assumptions),
        "warnings": [*estimate.shortfalls, *estimate.warnings],
        "priceDates": [str(day) for day in estimate.price_dates],
    }


def monthly_data(monthly: Monthly) -> dict[str, Json]:
    """The three totals that are known, and which of them something is missing from."""
    totals = [(case, monthly.of(case)) for case in Case]
    return {
        "monthly": _known({case: total.amount for case, total in totals}),
        "atLeast": [case for case, total in totals if total.at_least and total.amount is not None],
    }


def _line(line: LineItem) -> Json:
    return {
        "urn": line.urn,
        "skuId": line.sku_id,
        "serviceName": line.service_name,
        "regionId": line.region_id,
        "case": line.case,
        "chargeDescription": line.label,
        "quantity": render_decimal(line.quantity),
        "pricingUnit": line.pricing_unit,
        "listUnitPrice": render_decimal(line.list_unit_price),
        "listCost": render_decimal(line.list_cost),
    }


def _coverage(coverage: Coverage) -> Json:
    return {
        "priced": coverage.priced,
        "free": coverage.free,
        "needsUsage": coverage.needs_usage,
        "unpriced": coverage.unpriced,
        "opaque": coverage.opaque,
        "percentOfResources": _percent(coverage.percent_of_resources),
        "percentOfTypes": _percent(coverage.percent_of_types),
    }


def _budget(budget: BudgetCheck) -> Json:
    limit = {} if budget.limit is None else {"limit": render_decimal(budget.limit.amount)}
    currency = {} if budget.limit is None else {"currency": budget.limit.currency}
    return {**limit, **currency, "verdict": budget.verdict, **({"reason": budget.reason} if budget.reason else {})}


def _service(service: ServiceCost) -> Json:
    return {
        "urn": service.urn,
        "name": service.name,
        **monthly_data(service.monthly),
        "complete": service.complete,
        **_known({"perThousandRequests": service.per_thousand_requests}),
        **_known({"perMillionTokens": service.per_million_tokens}),
        **_known({"carriesRequests": None if service.load is None else service.load.carries.expected}),
        "budget": _budget(service.budget),
    }


def _outside(outside: OutsideCost | None) -> dict[str, Json]:
    if outside is None:
        return {}
    return {"outsideServices": {**monthly_data(outside.monthly), "resources": outside.resources}}


def _known(amounts: Mapping[str, Decimal | None]) -> dict[str, Json]:
    return {key: render_decimal(amount) for key, amount in amounts.items() if amount is not None}


def _percent(share: Decimal) -> str:
    """A tenth of a per cent, rounded down, so that 100 means all."""
    return render_decimal(share.quantize(Decimal("0.1"), rounding="ROUND_DOWN"))
