"""Public example programs: the offline graph equals the engine's for programs that know nothing of this library.

Of github.com/pulumi/examples at 40c09b266d44e9975e15289c42cc0c2ad8d14995, those that need no SDK beside the test
dependencies and no files that a build makes.
"""

import os
import re
import shutil
from pathlib import Path
from typing import Final

import pytest

from apexai.graph.offline import ProjectProgram, capture_program
from apexai.graph.offline.runner.placeholders import Placeholders
from apexai.graph.preview_json import load_preview_json
from tests.engine.agreement import disagreements
from tests.engine.stack import Stack
from tests.engine.standin import Cloud

CONFIG: Final[dict[str, dict[str, str]]] = {
    "aws-py-apigateway-lambda-serverless": {},
    "aws-py-apigatewayv2-eventbridge": {},
    "aws-py-apigatewayv2-http-api-quickcreate": {},
    "aws-py-eks": {},
    "aws-py-fargate": {},
    "aws-py-redshift-glue-etl": {
        "clusterIdentifier": "etl",
        "clusterNodeType": "ra3.large",
        "clusterDBName": "etl",
        "clusterDBUsername": "admin",
        "clusterDBPassword": "hunter2Hunter2",
        "glueDBName": "etl",
        "aws:region": "us-east-1",
    },
    "aws-py-resources": {},
    "aws-py-s3-folder": {},
    "aws-py-secrets-manager": {},
    "aws-py-static-website": {"targetDomain": "www.example.com", "pathToWebsiteContents": "./www"},
    "aws-py-stepfunctions": {},
    "aws-py-webserver": {},
    "kubernetes-py-exposed-deployment": {"is_minikube": "true"},
    "kubernetes-py-helm-release-wordpress": {},
    "kubernetes-py-jenkins": {"isMinikube": "false", "username": "admin", "password": "hunter2"},
    "kubernetes-py-nginx": {},
}
"""Example → the configuration that it requires."""


@pytest.mark.yardstick
@pytest.mark.parametrize("example", CONFIG)
def test_an_example_gives_the_same_graph(stack: Stack, cloud: Cloud, example: str) -> None:
    cloud.answer = lambda token, arguments: Placeholders({}).find(token, arguments, None)
    _check_out(stack, example)
    offline = capture_program(ProjectProgram(directory=stack.directory), stack=stack.name).graph
    engine = load_preview_json(stack.preview().stdout)
    assert not engine.partial
    assert disagreements(offline, engine) == []


def _check_out(stack: Stack, example: str) -> None:
    """Copy an example, to be run by this interpreter."""
    shutil.copytree(Path(os.environ["APEXAI_EXAMPLES"]) / example, stack.directory, dirs_exist_ok=True)
    declared = (stack.directory / "Pulumi.yaml").read_text()
    name = re.search(r"^name: *(\S+)", declared, re.MULTILINE)
    assert name is not None
    stack.project = name[1]
    for file in stack.directory.glob("Pulumi*.yaml"):
        file.unlink()
    stack.config = dict(CONFIG[example])
    stack.write((stack.directory / "__main__.py").read_text())
