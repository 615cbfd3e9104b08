"""The function's own bounds: region, memory, storage, time, log retention."""

import math
from collections.abc import Iterator
from difflib import get_close_matches

from apexai.errors import Diagnostic
from apexai.spec.deployment import ServerlessModelDeployment
from apexai.spec.shown import shown
from apexai.targets.aws_lambda.facts import choices, lambda_facts
from apexai.targets.aws_lambda.regions import regions
from apexai.targets.diagnostics import error
from apexai.units import Seconds, render_decimal

_RUNTIME = "spec.runtime"


def check_function(deployment: ServerlessModelDeployment) -> Iterator[Diagnostic]:
    """Each bound of one function."""
    spec = deployment.spec
    yield from _region(spec.runtime.region)
    yield from _bounds("APX-LIM-102", f"{_RUNTIME}.memory", spec.runtime.memory, "memory", "MiB")
    if spec.runtime.ephemeral_storage is not None:
        storage = spec.runtime.ephemeral_storage
        yield from _bounds("APX-LIM-103", f"{_RUNTIME}.ephemeralStorage", storage, "ephemeral_storage", "MiB")
    yield from _timeout(spec.runtime.timeout)
    yield from _concurrency(spec.runtime.concurrency)
    yield from _retention(spec.monitoring.logs_retention_days)


def _region(region: str | None) -> Iterator[Diagnostic]:
    path = f"{_RUNTIME}.region"
    if region is None:
        message = "aws-lambda needs a region: it is part of every ARN that permissions name"
        yield error("APX-LIM-100", path, message, instead="add runtime.region, e.g. us-east-1")
    elif region not in regions():
        near = get_close_matches(region, regions(), n=1, cutoff=0.85)
        instead = f"did you mean {near[0]}?" if near else "give the region's code, e.g. eu-central-1"
        yield error("APX-LIM-101", path, f"{shown(region)} is no AWS region that has Lambda", instead=instead)


def _bounds(code: str, path: str, value: int, fact: str, unit: str) -> Iterator[Diagnostic]:
    lowest, highest = lambda_facts()[f"{fact}_minimum"], lambda_facts()[f"{fact}_maximum"]
    if not lowest.number <= value <= highest.number:
        broken = lowest if value < lowest.number else highest
        yield broken.violated(
            code=code,
            path=path,
            message=f"{value} {unit} is outside of what Lambda has",
            suggestion=f"write {lowest.number}MB to {highest.number}MB"
            + ("" if value < lowest.number else ", or use platform kubernetes"),
        )


def _timeout(timeout: Seconds) -> Iterator[Diagnostic]:
    path, highest = f"{_RUNTIME}.timeout", lambda_facts()["timeout_maximum"]
    if timeout != int(timeout) or timeout < lambda_facts()["timeout_minimum"].number:
        yield lambda_facts()["timeout_minimum"].violated(
            code="APX-LIM-104",
            path=path,
            message=f"{render_decimal(timeout)} s can't be a timeout, which Lambda counts in whole seconds from 1",
            suggestion=f"write {max(1, math.ceil(timeout))}s",
        )
    elif timeout > highest.number:
        yield highest.violated(
            code="APX-LIM-105",
            path=path,
            message=f"{render_decimal(timeout)} s is longer than a function may run",
            suggestion=f"write {highest.number}s at most, or use platform kubernetes",
        )


def _concurrency(concurrency: int | None) -> Iterator[Diagnostic]:
    if concurrency is not None and concurrency != 1:
        message = f"{concurrency} requests at once: an execution environment serves one (AWS Lambda Developer Guide)"
        instead = "write 1 or remove it; autoscaling.maxReplicas bounds the requests at once"
        yield error("APX-LIM-107", f"{_RUNTIME}.concurrency", message, instead=instead)


def _retention(days: int | None) -> Iterator[Diagnostic]:
    fact = lambda_facts()["log_retention_days"]
    allowed = [int(choice) for choice in choices(fact)]
    if days is not None and days not in allowed:
        longer = next((choice for choice in allowed if choice > days), allowed[-1])
        yield fact.violated(
            code="APX-LIM-106",
            path="spec.monitoring.logsRetentionDays",
            message=f"CloudWatch keeps logs for fixed numbers of days, {days} is none of them",
            suggestion=f"write {longer}",
        )
