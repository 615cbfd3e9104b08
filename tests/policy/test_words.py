"""A plan shows declarations and resources: nothing that this package prints says that anybody keeps a law."""

import ast
import datetime
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import apexai
from apexai.policy.crossguard.told import diagnostic_of, pack_info
from apexai.policy.evaluate import evaluate_graph
from apexai.policy.finding import Evaluation
from apexai.policy.law.obligations import load_high_risk_uses, load_obligations, load_prohibited_practices
from apexai.policy.rules import RULES
from apexai.policy.settings import Settings
from apexai.preview import DeploymentPreview, Preview, Status
from apexai.report.findings import render_findings_markdown
from apexai.report.github import render_github
from apexai.report.json import render_preview_json
from apexai.report.junit import render_junit
from apexai.report.rules import render_rule_text, render_rules_json
from apexai.report.sarif import render_sarif
from apexai.spec.catalogue import load_catalogue
from tests.policy.graphs import graph_of

PACKAGE: Final = Path(apexai.__file__).parent
CLAIM: Final = re.compile(r"\bcompliant\b|\bin compliance\b|\bcomplies\b|\bcomply\b|\bis legal\b|\bconforms to\b", re.I)
PROGRAM: Final = """
    service("fraud", policies=["data-privacy-compliance", "eu-ai-act-high-risk"], responsibleAI={
        "riskClass": "high", "purpose": "Scores applications for credit", "dataClassification": "personal"})
    aws.s3.Bucket("models", acl="public-read")
"""
DAYS: Final = (datetime.date(2026, 11, 21), datetime.date(2028, 1, 1), datetime.date(2035, 1, 1))


def claims(texts: Iterator[str]) -> list[str]:
    return [text[:200] for text in texts if CLAIM.search(text)]


def texts_of_the_source() -> Iterator[str]:
    """Every text in the code that is no docstring."""
    for file in PACKAGE.rglob("*.py"):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        statements = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in statements:
                yield node.value


def texts_of_the_law() -> Iterator[str]:
    for row in load_obligations().values():
        yield from (row.article, row.title)
    for case in (*load_high_risk_uses(), *load_prohibited_practices()):
        yield case.description
    for policy in load_catalogue():
        yield from (policy.title, policy.asks)


def outputs(evaluation: Evaluation) -> Iterator[str]:
    deployment = DeploymentPreview(
        name="fraud", source="fraud.yaml", target="aws-lambda", status=Status.OK, evaluation=evaluation
    )
    preview = Preview(deployments=(deployment,))
    yield render_preview_json(preview, all_results=True)
    yield from (render_sarif(preview, rules=RULES), render_junit(preview), render_github(preview))
    yield render_findings_markdown(evaluation)
    for finding in evaluation.results:
        yield str(diagnostic_of(finding, pack="all", as_of=evaluation.as_of))


def test_no_text_claims_what_a_plan_can_not_show() -> None:
    assert claims(texts_of_the_source()) == []
    assert claims(texts_of_the_law()) == []
    listed = (render_rule_text(rule, Settings()) for rule in RULES)
    assert claims(iter((render_rules_json(RULES, Settings()), *listed, str(pack_info("all", RULES))))) == []


def test_no_output_claims_it_on_any_day() -> None:
    graph = graph_of(PROGRAM)
    settings = Settings(jurisdictions=tuple(sorted({row.jurisdiction for row in load_obligations().values()} - {""})))
    for day in DAYS:
        evaluation = evaluate_graph(graph, rules=RULES, as_of=day, settings=settings)
        assert claims(outputs(evaluation)) == []
        assert json.dumps([str(finding.because) for finding in evaluation.results]).count("this service opted into")


def test_the_search_finds_a_claim() -> None:
    assert claims(iter(["the service is Compliant with Art. 13", "data-privacy-compliance"])) == [
        "the service is Compliant with Art. 13"
    ]
