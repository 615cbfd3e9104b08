"""Azure, Google Cloud and Cloudflare bills worked out by hand from the vendors' formulas, equal to the cent.

Prices are those of the frozen book: eastus2, us-central1, global. A month has 730 hours, 2,628,000 seconds.
"""

import datetime
from decimal import Decimal

import pytest

from apexai.cost.estimate import CostClass, Estimate
from apexai.cost.estimating import estimate_graph
from apexai.cost.quantity import Case
from apexai.cost.usage import Usage
from apexai.cost.usage_sources import UsageSources
from tests.cost.bills import bill, captured, cents, frozen_book, part, skus


def clouds(name: str, *, free_tier: bool = False, **use: str | int) -> Estimate:
    return bill("clouds", name, use=use, free_tier=free_tier)


def test_container_app_that_scales_to_zero() -> None:
    # 2M requests of 0.5 s: 1,000,000 s of 1 vCPU and 2 GiB, less than one request at once:
    # 1M × 0.000024 = 24; 2M × 0.000003 = 6; 2M × 0.0000004 = 0.80
    assert cents(clouds("aca", requests=2_000_000, duration="0.5")) == Decimal("30.80")


def test_container_app_with_its_free_grants() -> None:
    # 1,820,000 vCPU-s × 0.000024 = 43.68; 3,640,000 GiB-s × 0.000003 = 10.92; no request beyond 2M
    assert cents(bill("clouds", "aca", use={"requests": 2_000_000, "duration": 1}, free_tier=True)) == Decimal("54.60")


def test_container_app_with_idle_replicas() -> None:
    # Two replicas kept, 1,000,000 s busy: active 1M × 0.000024 = 24, 2M × 0.000003 = 6;
    # idle 2 × 2,628,000 − 1,000,000 = 4,256,000 s: × 0.000003 = 12.768, × 2 GiB × 0.000003 = 25.536; requests 0.40
    assert cents(clouds("warm", requests=1_000_000, duration=1)) == Decimal("68.70")


def test_container_app_without_traffic_is_idle() -> None:
    # 5,256,000 s × (0.000003 + 2 × 0.000003)
    assert cents(clouds("warm", requests=0, duration=1)) == Decimal("47.30")


def test_container_app_with_a_gpu_has_no_idle_rate() -> None:
    # One replica all month: 2,628,000 × (0.000024 + 2 × 0.000003 + 0.000073) = 270.684; requests 0
    assert cents(clouds("gpu", requests=0, duration=1)) == Decimal("270.68")


def test_environment_on_the_consumption_plan_is_free() -> None:
    assert [found for _, found in bill("clouds", "environment").classes] == [CostClass.FREE]


def test_flex_bills_at_least_a_second_and_then_by_100_ms() -> None:
    # 3M × 200 ms are billed as 1 s: 3M × 2 GB = 6,000,000 GB-s × 0.000026 = 156; executions 3M × 0.0000004 = 1.20
    assert cents(clouds("flex", requests=3_000_000, duration="0.2")) == Decimal("157.20")
    # 1M × 1.23 s are billed as 1.3 s: 2,600,000 × 0.000026 = 67.60; 0.40
    assert cents(clouds("flex", requests=1_000_000, duration="1.23")) == Decimal("68.00")


def test_flex_with_data_to_the_internet() -> None:
    # As 1M × 1.23 s: 68.00. 200 GB × 0.087 = 17.40
    estimate = clouds("flex", requests=1_000_000, duration="1.23", egress=200)
    assert cents(estimate) == Decimal("85.40")
    # 40 instances take 40 × 2,628,000 / 1.3 = 80,861,538 requests, and each sends 0.2 MB: 16,172.31 GB:
    # 10,335 × 0.087 = 899.145; 5,837.31 × 0.083 = 484.4965
    assert round(skus(estimate, Case.HIGH)["azure-bandwidth-internet-egress"], 2) == Decimal("1383.64")


def test_flex_free_grant() -> None:
    # (6,000,000 − 100,000) × 0.000026 = 153.40; (3,000,000 − 250,000) × 0.0000004 = 1.10
    assert cents(clouds("flex", requests=3_000_000, duration="0.2", free_tier=True)) == Decimal("154.50")


def test_flex_with_always_ready_instances() -> None:
    # Two kept ready: 2 × 2 GB × 2,628,000 = 10,512,000 GB-s × 0.000004 = 42.048. 1M × 2 s run on them:
    # 4,000,000 GB-s × 0.000016 = 64; executions 0.40
    assert cents(clouds("ready", requests=1_000_000, duration=2)) == Decimal("106.45")


def test_flex_beyond_what_is_kept_ready() -> None:
    # 10M × 1 s: 5,256,000 s on the two kept: × 2 × 0.000016 = 168.192; 4,744,000 s on demand: × 2 × 0.000026 = 246.688;
    # baseline 42.048; executions 10M × 0.0000004 = 4
    assert cents(clouds("ready", requests=10_000_000, duration=1)) == Decimal("460.93")


def test_flex_with_several_requests_in_an_instance_at_once() -> None:
    # 1M s: less than one at once on average, so that each is by itself: 2,000,000 GB-s × 0.000026 = 52; 0.40
    assert cents(clouds("shared", requests=1_000_000, duration="0.2")) == Decimal("52.40")
    # 10M s: 3.8 at once, which one instance takes all month: 2,628,000 × 2 × 0.000026 = 136.656; 4
    assert cents(clouds("shared", requests=10_000_000, duration="0.2")) == Decimal("140.66")
    # 100M s in sixteens: 6,250,000 × 2 × 0.000026 = 325; 40
    assert cents(clouds("shared", requests=100_000_000, duration="0.2")) == Decimal("365.00")
    # the same with two kept ready: 42.048; 5,256,000 × 2 × 0.000016 = 168.192; 994,000 × 2 × 0.000026 = 51.688; 40
    assert cents(clouds("together", requests=100_000_000, duration="0.2")) == Decimal("301.93")
    # all on what is kept ready: 42.048; 2,628,000 × 2 × 0.000016 = 84.096; 4
    assert cents(clouds("together", requests=10_000_000, duration="0.2")) == Decimal("130.14")


def test_premium_plan() -> None:
    # Two EP1: 2 × 730 × (1 × 0.16 + 3.5 × 0.0114)
    assert cents(bill("clouds", "premium")) == Decimal("291.85")


def test_cluster_with_gpu_pool() -> None:
    # Standard control plane 73; Standard_NC4as_T4_v3 0.526 × 730 = 383.98: expected 2, low 1, high 4
    estimate = bill("clouds", "aks")
    assert cents(estimate) == Decimal("840.96")
    assert (cents(estimate, Case.LOW), cents(estimate, Case.HIGH)) == (Decimal("456.98"), Decimal("1608.92"))


def test_machine_with_a_disk_that_is_billed_as_the_next_size() -> None:
    # NC24ads A100 3.673 × 730 = 2,681.29; 100 GiB are billed as P10: 17.92
    assert cents(bill("clouds", "vm")) == Decimal("2699.21")


def test_blobs() -> None:
    # 60,000 GB: 51,200 × 0.0184 = 942.08; 8,800 × 0.017664 = 155.4432; 1M writes × 0.000005; 10M reads × 0.0000004
    assert cents(clouds("blobs", storage=60_000, writes=1_000_000, reads=10_000_000)) == Decimal("1106.52")


def test_registry_by_the_day() -> None:
    assert cents(bill("clouds", "registry")) == Decimal("20.28")  # 0.6666 × 730 / 24


def test_log_workspace_kept_90_days() -> None:
    # 100 GB × 2.76 = 276; 59 days beyond the 31: 100 × 59 / 30.4167 × 0.12 = 23.2767
    assert cents(clouds("logs", logs=100)) == Decimal("299.28")


def test_cloud_run_by_request() -> None:
    # 10M × 120 ms, billed as 200 ms: 2,000,000 s: 1 vCPU × 0.000024 = 48;
    # 0.5 GiB × 0.0000025 = 2.50; 10M × 0.0000004 = 4
    assert cents(clouds("run", requests=10_000_000, duration="0.12")) == Decimal("54.50")


def test_cloud_run_free_tier() -> None:
    # (2,000,000 − 180,000) × 0.000024 = 43.68; (1,000,000 − 360,000) × 0.0000025 = 1.60; 8M × 0.0000004 = 3.20
    assert cents(clouds("run", requests=10_000_000, duration="0.12", free_tier=True)) == Decimal("48.48")


def test_cloud_run_with_an_idle_instance() -> None:
    # 1M × 1 s busy: 2M vCPU-s × 0.000024 = 48, 4M GiB-s × 0.0000025 = 10; idle 1,628,000 s:
    # 2 × 1,628,000 × 0.0000025 = 8.14, 4 × 1,628,000 × 0.0000025 = 16.28; requests 0.40
    assert cents(clouds("kept", requests=1_000_000, duration=1)) == Decimal("82.82")


def test_container_app_with_data_to_the_internet() -> None:
    # As `aca`: 30.80. 100 GB × 0.087 = 8.70, whether the app or its environment is what the internet reaches
    assert cents(clouds("aca", requests=2_000_000, duration="0.5", egress=100)) == Decimal("39.50")


def test_cloud_run_with_bounds_of_the_service_and_data_to_the_internet() -> None:
    # As `kept`: 82.82. 93.1322575 GiB × 0.12 = 11.1758709
    assert cents(clouds("bounded", requests=1_000_000, duration=1, egress=100)) == Decimal("94.00")
    # Both instances busy all month: 2 × 2,628,000 × (2 × 0.000024 + 4 × 0.0000025) = 304.848; 2 × 160 requests at once:
    # 320 × 2,628,000 = 840,960,000 × 0.0000004 = 336.384
    busy = bill("clouds", "bounded", use={"duration": 1})
    assert round(busy.monthly.high.amount or 0, 2) == Decimal("641.23")


def test_a_price_warns_where_the_bill_comes_to_its_tier() -> None:
    # Up to 1,024 GiB the price is of 2026, beyond that of 2025
    little = clouds("bounded", requests=1_000_000, duration=1, egress=100).warnings
    much = clouds("bounded", requests=1_000_000, duration=1, egress=2_000).warnings
    egress = "the price of gcp-network-egress-internet-premium-worldwide in us-central1 is of 2025-03-06"
    assert egress in much
    assert [found for found in little if "egress" in found] == [egress], "the high case sends more than 1,024 GiB"
    none = bill("clouds", "bounded", use={"requests": 0, "duration": 1, "egress": 0}).warnings
    assert not any("egress" in found for found in none)


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("1900-01-01", "every price is of a list after 1900-01-01, the first of 2026-08-15: what was paid on that day"),
        ("9999-12-31", "every price is more than a year old on 9999-12-31: the newest is of "),
    ],
)
def test_a_day_that_the_lists_say_nothing_of_warns_once(day: str, said: str) -> None:
    usage = UsageSources(profile="small")
    graph = part(captured("clouds"), "aca")
    found = estimate_graph(graph, book=frozen_book("azure"), as_of=datetime.date.fromisoformat(day), usage=usage)
    (warning,) = found.warnings
    assert warning.startswith(said)


def test_logs_of_a_bucket_and_conditions_of_an_alert_policy() -> None:
    # 100 GiB × 0.50 = 50; 60 days beyond the 30: 100 × 60 / 30.4167 × 0.01 = 1.9726
    assert cents(clouds("bucketed", logs=100)) == Decimal("51.97")
    # 2 × 1.50 + 2 × 87,600 × 0.00000035
    assert cents(clouds("alerted")) == Decimal("3.06")


def test_cloud_run_by_instance() -> None:
    # One instance all month, no fee for requests: 2,628,000 × (0.000018 + 0.000002)
    assert cents(clouds("always", requests=1_000_000, duration=1)) == Decimal("52.56")


def test_cloud_run_with_a_gpu_is_billed_while_it_is_kept() -> None:
    # 2,628,000 × (4 × 0.000018 + 16 × 0.000002 + 0.0001867) = 763.9596
    assert cents(clouds("l4", requests=0, duration=1)) == Decimal("763.96")


def test_cloud_run_with_a_gpu_runs_as_long_as_usage_says() -> None:
    # 1,000 h: more than the one that is kept, for 730: 3,600,000 × (4 × 0.000018 + 16 × 0.000002 + 0.0001867) = 1046.52
    assert cents(clouds("l4", requests=0, duration=1, gpuHours=1000)) == Decimal("1046.52")


def test_machine_with_its_accelerator_disk_and_address() -> None:
    # g2-standard-4 0.706832 × 730 = 515.98736 with its L4; 100 GB × 0.10 = 10; address 730 × 0.005 = 3.65
    assert cents(bill("clouds", "gce")) == Decimal("529.64")


def test_gke_pool_with_attached_accelerators() -> None:
    # Fee 73; a node n1-standard-4 0.19 × 730 = 138.70, T4 0.35 × 730 = 255.50, 50 GB × 0.10 = 5: expected 1, high 3
    estimate = bill("clouds", "gke")
    assert cents(estimate) == Decimal("472.20")
    assert (cents(estimate, Case.LOW), cents(estimate, Case.HIGH)) == (Decimal("73.00"), Decimal("1270.60"))
    assert any("sustained use discounts" in text for text in estimate.assumptions)


def test_bucket() -> None:
    # 1,000 GiB × 0.02 = 20; 1M × 0.000005 = 5; 10M × 0.0000004 = 4
    assert cents(clouds("gcs", storage=1000, writes=1_000_000, reads=10_000_000)) == Decimal("29.00")


def test_worker_requests_and_cpu_ms_beyond_the_plan() -> None:
    # 15M requests × 7 ms: plan 5; (15M − 10M) × 0.0000003 = 1.50; (105M − 30M) CPU-ms × 0.00000002 = 1.50
    assert cents(clouds("worker", requests=15_000_000, cpuTime="0.007")) == Decimal("8.00")


def test_worker_within_the_plan_costs_the_plan() -> None:
    assert cents(clouds("worker", requests=1_000_000, cpuTime="0.005")) == Decimal("5.00")


@pytest.mark.parametrize(
    ("day", "sku", "dollars"),
    [
        # 30M events: (30M − 20M) × 0.0000006 = 6.00
        (datetime.date(2026, 11, 30), "cloudflare-workers-logs-events", "6.00"),
        # 30M × 1 KB = 30 GB of the 50 that the plan includes
        (datetime.date(2026, 12, 1), "cloudflare-observability-ingestion", "0.00"),
    ],
)
def test_worker_logs_before_and_after_the_change(day: datetime.date, sku: str, dollars: str) -> None:
    graph = part(captured("clouds"), "logged")
    use = Usage(expected={"requests": Decimal(30_000_000), "cpuTime": Decimal(0)})
    usage = UsageSources(by_type={item.type: use for item in graph.resources})
    estimate = estimate_graph(graph, book=frozen_book("cloudflare"), as_of=day, usage=usage)
    # plan 5, requests (30M − 10M) × 0.0000003 = 6
    assert cents(estimate) == Decimal("11.00") + Decimal(dollars)
    assert (sku in skus(estimate)) == (dollars != "0.00")


def test_kv_beyond_the_plan() -> None:
    # (20M − 10M) × 0.0000005 = 5; (2M − 1M) × 0.000005 = 5; (11 − 1) × 0.50 = 5
    assert cents(clouds("kv", reads=20_000_000, writes=2_000_000, storage=11)) == Decimal("15.00")


def test_r2_rounds_up_to_the_next_million_and_gb() -> None:
    # 1,000,001 writes are 2M × 0.0000045 = 9; 10M reads × 0.00000036 = 3.60; 10.1 GB are 11 × 0.015 = 0.165
    use: dict[str, str | int] = {"writes": 1_000_001, "reads": 10_000_000, "storage": "10.1"}
    assert cents(clouds("r2", **use)) == Decimal("12.77")
    # With its free tier: (2M − 1M) × 0.0000045 = 4.50; reads free; 1 × 0.015
    assert cents(clouds("r2", free_tier=True, **use)) == Decimal("4.52")


def test_queue_is_three_operations_a_message() -> None:
    assert cents(clouds("cfqueue", requests=2_000_000)) == Decimal("2.00")  # (6M − 1M) × 0.0000004


def test_durable_objects_are_unpriced() -> None:
    estimate = clouds("stateful", requests=1, cpuTime="0.001")
    assert "durable objects" in estimate.unpriced[0].reason


@pytest.mark.parametrize("name", ["flexplan", "group", "network"])
def test_what_costs_nothing(name: str) -> None:
    assert {found for _, found in bill("clouds", name).classes} == {CostClass.FREE}


def test_worker_with_a_model_inside_computes_as_long_as_requests_take() -> None:
    # plan 5; (20M − 10M) × 0.0000003 = 3; (20M × 3 ms − 30M) × 0.00000002 = 0.60; 20M log events are in the plan
    estimate = clouds("edge-model", requests=20_000_000, duration="0.003")
    assert cents(estimate) == Decimal("8.60")
    assert [subtotal.name for subtotal in estimate.by_cost_center] == ["Edge"]
    # its processor time, where that is declared: 20M × 2 ms − 30M = 10M × 0.00000002 = 0.20
    assert cents(clouds("edge-model", requests=20_000_000, duration="0.003", cpuTime="0.002")) == Decimal("8.20")


def test_worker_before_an_origin_waits_and_computes_little() -> None:
    # plan 5; 3; (20M × 5 ms − 30M) × 0.00000002 = 1.40
    assert cents(clouds("edge-origin", requests=20_000_000, duration="2")) == Decimal("9.40")


def test_worker_before_a_model_of_the_platform_pays_its_tokens() -> None:
    # plan 5; 1M × 100 × 0.000000282 = 28.20; 1M × 50 × 0.000000827 = 41.35
    estimate = clouds("edge-platform", requests=1_000_000, tokensIn=100, tokensOut=50)
    assert cents(estimate) == Decimal("74.55")


def test_a_model_without_a_price_is_told() -> None:
    estimate = clouds("edge-other", requests=1_000_000, tokensIn=100, tokensOut=50)
    assert [found.reason for found in estimate.unpriced] == ["no source states a price of @cf/vendor/other by tokens"]
