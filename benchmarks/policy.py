"""Judging 1,300 and 10,000 resources by all rules, and starting a policy pack: processor time."""

import datetime
import gc
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from apexai.graph.model import Resource, ResourceGraph
from apexai.graph.offline import ScriptProgram, capture_program
from apexai.policy.evaluate import evaluate_graph
from apexai.policy.rules import RULES

_RUNS: Final = 3
_AS_OF: Final = datetime.date(2026, 11, 21)
_LIMITS: Final = {1_300: 1.0, 10_000: 8.0}
"""Resources → seconds."""
_LIMIT_START_SECONDS: Final = 1.0

_PROGRAM: Final = """
import json
import pulumi
import pulumi_aws as aws
import pulumi_kubernetes as k8s

class Service(pulumi.ComponentResource):
    def __init__(self, name):
        responsible = {"riskClass": "high", "dataClassification": "personal", "purpose": "Scores payments"}
        spec = {"runtime": {"platform": "aws-lambda", "region": "us-east-1"}, "responsibleAI": responsible,
                "policies": ["data-privacy-compliance", "eu-ai-act-high-risk"]}
        document = {"metadata": {"name": name}, "spec": spec}
        super().__init__("apexai:index:InferenceService", name, {"spec": document, "resolved": document})
        opts = pulumi.ResourceOptions(parent=self)
        tags = {"costCenter": "Fraud"}
        statement = {"Effect": "Allow", "Action": ["s3:GetObject"], "Resource": ["arn:aws:s3:::models/*"]}
        policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
        bucket = aws.s3.Bucket("models", tags=tags, opts=opts)
        aws.s3.BucketPublicAccessBlock("closed", bucket=bucket.id, block_public_acls=True, opts=opts)
        aws.s3.Bucket("loose", opts=opts)
        role = aws.iam.Role("role", assume_role_policy=policy, tags=tags, opts=opts)
        aws.iam.RolePolicy("grant", role=role.name, policy=policy, opts=opts)
        queue = aws.sqs.Queue("queue", tags=tags, opts=opts)
        aws.lambda_.Function("fn", role=role.arn, memory_size=512, timeout=30, tags=tags, opts=opts,
            environment={"variables": {"QUEUE": queue.url, "MODE": "x"}})
        aws.cloudwatch.LogGroup("logs", retention_in_days=30, opts=opts)
        repository = aws.ecr.Repository("images", opts=opts)
        aws.ecr.LifecyclePolicy("expiry", repository=repository.name, policy="{}", opts=opts)
        aws.lb.LoadBalancer("balancer", subnets=["a", "b"], opts=opts)
        container = {"name": "web", "image": "web:1", "env": [{"name": "A", "value": "b"}]}
        space = k8s.core.v1.Namespace("space", opts=opts)
        template = {"spec": {"containers": [container, container]}}
        place = {"namespace": space.metadata.name}
        k8s.apps.v1.Deployment("web", metadata=place, spec={"selector": {}, "template": template}, opts=opts)
        k8s.networking.v1.NetworkPolicy("walls", metadata=place, spec={"podSelector": {}}, opts=opts)
        k8s.core.v1.Service("front", metadata=place, spec={"type": "ClusterIP", "ports": [{"port": 80}]}, opts=opts)

Service("service")
"""


def main() -> None:
    """Print what each takes, and its ratio to the limit."""
    times = {count: _judge(count) for count in _LIMITS}
    for count, seconds in times.items():
        _print(f"judge {count:,} resources by {len(RULES)} rules", seconds, _LIMITS[count])
    fewer, more = times.values()
    counts = tuple(_LIMITS)
    print(f"  {more / fewer:.1f} times the time for {counts[1] / counts[0]:.1f} times the resources")
    bare = _child("import pulumi, grpc; from pulumi.runtime.proto import analyzer_pb2_grpc")
    pack = _child("from apexai.policy.crossguard.servicer import PackServicer; PackServicer('finops', rules=())")
    _print("start a pack, beyond the interpreter and the SDK", pack - bare, _LIMIT_START_SECONDS)


def _judge(count: int) -> float:
    graph = _graph(count)
    return _median(lambda: evaluate_graph(graph, rules=RULES, as_of=_AS_OF))


def _graph(count: int) -> ResourceGraph:
    """The program over and over, each time under other names, with its edges."""
    small = _captured()
    own = [each for each in small.resources if not each.is_provider and each.type != "pulumi:pulumi:Stack"]
    kept = [each for each in small.resources if each not in own]
    copies = [_copy(each, number) for number in range(count // len(own) + 1) for each in own]
    return replace(small, resources=(*kept, *copies[: count - len(kept)]))


def _copy(each: Resource, number: int) -> Resource:
    def named(urn: str) -> str:
        return urn if "pulumi:providers:" in urn or urn.endswith("-dev") or not urn else f"{urn}-{number}"

    edges = {key: tuple(map(named, urns)) for key, urns in each.property_dependencies.items()}
    return replace(
        each,
        urn=named(each.urn),
        name=f"{each.name}-{number}",
        parent=named(each.parent),
        dependencies=tuple(map(named, each.dependencies)),
        property_dependencies=edges,
    )


def _captured() -> ResourceGraph:
    with TemporaryDirectory() as directory:
        script = Path(directory) / "program.py"
        script.write_text(_PROGRAM, encoding="utf-8")
        return capture_program(ScriptProgram(script=script, project="bench", directory=Path(directory))).graph


def _child(code: str) -> float:
    """Processor seconds of a fresh interpreter, the least of several."""
    found = []
    for _ in range(_RUNS):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, "-c", code], check=True, env=os.environ)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        found.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return min(found)


def _median(call: Callable[[], object]) -> float:
    times = []
    for _ in range(_RUNS):
        gc.collect()
        start = time.process_time()
        call()
        times.append(time.process_time() - start)
    return statistics.median(times)


def _print(what: str, seconds: float, limit: float) -> None:
    print(f"  {what}: {seconds:.3f} s, {seconds / limit:.2f} of the limit of {limit:g} s")
