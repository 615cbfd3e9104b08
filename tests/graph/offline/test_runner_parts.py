"""Parts of the runner that a program can't reach every corner of."""

import json

import pulumi
import pytest

from apexai.graph.offline.runner import placeholders, shapes, versions
from apexai.graph.offline.runner.computed import compute
from apexai.graph.offline.runner.providers import Package


@pytest.mark.parametrize(
    ("package", "name"),
    [
        (Package(name="aws", version="7.51.1"), "default_7_51_1"),
        (Package(name="aws"), "default"),
        (Package(name="aws", version="1.2.3-alpha.4+build.5"), "default_1_2_3_alpha_4_build_5"),
        (Package(name="aws", version="not one"), "default"),
        (
            Package(name="x", version="1.0.0", url="https://get.example.com/x/"),
            "default_1_0_0_https_/get.example.com/x",
        ),
    ],
)
def test_default_providers_have_the_engines_names(package: Package, name: str) -> None:
    assert package.provider_name == name


@pytest.mark.parametrize(
    ("version", "supported"),
    [("3.129.9", False), ("3.130.0", True), ("3.272.0", True), ("3.300.1", True), ("4.0.0", False), ("", True)],
)
def test_the_range_of_sdks(version: str, supported: bool) -> None:
    assert versions.is_supported(version) is supported


def test_the_sdk_of_the_tests_is_one_that_is_tested() -> None:
    assert pulumi.__name__
    assert versions.sdk_version() in versions.TESTED


def test_every_shortcut_fits_the_sdk_of_the_tests() -> None:
    assert [target for target in shapes.SHAPES if not shapes.fits(target)] == []


def test_a_function_that_does_something_else_does_not_fit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pulumi.log.debug", lambda msg, extra=None: print(msg, extra))
    assert not shapes.fits("pulumi.log:debug")


def test_tokens_lose_what_does_not_name_the_function() -> None:
    assert placeholders.plain_token("aws:ec2/getAmi:getAmi") == "aws:ec2:getAmi"
    assert placeholders.plain_token("azure-native:storage/v20230101:listKeys") == "azure-native:storage:listKeys"


def test_gcp_policies_are_computed() -> None:
    bindings = [{"role": "roles/b", "members": ["user:z", "user:a"]}, {"role": "roles/a", "members": ["user:c"]}]
    answer = compute("gcp:organizations:getIAMPolicy", {"bindings": bindings})
    assert answer is not None
    assert json.loads(answer["policyData"]) == {
        "bindings": [
            {"members": ["user:c"], "role": "roles/a"},
            {"members": ["user:a", "user:z"], "role": "roles/b"},
        ]
    }


def test_what_needs_the_cloud_is_not_computed() -> None:
    assert compute("aws:ec2:getAmi", {}) is None
