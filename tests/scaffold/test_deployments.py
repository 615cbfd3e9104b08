"""The program for Pulumi Deployments, through the offline engine: what it says of each stack."""

from pathlib import Path
from typing import Any

import pytest

from apexai.errors import ProgramError, UsageError
from apexai.graph import Resource, Secret
from apexai.graph.offline import Capture, ProjectProgram, capture_program
from apexai.policy.rules import PACKS
from apexai.scaffold.delivery import Delivery, delivery_files
from apexai.scaffold.discovery import Wanted, load_repository
from apexai.scaffold.policy import PACKS as WRITTEN
from apexai.scaffold.writing import write_files
from tests.scaffold.variants import write_fleet

SERVICE = "pulumiservice:index:"


@pytest.fixture(scope="module")
def captured(tmp_path_factory: pytest.TempPathFactory) -> Capture:
    """The settings of a project with three stacks in four clouds, of which the last waits for a person."""
    top = tmp_path_factory.mktemp("fleet")
    directory = write_fleet(top, toolchain="pip")
    project = directory / "Pulumi.yaml"
    project.write_text(project.read_text().replace("gs://acme", "https://pulumi.acme.example"))
    write_files(delivery_files(Delivery.DEPLOYMENTS, load_repository(Wanted(directory=directory))), force=False)
    config = directory / "deployments" / "Pulumi.main.yaml"
    config.write_text(
        config.read_text().replace("    - name: production\n", "    - name: production\n      afterPrevious: false\n")
    )
    declared = directory / "deployments" / "Pulumi.yaml"
    declared.write_text("name: fleet-deployments\nruntime: python\n")
    return capture_program(
        ProjectProgram(directory=directory / "deployments"),
        stack="main",
        secret_config={"delivery:cloudflareApiToken-2_EU": "hunter2"},
    )


def of(captured: Capture, kind: str) -> dict[str, Resource]:
    return {item.name: item for item in captured.graph.resources if item.type == f"{SERVICE}{kind}"}


def inputs(captured: Capture, kind: str, name: str) -> Any:
    return of(captured, kind)[name].inputs


def test_a_push_deploys_the_first_stack_alone(captured: Capture) -> None:
    assert list(of(captured, "DeploymentSettings")) == ["2_EU", "qa", "production"]
    assert {name: item.inputs["vcs"]["deployCommits"] for name, item in of(captured, "DeploymentSettings").items()} == {
        "2_EU": True,
        "qa": False,
        "production": False,
    }
    vcs = inputs(captured, "DeploymentSettings", "2_EU")["vcs"]
    assert vcs["provider"] == "github"
    assert vcs["repository"] == "my-organization/my-repository"
    assert vcs["paths"] == ["infra/models/**", "!infra/models/**.md", "!infra/models/deployments/**"]
    assert not any("github" in item.inputs for item in of(captured, "DeploymentSettings").values()), "deprecated"


def test_each_stack_follows_the_one_before_it_unless_it_waits(captured: Capture) -> None:
    (hook,) = of(captured, "Webhook").values()
    assert hook.name == "2_EU-qa"
    assert hook.inputs["payloadUrl"] == "fleet/qa"
    assert hook.inputs["format"] == "pulumi_deployments"
    assert hook.inputs["filters"] == ["update_succeeded"]


def test_the_clouds_are_signed_in_to(captured: Capture) -> None:
    operation = inputs(captured, "DeploymentSettings", "2_EU")["operationContext"]
    assert set(operation["oidc"]) == {"aws", "azure", "gcp"}
    assert operation["oidc"]["aws"]["roleARN"] == "arn:aws:iam::111122223333:role/pulumi-2_EU"
    assert isinstance(operation["environmentVariables"]["CLOUDFLARE_API_TOKEN"], Secret)
    other = inputs(captured, "DeploymentSettings", "qa")["operationContext"]
    assert other["environmentVariables"] == {}


def test_cost_and_rules_come_before_the_deployment(captured: Capture) -> None:
    (command,) = inputs(captured, "DeploymentSettings", "qa")["operationContext"]["preRunCommands"]
    assert command.startswith('cd "$(git rev-parse --show-toplevel)/infra/models" && pulumi install && ')
    assert command.endswith(
        "apexai preview . --stack qa --organisation policy/organisation.yaml --exemptions policy/exemptions.yaml"
    )


def test_drift_is_looked_for_and_not_undone(captured: Capture) -> None:
    assert {item.inputs["autoRemediate"] for item in of(captured, "DriftSchedule").values()} == {False}
    assert len(of(captured, "DriftSchedule")) == 3


def test_the_rules_are_published_and_hold_every_stack(captured: Capture) -> None:
    packs = of(captured, "PolicyPack")
    assert set(packs) == set(PACKS) == set(WRITTEN)
    for name, pack in packs.items():
        assert [policy["name"] for policy in pack.inputs["policies"]] == [
            "apexai-settings",
            *(rule.id for rule in PACKS[name]),
        ]
    group = of(captured, "PolicyGroup")["fleet"].inputs
    assert group["mode"] == "preventative"
    assert [stack["name"] for stack in group["stacks"]] == ["2_EU", "qa", "production"]
    assert [pack["name"] for pack in group["policyPacks"]] == [f"apexai-{name}" for name in packs]
    assert group["policyPacks"][0]["config"] == {
        "apexai-settings": {"organisation": {"jurisdictions": ["EU"]}, "exemptions": []}
    }


def test_what_is_missing_is_one_clear_error(tmp_path: Path) -> None:
    directory = write_fleet(tmp_path, toolchain="pip")
    project = directory / "Pulumi.yaml"
    project.write_text(project.read_text().replace("gs://acme", "https://pulumi.acme.example"))
    write_files(delivery_files(Delivery.DEPLOYMENTS, load_repository(Wanted(directory=directory))), force=False)
    config = directory / "deployments" / "Pulumi.main.yaml"
    config.write_text(config.read_text().replace("tenantId", "tenant"))
    (directory / "deployments" / "Pulumi.yaml").write_text("name: fleet-deployments\nruntime: python\n")
    with pytest.raises(ProgramError, match="2_EU lacks tenantId beside clientId, tenant, subscription"):
        capture_program(ProjectProgram(directory=directory / "deployments"), stack="main")
    config.write_text(config.read_text().replace("drift:", "drifts:"))
    with pytest.raises(ProgramError, match="there is no drifts; keys are name, drift, afterPrevious, aws"):
        capture_program(ProjectProgram(directory=directory / "deployments"), stack="main")


def test_state_elsewhere_than_in_pulumi_cloud_is_refused(tmp_path: Path) -> None:
    repository = load_repository(Wanted(directory=write_fleet(tmp_path)))
    with pytest.raises(UsageError, match="gs://acme; use --ci github"):
        delivery_files(Delivery.DEPLOYMENTS, repository)
