"""Cloud NAT, forwarding rules, DNS zones and Cloud Armor policies."""

from decimal import Decimal
from typing import Final

from apexai.cost.meters import hours, standing, used
from apexai.cost.quantity import fixed
from apexai.cost.reading import Meter, Reading
from apexai.cost.surroundings import NotKnown, Surroundings
from apexai.cost.view import value_at
from apexai.graph.model import Unknown
from apexai.units import HOURS_PER_MONTH

RULES: Final = (
    "gcp:compute/forwardingRule:ForwardingRule",
    "gcp:compute/globalForwardingRule:GlobalForwardingRule",
)

_MOST_MACHINES: Final = 32
"""Above so many a gateway costs no more. Source: infracost's golden of compute_router_nat (2024-07-01)."""
_RULES_IN_FIRST_CHARGE: Final = 5
_TOGETHER: Final = "the first five forwarding rules of a project cost as much as one; the program is taken to have all"


def read_nat(around: Surroundings) -> Reading:
    """Hours of the machines behind it, up to as many as are billed, and the data that passes."""
    most = Decimal(_MOST_MACHINES * HOURS_PER_MONTH)
    machines = around.use("hours", bound=most).map(lambda amount: min(amount, most))
    gateway = Meter(
        sku_id="gcp-nat-gateway-vm",
        region_id=around.region(),
        unit="VM-hour",
        quantity=machines,
        label="machines behind it",
        needs=("hours",),
    )
    return Reading(meters=(gateway, used(around, "gcp-nat-data-processed", "GB", "processed")))


def read_forwarding_rule(around: Surroundings) -> Reading:
    """The first carries the charge of the first five, the sixth and later their own."""
    first, *others = (rule.urn for rule in around.view.of_type(*RULES)[:_RULES_IN_FIRST_CHARGE])
    if around.resource.urn in others:
        return Reading(free="it is one of the first five forwarding rules, which cost as much as one")
    is_first = around.resource.urn == first
    sku_id = "gcp-lb-forwarding-rules-first-5" if is_first else "gcp-lb-forwarding-rule-additional"
    data = used(around, "gcp-lb-data-inbound", "GiB", "processed", per_unit=Decimal(10**9) / 2**30)
    return Reading(meters=(hours(around, sku_id, "forwarding rule"), data), assumptions=(_TOGETHER,))


def read_zone(around: Surroundings) -> Reading:
    """A zone by the hour, and the queries to it."""
    return Reading(
        meters=(
            _everywhere("gcp-dns-managed-zone", "zone-hour", "zone", HOURS_PER_MONTH),
            used(around, "gcp-dns-queries", "query", "requests"),
        )
    )


def read_armor(around: Surroundings) -> Reading:
    """A policy, its rules, and the requests that it sees."""
    rules = value_at(around.resource.inputs, "rules")
    if isinstance(rules, Unknown):
        raise NotKnown("its rules are not known before the deployment")
    count = len(rules) if isinstance(rules, list) else 0
    return Reading(
        meters=(
            standing(around, "gcp-cloud-armor-standard-policy", "policy-month", "policy"),
            standing(around, "gcp-cloud-armor-standard-rule", "rule-month", "rules", amount=count),
            used(around, "gcp-cloud-armor-standard-requests", "request", "requests"),
        )
    )


def _everywhere(sku_id: str, unit: str, label: str, amount: int) -> Meter:
    return Meter(sku_id=sku_id, region_id="global", unit=unit, quantity=fixed(amount), label=label)
