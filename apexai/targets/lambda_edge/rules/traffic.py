"""Splits at the edge: a staging distribution takes 15 % at most."""

from collections.abc import Iterator

from apexai.errors import Diagnostic
from apexai.spec.deployment import ServerlessModelDeployment
from apexai.targets.aws_lambda.rules.traffic import check_traffic
from apexai.targets.lambda_edge.facts import edge_facts
from apexai.units import render_decimal


def check_edge_traffic(deployment: ServerlessModelDeployment) -> Iterator[Diagnostic]:
    """The stable side is a published version; the candidate's share is one that CloudFront can send."""
    yield from check_traffic(deployment)
    split, most = deployment.spec.traffic_split, edge_facts()["canary_weight_maximum"]
    if split.blue > 0 and split.green > most.number:
        yield most.violated(
            code="APX-LIM-740",
            path="spec.trafficSplit.green",
            message=f"a staging distribution takes {most.number} % of the traffic at most, not "
            f"{render_decimal(split.green)}",
            suggestion=f"write {most.number}% or less and then 100%, or use platform aws-lambda",
        )
