"""Bills of databases, networks and what stands before services, worked out by hand, equal to the cent.

Prices are those of the frozen book: us-east-1, eastus2, us-central1. A month has 730 hours, 2,628,000 seconds.
"""

from decimal import Decimal

import pytest

from apexai.cost.estimate import CostClass, Estimate
from apexai.cost.quantity import Case
from tests.cost.bills import bill, cents, skus


def more(name: str, **use: str | int) -> Estimate:
    return bill("more", name, use=use)


def test_function_at_the_edge_with_its_distributions() -> None:
    # 1M requests of 20 ms, 512 MB: 10,000 GB-s × 0.00005001 = 0.5001; 1M × 0.0000006 = 0.60. The distribution:
    # 1M × 0.000001 = 1.00; 20 GB × 0.085 = 1.70. The staging distribution has a share of the same requests.
    estimate = more("edge", requests=1_000_000, duration="0.02", egress=20)
    assert cents(estimate) == Decimal("3.80")
    assert skus(estimate)["aws-lambda-edge-duration"] == Decimal("0.5001")
    assert CostClass.FREE in dict(estimate.classes).values()


def test_distribution_by_tiers_of_data() -> None:
    # 20,000 GB: 10,240 × 0.085 = 870.40; 9,760 × 0.08 = 780.80; 50M requests × 0.000001 = 50
    assert cents(more("cdn", requests=50_000_000, egress=20_000)) == Decimal("1701.20")


def test_distribution_without_traffic_costs_nothing() -> None:
    assert cents(more("cdn", requests=0, egress=0)) == Decimal("0.00")
    assert bill("more", "cdn").needs_usage[0].keys == ("requests",)


def test_cloudfront_function() -> None:
    assert cents(more("script", requests=30_000_000)) == Decimal("3.00")  # 0.10 for a million


def test_database_with_its_storage() -> None:
    assert cents(bill("more", "postgres")) == Decimal("23.18")  # 730 × 0.016 = 11.68; 100 × 0.115 = 11.50


def test_database_of_an_engine_without_a_price_is_unpriced() -> None:
    assert "no source states the price of the engine oracle-ee" in bill("more", "oracle").unpriced[0].reason


def test_cache_nodes_of_every_shard() -> None:
    assert cents(bill("more", "redis")) == Decimal("93.44")  # 2 shards × (1 + 1 replica) × 730 × 0.032


def test_hosted_zone_and_queries() -> None:
    assert cents(more("zone", requests=2_000_000)) == Decimal("1.30")  # 0.50; 2M × 0.0000004


def test_public_certificate_is_free_and_a_private_one_has_no_price() -> None:
    assert [found for _, found in bill("more", "public").classes] == [CostClass.FREE]
    assert "private authority" in bill("more", "private").unpriced[0].reason


def test_metric_filter_makes_a_metric() -> None:
    estimate = bill("more", "filter")
    assert (cents(estimate, Case.LOW), cents(estimate)) == (Decimal("0.00"), Decimal("0.30"))


def test_api_management() -> None:
    assert cents(more("calls", requests=10_000_000)) == Decimal("35.00")  # × 0.0000035
    # Two units 2 × 730 × 0.9589 = 1,399.994; 60M calls, of which the unit includes 50M: 10M × 0.0000025 = 25
    assert cents(more("units", requests=60_000_000)) == Decimal("1424.99")


def test_telemetry_in_a_workspace_is_counted_there() -> None:
    assert [found for _, found in bill("more", "insights").classes] == [CostClass.FREE]


def test_front_door() -> None:
    # 35; 1M × 0.0000009 = 0.90; 100 GB × 0.0825 = 8.25
    assert cents(more("frontdoor", requests=1_000_000, egress=100)) == Decimal("44.15")


def test_load_balancer_with_seven_rules() -> None:
    # The first five 730 × 0.025 = 18.25; two more 2 × 730 × 0.01 = 14.60; 200 GB × 0.005 = 1
    assert cents(more("balancer", processed=200)) == Decimal("33.85")


def test_private_endpoint() -> None:
    assert cents(more("endpoint", processed=50)) == Decimal("7.80")  # 730 × 0.01; 50 × 0.01


def test_events_and_messages() -> None:
    assert cents(more("topic", requests=5_000_000)) == Decimal("3.00")  # × 0.0000006
    # The namespace 730 × 0.013441 = 9.81193; 20M operations, of which it includes 13M: 7M × 0.0000008 = 5.60
    assert cents(more("bus", requests=20_000_000)) == Decimal("15.41")


def test_databases_on_azure() -> None:
    assert cents(bill("more", "flexible")) == Decimal("274.60")  # 4 × 730 × 0.089 = 259.88; 128 × 0.115 = 14.72
    assert cents(bill("more", "basic")) == Decimal("4.90")  # 730 / 24 × 0.161
    assert cents(bill("more", "general")) == Decimal("225.92")  # 730 × 0.304434 = 222.23682; 32 × 0.115 = 3.68
    assert cents(bill("more", "cache")) == Decimal("100.74")  # 730 × 0.138


def test_log_alert_and_public_zone() -> None:
    assert cents(bill("more", "logalert")) == Decimal("1.50")
    assert cents(more("dns", requests=1_000_000)) == Decimal("0.90")  # 0.50; 1M × 0.0000004


def test_cloud_run_service_of_the_first_api() -> None:
    # As of the second: 10M × 120 ms, billed as 200 ms: 2,000,000 s × 0.000024 = 48; × 0.5 GiB × 0.0000025; 4.00
    assert cents(more("first", requests=10_000_000, duration="0.12")) == Decimal("54.50")


def test_cloud_run_job() -> None:
    # 10 h = 36,000 s: × 2 vCPU × 0.000018 = 1.296; × 4 GiB × 0.000002 = 0.288
    assert cents(more("job", hours=10)) == Decimal("1.58")


def test_function_of_the_first_generation() -> None:
    # 10M × 150 ms, billed as 200 ms: 2,000,000 s × 0.5 GB × 0.0000025 = 2.50; × 0.8 GHz × 0.00001 = 16; 10M × 0.0000004
    assert cents(more("function", requests=10_000_000, duration="0.15")) == Decimal("22.50")


def test_databases_on_google_cloud() -> None:
    # In two zones: 2 vCPU × 730 × 0.0826 = 120.596; 7.5 GB × 730 × 0.014 = 76.65; 50 GB × 0.34 = 17
    assert cents(bill("more", "sql")) == Decimal("214.25")
    assert cents(bill("more", "memory")) == Decimal("98.55")  # 5 GB × 730 × 0.027


def test_nat_by_machine_up_to_thirty_two() -> None:
    # Four machines: 2,920 h × 0.0014 = 4.088; 100 GB × 0.045 = 4.50
    assert cents(more("nat", hours=2_920, processed=100)) == Decimal("8.59")
    # Forty are billed as 32: 23,360 h × 0.0014
    assert cents(more("nat", hours=29_200, processed=0)) == Decimal("32.70")


def test_five_forwarding_rules_cost_as_much_as_one() -> None:
    assert cents(more("rule", processed=0)) == Decimal("25.55")  # 730 × 0.025; the sixth 730 × 0.01


@pytest.mark.parametrize(
    ("name", "amount"),
    [
        ("managed", "0.60"),  # 730 × 0.000273973 = 0.2; 1M queries × 0.0000004
        ("armor", "7.75"),  # 5; 2 rules × 1; 1M × 0.00000075
        ("tasks", "0.40"),
    ],
)
def test_zone_policy_and_queue(name: str, amount: str) -> None:
    assert cents(more(name, requests=1_000_000)) == Decimal(amount)


@pytest.mark.parametrize(
    ("name", "hourly"),
    [
        ("cluster-old", "0.60"),  # older than what AWS lists: in extended support, if it runs at all
        ("cluster-over", "0.60"),  # 1.33 is in extended support from 2026-07-29 on, which is the default
        ("cluster-upgraded", "0.10"),
        ("cluster-young", "0.10"),  # 1.34 until 2026-12-02
        ("cluster-later", "0.10"),
    ],
)
def test_control_planes_of_versions_past_their_support(name: str, hourly: str) -> None:
    assert cents(bill("more", name)) == Decimal(hourly) * 730


def test_replicas_of_a_secret_in_the_prices_of_their_regions() -> None:
    assert cents(more("replicated", requests=0)) == Decimal("0.80")
    assert "in af-south-1" in bill("more", "strewn").unpriced[0].reason


def test_endpoint_of_sagemaker_by_the_hour() -> None:
    estimate = bill("more", "answers")
    assert cents(estimate) == Decimal("2055.68")  # 2 × 730 × 1.408
    assert [cents(estimate, case) for case in (Case.LOW, Case.HIGH)] == [Decimal("1027.84"), Decimal("4111.36")]
    assert "serverless inference" in bill("more", "asleep").unpriced[0].reason
    assert "not in the program" in bill("more", "elsewhere").unpriced[0].reason


def test_logs_of_a_function_whose_group_lambda_makes() -> None:
    # 1M × 0.0000002 = 0.20; 1M × 0.1 s × 0.125 GB = 12,500 × 0.0000166667 = 0.2083; 10 GB × 0.50 = 5
    use = {"requests": 1_000_000, "duration": "0.1", "logs": 10}
    assert cents(bill("more", "chatty", use=use)) == Decimal("5.41")
    assert any("whose log group is not in the program" in text for text in bill("more", "chatty").assumptions)
    # the group of that name has them: 10 × 0.50, and stored for a month 10 × 0.03
    assert cents(bill("more", "quiet", use=use)) == Decimal("5.71")


def test_models_of_azure_by_the_token() -> None:
    use = {"requests": 1_000_000, "tokensIn": 1000, "tokensOut": 200}
    # 1,000M × 0.0000025 = 2,500; 200M × 0.00001 = 2,000
    assert cents(bill("more", "gpt-global", use=use)) == Decimal("4500.00")
    # 1,000M × 0.0000022 = 2,200; 200M × 0.0000088 = 1,760
    assert cents(bill("more", "gpt-zone", use=use)) == Decimal("3960.00")
    assert cents(bill("more", "gpt-vectors", use=use)) == Decimal("130.00")  # 1,000M × 0.00000013
    assert bill("more", "gpt-global").needs_usage[0].keys == ("requests", "tokensIn", "tokensOut")


def test_models_of_azure_by_the_hour_or_without_a_price() -> None:
    assert cents(bill("more", "gpt-kept")) == Decimal("73000.00")  # 50 units × 730 × 2
    assert [found for _, found in bill("more", "gpt-account").classes] == [CostClass.FREE]
    regions = {line.urn.rsplit("::", 1)[-1]: line.region_id for line in bill("more", "gpt").lines}
    assert regions["gpt-unplaced"] == "eastus2", "a model is where its account is"
    for name, reason in (("gpt-other", "gpt-4o-global"), ("gpt-batch", "GlobalBatch"), ("safety", "ContentSafety")):
        assert reason in bill("more", name).unpriced[0].reason
