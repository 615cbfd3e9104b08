"""What a usage file says has to mean something: names, types and keys that nothing reads are errors with a place."""

from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest

from apexai.cli.main import run
from apexai.cost.usage_file import load_usage_to_check
from apexai.cost.yaml_file import FileError
from apexai.preview import DeploymentPreview, Preview, Status
from apexai.preview.criteria import Criteria
from apexai.preview.usage_check import check_usage
from tests.projects import DAY
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
"""
FUNCTION: Final = "aws:lambda/function:Function"
URN: Final = f"urn:pulumi:dev::apexai::apexai:index:InferenceService${FUNCTION}::fraud-function"


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Preview:
    return preview_of(write_spec(tmp_path_factory.mktemp("usage"), SPEC))


def errors_of(preview: Preview, directory: Path, text: str) -> list[str]:
    file = directory / "usage.yaml"
    file.write_text(text, encoding="utf-8")
    criteria = Criteria(as_of=DAY, usage=load_usage_to_check(file))
    try:
        check_usage(preview, criteria)
    except FileError as error:
        return [str(found).removeprefix(f"{directory}/") for found in error.diagnostics]
    return []


def test_what_is_read_is_fine(preview: Preview, tmp_path: Path) -> None:
    types = f'types: {{"{FUNCTION}": {{requests: 1M/month, duration: 100ms, low: {{requests: 1k/month}}}}}}\n'
    urns = f'resources: {{"{URN}": {{egress: 1GB/month}}}}\n'
    assert errors_of(preview, tmp_path, f"{types}{urns}") == []
    other = 'types: {"aws:s3/bucket:Bucket": {storage: 500}, "aws:iam/role:Role": {}}\n'
    assert errors_of(preview, tmp_path, other) == [], "a file may be shared with programs that have buckets"


def test_a_urn_a_type_and_keys_that_nothing_reads_have_their_places(preview: Preview, tmp_path: Path) -> None:
    wrong = URN.replace("fraud-function", "fraud-functon")
    found = errors_of(
        preview,
        tmp_path,
        "types:\n"
        '  "aws:lambda/funcion:Function": {requests: 1M/month}\n'
        f'  "{FUNCTION}":\n'
        "    requests: 1M/month\n"
        "    high: {storage: 5}\n"
        "resources:\n"
        f'  "{wrong}": {{requests: 1M/month}}\n'
        f'  "{URN}": {{capacityUnits: 2}}\n',
    )
    assert [line.split(":")[1] for line in found] == ["2", "5", "7", "8"]
    assert f"did you mean {FUNCTION}?" in found[0]
    assert "no cost of aws:lambda/function:Function depends on storage" in found[1]
    assert "requests" in found[1]
    assert f"did you mean {URN}?" in found[2]
    assert "no cost of fraud-function depends on capacityUnits" in found[3]
    assert all(line.endswith("[APX-CST-001]") for line in found)


def test_what_is_wrong_by_itself_and_what_nothing_reads_are_told_at_once(preview: Preview, tmp_path: Path) -> None:
    found = errors_of(
        preview,
        tmp_path,
        "types:\n"
        '  "aws:lambda/funcion:Function": {requests: often}\n'
        f'  "{FUNCTION}": {{requsts: 1M/month, storage: 5}}\n'
        "  aws:s3/bucket:Bucket: {storage: 5, high: {storage: 1}}\n"
        "resources:\n"
        "  fraud: {requests: 1M/month}\n"
        f'  "{URN}-too": {{requests: 1M/month}}\n',
    )
    assert [line.split(":")[1] for line in found] == ["2", "2", "3", "3", "4", "6", "7"]


def test_both_commands_that_read_the_file_refuse_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    usage = tmp_path / "usage.yaml"
    usage.write_text('types: {"aws:lambda/funcion:Function": {requests: 1M/month}}\n', encoding="utf-8")
    spec = str(write_spec(tmp_path, SPEC))
    assert [run([command, spec, "--usage", str(usage)]) for command in ("preview", "compare")] == [2, 2]
    printed = capsys.readouterr()
    assert printed.err.count(f"did you mean {FUNCTION}? [APX-CST-001]") == 2
    assert printed.out == ""


def test_nothing_is_said_of_urns_where_something_could_not_be_seen(preview: Preview, tmp_path: Path) -> None:
    refused = DeploymentPreview(name="x", source="x.yaml", target="kubernetes", status=Status.REFUSED)
    partly = replace(preview, deployments=(*preview.deployments, refused))
    urns = 'resources: {"urn:pulumi:dev::apexai::kubernetes:apps/v1:Deployment::x-deployment": {requests: 1M/month}}\n'
    assert errors_of(partly, tmp_path, urns) == []
    assert len(errors_of(preview, tmp_path, urns)) == 1
