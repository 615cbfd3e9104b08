"""What an organisation pays replaces the list, within its dates and in dollars."""

import datetime
from decimal import Decimal

from apexai.prices.book import Missing, PriceBook
from apexai.prices.ladder import Ladder
from apexai.prices.overrides import Discount, Overrides
from apexai.prices.row import Confidence, PriceRow

AS_OF = datetime.date(2026, 11, 21)


def own(**more: object) -> PriceRow:
    fields: dict[str, object] = {
        "sku_id": "aws-lambda-requests",
        "service_name": "Lambda",
        "region_id": "us-east-1",
        "list_unit_price": Decimal("0.0000001"),
        "pricing_unit": "request",
        "retrieved_date": AS_OF,
        "confidence": Confidence.HIGH,
        "source": "our contract",
    }
    return PriceRow(**{**fields, **more})  # type: ignore[arg-type]


def price(overrides: Overrides, sku_id: str, region: str = "us-east-1", day: datetime.date = AS_OF) -> Decimal | None:
    found = PriceBook.load("aws", overrides=overrides).ladder(sku_id, region, as_of=day)
    return found.tiers[0].list_unit_price if isinstance(found, Ladder) else None


def test_own_price_replaces_the_list() -> None:
    assert price(Overrides(prices=(own(),)), "aws-lambda-requests") == Decimal("0.0000001")
    assert price(Overrides(prices=(own(),)), "aws-lambda-requests", "eu-west-1") == Decimal("0.0000002")


def test_own_price_can_name_a_sku_and_region_that_the_list_lacks() -> None:
    private = Overrides(prices=(own(sku_id="aws-private", region_id="ap-south-1"),))
    assert price(private, "aws-private", "ap-south-1") == Decimal("0.0000001")
    assert price(private, "aws-private", "us-east-1") is None


def test_own_price_in_another_currency_is_converted() -> None:
    euros = Overrides(prices=(own(billing_currency="EUR"),), rates={"EUR": Decimal("1.1")})
    assert price(euros, "aws-lambda-requests") == Decimal("0.00000011")


def test_own_price_holds_within_its_dates() -> None:
    past = Overrides(prices=(own(effective_until=datetime.date(2026, 1, 1)),))
    assert price(past, "aws-lambda-requests") == Decimal("0.0000002")


def test_discount_takes_a_share_off_every_tier_and_the_first_match_counts() -> None:
    discounts = Overrides(
        discounts=(
            Discount(sku_ids="aws-lambda-duration-*", percent=Decimal(10)),
            Discount(sku_ids="aws-lambda-*", percent=Decimal(50), effective_from=datetime.date(2026, 12, 1)),
        )
    )
    found = PriceBook.load("aws", overrides=discounts).ladder("aws-lambda-duration-x86", "us-east-1", as_of=AS_OF)
    assert not isinstance(found, Missing)
    assert [row.list_unit_price for row in found.tiers] == [
        Decimal("0.0000150000300"),
        Decimal("0.0000135"),
        Decimal("0.00001200006"),
    ]
    assert price(discounts, "aws-lambda-requests") == Decimal("0.0000002")
    assert price(discounts, "aws-lambda-requests", day=datetime.date(2026, 12, 1)) == Decimal("0.0000001")


def test_rate_that_is_not_given_is_unknown() -> None:
    assert Overrides().dollars(Decimal(5), "USD") == 5
    assert Overrides().dollars(Decimal(5), "EUR") is None
