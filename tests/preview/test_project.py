"""Previews of Pulumi projects: stacks, configuration, failures and secrets."""

from pathlib import Path
from typing import Final

import pytest

from apexai.errors import ProjectError, UsageError
from apexai.preview import PreviewOptions, Status
from tests.projects import JUDGED, deployment_of, preview_of, write_project
from tests.specs import KUBERNETES, write_spec

BUCKET = 'import pulumi\nimport pulumi_aws as aws\naws.s3.Bucket("b", bucket=pulumi.Config().get("bucket"))\n'
SERVICES: Final = """
from apexai import InferenceService

InferenceService("fraud", spec="specs/fraud.yaml")
InferenceService("other", spec="specs/other.yaml", overrides={"finops": {"budgetLimit": "$9/month"}})
InferenceService("plain", spec={
    "apiVersion": "ai.apexlogic.com/v1alpha1",
    "kind": "ServerlessModelDeployment",
    "metadata": {"name": "plain", "namespace": "ai"},
    "spec": {"modelRef": {"name": "m", "version": "1"}, "runtime": {
        "platform": "kubernetes", "image": "registry.example.com/m:1", "access": "internal"}},
})
"""


def bucket_name(directory: Path, options: PreviewOptions | None = None) -> object:
    graph = deployment_of(directory, options).graph
    assert graph is not None
    (bucket,) = graph.of_type("aws:s3/bucket:Bucket")
    return bucket.inputs.get("bucket")


def test_the_only_stack_is_meant(tmp_path: Path) -> None:
    write_project(tmp_path, BUCKET)
    (tmp_path / "Pulumi.prod.yaml").write_text("config:\n  demo:bucket: from-prod\n")
    deployment = deployment_of(tmp_path)
    assert deployment.stack == "prod"
    assert bucket_name(tmp_path) == "from-prod"


def test_dev_is_meant_among_several(tmp_path: Path) -> None:
    write_project(tmp_path, BUCKET)
    (tmp_path / "Pulumi.prod.yaml").write_text("config:\n  demo:bucket: from-prod\n")
    (tmp_path / "Pulumi.dev.yaml").write_text("config:\n  demo:bucket: from-dev\n")
    assert bucket_name(tmp_path) == "from-dev"
    assert bucket_name(tmp_path, PreviewOptions(stack="prod")) == "from-prod"
    assert bucket_name(tmp_path, PreviewOptions(stack="prod", config={"bucket": "given"})) == "given"


def test_among_others_one_must_be_chosen(tmp_path: Path) -> None:
    write_project(tmp_path, BUCKET)
    (tmp_path / "Pulumi.prod.yaml").write_text("config: {}\n")
    (tmp_path / "Pulumi.staging.yaml").write_text("config: {}\n")
    with pytest.raises(UsageError, match="--stack with one of prod, staging"):
        preview_of(tmp_path)


def test_another_language_is_refused(tmp_path: Path) -> None:
    write_project(tmp_path, "")
    (tmp_path / "Pulumi.yaml").write_text("name: demo\nruntime: nodejs\n")
    with pytest.raises(ProjectError, match="only Python programs"):
        preview_of(tmp_path)


def test_a_program_that_raises_has_failed_on_its_line(tmp_path: Path) -> None:
    preview = preview_of(write_project(tmp_path, "import pulumi\n\nraise ValueError('no such model')\n"))
    (deployment,) = preview.deployments
    assert (deployment.status, preview.exit_code, deployment.digest) == (Status.FAILED, 3, "")
    (diagnostic,) = deployment.diagnostics
    assert (diagnostic.file, diagnostic.line) == ("__main__.py", 3)
    assert diagnostic.message == "ValueError: no such model"
    assert diagnostic.code in deployment.failure


def test_a_program_that_hangs_has_failed(tmp_path: Path) -> None:
    program = "import threading\n\nthreading.Event().wait()\n"
    preview = preview_of(write_project(tmp_path, program), PreviewOptions(timeout_seconds=1))
    assert preview.exit_code == 3
    assert "still running after 1 s" in preview.deployments[0].failure


def test_an_error_in_the_log_is_a_failure_as_for_the_engine(tmp_path: Path) -> None:
    preview = preview_of(write_project(tmp_path, BUCKET + 'pulumi.error("the model has no card")\n'))
    (deployment,) = preview.deployments
    assert (deployment.status, preview.exit_code, deployment.partial) == (Status.FAILED, 3, True)
    assert [item.message for item in deployment.problems] == ["the model has no card"]


def test_what_the_program_prints_is_kept(tmp_path: Path) -> None:
    assert preview_of(write_project(tmp_path, "print('hello')\n")).program_output == "hello\n"


def test_no_text_holds_a_secret_of_the_graph(tmp_path: Path) -> None:
    program = """
import pulumi
import pulumi_aws as aws

aws.sqs.Queue("q", name=pulumi.Output.secret("hunter22"))
aws.sqs.Queue("r", tags=pulumi.Output.secret({"pin": "90210", "nested": "hunter22 and more"}))
print("hunter22 and more 90210")
pulumi.warn("the password is hunter22")
"""
    preview = preview_of(write_project(tmp_path, program))
    assert preview.program_output == "[secret] [secret]\n"
    (warning,) = preview.deployments[0].problems
    assert warning.message == "the password is [secret]"


def test_no_failure_holds_a_secret_of_the_configuration(tmp_path: Path) -> None:
    write_project(tmp_path, "import pulumi\nraise ValueError(pulumi.Config().require('password'))\n")
    (tmp_path / "Pulumi.yaml").write_text(
        "name: demo\nruntime: python\nconfig:\n  password: {type: string, secret: true}\n"
    )
    deployment = deployment_of(tmp_path, PreviewOptions(config={"password": "hunter22"}))
    assert "ValueError: [secret]" in deployment.failure
    assert "hunter22" not in deployment.failure + str(deployment.diagnostics)


@pytest.mark.parametrize(
    ("program", "place", "said"),
    [
        ("raise ValueError('two\\nlines')\n", ("__main__.py", 1), "ValueError: two\nlines"),
        ("import os\nos._exit(4)\n", ("", 0), "exit code 4"),
        ("import sys\nsys.exit(4)\n", ("__main__.py", 2), "exit code 4"),
        ("import nothing_like_it\n", ("__main__.py", 1), "nothing_like_it"),
        ("import pulumi_aws as aws\naws.s3.Bucket('b')\naws.s3.Bucket('b')\n", ("__main__.py", 3), "twice"),
        ("def f(:\n", ("__main__.py", 1), "SyntaxError"),
    ],
)
def test_every_end_of_a_program_has_its_place_and_its_code(
    tmp_path: Path, program: str, place: tuple[str, int], said: str
) -> None:
    deployment = deployment_of(write_project(tmp_path, program))
    (diagnostic,) = deployment.diagnostics
    assert (diagnostic.file, diagnostic.line) == place
    assert said in diagnostic.message
    assert "[APX-" not in diagnostic.message
    assert f"[{diagnostic.code}]" in deployment.failure


def test_findings_of_a_service_have_the_lines_of_its_spec(tmp_path: Path) -> None:
    """What is not described in a file has the program's."""
    named, other = "name: fraud", "name: other"
    write_project(tmp_path, SERVICES)
    write_spec(tmp_path / "specs", KUBERNETES, name="fraud.yaml")
    write_spec(tmp_path / "specs", KUBERNETES.replace(named, other, 1), name="other.yaml")
    deployment = deployment_of(tmp_path, JUDGED)
    assert deployment.evaluation is not None
    files: dict[str, set[str]] = {}
    for finding in deployment.evaluation.findings:
        files.setdefault(finding.name.partition("-")[0], set()).add(finding.file)
    assert files["fraud"] == {"specs/fraud.yaml"}
    assert files["other"] == {"specs/other.yaml"}
    assert files["plain"] == {"__main__.py"}
    lines = {finding.line for finding in deployment.evaluation.findings if finding.file == "specs/fraud.yaml"}
    assert len(lines) > 2
