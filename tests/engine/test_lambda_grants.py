"""InferenceService on AWS Lambda with all that it can have: grants through its life, a key, a gateway, an explainer."""

import json
from typing import Any, Final

import pytest

from apexai.graph.offline import ProjectProgram, capture_program
from apexai.graph.preview_json import load_preview_json
from tests.engine.agreement import disagreements
from tests.engine.life import Life, Release
from tests.engine.stack import Stack
from tests.engine.standin import Cloud
from tests.engine.test_lambda_life import ALIAS, FUNCTION, IMAGE, PROVISIONED, document, shares

GRANT: Final = "aws:iam/rolePolicy:RolePolicy"


def uri(version: str) -> str:
    return f"s3://models/fraud/{version}/"


def stored(release: Release) -> dict[str, Any]:
    """The model is in S3."""
    given = document(release)
    given["spec"]["modelRef"]["uri"] = uri(release.version)
    return given


def stable(version: str, revision: str) -> dict[str, str]:
    return {"modelVersion": version, "revision": revision, "modelUri": uri(version)}


def full(release: Release) -> dict[str, Any]:
    """Everything at once."""
    given = stored(release)
    spec = given["spec"]
    spec["runtime"] |= {
        "ephemeralStorage": "1GiB",
        "auth": {"jwt": {"issuer": "https://id.example.com", "audiences": ["fraud"]}},
        "network": {"vpc": "vpc-1", "subnets": ["subnet-1", "subnet-2"], "egress": ["10.0.0.0/8:5432"]},
        "secrets": {"DATABASE": "aws-sm://prod/database#url", "FLAGS": "aws-ssm:///prod/flags"},
        "permissions": [{"actions": ["s3:PutObject"], "resources": ["arn:aws:s3:::results/fraud/*"]}],
    }
    spec["autoscaling"]["schedules"] = [
        {"name": "day", "timezone": "Europe/Berlin", "start": "0 8 * * 1-5", "end": "0 18 * * 1-5", "minReplicas": 4}
    ]
    spec["slo"] = {"latencyP95": "300ms", "availability": "99.9%"}
    spec["responsibleAI"] = {
        "dataClassification": "personal",
        "explainability": {"method": "shap", "image": f"{IMAGE}:explainer"},
    }
    return given


def unreadable(cloud: Cloud) -> list[str]:
    """Versions that take traffic without the permission to read their model."""
    readable = {
        resource
        for grant in cloud.of_type(GRANT)
        for statement in json.loads(grant.inputs["policy"])["Statement"]
        if statement["Action"] == ["s3:GetObject"]
        for resource in statement["Resource"]
    }
    versions = {version: made for item in cloud.of_type(FUNCTION) for version, made in item.hidden["versions"].items()}
    return [
        f"version {version} may not read its model"
        for alias in cloud.of_type(ALIAS)
        for version, share in shares(alias).items()
        if share
        and versions[version]["environment"]["variables"]["MODEL_URI"].replace("s3://", "arn:aws:s3:::") + "*"
        not in readable
    ]


@pytest.fixture
def life(stack: Stack, cloud: Cloud) -> Life:
    return Life(stack=stack, cloud=cloud, document=stored, invariant=unreadable)


def models(cloud: Cloud) -> list[str]:
    return sorted(
        item.inputs["name"].split("-")[2] for item in cloud.of_type(GRANT) if "-model-" in item.inputs["name"]
    )


def test_whatever_serves_may_read_its_model_and_nothing_else_stays_readable(life: Life) -> None:
    life.release("1")
    first = life.revision
    entered = life.release("2", blue=90, green=10, stable=stable("1", first))
    assert models(life.cloud) == ["1", "2"]
    changed = [name for steps in entered.steps.values() for name in steps]
    assert "ProvisionedConcurrencyConfig fraud-provisioned-2" in changed
    assert not [name for name in changed if name.endswith("-1")]
    second = life.revision
    life.release("2", blue=0, green=100, stable=stable("1", first))
    assert models(life.cloud) == ["2"]
    life.release("2", blue=100, green=0, stable=stable("1", first))
    assert {version: share for version, share in shares(life.cloud.the(ALIAS)).items() if share} == {first: 1}
    assert [item.inputs["qualifier"] for item in life.cloud.of_type(PROVISIONED)] == [first]
    assert life.revision == second


def test_everything_at_once_comes_stays_and_goes(life: Life) -> None:
    life.document = full
    life.invariant = lambda cloud: []
    life.pass_through("1")
    life.release("2", blue=90, green=10, stable=stable("1", life.revision))
    life.stack.destroy()
    assert len(life.cloud) == 0


def test_the_offline_graph_of_everything_equals_the_engines(life: Life) -> None:
    life.document = full
    life.write(Release(version="2", blue=90, green=10, stable=stable("1", "1")))
    engine = load_preview_json(life.stack.preview().stdout)
    offline = capture_program(ProjectProgram(directory=life.stack.directory), stack=life.stack.name).graph
    assert disagreements(offline, engine) == []
