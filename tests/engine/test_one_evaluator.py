"""One evaluator: a program gets the same verdicts and the same costs from every source of its resource graph.

The law over the sources: on what all of them know they agree; more knowledge only turns unknown into something else.
"""

import json
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path
from typing import Final, TypeAlias

import pytest

from apexai.cost.estimate import CostClass, Estimate
from apexai.policy.decisions import DecisionFiles, load_decisions
from apexai.policy.finding import Verdict
from apexai.policy.rules import RULES
from apexai.preview import DeploymentPreview
from apexai.preview.criteria import criteria_of
from apexai.preview.paths import preview_path
from tests.engine.stack import Stack
from tests.projects import JUDGED

ROOT: Final = Path(__file__).parents[2]
DAY: Final = criteria_of(JUDGED).as_of
EXAMPLE: Final = ROOT / "examples" / "fraud-detection" / "service.yaml"

PROGRAM: Final = """
import json

import pulumi
import pulumi_aws as aws
import pulumi_kubernetes as k8s

from apexai.components import InferenceService

config = pulumi.Config()
IMAGE = "111122223333.dkr.ecr.us-east-1.amazonaws.com/plain:1"


def tagged(args):
    if args.type_ == "aws:s3/bucket:Bucket":
        args.props["tags"] = {**args.props.get("tags", {}), "costCenter": "Fraud"}
    return pulumi.ResourceTransformResult(args.props, args.opts)


def assumed(service):
    statement = {"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def everything_on(arn):
    return json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": arn}]})


InferenceService("fraud", spec="service.yaml")
InferenceService("cluster", spec="service.yaml", platform="kubernetes")

pulumi.runtime.register_resource_transform(tagged)
bucket = aws.s3.Bucket("models", acl="public-read")
key = aws.kms.Key("key")
aws.sqs.Queue("jobs", kms_master_key_id=key.arn)
aws.sqs.Queue("open")
role = aws.iam.Role("role", assume_role_policy=assumed("lambda.amazonaws.com"))
aws.iam.RolePolicy("late", role=role.id, policy=bucket.arn.apply(everything_on))
variables = {"DB_PASSWORD": config.require_secret("password"), "BUCKET": bucket.bucket}
function = {"role": role.arn, "package_type": "Image", "image_uri": IMAGE, "memory_size": 1024}
aws.lambda_.Function("keeps", environment={"variables": variables}, **function)
aws.lambda_.Function("leaks", environment={"variables": {"DB_PASSWORD": "correct-horse-battery"}}, **function)
aws.cloudwatch.LogGroup("logs")
labels = {"app": "web"}
k8s.apps.v1.Deployment(
    "web",
    spec={
        "selector": {"match_labels": labels},
        "template": {
            "metadata": {"labels": labels},
            "spec": {"containers": [{"name": "web", "image": "nginx:1", "security_context": {"privileged": True}}]},
        },
    },
)
"""

RECORDER: Final = """
import json
import sys

from apexai.policy.crossguard.server import start_server
from apexai.policy.crossguard.servicer import PackServicer
from apexai.policy.rules import RULES

FILE = {file!r}


class Recorder(PackServicer):
    def _respond(self, findings):
        told = list(findings)
        with open(FILE, "a") as file:
            for found in told:
                row = [self._stack.dry_run, found.rule, found.urn, found.verdict, found.enforcement, found.path]
                file.write(json.dumps([*row, found.message]) + "\\n")
        return super()._respond(told)


server, port = start_server(Recorder("all", rules=RULES))
print(port, flush=True)
server.wait_for_termination()
"""

EXEMPTION: Final = {
    "rule": "APX-SEC-015",
    "resource": "models",
    "reason": "published on purpose",
    "owner": "data@example.com",
    "ticket": "DATA-7",
    "expires": "2026-12-01",
}
Key: TypeAlias = tuple[str, str]
"""Rule and URN."""
Answer: TypeAlias = tuple[str, str, str]
"""Verdict, enforcement and path."""
Answers: TypeAlias = Mapping[Key, frozenset[Answer]]


DECISIONS: Final = {
    "organisation": {"rules": {"APX-SEC-005": {"enforcement": "advisory"}}},
    "exemptions": [EXEMPTION],
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """What each source says of one program."""

    offline: DeploymentPreview
    planned: DeploymentPreview
    """`pulumi preview --json`."""
    deployed: DeploymentPreview
    """`pulumi stack export`."""
    pack_before: Answers
    """The pack in the preview of `pulumi up`."""
    pack_after: Answers
    """The pack in its update."""


@pytest.fixture
def sources(stack: Stack, tmp_path: Path) -> Sources:
    stack.write(PROGRAM)
    shutil.copy(EXAMPLE, stack.directory / "service.yaml")
    stack.set("aws:region", "us-east-1")
    stack.set("apexai:environment", "prod")
    stack.set("password", "hunter2hunter2", secret=True)
    offline = judged(stack.directory, tmp_path)
    planned, deployed = tmp_path / "preview.json", tmp_path / "state.json"
    planned.write_text(stack.preview().stdout)
    said = tmp_path / "said.jsonl"
    done = stack._run("up", "--yes", *recorder(stack, tmp_path, said))
    assert done.returncode == 0, done.stdout + done.stderr
    deployed.write_text(stack.pulumi("stack", "export"))
    return Sources(
        offline=offline,
        planned=judged(planned, tmp_path),
        deployed=judged(deployed, tmp_path),
        pack_before=recorded(said, dry_run=True),
        pack_after=recorded(said, dry_run=False),
    )


def recorder(stack: Stack, directory: Path, said: Path) -> list[str]:
    """The arguments for a pack of all rules that writes down what it says."""
    folder, configuration = directory / "recorder", directory / "recorder.json"
    folder.mkdir()
    runtime = f"{{name: python, options: {{virtualenv: {stack.virtualenv}}}}}"
    (folder / "PulumiPolicy.yaml").write_text(f"runtime: {runtime}\nversion: 1.0.0\n")
    (folder / "__main__.py").write_text(RECORDER.format(file=str(said)))
    configuration.write_text(json.dumps({"apexai-settings": {**DECISIONS, "asOf": str(DAY)}}))
    return ["--policy-pack", str(folder), "--policy-pack-config", str(configuration)]


def judged(path: Path, directory: Path) -> DeploymentPreview:
    files = {name: directory / f"{name}.json" for name in DECISIONS}
    for name, file in files.items():
        file.write_text(json.dumps(DECISIONS[name]))
    decisions = load_decisions(DecisionFiles(**files), rules=RULES, as_of=DAY)
    options = replace(JUDGED, criteria=replace(criteria_of(JUDGED), decisions=decisions))
    (deployment,) = preview_path(str(path), options).deployments
    return deployment


def answers_of(deployment: DeploymentPreview) -> Answers:
    assert deployment.evaluation is not None
    rows = ((f.rule, f.urn, str(f.verdict), str(f.enforcement), f.path) for f in deployment.evaluation.results if f.urn)
    return collected(rows)


def recorded(file: Path, *, dry_run: bool) -> Answers:
    rows = map(json.loads, file.read_text().splitlines())
    return collected(row[1:6] for row in rows if row[0] is dry_run)


def collected(rows: Iterable[Sequence[str]]) -> Answers:
    found: dict[Key, set[Answer]] = {}
    for rule, urn, verdict, enforcement, path in rows:
        found.setdefault((rule, urn), set()).add((verdict, enforcement, path))
    return {key: frozenset(entries) for key, entries in found.items()}


def cost_contradictions(one: Estimate, other: Estimate) -> list[str]:
    """Resources with a price in both, and another one."""
    ours, theirs = dict(one.classes), dict(other.classes)
    return [
        f"{urn}: {_lines(one, urn)} or {_lines(other, urn)}"
        for urn in sorted({*ours} & {*theirs})
        if CostClass.UNPRICED not in (ours[urn], theirs[urn])
        if (ours[urn], _lines(one, urn)) != (theirs[urn], _lines(other, urn))
    ]


def _lines(estimate: Estimate, urn: str) -> list[tuple[str, str, str, str]]:
    lines = (line for line in estimate.lines if line.urn == urn)
    return [(line.sku_id, line.region_id, line.case, str(line.list_cost)) for line in lines]


def is_open(answers: frozenset[Answer]) -> bool:
    return {verdict for verdict, _, _ in answers} == {Verdict.UNKNOWN}


def contradictions(one: Answers, other: Answers) -> list[str]:
    """Where both answer, and differently."""
    return [
        f"{rule} {urn.rsplit('::', 1)[-1]}: {sorted(one[rule, urn])} or {sorted(other[rule, urn])}"
        for rule, urn in sorted({*one} & {*other})
        if one[rule, urn] != other[rule, urn] and not (is_open(one[rule, urn]) or is_open(other[rule, urn]))
    ]


def unlearned(one: Answers, other: Answers) -> set[str]:
    """Rules that `one` can answer and `other` can't, where it should know at least as much."""
    return {f"{rule}" for rule, urn in {*one} & {*other} if is_open(other[rule, urn]) and not is_open(one[rule, urn])}


LEARNED: Final = {"APX-SEC-001", "APX-SEC-005", "APX-SEC-014"}
"""Rules that read what exists after the deployment only."""


def test_all_sources_give_the_same_answers(sources: Sources) -> None:
    offline, planned, deployed = map(answers_of, (sources.offline, sources.planned, sources.deployed))
    before, after = sources.pack_before, sources.pack_after
    every = (offline, planned, deployed, before, after)
    for one, other in combinations(every, 2):
        assert contradictions(one, other) == []
        assert sorted(f"{rule} {urn}" for rule, urn in {*one} ^ {*other}) == []
    for earlier, later in ((offline, planned), (planned, deployed), (before, after)):
        assert unlearned(earlier, later) == set()
    for preview, pack in ((planned, before), (deployed, after)):
        assert unlearned(preview, pack) == set()
        assert unlearned(pack, preview) == set()
    assert unlearned(after, before) == unlearned(deployed, planned) == LEARNED
    check_that_there_is_something_to_agree_on(offline, deployed)
    check_that_costs_agree(sources)


def check_that_costs_agree(sources: Sources) -> None:
    offline, planned, deployed = (found.estimate for found in (sources.offline, sources.planned, sources.deployed))
    assert offline is not None
    assert planned is not None
    assert deployed is not None
    for one, other in combinations((offline, planned, deployed), 2):
        assert cost_contradictions(one, other) == []
        assert {*dict(one.classes)} == {*dict(other.classes)}
        assert one.monthly == other.monthly
    assert len([found for found in dict(offline.classes).values() if found is CostClass.PRICED]) > 5
    assert [line.list_cost for line in offline.lines if line.urn.endswith("::key")]


def check_that_there_is_something_to_agree_on(offline: Answers, deployed: Answers) -> None:
    def said(answers: Answers, rule: str, name: str) -> set[tuple[str, str]]:
        ((_, found),) = ((key, found) for key, found in answers.items() if key[0] == rule and key[1].endswith(name))
        return {(verdict, enforcement) for verdict, enforcement, _ in found}

    assert {verdict for found in deployed.values() for verdict, _, _ in found} >= set(Verdict) - {
        Verdict.UNKNOWN,
        Verdict.BROKEN,
    }
    assert said(offline, "APX-SEC-005", "::leaks") == {("fail", "advisory")}
    assert said(offline, "APX-SEC-005", "::keeps") == {("unknown", "advisory")}
    assert said(deployed, "APX-SEC-005", "::keeps") == {("pass", "advisory")}
    assert said(offline, "APX-SEC-015", "::models") == {("exempt", "advisory")}
    assert said(offline, "APX-FIN-002", "::models") == {("pass", "advisory")}
    assert said(offline, "APX-FIN-002", "::open") == {("fail", "advisory")}
    assert said(offline, "APX-SEC-001", "::late") == {("unknown", "advisory")}
    assert said(deployed, "APX-SEC-001", "::late") != said(offline, "APX-SEC-001", "::late")
    assert said(offline, "APX-SEC-013", "::web") == {("fail", "advisory")}


def test_the_law_notices_a_contradiction() -> None:
    def saying(verdict: str, path: str = "acl") -> Answers:
        return {("R", "u"): frozenset({(verdict, "advisory", path)})}

    (found,) = contradictions(saying("fail"), saying("pass"))
    assert found == "R u: [('fail', 'advisory', 'acl')] or [('pass', 'advisory', 'acl')]"
    assert contradictions(saying("fail"), saying("fail", "tags")) != []
    assert contradictions(saying("fail"), saying("unknown")) == []
    assert unlearned(saying("fail"), saying("unknown")) == {"R"}
    assert unlearned(saying("unknown"), saying("fail")) == set()
