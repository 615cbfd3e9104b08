"""Every preview carries its estimate and its evaluation, and the gates that these fail."""

import json
import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Final

import pytest

from apexai.cost.estimate import Verdict as BudgetVerdict
from apexai.cost.quantity import Case
from apexai.cost.usage_sources import UsageSources
from apexai.policy.finding import Verdict
from apexai.policy.rule import Severity
from apexai.preview import DeploymentPreview, Preview, PreviewOptions, Status
from apexai.preview.criteria import Criteria, Gates, criteria_of
from apexai.preview.edits import cheaper_edits
from apexai.preview.gates import Gate
from apexai.preview.judging import judge_deployment
from apexai.preview.specs import preview_specs
from apexai.prices.overrides import Overrides
from apexai.report.cost_remarks import remedies_said
from apexai.report.errors import render_errors
from apexai.report.json import render_preview_json
from apexai.report.text import render_preview_text
from apexai.spec.fields import Platform
from apexai.spec.loader import load_specs
from tests.projects import DAY, JUDGED, write_project
from tests.projects import deployment_of as deployment_of_project
from tests.specs import KUBERNETES, preview_of, write_spec

EXAMPLE: Final = Path(__file__).parents[2] / "examples" / "fraud-detection"
LIMIT: Final = '"$5000/month"'


@pytest.fixture(scope="module")
def published() -> DeploymentPreview:
    (deployment,) = preview_specs(str(EXAMPLE / "as-published.yaml"), JUDGED).deployments
    return deployment


def judged(deployment: DeploymentPreview, **gates: object) -> DeploymentPreview:
    return judge_deployment(deployment, Criteria(as_of=DAY, gates=Gates(**gates)))  # type: ignore[arg-type]


def test_a_preview_carries_what_it_costs_and_what_the_rules_say(published: DeploymentPreview) -> None:
    assert published.as_of == DAY
    assert published.estimate is not None
    assert published.evaluation is not None
    assert published.estimate.as_of == published.evaluation.as_of == DAY
    assert published.estimate.budget.verdict is BudgetVerdict.UNKNOWN
    assert published.exit_code == 1
    (failed,) = published.failed_gates
    assert failed.gate is Gate.RULES
    assert {finding.rule for finding in failed.findings} == {"APX-RAI-001", "APX-RAI-004", "APX-RAI-028"}
    assert {finding.line for finding in failed.findings} == {6}


def test_each_gate_fails_for_its_own_reason(published: DeploymentPreview) -> None:
    every = judged(published, advisory=True)
    high = judged(published, severity=Severity.HIGH)
    rules = {len(found.failed_gates[0].findings) for found in (published, high, every)}
    assert len(rules) == 3
    assert [failed.gate for failed in judged(published, unknown=True).failed_gates] == [Gate.RULES]
    both = judged(published, unknown=True, advisory=True)
    assert [failed.gate for failed in both.failed_gates] == [Gate.RULES, Gate.UNKNOWN]
    assert {finding.verdict for finding in both.failed_gates[1].findings} == {Verdict.UNKNOWN}


def test_without_prices_the_gate_of_prices_fails_and_the_budget_stays_unknown(tmp_path: Path) -> None:
    options = replace(JUDGED, criteria=Criteria(as_of=DAY, gates=Gates(unpriced=True)))
    (deployment,) = preview_of(write_spec(tmp_path), options).deployments
    assert [failed.gate for failed in deployment.failed_gates] == [Gate.UNPRICED]
    assert "fraud-deployment" in deployment.failed_gates[0].reason


def test_a_partial_graph_has_no_complete_total(published: DeploymentPreview) -> None:
    used = UsageSources(profile="small")
    whole = judge_deployment(published, Criteria(as_of=DAY, usage=used)).estimate
    part = judge_deployment(replace(published, status=Status.FAILED), Criteria(as_of=DAY, usage=used))
    assert whole is not None
    assert part.estimate is not None
    assert (whole.complete, part.estimate.complete) == (True, False)
    assert part.estimate.monthly.low.at_least
    assert part.exit_code == 3


def test_a_deployment_without_a_graph_is_not_judged() -> None:
    refused = DeploymentPreview(name="x", source="x.yaml", target="kubernetes", status=Status.REFUSED)
    assert judge_deployment(refused, criteria_of(PreviewOptions())) == refused


def test_a_budget_one_dollar_too_small_fails_with_the_edits_that_help(tmp_path: Path) -> None:
    text = (EXAMPLE / "service.yaml").read_text(encoding="utf-8")
    assert LIMIT in text
    over, within = (write_spec(tmp_path / cap, text.replace(LIMIT, f'"${cap}/month"')) for cap in ("110", "111"))
    (fits,) = preview_of(within).deployments
    assert (fits.exit_code, fits.remedies) == (0, ())
    preview = preview_of(over)
    (deployment,) = preview.deployments
    assert [failed.gate for failed in deployment.failed_gates] == [Gate.BUDGET]
    assert deployment.exit_code == 1
    assert _budget(judged(deployment, budget_case=Case.LOW)) is BudgetVerdict.WITHIN
    worst = judged(fits, budget_case=Case.HIGH)
    assert _budget(worst) is BudgetVerdict.OVER
    assert re.search(r"most of it: lambda.Function explainer \$108.67 .*, of the high case;", _errors_of(worst))
    (document,) = load_specs(str(over))
    edits = cheaper_edits(document.deployment(Platform.AWS_LAMBDA).spec)
    assert [edit.after for edit in edits if edit.path == "spec.autoscaling.maxReplicas"] == [9, 5, 2, 1]
    printed = render_errors(preview)
    assert "$110.79/month, is more than $110/month" in printed
    assert "[APX-PRV-014]" in printed
    assert printed.count(" (") >= 3, "the three largest"
    assert "spec.runtime.memory: 2048MB instead of 4096MB" in " ".join(remedies_said(deployment))
    helped = text.replace(LIMIT, '"$110/month"').replace('"4096MB"', '"2048MB"')
    (mended,) = preview_of(write_spec(tmp_path / "mended", helped)).deployments
    assert mended.exit_code == 0
    assert mended.estimate is not None
    assert {remedy.amount for remedy in deployment.remedies} & {mended.estimate.monthly.expected.amount}


def _errors_of(deployment: DeploymentPreview) -> str:
    return render_errors(Preview(deployments=(deployment,)))


def test_that_no_edit_helps_is_said(tmp_path: Path) -> None:
    finops = "  finops:\n    nodeType: m5.large\n    budgetLimit: $1/month\n"
    text = KUBERNETES[: KUBERNETES.index("    minReplicas")].replace(
        "kubernetes\n", "kubernetes\n    region: us-east-1\n"
    )
    preview = preview_of(write_spec(tmp_path, f"{text}    minReplicas: 1\n    maxReplicas: 1\n{finops}"))
    (deployment,) = preview.deployments
    assert ([failed.gate for failed in deployment.failed_gates], deployment.remedies) == ([Gate.BUDGET], ())
    assert "no lower bound or smaller size that was tried brings it under" in render_errors(preview)


def test_gate_and_rule_hold_a_budget_in_another_currency_to_the_same_rate(tmp_path: Path) -> None:
    finops = "  finops:\n    nodeType: m5.large\n    budgetLimit: 50 EUR/month\n"
    scaling = "    minReplicas: 2\n    maxReplicas: 2\n"
    text = KUBERNETES[: KUBERNETES.index("    minReplicas")].replace(
        "kubernetes\n", "kubernetes\n    region: us-east-1\n"
    )
    (deployment,) = preview_of(write_spec(tmp_path, text + scaling + finops)).deployments
    said = []
    for rates in ({}, {"EUR": Decimal("1.45")}, {"EUR": Decimal("1.46")}):
        criteria = Criteria(as_of=DAY, overrides=Overrides(rates=rates))
        found = judge_deployment(deployment, criteria)
        assert found.evaluation is not None
        judged = [one.verdict for one in found.evaluation.results if one.rule == "APX-FIN-005"]
        (verdict,) = [one for one in judged if one is not Verdict.NOT_APPLICABLE]
        said.append((_budget(found), verdict, len(found.failed_gates)))
    # 2 × 1,000 / 1,930 of an m5.large × 730 × 0.096 = 72.62 USD: 50.08 and 49.74 EUR
    assert said == [
        (BudgetVerdict.UNKNOWN, Verdict.UNKNOWN, 0),
        (BudgetVerdict.OVER, Verdict.FAIL, 1),
        (BudgetVerdict.WITHIN, Verdict.PASS, 0),
    ]


def _budget(deployment: DeploymentPreview) -> BudgetVerdict:
    assert deployment.estimate is not None
    return deployment.estimate.budget.verdict


def test_each_service_of_a_program_is_held_to_its_own_budget(tmp_path: Path) -> None:
    program = """
import pulumi_aws as aws

from apexai.components import InferenceService

for name in ("large", "other"):
    aws.ebs.Volume(f"of-{name}", availability_zone="us-east-1a", type="gp3", size=100, tags={"service": name},
                   region="us-east-1")

for name, limit in (("small", "$5/month"), ("large", "$500/month")):
    runtime = {"platform": "aws-lambda", "region": "us-east-1",
               "image": "111122223333.dkr.ecr.us-east-1.amazonaws.com/f:1"}
    finops = {"budgetLimit": limit, "usage": {"requests": "50M/month", "duration": "100ms"}}
    spec = {"modelRef": {"name": "m", "version": "1"}, "runtime": runtime, "finops": finops}
    InferenceService(name, spec={"apiVersion": "ai.apexlogic.com/v1alpha1", "kind": "ServerlessModelDeployment",
                                 "metadata": {"name": name}, "spec": spec})
"""
    deployment = deployment_of_project(write_project(tmp_path, program))
    assert deployment.estimate is not None
    large, small = deployment.estimate.services
    assert (large.budget.verdict, small.budget.verdict) == (BudgetVerdict.WITHIN, BudgetVerdict.OVER)
    assert _budget(deployment) is BudgetVerdict.OVER
    (failed,) = deployment.failed_gates
    assert failed.gate is Gate.BUDGET
    assert failed.reason.startswith("small: the expected cost, ")
    assert large.monthly.low.amount == Decimal(8), "what its budget watches by the tag"
    outside = deployment.estimate.outside
    assert outside is not None
    assert (outside.monthly.low.amount, outside.resources) == (Decimal(8), 1)
    text = render_preview_text(Preview(deployments=(deployment,)), width=200)
    assert "small-function" in text
    assert "large-function" in text
    assert "large: $500/month: " in text
    assert "1 resource beside the services: $8.00 ($8.00 to $8.00) a month; no service's budget counts that" in text
    printed = render_errors(Preview(deployments=(deployment,)))
    assert "small-function" in printed
    assert "large-function" not in printed, "the advice is of the service that is over"
    cost = json.loads(render_preview_json(Preview(deployments=(deployment,))))["deployments"][0]["cost"]
    assert [found["budget"]["verdict"] for found in cost["inferenceServices"]] == ["within", "over"]
    assert cost["budget"]["limit"] == "505"
    assert cost["budget"]["verdict"] == "over"
    assert cost["outsideServices"]["monthly"]["low"] == "8"
