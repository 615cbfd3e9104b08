"""What the cloud-run target refuses or warns of, before any resource is registered."""

from typing import Final

import pytest

from apexai.errors import DiagnosticSeverity, SpecError
from apexai.spec.fields import Platform
from apexai.spec.loader import document_of
from apexai.spec.runtime import Probes
from apexai.targets.budgets.foundation import Foundation
from apexai.targets.check import check_target
from apexai.targets.cloud_run.names import account_id
from apexai.targets.cloud_run.probes import period_seconds, startup_failures
from apexai.targets.cloud_run.revision import revision_name
from apexai.targets.target import Surroundings
from tests.targets.change import Document, at, merged
from tests.targets.changes import document_with

_GPU: Final = {"type": "nvidia-l4"}
_STABLE: Final = {"revision": "subject-0-9-0-aaaaaaaa"}
_SPLIT: Final = at("spec.trafficSplit", {"blue": "90%", "green": "10%", "stable": _STABLE})
_MODEL: Final = at("spec.modelRef.uri", "gs://models/new.onnx")
_PROBES: Final = at("spec.runtime.probes.path", "/ready")


def runtime(**fields: object) -> Document:
    return at("spec.runtime", fields)


def found(patch: Document, surroundings: Surroundings | None = None) -> dict[str, tuple[str, DiagnosticSeverity]]:
    """Code → path and severity of what is said of a document."""
    document = document_of(document_with(Platform.CLOUD_RUN, patch))
    said = check_target(document.deployment(Platform.CLOUD_RUN), surroundings or Surroundings())
    return {item.code: (item.path, item.severity) for item in said}


@pytest.mark.parametrize(
    ("code", "patch", "path"),
    [
        ("APX-LIM-500", runtime(region=None), "spec.runtime.region"),
        ("APX-LIM-516", runtime(region="us-east-1"), "spec.runtime.region"),
        ("APX-LIM-502", runtime(cpu="50m"), "spec.runtime.cpu"),
        ("APX-LIM-502", runtime(cpu="3"), "spec.runtime.cpu"),
        ("APX-LIM-502", runtime(cpu="16"), "spec.runtime.cpu"),
        ("APX-LIM-503", runtime(cpu="1", memory="8GiB"), "spec.runtime.memory"),
        ("APX-LIM-503", runtime(cpu="4", memory="1GiB"), "spec.runtime.memory"),
        ("APX-LIM-503", runtime(memory="64GiB"), "spec.runtime.memory"),
        ("APX-LIM-503", runtime(cpu="250m", memory="1GiB"), "spec.runtime.memory"),
        (
            "APX-LIM-504",
            runtime(cpu="8", memory="16GiB", preprocessor={"image": "docker.io/x:1"}),
            "spec.runtime.preprocessor",
        ),
        ("APX-LIM-505", runtime(ephemeralStorage="4GiB"), "spec.runtime.ephemeralStorage"),
        ("APX-LIM-506", runtime(timeout="1500ms"), "spec.runtime.timeout"),
        ("APX-LIM-507", runtime(timeout="2h"), "spec.runtime.timeout"),
        ("APX-LIM-508", runtime(concurrency=1001), "spec.runtime.concurrency"),
        ("APX-LIM-508", runtime(cpu="500m", memory="256MiB", concurrency=2), "spec.runtime.concurrency"),
        ("APX-LIM-509", runtime(architecture="arm64"), "spec.runtime.architecture"),
        ("APX-LIM-510", runtime(memory="16GiB", gpu={**_GPU, "count": 2}), "spec.runtime.gpu.count"),
        ("APX-LIM-511", runtime(memory="16GiB", gpu={"type": "nvidia-t4"}), "spec.runtime.gpu.type"),
        ("APX-LIM-512", runtime(memory="16GiB", cpu="2", gpu=_GPU), "spec.runtime.cpu"),
        ("APX-LIM-513", runtime(memory="8GiB", gpu=_GPU), "spec.runtime.memory"),
        ("APX-LIM-514", runtime(memory="16GiB", gpu=_GPU, region="us-west1"), "spec.runtime.gpu.type"),
        ("APX-LIM-521", at("metadata.name", "a" * 50), "metadata.name"),
        ("APX-LIM-522", merged(at("metadata.name", "a" * 42), _SPLIT), "metadata.name"),
        ("APX-LIM-530", runtime(image=None), "spec.runtime.image"),
        ("APX-LIM-531", runtime(image="ghcr.io/org/model:1"), "spec.runtime.image"),
        ("APX-LIM-540", runtime(ports={"http": 8080, "metrics": 9090}), "spec.runtime.ports.metrics"),
        ("APX-LIM-541", merged(_PROBES, at("spec.runtime.probes.period", "1500ms")), "spec.runtime.probes.period"),
        ("APX-LIM-542", merged(_PROBES, at("spec.runtime.probes.period", "5m")), "spec.runtime.probes.period"),
        ("APX-LIM-543", merged(_PROBES, at("spec.runtime.probes.timeout", "20s")), "spec.runtime.probes.timeout"),
        ("APX-LIM-550", runtime(environment={"PORT": "80"}), "spec.runtime.environment.PORT"),
        ("APX-LIM-551", runtime(environment={"A": "x" * 32769}), "spec.runtime.environment.A"),
        ("APX-LIM-553", runtime(environment={f"V{n}": "x" for n in range(1000)}), "spec.runtime.environment"),
        ("APX-LIM-561", runtime(secrets={"A": "aws-sm://name"}), "spec.runtime.secrets.A"),
        ("APX-LIM-562", at("spec.modelRef.uri", "gs://models"), "spec.modelRef.uri"),
        ("APX-LIM-563", at("spec.modelRef.uri", 'gs://models/a"b'), "spec.modelRef.uri"),
        (
            "APX-LIM-564",
            runtime(permissions=[{"actions": ["s3:GetObject"], "resources": ["projects/p"]}]),
            "spec.runtime.permissions[0].actions[0]",
        ),
        (
            "APX-LIM-565",
            runtime(permissions=[{"actions": ["a.b.get"], "resources": ["arn:aws:s3:::b/x"]}]),
            "spec.runtime.permissions[0].resources[0]",
        ),
        ("APX-LIM-570", runtime(network={"vpc": "n", "subnets": ["a", "b"]}), "spec.runtime.network.subnets[1]"),
        ("APX-LIM-571", runtime(network={"egress": ["10.0.0.0/8"]}), "spec.runtime.network.egress"),
        ("APX-LIM-572", runtime(network={"vpc": "n", "egress": ["x.example.com"]}), "spec.runtime.network.egress[0]"),
        ("APX-LIM-580", runtime(auth={"iam": False}), "spec.runtime.auth.iam"),
        (
            "APX-LIM-581",
            runtime(auth={"jwt": {"issuer": "https://id.example.com", "audiences": ["a"]}}),
            "spec.runtime.auth.jwt.issuer",
        ),
        (
            "APX-LIM-590",
            merged(_SPLIT, at("spec.trafficSplit", {"blue": "99.5%", "green": "0.5%"})),
            "spec.trafficSplit.green",
        ),
        (
            "APX-LIM-591",
            merged(_SPLIT, at("spec.trafficSplit.stable", {"revision": None, "image": "docker.io/x:1"})),
            "spec.trafficSplit.stable.revision",
        ),
        (
            "APX-LIM-592",
            merged(_SPLIT, at("spec.trafficSplit.stable.revision", "other-1")),
            "spec.trafficSplit.stable.revision",
        ),
        ("APX-LIM-594", merged(_SPLIT, _MODEL), "spec.trafficSplit.stable.modelUri"),
        ("APX-LIM-595", merged(_SPLIT, _MODEL), "spec.trafficSplit.stable.modelVersion"),
        (
            "APX-LIM-596",
            merged(_SPLIT, _MODEL, at("spec.trafficSplit.stable", {"modelUri": "gs://m/o", "modelVersion": "1-0-0"})),
            "spec.trafficSplit.stable.modelVersion",
        ),
        (
            "APX-LIM-600",
            at("spec.autoscaling", {"maxReplicas": 2, "targetUtilization": 95}),
            "spec.autoscaling.targetUtilization",
        ),
        (
            "APX-LIM-610",
            at("spec.finops.tags", {"CostCenter": "a", "cost_center": "b"}),
            "spec.finops.tags.CostCenter",
        ),
        ("APX-LIM-611", at("spec.finops.tags", {f"t{n}": "x" for n in range(64)}), "spec.finops.tags"),
        ("APX-LIM-621", at("spec.monitoring.logsRetentionDays", 4000), "spec.monitoring.logsRetentionDays"),
    ],
)
def test_refusals(code: str, patch: Document, path: str) -> None:
    assert found(patch)[code] == (path, DiagnosticSeverity.ERROR)


@pytest.mark.parametrize(
    ("code", "patch", "path"),
    [
        ("APX-LIM-501", runtime(region="europe-west7"), "spec.runtime.region"),
        ("APX-LIM-515", runtime(memory="16GiB", gpu=_GPU, region="asia-south1"), "spec.runtime.gpu.type"),
        (
            "APX-LIM-544",
            merged(_PROBES, at("spec.runtime.probes.startupBudget", "900s")),
            "spec.runtime.probes.startupBudget",
        ),
        ("APX-LIM-560", at("spec.modelRef.uri", "s3://models/one.onnx"), "spec.modelRef.uri"),
        (
            "APX-LIM-601",
            merged(runtime(memory="16GiB"), at("spec.autoscaling.maxReplicas", 10)),
            "spec.autoscaling.maxReplicas",
        ),
    ],
)
def test_what_may_be_otherwise_warns(code: str, patch: Document, path: str) -> None:
    assert found(patch)[code] == (path, DiagnosticSeverity.WARNING)


def test_both_sides_can_not_be_one_revision() -> None:
    document = document_of(document_with(Platform.CLOUD_RUN, {}))
    name = revision_name(document.deployment(Platform.CLOUD_RUN), Surroundings())
    assert "APX-LIM-593" in found(merged(_SPLIT, at("spec.trafficSplit.stable.revision", name)))


def test_a_variable_has_one_value() -> None:
    explained = at("spec.responsibleAI.explainability", {"method": "shap", "endpoint": "https://one.example.com"})
    given = runtime(environment={"EXPLAINABILITY_ENDPOINT": "https://two.example.com"})
    assert "APX-LIM-552" in found(merged(explained, given))


def test_a_component_of_another_name_names_the_service() -> None:
    assert "APX-LIM-520" in found({}, Surroundings(name="Subject_1"))
    assert "APX-LIM-592" in found(_SPLIT, Surroundings(name="other"))


def test_the_smallest_document_is_accepted_without_a_word() -> None:
    said = found({})
    assert set(said) <= {"APX-LIM-612"}


def test_ids_of_accounts_are_as_long_as_they_may_be() -> None:
    assert account_id("fraud-detection") == "fraud-detection"
    assert account_id("ab") == "ab-service"
    long = [account_id(f"{'a' * 29}{end}") for end in ("bc", "cd")]
    assert {len(one) for one in long} == {30}
    assert long[0] != long[1]


def test_prose_of_the_loader_comes_first() -> None:
    with pytest.raises(SpecError, match="APX-SPC-202"):
        document_of(
            document_with(Platform.CLOUD_RUN, at("spec.trafficSplit", {"blue": "90%", "green": "10%"}))
        ).deployment(Platform.CLOUD_RUN)


def test_what_a_brake_needs_and_can_not_reach() -> None:
    pause = at("spec.finops", {"budgetLimit": "$5/month", "onBreach": "pause"})
    throttle = at("spec.finops", {"budgetLimit": "$5/month", "onBreach": "throttle"})
    one, many = at("spec.autoscaling", {"maxReplicas": 1}), at("spec.autoscaling", {"minReplicas": 2, "maxReplicas": 9})
    dark = at("spec.trafficSplit", {"blue": "100%", "green": "0%", "stable": _STABLE})
    here = Surroundings(foundation=Foundation(billing_account="012345-6789AB-CDEF01"))
    refused, path = DiagnosticSeverity.ERROR, "spec.finops.onBreach"
    assert found(merged(pause, many))["APX-BGT-005"] == (path, refused)
    assert found(pause, here)["APX-BGT-021"] == (path, refused)
    assert found(merged(throttle, one), here)["APX-BGT-006"] == (path, refused)
    assert not any(severity is refused for _, severity in found(merged(pause, many), here).values())
    assert found(merged(throttle, many, dark), here)["APX-BGT-022"] == (path, DiagnosticSeverity.NOTE)
    assert "APX-BGT-022" not in found(merged(throttle, many, _SPLIT), here)


def test_a_region_as_another_cloud_calls_it_is_known() -> None:
    document = document_of(document_with(Platform.CLOUD_RUN, at("spec.runtime.region", "eu-west-1")))
    said = check_target(document.deployment(Platform.CLOUD_RUN), Surroundings())
    assert [item.suggestion for item in said if item.code == "APX-LIM-516"] == ["did you mean europe-west1?"]


def test_a_start_has_all_of_its_budget() -> None:
    written = Probes.model_validate({"path": "/", "startupBudget": "95s"})
    assert startup_failures(written) * period_seconds(written) >= 95
