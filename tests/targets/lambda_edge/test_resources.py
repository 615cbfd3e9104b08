"""What the lambda-edge target creates, seen in programs that the offline engine ran, and what it refuses."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import botocore.session
import pytest

from apexai.errors import DiagnosticSeverity
from apexai.graph import UNKNOWN, Resource
from apexai.spec.fields import Platform
from apexai.spec.loader import document_of
from apexai.targets.check import check_target
from apexai.targets.lambda_edge import types
from apexai.targets.target import Surroundings
from tests.targets.captured import capture_deployments
from tests.targets.change import Document, at, merged
from tests.targets.changes import document_with

_STABLE: Final = {"modelVersion": "0.9.0", "revision": "6", "modelUri": "s3://models/0.9.0.onnx"}
_MODEL: Final = at("spec.modelRef.uri", "s3://models/1.0.0.onnx")
CASES: Final[Mapping[str, Document]] = {
    "bare": {},
    "canary": merged(
        _MODEL,
        at("spec.trafficSplit", {"blue": "90%", "green": "10%", "stable": _STABLE}),
        at("spec.runtime.cache.ttl", "60s"),
        at("spec.slo.availability", "99.9%"),
    ),
    "dark": merged(_MODEL, at("spec.trafficSplit", {"blue": "100%", "green": "0%", "stable": _STABLE})),
    "finished": at("spec.trafficSplit", {"blue": "0%", "green": "100%", "stable": _STABLE}),
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, tuple[Resource, ...]]:
    documents = [document_with(Platform.LAMBDA_EDGE, patch) for patch in CASES.values()]
    return dict(zip(CASES, capture_deployments(tmp_path_factory.mktemp("edge"), documents), strict=True))


def the(resources: tuple[Resource, ...], type_: str, name: str = "") -> Resource:
    (found,) = [item for item in resources if item.type == type_ and item.name.endswith(name)]
    return found


def test_a_bare_document_makes_what_a_reviewer_expects(made: Mapping[str, tuple[Resource, ...]]) -> None:
    for case in ("bare", "finished"):
        assert sorted(f"{resource.type.split(':')[-1]} {resource.name}" for resource in made[case]) == [
            "Distribution subject-distribution",
            "Function subject-function",
            "Role subject-role",
            "RolePolicy subject-policy",
        ]


def test_the_function_is_what_the_edge_takes(made: Mapping[str, tuple[Resource, ...]]) -> None:
    function = the(made["bare"], types.FUNCTION)
    assert function.inputs["region"] == "us-east-1"
    assert function.inputs["publish"] is True
    assert function.options.retain_on_delete is True
    refused = {"environment", "vpcConfig", "deadLetterConfig", "tracingConfig", "layers", "kmsKeyArn", "imageUri"}
    assert not refused & set(function.inputs)
    role = the(made["bare"], "aws:iam/role:Role")
    for service in ("lambda.amazonaws.com", "edgelambda.amazonaws.com"):
        assert service in str(role.inputs["assumeRolePolicy"])


def test_a_policy_is_taken_away_by_name(made: Mapping[str, tuple[Resource, ...]]) -> None:
    assert the(made["bare"], types.DISTRIBUTION).inputs["continuousDeploymentPolicyId"] == ""
    assert the(made["canary"], types.DISTRIBUTION, "-distribution").inputs["continuousDeploymentPolicyId"] is UNKNOWN


def test_a_canary_is_a_staging_distribution_with_a_weight(made: Mapping[str, tuple[Resource, ...]]) -> None:
    staging = the(made["canary"], types.DISTRIBUTION, "-staging-1.0.0")
    assert staging.inputs["staging"] is True
    assert "continuousDeploymentPolicyId" not in staging.inputs
    primary = the(made["canary"], types.DISTRIBUTION, "-distribution")
    assert {item.inputs["httpVersion"] for item in (primary, staging)} == {"http2"}
    assert the(made["canary"], types.POLICY).inputs["trafficConfig"] == {
        "type": "SingleWeight",
        "singleWeightConfig": {"weight": 0.1},
    }
    assert headers(primary)["x-model-version"] == "0.9.0"
    assert headers(staging) == {
        "x-model-name": "subject",
        "x-model-version": "1.0.0",
        "x-model-uri": "s3://models/1.0.0.onnx",
    }


def test_a_dark_launch_answers_those_that_ask_for_it(made: Mapping[str, tuple[Resource, ...]]) -> None:
    assert the(made["dark"], types.POLICY).inputs["trafficConfig"] == {
        "type": "SingleHeader",
        "singleHeaderConfig": {"header": "aws-cf-cd-candidate", "value": "true"},
    }


def headers(distribution: Resource) -> dict[str, str]:
    (origin,) = distribution.inputs["origins"]  # type: ignore[union-attr]
    return {item["name"]: item["value"] for item in origin["customHeaders"]}  # type: ignore[index,union-attr]


_SHAPES: Final = {
    types.DISTRIBUTION: "DistributionConfig",
    types.POLICY: "ContinuousDeploymentPolicyConfig",
    types.CACHE_POLICY: "CachePolicyConfig",
}
_WORDS: Final = {
    "originId": "Id",
    "httpVersion": "HttpVersion",
    "isIpv6Enabled": "IsIPV6Enabled",
    "viewerCertificate": "ViewerCertificate",
    "cloudfrontDefaultCertificate": "CloudFrontDefaultCertificate",
    "geoRestriction": "GeoRestriction",
    "lambdaArn": "LambdaFunctionARN",
    "httpPort": "HTTPPort",
    "httpsPort": "HTTPSPort",
    "defaultTtl": "DefaultTTL",
    "minTtl": "MinTTL",
    "maxTtl": "MaxTTL",
}
"""Pulumi's names where the API has others than the same with a capital."""
_ELSEWHERE: Final = frozenset({"tags", "cachedMethods"})
"""Set by another call, or in another place of it."""


@pytest.mark.parametrize("case", CASES)
def test_arguments_are_those_of_the_service_model(case: str, made: Mapping[str, tuple[Resource, ...]]) -> None:
    model = botocore.session.get_session().get_service_model("cloudfront")
    checked = 0
    for resource in made[case]:
        if resource.type in _SHAPES:
            shape = model.shape_for(_SHAPES[resource.type])
            assert list(_problems(dict(resource.inputs), shape, resource.name)) == []
            checked += 1
    assert checked


def _problems(value: Any, shape: Any, path: str) -> Iterator[str]:
    if value is UNKNOWN:
        return
    if shape.type_name == "structure" and isinstance(value, list):
        shape = shape.members["Items"]
    match shape.type_name:
        case "structure":
            for key, item in value.items():
                word = _WORDS.get(key, key[0].upper() + key[1:])
                word = {"name": "HeaderName", "value": "HeaderValue"}.get(key, word) if "Header" in shape.name else word
                word = "Value" if shape.name.endswith("SingleHeaderConfig") and key == "value" else word
                if key in _ELSEWHERE:
                    continue
                if word not in shape.members:
                    yield f"{path}.{key}: {shape.name} has no {word}"
                else:
                    yield from _problems(item, shape.members[word], f"{path}.{key}")
        case "list":
            for item in value:
                yield from _problems(item, shape.member, path)
        case "string" if getattr(shape, "enum", None) and value not in shape.enum:
            yield f"{path}: {value} is not one of {shape.enum}"


def found(patch: Document) -> dict[str, tuple[str, DiagnosticSeverity]]:
    """Code → path and severity of what is said of a document."""
    deployment = document_of(document_with(Platform.LAMBDA_EDGE, patch)).deployment(Platform.LAMBDA_EDGE)
    return {item.code: (item.path, item.severity) for item in check_target(deployment, Surroundings())}


def runtime(**fields: object) -> Document:
    return at("spec.runtime", fields)


def _shares(blue: str, green: str, **stable: object) -> Document:
    return at(
        "spec.trafficSplit",
        {"blue": blue, "green": green, "stable": {"modelVersion": "0.9.0", "revision": "6", **stable}},
    )


@pytest.mark.parametrize(
    ("code", "patch", "path"),
    [
        ("APX-LIM-700", runtime(region="eu-west-1"), "spec.runtime.region"),
        ("APX-LIM-701", runtime(architecture="arm64"), "spec.runtime.architecture"),
        ("APX-LIM-702", runtime(memory="64MB"), "spec.runtime.memory"),
        ("APX-LIM-703", runtime(ephemeralStorage="1GiB"), "spec.runtime.ephemeralStorage"),
        ("APX-LIM-704", runtime(timeout="1500ms"), "spec.runtime.timeout"),
        ("APX-LIM-706", runtime(concurrency=2), "spec.runtime.concurrency"),
        ("APX-LIM-707", runtime(access="internal"), "spec.runtime.access"),
        ("APX-LIM-710", runtime(package=None), "spec.runtime.package"),
        ("APX-LIM-711", at("spec.runtime.package.runtime", "java21"), "spec.runtime.package.runtime"),
        ("APX-LIM-112", at("spec.runtime.package.runtime", "python4.0"), "spec.runtime.package.runtime"),
        ("APX-LIM-720", at("spec.modelRef.uri", f"s3://models/{'x' * 1800}"), "spec.modelRef.uri"),
        ("APX-LIM-730", at("spec.policies", ["data-privacy-compliance"]), "spec.policies"),
        ("APX-LIM-731", at("spec.runtime.cache.ttl", "1500ms"), "spec.runtime.cache.ttl"),
        ("APX-LIM-732", at("spec.runtime.cache.ttl", "400d"), "spec.runtime.cache.ttl"),
        ("APX-LIM-740", _shares("50%", "50%"), "spec.trafficSplit.green"),
        ("APX-LIM-161", _shares("90%", "10%", revision="live"), "spec.trafficSplit.stable.revision"),
        ("APX-CAP-700", runtime(package=None, image="docker.io/x:1"), "spec.runtime.image"),
        ("APX-CAP-701", runtime(environment={"A": "b"}), "spec.runtime.environment.A"),
        ("APX-CAP-703", runtime(network={"vpc": "vpc-1"}), "spec.runtime.network.vpc"),
        ("APX-CAP-704", at("spec.autoscaling", {"maxReplicas": 2}), "spec.autoscaling.maxReplicas"),
    ],
)
def test_refusals(code: str, patch: Document, path: str) -> None:
    assert found(patch)[code] == (path, DiagnosticSeverity.ERROR)


@pytest.mark.parametrize(
    ("code", "patch", "path"),
    [
        ("APX-LIM-702", runtime(memory="11GiB"), "spec.runtime.memory"),
        ("APX-LIM-705", runtime(timeout="60s"), "spec.runtime.timeout"),
    ],
)
def test_what_may_be_otherwise_warns(code: str, patch: Document, path: str) -> None:
    assert found(patch)[code] == (path, DiagnosticSeverity.WARNING)


def test_a_large_package_has_another_way_out_than_an_image(tmp_path: Path) -> None:
    with (tmp_path / "large.zip").open("wb") as file:
        file.truncate(60 * 1024 * 1024)
    document = document_of(document_with(Platform.LAMBDA_EDGE, at("spec.runtime.package.path", "large.zip")))
    said = check_target(document.deployment(Platform.LAMBDA_EDGE), Surroundings(directory=tmp_path))
    (large,) = [item for item in said if item.code == "APX-LIM-113"]
    assert "aws-lambda" in large.suggestion
    assert "image" not in large.suggestion


def test_all_the_traffic_is_no_canary() -> None:
    assert "APX-LIM-740" not in found(_shares("0%", "100%"))


def test_the_check_of_arguments_finds_what_the_api_has_not() -> None:
    shape = botocore.session.get_session().get_service_model("cloudfront").shape_for("DistributionConfig")
    wrong = {"origins": [{"domainNam": "x"}], "httpVersion": "http4", "defaultCacheBehavior": {"compres": True}}
    assert [problem.split(" ")[0] for problem in _problems(wrong, shape, "x")] == [
        "x.origins.domainNam:",
        "x.httpVersion:",
        "x.defaultCacheBehavior.compres:",
    ]
