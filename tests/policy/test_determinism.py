"""The same resources are the same bytes: in any order, in twenty runs, and in processes that hash otherwise."""

import hashlib
import random
from dataclasses import replace

from apexai.policy.rules import RULES
from apexai.preview import DeploymentPreview, Preview, Status
from apexai.preview.criteria import criteria_of
from apexai.preview.judging import judge_deployment
from apexai.preview.result import Origin
from apexai.report.github import render_github
from apexai.report.json import render_preview_json
from apexai.report.junit import render_junit
from apexai.report.sarif import render_sarif
from tests.cli.commands import apexai
from tests.policy.graphs import graph_of
from tests.projects import JUDGED

PROGRAM = """
    service("fraud", policies=["model-explainability-required"], responsibleAI={"riskClass": "high"})
    for name in ("models", "uploads", "logs"):
        aws.s3.Bucket(name, acl="public-read", tags={"team": name})
    aws.sqs.Queue("jobs", kms_master_key_id=later("jobs"))
    aws.lambda_.Function("f", role="r", environment={"variables": {"B_PASSWORD": "hunter2hunter2", "A_TOKEN": "abc"}})
"""


def test_twenty_shuffles_have_one_hash() -> None:
    graph = graph_of(PROGRAM)
    known = {"name": "shop", "source": "shop", "target": "pulumi", "stack": "dev", "origin": Origin.PREVIEW_JSON}
    hashes = set()
    for seed in range(20):
        resources = list(graph.resources)
        random.Random(seed).shuffle(resources)
        shuffled = replace(graph, resources=tuple(resources))
        deployment = DeploymentPreview(**known, status=Status.OK, graph=shuffled)  # type: ignore[arg-type]
        preview = Preview(deployments=(judge_deployment(deployment, criteria_of(JUDGED)),))
        texts = (
            render_preview_json(preview, all_results=True),
            render_sarif(preview, rules=RULES),
            render_junit(preview),
            render_github(preview),
        )
        hashes.add(hashlib.sha256("\0".join(texts).encode()).hexdigest())
    assert len(hashes) == 1


def test_processes_that_hash_otherwise_print_the_same() -> None:
    arguments = ("preview", "examples/fraud-detection/as-published.yaml", "--format", "json", "--all-results")
    printed = {apexai(*arguments, PYTHONHASHSEED=seed, APEXAI_AS_OF="2026-11-21").out for seed in ("0", "1")}
    (text,) = printed
    assert '"rule": "APX-RAI-004"' in text
