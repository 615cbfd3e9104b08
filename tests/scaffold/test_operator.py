"""The manifests for the Pulumi Kubernetes Operator: their fields exist, and they name each other rightly."""

import json
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import kubernetes_validate
import pytest
from ruamel.yaml import YAML

from apexai.cli.main import run
from apexai.errors import UsageError
from apexai.scaffold.clouds import Cluster
from apexai.scaffold.delivery import Delivery
from apexai.spec.fields import Platform
from tests.scaffold.variants import Variant, write_variant

FIELDS: Final = {
    "backend": str, "branch": str, "config": dict, "continueResyncOnCommitMatch": bool, "envRefs": dict,
    "prerequisites": list, "projectRepo": str, "refresh": bool, "repoDir": str, "resyncFrequencySeconds": int,
    "retryMaxBackoffDurationSeconds": int, "retryOnUpdateConflict": bool, "serviceAccountName": str, "shallow": bool,
    "stack": str, "workspaceTemplate": dict,
}  # fmt: skip
"""Those of a Stack's spec that are written.

Source: pulumi-kubernetes-operator v2.9.0, deploy/crds/pulumi.com_stacks.yaml, read 2026-11-21.
"""
WORKSPACE: Final = {
    "env": list, "envFrom": list, "image": str, "podTemplate": dict, "resources": dict, "securityProfile": str
}  # fmt: skip
"""Those of a workspace's spec. Source: the same."""
REFERENCES: Final = {"Literal": "literal", "Secret": "secret"}
"""Type of a reference → the field that it asks for. Source: the same."""
VERSION: Final = "1.30"
SIGNING_IN: Final = (
    Platform.AWS_LAMBDA,
    Platform.AZURE_FUNCTIONS,
    Platform.CLOUD_RUN,
    Platform.CLOUDFLARE_WORKERS,
    Platform.KUBERNETES,
)
"""One platform for each cloud."""


def manifests(directory: Path, platform: Platform, **options: Any) -> list[dict[str, Any]]:
    repository = write_variant(directory, Variant(platform=platform, **options), Delivery.OPERATOR)
    return [
        loaded
        for file in sorted((repository.directory / "operator").iterdir())
        for loaded in YAML(typ="safe").load_all(file.read_text())
    ]


@pytest.fixture(params=SIGNING_IN, scope="module")
def written(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    return manifests(tmp_path_factory.mktemp("operator"), request.param)


def of(kind: str, written: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [item for item in written if item["kind"] == kind]


def test_a_stack_has_only_fields_that_exist(written: list[dict[str, Any]]) -> None:
    for stack in of("Stack", written):
        spec, workspace = stack["spec"], stack["spec"]["workspaceTemplate"]["spec"]
        assert stack["apiVersion"] == "pulumi.com/v1"
        assert {name: type(value) for name, value in spec.items()}.items() <= FIELDS.items()
        assert {name: type(value) for name, value in workspace.items()}.items() <= WORKSPACE.items()
        for reference in spec["envRefs"].values():
            assert set(reference) == {"type", REFERENCES[reference["type"]]}


def test_what_kubernetes_itself_knows_is_valid(written: list[dict[str, Any]]) -> None:
    one_of_each = {item["kind"]: item for item in (*written, *workspace_pods(written))}
    assert {"Namespace", "Pod", "ServiceAccount"} <= set(one_of_each)
    for kind in set(one_of_each) - {"Kustomization", "Stack"}:
        kubernetes_validate.validate(one_of_each[kind], VERSION, strict=True)


def workspace_pods(written: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The pods that the operator makes of the templates."""
    for stack in of("Stack", written):
        workspace = stack["spec"]["workspaceTemplate"]["spec"]
        template = workspace.get("podTemplate", {}).get("spec", {"containers": [{"name": "pulumi"}]})
        given = {key: workspace[key] for key in ("env", "envFrom", "image", "resources") if key in workspace}
        containers = [{**template["containers"][0], **given}]
        yield {
            "apiVersion": "v1",
            "kind": "Pod",
            "metadata": {"name": "p"},
            "spec": {**template, "containers": containers},
        }


def test_every_name_is_of_something_that_is_there(written: list[dict[str, Any]]) -> None:
    accounts = {item["metadata"]["name"] for item in of("ServiceAccount", written)}
    maps = {item["metadata"]["name"] for item in of("ConfigMap", written)}
    namespaces = {item["metadata"]["name"] for item in of("Namespace", written)}
    delegators = {item["subjects"][0]["name"] for item in of("ClusterRoleBinding", written)}
    stacks = of("Stack", written)
    assert {item["spec"]["serviceAccountName"] for item in stacks} == accounts == delegators
    assert {
        item["metadata"].get("namespace", "fraud") for item in written if item["kind"] != "Kustomization"
    } <= namespaces
    text = json.dumps([item["spec"] for item in stacks])
    assert all(f'"name": "{name}"' in text for name in maps)
    for before, after in pairwise(stacks):
        assert [item["name"] for item in after["spec"]["prerequisites"]] == [before["metadata"]["name"]]
    assert "prerequisites" not in stacks[0]["spec"]


def test_the_tokens_are_for_the_clouds_that_are_signed_in_to(tmp_path: Path) -> None:
    audiences = {}
    for platform in (Platform.AWS_LAMBDA, Platform.AZURE_FUNCTIONS, Platform.CLOUD_RUN, Platform.KUBERNETES):
        first = of("Stack", manifests(tmp_path / platform, platform))[0]["spec"]["workspaceTemplate"]["spec"]
        volumes = first.get("podTemplate", {"spec": {"volumes": []}})["spec"]["volumes"]
        audiences[platform] = [
            source["serviceAccountToken"]["audience"] for volume in volumes
            for source in volume.get("projected", {}).get("sources", [])
        ]  # fmt: skip
    google = "https://iam.googleapis.com/projects/123456789012/locations/global/workloadIdentityPools/pulumi/providers/cluster"
    assert audiences == {
        Platform.AWS_LAMBDA: ["sts.amazonaws.com"],
        Platform.AZURE_FUNCTIONS: ["api://AzureADTokenExchange"],
        Platform.CLOUD_RUN: [google],
        Platform.KUBERNETES: [],
    }


def test_state_in_a_bucket_needs_a_passphrase_and_the_bucket_s_cloud(tmp_path: Path) -> None:
    stack = of("Stack", manifests(tmp_path, Platform.KUBERNETES, backend="s3://acme-state"))[0]["spec"]
    assert stack["backend"] == "s3://acme-state"
    assert stack["stack"] == "organization/fraud/dev"
    assert "PULUMI_CONFIG_PASSPHRASE" in stack["envRefs"]
    assert stack["workspaceTemplate"]["spec"]["env"][0]["name"] == "AWS_WEB_IDENTITY_TOKEN_FILE"


def test_the_settings_of_the_packs_are_those_of_the_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_variant(tmp_path, Variant(platform=Platform.CLOUD_RUN), Delivery.OPERATOR)
    policy = tmp_path / "policy"
    files = ["--organisation", str(policy / "organisation.yaml"), "--exemptions", str(policy / "exemptions.yaml")]
    assert run(["rules", "--pack-config", *files]) == 0
    assert capsys.readouterr().out == (policy / "packs.json").read_text()


def test_another_cluster_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="deploys into the cluster that it runs in"):
        write_variant(tmp_path, Variant(platform=Platform.KUBERNETES, cluster=Cluster.EKS), Delivery.OPERATOR)
