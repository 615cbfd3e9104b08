"""The digest says whether two previews would create the same thing."""

from pathlib import Path

import pytest

from apexai.preview import PreviewOptions
from tests.projects import deployment_of, write_project

PROGRAM = """
import pulumi
import pulumi_aws as aws

bucket = aws.s3.Bucket("models", tags={"team": "fraud"})
aws.s3.BucketObjectv2("model", bucket=bucket.bucket, source=pulumi.FileAsset("model.onnx"))
aws.ssm.Parameter("key", type="SecureString", value=pulumi.Output.secret("hunter22"))
"""


def digest(directory: Path, program: str = PROGRAM, *, model: str = "weights") -> str:
    found = deployment_of(write_project(directory, program, model_onnx=model)).digest
    assert found.startswith("sha256:")
    return found


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> str:
    return digest(tmp_path_factory.mktemp("original"))


def test_it_is_the_same_in_another_directory_and_on_other_lines(original: str, tmp_path: Path) -> None:
    assert digest(tmp_path / "elsewhere", "# moved down\n\n\n" + PROGRAM) == original


@pytest.mark.parametrize(
    ("written", "instead"),
    [
        ('"team": "fraud"', '"team": "risk"'),
        ('Bucket("models"', 'Bucket("datasets"'),
        ("aws.s3.Bucket(", "aws.s3.BucketV2("),
        ('"team": "fraud"', '"team": pulumi.Output.secret("fraud")'),
        ('tags={"team": "fraud"})', 'opts=pulumi.ResourceOptions(provider=aws.Provider("eu", region="eu-west-1")))'),
        ('FileAsset("model.onnx")', 'RemoteAsset("https://example.com/model.onnx")'),
    ],
)
def test_it_changes_with_what_would_be_created(original: str, tmp_path: Path, written: str, instead: str) -> None:
    assert written in PROGRAM
    assert digest(tmp_path, PROGRAM.replace(written, instead)) != original


def test_it_changes_with_the_content_of_a_file(original: str, tmp_path: Path) -> None:
    assert digest(tmp_path, model="other weights") != original


def test_it_does_not_change_with_the_name_of_a_file(original: str, tmp_path: Path) -> None:
    renamed = write_project(tmp_path, PROGRAM.replace("model.onnx", "renamed.onnx"), renamed_onnx="weights")
    assert deployment_of(renamed).digest == original


def test_of_a_secret_only_its_presence_counts(original: str, tmp_path: Path) -> None:
    assert digest(tmp_path, PROGRAM.replace("hunter22", "correct horse")) == original


def test_two_providers_of_the_same_graph_are_told_apart(tmp_path: Path) -> None:
    program = """
import pulumi
import pulumi_aws as aws

eu = aws.Provider("eu", region="eu-west-1")
us = aws.Provider("us", region="us-east-1")
aws.s3.Bucket("models", opts=pulumi.ResourceOptions(provider=eu))
"""
    in_eu = digest(tmp_path / "eu", program)
    assert digest(tmp_path / "us", program.replace("provider=eu", "provider=us")) != in_eu


def test_configuration_counts_only_where_it_reaches_a_resource(tmp_path: Path) -> None:
    program = 'import pulumi\nimport pulumi_aws as aws\naws.s3.Bucket("b", bucket=pulumi.Config().get("bucket"))\n'
    project = write_project(tmp_path, program)
    one, same, other = (
        deployment_of(project, PreviewOptions(config=config)).digest
        for config in ({"bucket": "a"}, {"bucket": "a", "unused": "x"}, {"bucket": "b"})
    )
    assert one == same != other
