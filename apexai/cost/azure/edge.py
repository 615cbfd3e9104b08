"""Front Door profiles, load balancers, private endpoints and DNS zones."""

from typing import Final

from apexai.cost.meters import hours, standing, used
from apexai.cost.quantity import Quantity, fixed
from apexai.cost.reading import Meter, Reading
from apexai.cost.surroundings import NotKnown, Surroundings
from apexai.cost.view import value_at
from apexai.graph.model import Unknown

_ZONE: Final = "zone-1"
_FRONT_DOORS: Final = {"Standard_AzureFrontDoor": "standard", "Premium_AzureFrontDoor": "premium"}
_VIEWERS: Final = "requests to Front Door are taken to come from its first zone, North America and Europe"
_INBOUND: Final = "data through a private endpoint is taken to go in one direction"
_RULES: Final = ("loadBalancingRules", "outboundRules")
_RULES_IN_FIRST_CHARGE: Final = 5


def read_profile(around: Surroundings) -> Reading:
    """The profile, requests, and data to viewers."""
    name = around.text("sku", "name")
    if name not in _FRONT_DOORS:
        raise NotKnown(f"no source states the price of a profile {name}")
    prefix = f"azure-front-door-{_FRONT_DOORS[name]}"
    egress = around.usage.total("egress")
    return Reading(
        meters=(
            _meter(f"{prefix}-base-fee", "profile-month", fixed(1), "profile"),
            _meter(f"{prefix}-requests", "request", around.use("requests"), "requests", "requests"),
            _meter(f"{prefix}-data-transfer-out", "GB", egress, "data to viewers", "egress"),
        ),
        assumptions=(_VIEWERS,),
    )


def read_load_balancer(around: Surroundings) -> Reading:
    """A Standard load balancer by its rules and the data that passes."""
    if around.text("sku", "name", default="Basic") != "Standard":
        raise NotKnown("no source states the price of a load balancer that is not Standard")
    count = sum(_length(around, key) for key in _RULES)
    meters = [
        hours(around, "azure-load-balancer-standard-first-5-rules", "load balancer"),
        used(around, "azure-load-balancer-standard-data-processed", "GB", "processed"),
    ]
    if count > _RULES_IN_FIRST_CHARGE:
        more = count - _RULES_IN_FIRST_CHARGE
        sku_id = "azure-load-balancer-standard-additional-rule"
        meters.append(hours(around, sku_id, "further rules", count=more, unit="rule-hour"))
    return Reading(meters=tuple(meters))


def read_private_endpoint(around: Surroundings) -> Reading:
    return Reading(
        meters=(
            hours(around, "azure-private-endpoint", "endpoint"),
            used(around, "azure-private-endpoint-data-inbound", "GB", "processed"),
        ),
        assumptions=(_INBOUND,),
    )


def read_private_zone(around: Surroundings) -> Reading:
    """Names inside of networks."""
    raise NotKnown("no source states the price of a private zone")


def read_zone(around: Surroundings) -> Reading:
    """A public zone and the queries to it."""
    if around.text("zoneType", default="Public") != "Public":
        raise NotKnown("no source states the price of a private zone")
    return Reading(
        meters=(
            standing(around, "azure-dns-public-zone", "zone-month", "zone"),
            used(around, "azure-dns-public-queries", "query", "requests"),
        )
    )


def _length(around: Surroundings, key: str) -> int:
    found = value_at(around.resource.inputs, key)
    if isinstance(found, Unknown):
        raise NotKnown(f"its {key} are not known before the deployment")
    return len(found) if isinstance(found, list) else 0


def _meter(sku_id: str, unit: str, quantity: Quantity, label: str, *needs: str) -> Meter:
    return Meter(sku_id=sku_id, region_id=_ZONE, unit=unit, quantity=quantity, label=label, needs=needs)
