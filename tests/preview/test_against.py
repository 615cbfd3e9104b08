"""`--against`: what changes from a revision, from another path, and from a saved report."""

import json
import re
import subprocess
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Final

import pytest

from apexai.cost.estimate import Monthly, Total
from apexai.cost.quantity import Amount, Case
from apexai.errors import UsageError
from apexai.preview import DeploymentPreview, Preview
from apexai.preview.against import compare_preview, load_baseline
from apexai.preview.baseline import load_saved_preview
from apexai.preview.difference import Change, Difference, ResourceChange
from apexai.preview.paths import preview_path
from apexai.preview.revision import is_revision, path_at
from apexai.report.blast_radius import blast_radius_of
from apexai.report.json import render_preview_json
from apexai.report.markdown import render_preview_markdown
from apexai.report.text import render_preview_text
from tests.projects import JUDGED, write_project
from tests.report.preview_schema import validate_preview
from tests.specs import preview_of, write_spec

SPEC: Final = """\
apiVersion: ai.apexlogic.com/v1alpha1
kind: ServerlessModelDeployment
metadata: {name: fraud}
spec:
  modelRef: {name: fraud-detection-model, version: "2.1.0"}
  runtime:
    platform: aws-lambda
    region: us-east-1
    image: 111122223333.dkr.ecr.us-east-1.amazonaws.com/fraud:2.1.0
    memory: 2048MB
  finops:
    budgetLimit: $1000/month
    alerts: [one@example.com]
    usage: {requests: 10M/month, duration: 100ms}
"""
PROGRAM: Final = """
import pulumi
import pulumi_aws as aws

us = aws.Provider("us", region="us-east-1")
aws.ec2.NatGateway("{name}", subnet_id="subnet-1", opts=pulumi.ResourceOptions(provider=us))
"""

SERVICES: Final = """
from apexai import InferenceService

for name, file in {"fraud": "service.yaml", "other": "other.yaml"}.items():
    InferenceService(name, file)
"""
REFERRING: Final = """
import pulumi_aws as aws

bucket = aws.s3.Bucket("bucket", bucket="{name}")
aws.s3.BucketObject("object", bucket=bucket.id, key="model", content="model")
aws.lambda_.Function("function", role="arn:aws:iam::111122223333:role/r", description="{name}")
aws.route53.Zone("zone", name="{zone}")
"""
IDENTITY: Final = ("-c", "user.name=a", "-c", "user.email=a@example.com")


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A spec and a project, changed since the first commit; the work tree is what counts."""
    root = tmp_path_factory.mktemp("repository")
    write_spec(root / "specs", SPEC)
    write_project(root / "network", PROGRAM.format(name="old"))
    git(root, "init", "-q")
    git(root, "add", "-A")
    git(root, *IDENTITY, "commit", "-q", "-m", "first")
    write_spec(root / "specs", SPEC.replace("2048MB", "4096MB").replace("alerts:", "tags: {team: risk}\n    alerts:"))
    write_project(root / "network", PROGRAM.format(name="new"))
    return root


def git(root: Path, *arguments: str) -> None:
    subprocess.run(["git", "-C", str(root), *arguments], check=True, capture_output=True)


@pytest.fixture(scope="module")
def changed(repository: Path) -> Preview:
    path = str(repository / "specs" / "service.yaml")
    return compare_preview(preview_path(path, JUDGED), load_baseline("HEAD", path, JUDGED))


def difference_of(preview: Preview) -> Difference:
    (deployment,) = preview.deployments
    assert deployment.difference is not None
    return deployment.difference


def test_a_revision_of_a_spec_says_what_the_change_costs(changed: Preview, repository: Path) -> None:
    difference = difference_of(changed)
    assert (difference.label, difference.is_new, difference.problem) == ("HEAD", False, "")
    # 10,000,000 requests of 0.1 s with 2 GB more: 2,000,000 GB-seconds at 0.0000166667.
    assert difference.delta(Case.EXPECTED) == Decimal("33.3334")
    (function,) = (item for item in difference.resources if item.type == "aws:lambda/function:Function")
    assert function.change is Change.CHANGED
    assert "memorySize" in function.paths
    assert function.delta(Case.EXPECTED) == Decimal("33.3334")
    assert sum((item.delta(Case.EXPECTED) or 0 for item in difference.resources), Decimal(0)) == Decimal("33.3334")
    status = subprocess.run(
        ["git", "-C", str(repository), "status", "--porcelain"], check=True, capture_output=True, text=True
    )
    assert sorted(line[:2] for line in status.stdout.splitlines()) == [" M", " M"], "index and work tree are untouched"


def test_every_report_says_it(changed: Preview) -> None:
    text = render_preview_text(changed)
    assert "Against HEAD" in text
    assert "+$33.33" in text
    assert "3 % of the budget" in text
    document = json.loads(render_preview_json(changed))
    validate_preview(document)
    against = document["deployments"][0]["against"]
    assert (against["delta"]["expected"], against["percentOfBudget"]) == ("33.3334", "3.33")
    assert (document["against"]["label"], document["against"]["removed"]) == ("HEAD", [])


def test_a_saved_report_is_a_baseline_that_needs_no_program(changed: Preview, tmp_path: Path) -> None:
    saved = tmp_path / "before.json"
    saved.write_text(render_preview_json(changed), encoding="utf-8")
    same = compare_preview(changed, load_baseline(str(saved), "", JUDGED))
    assert difference_of(same).resources == ()
    assert difference_of(same).delta(Case.HIGH) == 0
    none = compare_preview(Preview(), load_baseline(str(saved), "", JUDGED))
    assert [item.name for item in none.removed] == ["fraud"]
    assert "Gone since" in render_preview_text(replace(none, deployments=changed.deployments))
    for broken in (
        '{"schemaVersion": 1, "deployments": [{"resources": [{}]}]}',
        '{"schemaVersion": 2, "deployments": []}',
        render_preview_json(changed).replace('"case": "high"', '"case": "worst"'),
        re.sub('"listCost": "[^"]*"', '"listCost": "NaN"', render_preview_json(changed)),
        re.sub('"listCost": "[^"]*"', '"listCost": "1E+9999"', render_preview_json(changed)),
    ):
        saved.write_text(broken, encoding="utf-8")
        with pytest.raises(UsageError, match="APX-PRV-013"):
            load_baseline(str(saved), "", JUDGED)


def test_findings_that_are_new_and_gone_are_told_apart_from_the_others(changed: Preview, tmp_path: Path) -> None:
    document = json.loads(render_preview_json(changed))
    policy = document["deployments"][0]["policy"]
    first, *others = policy["findings"]
    policy["findings"] = [*others, {**first, "rule": "APX-SEC-031", "enforcement": "mandatory"}]
    saved = tmp_path / "before.json"
    saved.write_text(json.dumps(document), encoding="utf-8")
    found = compare_preview(changed, load_baseline(str(saved), "", JUDGED))
    findings = difference_of(found).findings
    assert findings is not None
    assert [(item.rule, item.urn) for item in findings.new] == [(first["rule"], first["urn"])]
    assert [(item.rule, item.enforcement) for item in findings.gone] == [("APX-SEC-031", "mandatory")]
    name = first["urn"].rpartition("::")[2]
    said = f"new: ✗ {first['rule']} on {name}; gone: ✗ APX-SEC-031 (mandatory) on {name}"
    assert said in " ".join(render_preview_text(found).split())
    assert f"**Findings:** {said}" in render_preview_markdown(found)
    rendered = json.loads(render_preview_json(found))
    validate_preview(rendered)
    assert [item["rule"] for item in rendered["deployments"][0]["against"]["findings"]["new"]] == [first["rule"]]
    same = compare_preview(changed, load_baseline(str(_saved(changed, tmp_path)), "", JUDGED))
    assert "the same findings as before" in render_preview_text(same)


def test_what_stays_and_lacks_use_hides_no_change() -> None:
    low, expected, high = (Total(amount=amount, at_least=False) for amount in (Decimal(1), None, Decimal(9)))
    total = Monthly(low=low, expected=expected, high=high)
    grown = _change(before=Decimal(2), after=Decimal(5))
    difference = Difference(label="main", is_new=False, before=total, after=total, resources=(grown,))
    assert difference.delta(Case.EXPECTED) == 3
    open_one = _change(before=None, after=None)
    assert replace(difference, resources=(grown, open_one)).delta(Case.EXPECTED) is None
    assert replace(difference, after=replace(total, expected=high)).delta(Case.EXPECTED) is None


def _change(*, before: Amount, after: Amount) -> ResourceChange:
    return ResourceChange(
        urn="urn:pulumi:dev::shop::aws:sqs/queue:Queue::q",
        type="aws:sqs/queue:Queue",
        name="q",
        change=Change.CHANGED,
        before=dict.fromkeys(Case, before),
        after=dict.fromkeys(Case, after),
    )


def _saved(preview: Preview, directory: Path) -> Path:
    saved = directory / "same.json"
    saved.write_text(render_preview_json(preview), encoding="utf-8")
    return saved


@pytest.mark.parametrize("against", ["", "--output=x", "HEAD ", "x" * 5000])
def test_what_can_be_no_path_is_no_revision_either(against: str, repository: Path) -> None:
    with pytest.raises(UsageError, match="APX-PRV-012"):
        load_baseline(against, str(repository), JUDGED)


def test_why_there_is_no_such_revision_is_git_s_own_reason(repository: Path, tmp_path: Path) -> None:
    git(repository, "clone", "-q", "--depth", "1", f"file://{repository}", str(tmp_path / "shallow"))
    with pytest.raises(UsageError, match=r"no such revision .*; the clone is shallow .* fetch-depth: 0"):
        load_baseline("HEAD~5", str(tmp_path / "shallow"), JUDGED)
    with pytest.raises(UsageError, match=r"no such revision .*; fatal: not a git repository"):
        load_baseline("HEAD", str(tmp_path), JUDGED)


def test_what_git_tells_a_hook_is_of_another_repository(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"):
        monkeypatch.setenv(name, "/nowhere")
    assert is_revision("HEAD", near=repository)


def test_a_submodule_is_as_it_was(repository: Path, tmp_path: Path) -> None:
    """Its files are in no tree of the repository around it."""
    (outer := tmp_path / "outer").mkdir()
    git(outer, "init", "-q")
    git(outer, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", f"file://{repository}", "models")
    git(outer, *IDENTITY, "commit", "-q", "-m", "first")
    (outer / "models" / "specs" / "service.yaml").write_text("changed\n")
    with path_at("HEAD", outer / "models" / "specs" / "service.yaml") as inside:
        assert inside is not None
        there = inside.read_text()
    with path_at("HEAD", outer) as found:
        assert found is not None
        assert (found / "models" / "specs" / "service.yaml").read_text() == there != "changed\n"
    git(outer, "update-index", "--cacheinfo", f"160000,{'1' * 40},models")
    git(outer, *IDENTITY, "commit", "-q", "-m", "lost")
    with pytest.raises(UsageError, match=r"models does not have the commit .* git -C .* fetch"), path_at("HEAD", outer):
        pass


def test_json_that_is_nested_too_deep_is_no_saved_report() -> None:
    assert load_saved_preview(b'{"schemaVersion": 1, "deployments": ' + b"[" * 100_000, label="deep.json") is None


def test_a_revision_of_a_project_is_run_where_nothing_else_is(repository: Path) -> None:
    path = str(repository / "network")
    difference = difference_of(compare_preview(preview_path(path, JUDGED), load_baseline("HEAD", path, JUDGED)))
    found = [(item.name, item.change, item.delta(Case.LOW)) for item in difference.resources]
    # A NAT gateway costs 0.045 an hour for 730 hours.
    assert found == [("new", Change.ADDED, Decimal("32.85")), ("old", Change.REMOVED, Decimal("-32.85"))]


def test_what_can_not_be_compared_is_said(changed: Preview, repository: Path, tmp_path: Path) -> None:
    new = repository / "specs" / "new.yaml"
    new.write_text(SPEC, encoding="utf-8")
    found = compare_preview(changed, load_baseline("HEAD", str(new), JUDGED))
    assert difference_of(found).is_new
    assert {item.change for item in difference_of(found).resources} == {Change.ADDED}
    new.unlink()
    broken = write_spec(tmp_path, SPEC.replace("2048MB", "lots"), name="broken.yaml")
    problem = difference_of(compare_preview(changed, load_baseline(str(broken), "", JUDGED)))
    assert "lots" in problem.problem
    assert problem.delta(Case.EXPECTED) is None
    for against, path in (("no-such", str(repository / "specs")), ("HEAD", "-"), ("HEAD", str(tmp_path))):
        with pytest.raises(UsageError, match="APX-PRV-012"):
            load_baseline(against, path, JUDGED)


def test_a_spec_of_another_name_is_compared_where_there_is_one_on_each_side(changed: Preview, tmp_path: Path) -> None:
    other = write_spec(tmp_path, SPEC.replace("name: fraud}", "name: fraud-2}"))
    renamed: DeploymentPreview = preview_of(other).deployments[0]
    found = compare_preview(Preview(deployments=(renamed,)), load_baseline(str(other), "", JUDGED))
    assert difference_of(found).resources == ()
    against = compare_preview(changed, load_baseline(str(other), "", JUDGED))
    assert difference_of(against).delta(Case.EXPECTED) == Decimal("33.3334")
    assert difference_of(against).count(Change.ADDED) == 0
    assert against.removed == ()


def test_another_platform_replaces_the_deployment(repository: Path, tmp_path: Path) -> None:
    before = repository / "specs" / "service.yaml"
    moved = before.read_text(encoding="utf-8").replace(
        "platform: aws-lambda", "platform: kubernetes\n    access: internal"
    )
    write_spec(tmp_path, moved)
    after = str(tmp_path / "service.yaml")
    found = compare_preview(preview_path(after, JUDGED), load_baseline(str(before), after, JUDGED))
    difference = difference_of(found)
    assert (difference.is_new, difference.moved_from) == (False, "aws-lambda")
    assert found.removed == ()
    assert {item.change for item in difference.resources} == {Change.ADDED, Change.REMOVED}
    assert "replaces the deployment on aws-lambda, which goes when this one serves" in render_preview_text(found)
    rendered = json.loads(render_preview_json(found))
    validate_preview(rendered)
    assert rendered["deployments"][0]["against"]["movedFrom"] == "aws-lambda"


def test_a_program_says_which_of_its_services_moves(tmp_path: Path) -> None:
    service = "apexai:index:InferenceService"
    project = write_project(
        tmp_path, SERVICES, **{"service_yaml": SPEC, "other_yaml": SPEC.replace("fraud}", "other}")}
    )
    after = preview_path(str(project), JUDGED)
    saved = json.loads(render_preview_json(after))
    (moved, _) = (item for item in saved["deployments"][0]["resources"] if item["type"] == service)
    moved["inputs"]["resolved"]["spec"]["runtime"]["platform"] = "cloud-run"
    baseline = load_saved_preview(json.dumps(saved).encode(), label="saved.json")
    assert baseline is not None
    found = compare_preview(after, baseline)
    rendered = json.loads(render_preview_json(found))
    validate_preview(rendered)
    assert rendered["deployments"][0]["against"]["moves"] == [
        {"name": "fraud", "from": "cloud-run", "to": "aws-lambda"}
    ]
    assert "replaces fraud from cloud-run to aws-lambda, and what was there goes" in render_preview_text(found)
    radius = blast_radius_of(found)
    assert (radius.changed, radius.replacing) == (1, 1)


def test_a_directory_says_how_far_a_change_reaches(tmp_path: Path) -> None:
    for folder in ("before", "after"):
        for name in ("grown", "moved", "same"):
            write_spec(tmp_path / folder / name, SPEC.replace("{name: fraud}", f"{{name: {name}}}"))
    write_spec(tmp_path / "before" / "old", SPEC.replace("{name: fraud}", "{name: old}"))
    after = tmp_path / "after"
    for place in (tmp_path / "before", after):  # a twin by name, told apart by its file
        write_spec(place / "zone", SPEC.replace("{name: fraud}", "{name: same}").replace("2048MB", "3072MB"))
    write_spec(after / "grown", SPEC.replace("{name: fraud}", "{name: grown}").replace("2048MB", "4096MB"))
    elsewhere = SPEC.replace("{name: fraud}", "{name: moved}").replace("us-east-1", "eu-central-1")
    write_spec(after / "moved", elsewhere)
    found = compare_preview(
        preview_path(str(after), JUDGED), load_baseline(str(tmp_path / "before"), str(after), JUDGED)
    )
    radius = blast_radius_of(found)
    assert (radius.deployments, radius.changed, radius.replacing, radius.removed) == (4, 2, 1, 1)
    assert (radius.new, radius.in_doubt, radius.uncompared) == (0, 0, 0)
    (function,) = (
        item
        for deployment in found.deployments
        if deployment.name == "moved" and deployment.difference is not None
        for item in deployment.difference.resources
        if item.type == "aws:lambda/function:Function"
    )
    assert (function.change, function.replacing) == (Change.REPLACED, ("region",))
    text = render_preview_text(found)
    assert "2 of 4 deployments change: 1 replaces resources" in text
    assert "made anew, for region" in text
    assert "same → aws-lambda" not in text
    assert "same → aws-lambda" in render_preview_text(found, full=True)
    markdown = render_preview_markdown(found)
    assert "**Blast radius:** 2 of 4 deployments change" in markdown
    assert "`same`" not in markdown
    document = json.loads(render_preview_json(found))
    validate_preview(document)
    assert document["against"]["blastRadius"]["replacing"] == 1


def test_what_refers_to_a_replaced_resource_follows(tmp_path: Path) -> None:
    """A new object's name is not known before it is there: what can't change in place is made anew with it."""
    before, after = (
        write_project(tmp_path / name, REFERRING.format(name=name, zone=f"{name}.example.com"))
        for name in ("one", "two")
    )
    found = compare_preview(preview_path(str(after), JUDGED), load_baseline(str(before), str(after), JUDGED))
    changes = {item.name: (item.change, item.replacing, item.in_place) for item in difference_of(found).resources}
    assert changes == {
        "bucket": (Change.REPLACED, ("bucket",), None),
        "object": (Change.REPLACED, ("bucket",), None),
        "function": (Change.CHANGED, (), True),
        "zone": (Change.CHANGED, (), None),
    }
    assert "whether in place is not known offline" in render_preview_text(found)
