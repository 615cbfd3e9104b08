"""Graduated tiers: hand-computed, and their laws for any quantity."""

import datetime
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from apexai.prices.book import Missing, PriceBook
from apexai.prices.ladder import Ladder

AS_OF = datetime.date(2026, 11, 21)
BOOK = PriceBook.load("aws", "azure")
quantities = st.decimals(0, 40_000_000_000, places=3)


def ladder(sku_id: str, region_id: str = "us-east-1") -> Ladder:
    found = BOOK.ladder(sku_id, region_id, as_of=AS_OF)
    assert isinstance(found, Ladder)
    return found


def test_three_tiers() -> None:
    # S3 Standard, us-east-1: the first 51,200 GB at 0.023, the next 460,800 at 0.022, the rest at 0.021:
    # 600,000 GB = 51,200 × 0.023 + 460,800 × 0.022 + 88,000 × 0.021 = 1,177.60 + 10,137.60 + 1,848.00
    charge = ladder("aws-s3-standard-storage").charge(Decimal(600_000))
    assert [part.list_cost for part in charge.parts] == [Decimal("1177.6"), Decimal("10137.6"), Decimal(1848)]
    assert charge.unpriced_quantity == 0


def test_quantity_beyond_the_last_tier_is_unpriced() -> None:
    # No source states what SQS costs in us-west-2 above 100 billion requests.
    charge = ladder("aws-sqs-requests-standard", "us-west-2").charge(Decimal("100_000_000_001"))
    assert charge.list_cost == Decimal(40_000)
    assert charge.unpriced_quantity == 1


def test_first_tier_reaches_down_over_an_allowance() -> None:
    # Flex execution time begins at 100,000 GB-seconds: the grant below it is the account's, not this service's.
    charge = ladder("azure-functions-flex-on-demand-execution-time", "eastus").charge(Decimal(1_000))
    assert charge.list_cost == Decimal("0.026")


@given(quantity=quantities, more=quantities)
def test_more_never_costs_less_and_parts_add_up(quantity: Decimal, more: Decimal) -> None:
    lambda_duration = ladder("aws-lambda-duration-x86")
    first = lambda_duration.charge(quantity)
    both = lambda_duration.charge(quantity + more)
    rest = lambda_duration.charge(more, position=quantity)
    assert both.list_cost >= first.list_cost
    assert first.list_cost + rest.list_cost == both.list_cost
    assert sum(part.quantity for part in both.parts) == quantity + more


def test_another_region_is_never_taken_instead() -> None:
    found = BOOK.ladder("aws-elb-nlb-hours", "us-west-2", as_of=AS_OF)
    assert isinstance(found, Missing)
    assert found.reason == "no source states a price of aws-elb-nlb-hours in us-west-2, only in eu-central-1, us-east-1"
    nothing = BOOK.ladder("aws-made-up", "us-east-1", as_of=AS_OF)
    assert isinstance(nothing, Missing)
    assert nothing.reason == "no source states a price of aws-made-up"


def test_price_without_a_region_holds_in_every_region() -> None:
    assert ladder("aws-route53-hosted-zone", "eu-west-1").tiers[0].list_unit_price == Decimal("0.5")


def test_price_holds_within_its_dates_only() -> None:
    book = PriceBook.load("cloudflare")
    sku = "cloudflare-workers-logs-events"
    last = book.ladder(sku, "global", as_of=datetime.date(2026, 11, 30))
    assert isinstance(last, Ladder)
    after = book.ladder(sku, "global", as_of=datetime.date(2026, 12, 1))
    assert isinstance(after, Missing)
    assert "do not hold on 2026-12-01" in after.reason


def test_allowances_say_what_counts_against_them() -> None:
    counted = BOOK.counted["aws-lambda-duration-arm"]
    assert counted is BOOK.counted["aws-lambda-duration-x86"]
    assert (counted.scope, counted.quantity) == ("account", Decimal(400_000))
