"""AWS bills worked out by hand from the vendor's formulas, equal to the cent.

Prices are those of the frozen book, us-east-1 unless said otherwise. A month has 730 hours, 2,628,000 seconds.
"""

from decimal import Decimal

import pytest

from apexai.cost.estimate import CostClass, Estimate
from apexai.cost.estimating import estimate_graph
from apexai.cost.quantity import Case
from apexai.cost.usage import Usage
from apexai.cost.usage_sources import UsageSources
from tests.cost.bills import AS_OF, bill, captured, cents, frozen_book, part, skus


def aws(name: str, *, free_tier: bool = False, **use: str | int) -> Estimate:
    return bill("aws", name, use=use, free_tier=free_tier)


def test_lambda_requests_and_duration() -> None:
    # 3M requests of 120 ms with 512 MB:
    # requests 3,000,000 × 0.0000002 = 0.60
    # duration 3,000,000 × 0.120 s × 0.5 GB = 180,000 GB-s × 0.0000166667 = 3.000006
    assert cents(aws("plain", requests=3_000_000, duration="0.120")) == Decimal("3.60")


def test_lambda_rounds_a_duration_up_to_the_millisecond() -> None:
    # 10M requests of 1.2 ms are billed as 2 ms: 10M × 0.002 × 0.5 = 10,000 GB-s × 0.0000166667 = 0.166667; + 2.00
    assert cents(aws("plain", requests=10_000_000, duration="0.0012")) == Decimal("2.17")


def test_lambda_default_memory_is_128_mb() -> None:
    # 1M × 1 s × 0.125 GB = 125,000 GB-s × 0.0000166667 = 2.0833375; requests 0.20
    assert cents(aws("defaults", requests=1_000_000, duration=1)) == Decimal("2.28")


def test_lambda_on_arm64() -> None:
    # 5M × 0.2 s × 2 GB = 2,000,000 GB-s × 0.0000133334 = 26.6668; requests 5 × 0.20 = 1.00
    assert cents(aws("arm", requests=5_000_000, duration="0.2")) == Decimal("27.67")


def test_lambda_ephemeral_storage_beyond_512_mb() -> None:
    # 1M × 2 s: storage 2,000,000 s × 9.5 GB = 19,000,000 GB-s × 0.0000000309 = 0.5871
    # duration 2,000,000 × 1 GB × 0.0000166667 = 33.3334; requests 0.20
    assert cents(aws("scratch", requests=1_000_000, duration=2)) == Decimal("34.12")


def test_lambda_traces_one_a_second_and_a_twentieth_of_the_rest() -> None:
    # 10M requests of 100 ms with 128 MB: requests 2.00; duration 10M × 0.1 × 0.125 = 125,000 × 0.0000166667 = 2.0833375
    # traces 2,628,000 + 5 % of 7,372,000 = 2,996,600 × 0.000005 = 14.983
    assert cents(aws("traced", requests=10_000_000, duration="0.1")) == Decimal("19.07")


def test_lambda_tiers_of_the_account() -> None:
    # 1 billion requests of 1 s with 10 GB = 10 billion GB-s: 6 B × 0.0000166667 = 100,000.20
    # and 4 B × 0.000015 = 60,000; requests 200
    assert cents(aws("huge", requests=1_000_000_000, duration=1)) == Decimal("160200.20")


def test_lambda_free_tier_on_request_only() -> None:
    # Free are 1M requests and 400,000 GB-s: 3M × 0.12 × 0.5 = 180,000 GB-s all free, 2M × 0.0000002 = 0.40
    assert cents(aws("plain", requests=3_000_000, duration="0.120", free_tier=True)) == Decimal("0.40")


def test_lambda_data_to_the_internet() -> None:
    # 15,000 GB: 10,240 × 0.09 = 921.60; 4,760 × 0.085 = 404.60; requests 0.20; duration 1M × 0.1 × 0.5 × 0.0000166667
    # = 0.833335
    assert cents(aws("plain", requests=1_000_000, duration="0.1", egress=15_000)) == Decimal("1327.23")


def test_lambda_sends_more_with_more_requests() -> None:
    # 5 environments take 5 × 2,628,000 = 13,140,000 requests of 1 s, and each sends 20 kB: 262.8 GB × 0.09 = 23.652;
    # duration 219.000438, requests 2.628
    estimate = aws("limited", requests=1_000_000, duration=1, egress=20)
    assert cents(estimate, Case.HIGH) == Decimal("245.28")
    # Nothing limits this one, so that what it may send is at least what is expected
    assert aws("plain", requests=1_000_000, duration=1, egress=20).monthly.high.at_least


def test_data_to_the_internet_that_is_declared_for_another_case_is_asked_for() -> None:
    graph = part(captured("aws"), "limited")
    use = Usage(expected={"requests": Decimal(10**6), "duration": Decimal(1)}, high={"egress": Decimal(50)})
    usage = UsageSources(by_type={"aws:lambda/function:Function": use})
    estimate = estimate_graph(graph, book=frozen_book("aws"), as_of=AS_OF, usage=usage)
    assert [needed.keys for needed in estimate.needs_usage] == [("egress",)]
    assert estimate.monthly.expected.amount is None
    # 50 GB × 0.09
    assert skus(estimate, Case.HIGH)["aws-datatransfer-out-internet"] == Decimal("4.5")


def test_lambda_zero_traffic_costs_nothing_on_demand() -> None:
    assert cents(aws("plain", requests=0, duration="0.120")) == Decimal("0.00")


def test_lambda_without_usage_is_bounded_by_reserved_concurrency() -> None:
    # 5 environments busy all month with 1 GB: 5 × 2,628,000 = 13,140,000 GB-s × 0.0000166667 = 219.000438.
    # How many requests that is depends on their duration, so the high case is at least that.
    estimate = bill("aws", "limited")
    assert cents(estimate, Case.LOW) == Decimal("0.00")
    assert estimate.monthly.expected.amount is None
    assert skus(estimate, Case.HIGH) == {"aws-lambda-duration-x86": Decimal("219.000438")}
    assert estimate.monthly.high.at_least
    assert [needed.keys for needed in estimate.needs_usage] == [("requests", "duration")]


def test_lambda_worst_case_with_a_known_duration() -> None:
    # 5 environments, 0.5 s each request: 5 / 0.5 × 2,628,000 = 26,280,000 requests × 0.0000002 = 5.256; 219.000438
    estimate = aws("limited", requests=1000, duration="0.5")
    assert cents(estimate, Case.HIGH) == Decimal("224.26")


def test_provisioned_concurrency_without_traffic() -> None:
    # 2 × 4 GB × 2,628,000 s = 21,024,000 GB-s × 0.0000041667 = 87.6007008
    estimate = aws("idle", requests=0, duration="0.1")
    assert cents(estimate) == Decimal("87.60")
    assert cents(estimate, Case.LOW) == Decimal("87.60")


def test_provisioned_concurrency_serves_what_it_can_carry() -> None:
    # One environment of 2 GB kept: 2 × 2,628,000 × 0.0000041667 = 21.9001752.
    # 10M requests × 0.4 s = 4,000,000 busy seconds, a mean of 1.52: 2,628,000 s are served by what is kept,
    # 2,628,000 × 2 × 0.0000097222 = 51.0998832; the other 1,372,000 s on demand, × 2 × 0.0000166667 = 45.7334248.
    # Requests 2.00.
    assert cents(aws("busy", requests=10_000_000, duration="0.4")) == Decimal("120.73")


def test_provisioned_concurrency_follows_the_load() -> None:
    # 13.14M requests × 0.4 s = 5,256,000 s: a mean of 2 environments; at a target of 0.5, 4 are kept:
    # 4 × 2 GB × 2,628,000 × 0.0000041667 = 87.6007008; all served by them: 5,256,000 × 2 × 0.0000097222 = 102.1997664;
    # requests 13.14 × 0.20 = 2.628
    assert cents(aws("full", requests=13_140_000, duration="0.4")) == Decimal("192.43")


def test_provisioned_concurrency_at_its_limit() -> None:
    # Busy all month with 10: 8 kept, 8 × 2 × 2,628,000 = 42,048,000 GB-s: × 0.0000041667 = 175.2014016,
    # × 0.0000097222 = 408.7990656; 2 on demand: 2 × 2 × 2,628,000 × 0.0000166667 = 175.2003504
    # requests at 0.4 s: 10 / 0.4 × 2,628,000 = 65,700,000 × 0.0000002 = 13.14
    assert cents(aws("full", requests=0, duration="0.4"), Case.HIGH) == Decimal("772.34")


def test_provisioned_concurrency_on_a_schedule() -> None:
    # Ten environments of 1 GB from 8 to 20 o'clock, none at night: half of 10 × 2,628,000 = 13,140,000 GB-s
    # × 0.0000041667 = 54.750438
    assert cents(aws("night", requests=0, duration="0.1")) == Decimal("54.75")


def test_lambda_in_another_region() -> None:
    # eu-west-1 costs the same on demand: 1M × 1 s × 1 GB × 0.0000166667 = 16.6667; requests 0.20
    estimate = aws("ireland", requests=1_000_000, duration=1)
    assert cents(estimate) == Decimal("16.87")
    assert {line.region_id for line in estimate.lines} == {"eu-west-1"}


def test_http_api_tiers() -> None:
    # 400M requests: 300M × 0.000001 = 300; 100M × 0.0000009 = 90
    assert cents(aws("http", requests=400_000_000)) == Decimal("390.00")


def test_rest_api_tiers() -> None:
    # 1.2 billion: 333M × 0.0000035 = 1,165.50; 667M × 0.0000028 = 1,867.60; 200M × 0.00000238 = 476
    assert cents(aws("rest", requests=1_200_000_000)) == Decimal("3509.10")


def test_rest_cache_by_the_hour() -> None:
    # 6.1 GB: 730 × 0.20 = 146.00; the API itself has no requests
    assert cents(aws("cached", requests=0)) == Decimal("146.00")


def test_logs_written_and_kept() -> None:
    # 200 GB × 0.50 = 100; kept 30 of 30.4167 days: 200 × 0.98630137 = 197.260274 × 0.03 = 5.91780822
    assert cents(aws("logs", logs=200)) == Decimal("105.92")


def test_logs_that_never_expire_count_a_month_of_storage() -> None:
    # 10 × 0.50 + 10 × 0.03
    assert cents(aws("forever", logs=10)) == Decimal("5.30")


def test_logs_of_the_infrequent_class() -> None:
    # 10 × 0.25 = 2.50; kept a year: 10 × 365 / 30.4167 = 120 GB-months × 0.03 = 3.60
    assert cents(aws("rare", logs=10)) == Decimal("6.10")


def test_log_free_tier() -> None:
    # 5 of 10 GB are free: 5 × 0.50; storage has no free amount in the catalogue: 10 × 0.03
    assert cents(aws("forever", logs=10, free_tier=True)) == Decimal("2.80")


@pytest.mark.parametrize(("name", "dollars"), [("alarm", "0.10"), ("fast-alarm", "0.30"), ("ratio-alarm", "0.20")])
def test_alarms_cost_by_the_metrics_they_watch(name: str, dollars: str) -> None:
    assert cents(bill("aws", name)) == Decimal(dollars)


def test_key_with_its_versions_and_calls() -> None:
    # Two rotations kept: 3 × 1.00; 500,000 calls × 0.000003 = 1.50
    assert cents(aws("key", rotations=2, requests=500_000)) == Decimal("4.50")


def test_queues() -> None:
    # 25M × 0.0000004 = 10.00; FIFO in eu-west-1: 25M × 0.0000005 = 12.50; free 1M: 24M × 0.0000004 = 9.60
    assert cents(aws("queue", requests=25_000_000)) == Decimal("10.00")
    assert cents(aws("fifo", requests=25_000_000)) == Decimal("12.50")
    assert cents(aws("queue", requests=25_000_000, free_tier=True)) == Decimal("9.60")


def test_secret_and_parameters() -> None:
    # 0.40 + 100,000 × 0.000005 = 0.90; a standard parameter is free, an advanced one 0.05
    assert cents(aws("secret", requests=100_000)) == Decimal("0.90")
    assert cents(bill("aws", "parameter")) == Decimal("0.00")
    assert cents(bill("aws", "advanced")) == Decimal("0.05")


def test_bucket() -> None:
    # 60,000 GB: 51,200 × 0.023 = 1,177.60; 8,800 × 0.022 = 193.60; 1M PUT × 0.000005 = 5; 10M GET × 0.0000004 = 4
    assert cents(aws("bucket", storage=60_000, writes=1_000_000, reads=10_000_000)) == Decimal("1380.20")


def test_registry() -> None:
    assert cents(aws("images", storage=40)) == Decimal("4.00")  # 40 × 0.10


def test_table_on_demand() -> None:
    # 100 GB × 0.25 = 25; continuous backups 100 × 0.20 = 20; 50M reads × 0.000000125 = 6.25;
    # 10M writes × 0.000000625 = 6.25
    assert cents(aws("on-demand", storage=100, reads=50_000_000, writes=10_000_000)) == Decimal("57.50")


def test_table_with_capacity() -> None:
    # Table and index: 40 RCU × 730 × 0.00013 = 3.796; 15 WCU × 730 × 0.00065 = 7.1175; 100 GB × 0.25 = 25
    assert cents(aws("capacity", storage=100)) == Decimal("35.91")


def test_table_free_tier() -> None:
    # 29,200 RCU-hours less 18,600 = 10,600 × 0.00013 = 1.378; 10,950 WCU-hours have no free row; 75 GB × 0.25 = 18.75
    assert cents(aws("capacity", storage=100, free_tier=True)) == Decimal("27.25")


def test_topic() -> None:
    assert cents(aws("topic", requests=3_000_000)) == Decimal("1.50")  # 3M × 0.0000005


def test_machine_and_its_disk() -> None:
    # m5.large 730 × 0.096 = 70.08; 50 GB gp3 × 0.08 = 4.00, its 3,000 IOPS and 125 MB/s are included
    assert cents(bill("aws", "machine")) == Decimal("74.08")


def test_machine_that_runs_for_some_hours() -> None:
    # 200 h × 0.096 = 19.20; the disk stays: 4.00
    assert cents(aws("machine", hours=200)) == Decimal("23.20")


def test_gp3_beyond_what_it_includes() -> None:
    # 100 × 0.08 = 8; 2,000 IOPS × 0.005 = 10; 125 MB/s × 0.04 = 5
    assert cents(bill("aws", "disk")) == Decimal("23.00")


def test_io2_tiers_of_one_volume() -> None:
    # 500 × 0.125 = 62.50; 32,000 × 0.065 = 2,080; 32,000 × 0.0455 = 1,456; 6,000 × 0.03185 = 191.10
    assert cents(bill("aws", "fast-disk")) == Decimal("3789.60")


def test_nat_gateway_and_address() -> None:
    # 730 × 0.045 = 32.85; 500 GB × 0.045 = 22.50; an address 730 × 0.005 = 3.65
    assert cents(aws("nat", processed=500)) == Decimal("55.35")
    assert cents(bill("aws", "address")) == Decimal("3.65")


def test_load_balancer() -> None:
    # 730 × 0.0225 = 16.425; 2 LCU × 730 × 0.008 = 11.68; two addresses 7.30
    assert cents(aws("balancer", capacityUnits=2)) == Decimal("35.41")


def test_endpoints() -> None:
    # Two subnets: 2 × 730 × 0.01 = 14.60; 100 GB × 0.01 = 1.00; gateway endpoints are free
    assert cents(aws("endpoint", processed=100)) == Decimal("15.60")
    assert cents(bill("aws", "gateway")) == Decimal("0.00")


def test_cluster_with_gpu_nodes() -> None:
    # Control plane 730 × 0.10 = 73. Nodes: g5.xlarge 1.006 × 730 = 734.38 each, disk 100 GB × 0.08 = 8.00 each:
    # expected 2, low 1, high 4.
    estimate = bill("aws", "eks")
    assert cents(estimate) == Decimal("1557.76")
    assert cents(estimate, Case.LOW) == Decimal("815.38")
    assert cents(estimate, Case.HIGH) == Decimal("3042.52")


def test_gpu_nodes_that_run_for_some_hours() -> None:
    # 200 of 730 hours: 2 × 200 × 1.006 = 402.40; disks 16; control plane 73 (its hours are declared, too, and not read)
    assert cents(aws("eks", hours=200)) == Decimal("491.40")


def test_gpu_nodes_that_are_off_at_night() -> None:
    # Off for 12 of 24 hours. Of the two types EKS tries the first: g5.xlarge 1.006 × 730 = 734.38, and its disk,
    # 100 GB × 0.08 = 8.00, each for half of the time: 371.19; at most two of them.
    estimate = bill("aws", "offpeak")
    assert cents(estimate) == cents(estimate, Case.LOW) == Decimal("371.19")
    assert cents(estimate, Case.HIGH) == Decimal("742.38")


def test_fargate() -> None:
    # 3 × 1 vCPU × 730 × 0.04048 = 88.6512; 3 × 4 GB × 730 × 0.004445 = 38.9382
    assert cents(bill("aws", "fargate")) == Decimal("127.59")


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("unknown-memory", "memorySize of unknown-memory is not known before the deployment"),
        ("bare", "the size of its root volume is the machine image's, and not in the program"),
        ("odd", "no source states a price of aws-ec2-z9.large-linux"),
        ("spot", "no source states a price of aws-ec2-g5.xlarge-linux-spot"),
        ("inner", "no source states a price of aws-elb-nlb-hours in eu-west-1, only in us-east-1"),
        ("mystery", "apexai does not know what aws:glue/job:Job costs"),
    ],
)
def test_what_has_no_price_is_unpriced_and_the_total_says_so(name: str, reason: str) -> None:
    estimate = aws(name, requests=1, duration=1, capacityUnits=1)
    assert [cost_class for _, cost_class in estimate.classes] == [CostClass.UNPRICED]
    assert reason in estimate.unpriced[0].reason
    assert estimate.monthly.low.at_least
    assert not estimate.complete
