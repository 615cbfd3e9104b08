"""Declared requests beyond what the limits let through: said everywhere, and no way to save money."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Final

import pytest

from apexai.cost.quantity import Case
from apexai.preview import DeploymentPreview, Preview
from apexai.report.cost_remarks import remedies_said
from apexai.report.html import render_preview_html
from apexai.report.json import render_preview_json
from apexai.report.markdown import render_preview_markdown
from apexai.report.text import render_preview_text
from tests.specs import preview_of, write_spec

HEAD: Final = """\
apiVersion: ai.apexlogic.com/v1alpha1
kind: ServerlessModelDeployment
metadata:
  name: scoring
spec:
  modelRef:
    name: scoring
    version: "1"
"""
ON_KUBERNETES: Final = f"""{HEAD}
  runtime:
    platform: kubernetes
    region: us-east-1
    image: ghcr.io/apexlogic/scoring:1
    access: internal
    cpu: "2"
    memory: 4GiB
    ports: {{http: 8080}}
    gpu: {{type: nvidia-a10g, count: 1}}
  autoscaling:
    minReplicas: 1
    maxReplicas: 10
    targetUtilization: 50
  finops:
    nodeType: g5.xlarge
    budgetLimit: "$3000/month"
    usage:
      requests: 2.5M/month
      duration: 5.256s
"""
ON_LAMBDA: Final = f"""{HEAD}
  runtime:
    platform: aws-lambda
    region: us-east-1
    image: 111122223333.dkr.ecr.us-east-1.amazonaws.com/scoring:1
    memory: 2GB
    timeout: 30s
    auth: {{iam: true}}
  autoscaling:
    minReplicas: 0
    maxReplicas: 5
  finops:
    budgetLimit: "$500/month"
    usage:
      requests: 90M/month
      duration: 480ms
"""


@pytest.fixture(scope="module")
def short(tmp_path_factory: pytest.TempPathFactory) -> DeploymentPreview:
    """Lambda with five environments, of 27.4 million requests a month at most."""
    (deployment,) = preview_of(write_spec(tmp_path_factory.mktemp("short"), ON_LAMBDA)).deployments
    return deployment


def test_requests_beyond_the_limits_are_told_in_every_format(short: DeploymentPreview) -> None:
    estimate = short.estimate
    assert estimate is not None
    (service,) = estimate.services
    (found,) = service.shortfalls
    # 5 environments × 2,628,000 s / 0.48 s
    assert (found.case, found.requests, found.carries) == (Case.EXPECTED, 90_000_000, 27_375_000)
    assert (estimate.per_thousand_requests, service.per_thousand_requests) == (None, None)
    preview = Preview(deployments=(short,))
    said = "90,000,000 requests a month are declared for the expected case, and the limits of the service let at most"
    assert said in " ".join(render_preview_text(preview).split())
    assert said in render_preview_markdown(preview)
    assert said in render_preview_html(preview)
    cost = json.loads(render_preview_json(preview))["deployments"][0]["cost"]
    assert cost["warnings"][0].startswith(said)
    assert cost["inferenceServices"][0]["carriesRequests"] == "27375000"
    assert "perThousandRequests" not in cost


def test_less_memory_on_lambda_is_less_processor_and_says_so(short: DeploymentPreview) -> None:
    (remedy,) = remedies_said(short)
    assert "512MB instead of 2048MB (a quarter of the processor with it: a request that computes takes longer" in remedy
    edits = json.loads(render_preview_json(Preview(deployments=(short,))))["deployments"][0]["remedies"][0]["edits"]
    assert edits[0]["note"].startswith("a quarter of the processor")


def test_an_edit_that_leaves_declared_requests_unanswered_is_no_remedy(tmp_path: Path) -> None:
    # 2.5M × 5.256 s are 5 requests at once, of which a pod takes one: five pods are enough, and one is not,
    # which is what $3,000 would pay for
    (deployment,) = preview_of(write_spec(tmp_path / "enough", ON_KUBERNETES)).deployments
    assert deployment.estimate is not None
    assert deployment.estimate.shortfalls == ()
    assert deployment.estimate.monthly.expected.amount == Decimal("7343.8")
    assert deployment.remedies == ()
    roomier = ON_KUBERNETES.replace("$3000", "$4000")
    (deployment,) = preview_of(write_spec(tmp_path / "roomier", roomier)).deployments
    assert ["5 instead of 10" in said for said in remedies_said(deployment)] == [True]


def test_where_nothing_says_what_a_pod_takes_the_remark_says_what_is_assumed(tmp_path: Path) -> None:
    busy = ON_KUBERNETES.replace("2.5M", "6M").replace('    budgetLimit: "$3000/month"\n', "")
    (deployment,) = preview_of(write_spec(tmp_path, busy)).deployments
    assert deployment.estimate is not None
    (said,) = deployment.estimate.shortfalls
    assert "let at most 5,000,000 through" in said
    assert "a pod is taken to handle one request at a time, as nothing says how many it takes" in said
