"""Estimating 10,000 resources and loading the price book: processor time."""

import datetime
import gc
import statistics
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from apexai.cost.estimating import estimate_graph
from apexai.cost.usage_sources import UsageSources
from apexai.graph.model import Resource, ResourceGraph
from apexai.graph.offline import ScriptProgram, capture_program
from apexai.prices.book import PriceBook
from apexai.prices.catalogue import PROVIDERS, shipped_catalogue

_RUNS: Final = 5
_RESOURCES: Final = 10_000
_AS_OF: Final = datetime.date(2026, 11, 21)
_LIMIT_LOAD_SECONDS: Final = 0.05
_LIMIT_ESTIMATE_SECONDS: Final = 1.0

_PROGRAM: Final = """
import pulumi
import pulumi_aws as aws

code = pulumi.AssetArchive({"a.py": pulumi.StringAsset("")})
role = "arn:aws:iam::111122223333:role/r"
fn = aws.lambda_.Function("fn", role=role, code=code, handler="a.h", runtime="python3.13", memory_size=512)
aws.lambda_.ProvisionedConcurrencyConfig(
    "kept", function_name=fn.name, qualifier=fn.version, provisioned_concurrent_executions=2
)
aws.cloudwatch.LogGroup("logs", retention_in_days=30)
aws.sqs.Queue("queue")
aws.s3.Bucket("bucket")
aws.dynamodb.Table("table", billing_mode="PAY_PER_REQUEST", hash_key="k", attributes=[{"name": "k", "type": "S"}])
disk = {"volume_size": 50, "volume_type": "gp3"}
aws.ec2.Instance("machine", ami="ami-1", instance_type="m5.large", root_block_device=disk)
aws.kms.Key("key")
aws.iam.Role("role", assume_role_policy="{}")
aws.apigatewayv2.Api("api", protocol_type="HTTP")
"""


def main() -> None:
    """Print what each takes, and its ratio to the limit."""
    for provider in PROVIDERS:
        _print(
            f"load the price book of {provider}",
            _median(partial(PriceBook.load, provider, catalogue=shipped_catalogue())),
            _LIMIT_LOAD_SECONDS,
        )
    book = PriceBook.load("aws")
    usage = UsageSources(profile="medium")
    small, large = (_graph(count) for count in (_RESOURCES // 10, _RESOURCES))
    fewer = _median(lambda: estimate_graph(small, book=book, as_of=_AS_OF, usage=usage))
    more = _median(lambda: estimate_graph(large, book=book, as_of=_AS_OF, usage=usage))
    _print(f"estimate {_RESOURCES:,} resources", more, _LIMIT_ESTIMATE_SECONDS)
    print(f"ten times the resources take {more / fewer:.1f} times as long")


def _graph(count: int) -> ResourceGraph:
    """Many copies of one captured program's resources."""
    with TemporaryDirectory() as folder:
        script = Path(folder) / "program.py"
        script.write_text(_PROGRAM)
        graph = capture_program(ScriptProgram(script=script, project="bench"), config={"aws:region": "us-east-1"}).graph
    common = [item for item in graph.resources if item.is_provider or not item.custom]
    kinds = [item for item in graph.resources if item not in common]
    copies = [_copy(item, number) for number in range(count // len(kinds)) for item in kinds]
    return ResourceGraph(project="bench", stack="dev", resources=(*common, *copies))


def _copy(item: Resource, number: int) -> Resource:
    references = {key: tuple(f"{urn}-{number}" for urn in urns) for key, urns in item.property_dependencies.items()}
    return replace(item, urn=f"{item.urn}-{number}", name=f"{item.name}-{number}", property_dependencies=references)


def _median(call: Callable[[], object]) -> float:
    times = []
    for _ in range(_RUNS):
        gc.collect()
        start = time.process_time()
        call()
        times.append(time.process_time() - start)
    return statistics.median(times)


def _print(what: str, seconds: float, limit: float) -> None:
    print(f"{what}: {seconds * 1000:.0f} ms ({seconds / limit:.2f} of {limit * 1000:.0f} ms)", flush=True)
