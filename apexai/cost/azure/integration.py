"""API Management, Event Grid, Service Bus: what stands before and between services."""

from typing import Final

from apexai.cost.meters import hours, used
from apexai.cost.reading import Reading
from apexai.cost.surroundings import NotKnown, Surroundings

_UNITS: Final = {
    "Basic": "basic",
    "BasicV2": "basic-v2",
    "Developer": "developer",
    "Premium": "premium",
    "PremiumV2": "premium-v2",
    "Standard": "standard",
    "StandardV2": "standard-v2",
}
"""Tiers that bill units by the hour → how the SKUs name them."""
_WITH_CALLS: Final = ("basic-v2", "standard-v2")
"""Of these, those that bill calls as well."""


def read_api_management(around: Surroundings) -> Reading:
    """Units by the hour, calls, or both, as the tier has it."""
    tier = around.text("sku", "name")
    if tier == "Consumption":
        return Reading(meters=(used(around, "azure-apim-consumption-calls", "call", "requests"),))
    if tier not in _UNITS:
        raise NotKnown(f"no source states the price of API Management in the tier {tier}")
    name = _UNITS[tier]
    count = around.number("sku", "capacity", default=1)
    units = hours(around, f"azure-apim-{name}-unit", "units", count=count, unit="unit-hour")
    if name not in _WITH_CALLS:
        return Reading(meters=(units,))
    return Reading(meters=(units, used(around, f"azure-apim-{name}-calls", "call", "requests")))


def read_event_topic(around: Surroundings) -> Reading:
    """Operations: events published, matched and delivered."""
    return Reading(meters=(used(around, "azure-event-grid-basic-operations", "operation", "requests"),))


def read_bus(around: Surroundings) -> Reading:
    """A namespace by its tier: operations, a standing charge, or messaging units."""
    match around.text("sku", "name", default="Basic"):
        case "Basic":
            return Reading(meters=(used(around, "azure-service-bus-basic-operations", "operation", "requests"),))
        case "Standard":
            return Reading(
                meters=(
                    hours(around, "azure-service-bus-standard-base", "namespace"),
                    used(around, "azure-service-bus-standard-operations", "operation", "requests"),
                )
            )
        case tier:
            units = around.number("sku", "capacity", default=1)
            sku_id = f"azure-service-bus-{tier.lower()}-messaging-unit"
            return Reading(meters=(hours(around, sku_id, "units", count=units, unit="messaging-unit-hour"),))
