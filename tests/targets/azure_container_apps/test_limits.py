"""What the azure-container-apps target refuses or warns of, before any resource is registered."""

import inspect

import pytest

from apexai.errors import DiagnosticSeverity, SpecError
from apexai.spec.fields import Platform
from apexai.spec.loader import document_of
from apexai.spec.runtime import Probes
from apexai.targets.azure_container_apps.names import explainer_name, secret_name
from apexai.targets.azure_container_apps.probes import startup_failures, startup_period
from apexai.targets.check import check_target
from apexai.targets.target import Surroundings
from tests.targets.change import Document, at, merged
from tests.targets.changes import document_with

_STABLE = {"revision": "subject--a1b2c3d", "modelVersion": "0.9.0"}
_SPLIT = at("spec.trafficSplit", {"blue": "90%", "green": "10%", "stable": _STABLE})
_PROBES = at("spec.runtime.probes.path", "/ready")
_DAY = {"name": "day", "start": "0 8 * * *", "end": "0 18 * * *"}
_NETWORK = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/one"


def runtime(**fields: object) -> Document:
    return at("spec.runtime", fields)


def scaling(**fields: object) -> Document:
    return at("spec.autoscaling", {"minReplicas": 1, "maxReplicas": 6, **fields})


def budget(on_breach: str) -> Document:
    return at("spec.finops", {"budgetLimit": "$100/month", "onBreach": on_breach})


def found(patch: Document, surroundings: Surroundings | None = None) -> dict[str, tuple[str, DiagnosticSeverity]]:
    """Code → path and severity of what is said of a document."""
    document = document_of(document_with(Platform.AZURE_CONTAINER_APPS, patch))
    said = check_target(document.deployment(Platform.AZURE_CONTAINER_APPS), surroundings or Surroundings())
    return {item.code: (item.path, item.severity) for item in said}


@pytest.mark.parametrize(
    ("code", "patch", "path"),
    [
        ("APX-LIM-300", runtime(region=None), "spec.runtime.region"),
        ("APX-LIM-301", runtime(region="us-east-1"), "spec.runtime.region"),
        ("APX-LIM-302", runtime(memory="10GiB"), "spec.runtime.memory"),
        ("APX-LIM-302", runtime(cpu="5"), "spec.runtime.cpu"),
        ("APX-LIM-303", runtime(cpu="1", memory="4GiB"), "spec.runtime.cpu"),
        ("APX-LIM-303", runtime(memory="700MiB"), "spec.runtime.memory"),
        ("APX-LIM-304", runtime(memory="1GiB", ephemeralStorage="3GiB"), "spec.runtime.ephemeralStorage"),
        ("APX-LIM-305", runtime(timeout="241s"), "spec.runtime.timeout"),
        ("APX-LIM-305", runtime(timeout="1500ms"), "spec.runtime.timeout"),
        ("APX-LIM-306", runtime(architecture="arm64"), "spec.runtime.architecture"),
        ("APX-LIM-307", runtime(gpu={"type": "nvidia-t4", "count": 2}), "spec.runtime.gpu.count"),
        ("APX-LIM-308", runtime(gpu={"type": "nvidia-l4"}), "spec.runtime.gpu.type"),
        ("APX-LIM-309", runtime(gpu={"type": "nvidia-t4"}, cpu="16"), "spec.runtime.cpu"),
        ("APX-LIM-320", at("metadata.name", "one--two"), "metadata.name"),
        ("APX-LIM-321", at("metadata.name", "x" * 33), "metadata.name"),
        ("APX-LIM-330", runtime(ports={"http": 8080, "metrics": 9090}), "spec.runtime.ports.metrics"),
        ("APX-LIM-331", merged(_PROBES, at("spec.runtime.probes.period", "1500ms")), "spec.runtime.probes.period"),
        ("APX-LIM-332", merged(_PROBES, at("spec.runtime.probes.period", "300s")), "spec.runtime.probes.period"),
        (
            "APX-LIM-333",
            merged(_PROBES, at("spec.runtime.probes.failureThreshold", 11)),
            "spec.runtime.probes.failureThreshold",
        ),
        (
            "APX-LIM-334",
            merged(_PROBES, at("spec.runtime.probes.startupBudget", "1h")),
            "spec.runtime.probes.startupBudget",
        ),
        (
            "APX-LIM-336",
            at("spec.runtime.auth.jwt", {"issuer": "https://id.example.com", "audiences": ["a"]}),
            "spec.runtime.auth.jwt.issuer",
        ),
        ("APX-LIM-338", runtime(access="internal"), "spec.runtime.access"),
        ("APX-LIM-339", runtime(network={"subnets": ["/one", "/two"]}), "spec.runtime.network.subnets[1]"),
        ("APX-LIM-340", runtime(network={"vpc": _NETWORK}), "spec.runtime.network.vpc"),
        (
            "APX-LIM-341",
            runtime(access="internal", network={"vpc": _NETWORK, "subnets": ["/elsewhere"]}),
            "spec.runtime.network.vpc",
        ),
        ("APX-LIM-350", runtime(image=None), "spec.runtime.image"),
        ("APX-LIM-351", runtime(identity="me"), "spec.runtime.identity"),
        ("APX-LIM-352", at("spec.modelRef.uri", "az://models/released"), "spec.modelRef.uri"),
        ("APX-LIM-354", runtime(secrets={"A": "aws-sm://a"}), "spec.runtime.secrets.A"),
        (
            "APX-LIM-355",
            runtime(permissions=[{"actions": ["Owner"], "resources": ["/subscriptions/s"]}]),
            "spec.runtime.permissions[0].actions[0]",
        ),
        (
            "APX-LIM-356",
            runtime(permissions=[{"actions": ["AcrPull"], "resources": ["registry"]}]),
            "spec.runtime.permissions[0].resources[0]",
        ),
        (
            "APX-LIM-360",
            at("spec.trafficSplit", {"blue": "99.5%", "green": "0.5%", "stable": _STABLE}),
            "spec.trafficSplit.green",
        ),
        (
            "APX-LIM-362",
            merged(_SPLIT, at("spec.trafficSplit.stable", {"revision": None, "image": "x/y:1"})),
            "spec.trafficSplit.stable.revision",
        ),
        (
            "APX-LIM-363",
            merged(_SPLIT, at("spec.trafficSplit.stable.revision", "x--1")),
            "spec.trafficSplit.stable.revision",
        ),
        (
            "APX-LIM-364",
            merged(_SPLIT, at("spec.modelRef.uri", "az://models/released/new.onnx")),
            "spec.trafficSplit.stable.modelUri",
        ),
        ("APX-LIM-370", scaling(maxReplicas=1001), "spec.autoscaling.maxReplicas"),
        ("APX-LIM-371", scaling(targetUtilization=70.5), "spec.autoscaling.targetUtilization"),
        ("APX-LIM-372", scaling(minReplicas=0, targetUtilization=70), "spec.autoscaling.targetUtilization"),
        ("APX-LIM-373", scaling(schedules=[{**_DAY, "maxReplicas": 6}]), "spec.autoscaling.schedules[0].minReplicas"),
        (
            "APX-LIM-374",
            scaling(minReplicas=3, schedules=[{**_DAY, "minReplicas": 2}]),
            "spec.autoscaling.schedules[0].minReplicas",
        ),
        (
            "APX-LIM-375",
            scaling(schedules=[{**_DAY, "minReplicas": 2, "maxReplicas": 5}]),
            "spec.autoscaling.schedules[0].maxReplicas",
        ),
        ("APX-LIM-391", runtime(environment={"AZURE_CLIENT_ID": "x"}), "spec.runtime.environment.AZURE_CLIENT_ID"),
        ("APX-LIM-392", at("spec.finops.tags", {"Service": "x"}), "spec.finops.tags.Service"),
        ("APX-LIM-394", at("spec.finops.tags", {f"tag{n}": "x" for n in range(50)}), "spec.finops.tags"),
        ("APX-LIM-395", at("spec.finops.costCenter", "x" * 257), "spec.finops.costCenter"),
        ("APX-LIM-397", at("spec.monitoring.logsRetentionDays", 731), "spec.monitoring.logsRetentionDays"),
        ("APX-BGT-006", merged(scaling(minReplicas=6), budget("throttle")), "spec.finops.onBreach"),
        ("APX-BGT-024", merged(_SPLIT, scaling(), budget("throttle")), "spec.finops.onBreach"),
    ],
)
def test_what_the_platform_can_not_do_is_refused(code: str, patch: Document, path: str) -> None:
    assert found(patch)[code] == (path, DiagnosticSeverity.ERROR)


@pytest.mark.parametrize(
    ("code", "patch", "path"),
    [
        ("APX-LIM-301", runtime(region="atlantis"), "spec.runtime.region"),
        (
            "APX-LIM-390",
            runtime(environment={"CONTAINER_APP_NAME": "x"}),
            "spec.runtime.environment.CONTAINER_APP_NAME",
        ),
        ("APX-LIM-310", runtime(gpu={"type": "nvidia-t4"}, region="eastus2"), "spec.runtime.gpu.type"),
        ("APX-LIM-353", at("spec.modelRef.uri", "hf://org/model@main"), "spec.modelRef.uri"),
        ("APX-LIM-357", {}, "spec.runtime.image"),
        ("APX-BGT-023", merged(runtime(region="polandcentral"), budget("pause")), "spec.finops.onBreach"),
    ],
)
def test_what_is_less_sure_is_a_warning(code: str, patch: Document, path: str) -> None:
    assert found(patch)[code] == (path, DiagnosticSeverity.WARNING)


@pytest.mark.parametrize(
    "patch",
    [
        runtime(memory="8GiB"),
        runtime(cpu="0.25"),
        runtime(cpu="500m", memory="1GiB", preprocessor={"image": "docker.io/x:1", "cpu": "1.5"}),
        merged(_SPLIT, scaling()),
        scaling(minReplicas=0),
        runtime(image="docker.io/org/model:1", access="public"),
        merged(_SPLIT, scaling(), budget("pause")),
        merged(at("spec.trafficSplit", {"blue": "0%", "green": "100%", "stable": _STABLE}), budget("throttle")),
        budget("throttle"),
    ],
    ids=[
        "largest",
        "smallest",
        "beside",
        "split",
        "asleep",
        "docker hub",
        "paused split",
        "throttled end",
        "throttled default",
    ],
)
def test_what_the_platform_can_do_is_accepted(patch: Document) -> None:
    severe = {code for code, (_, severity) in found(patch).items() if severity is DiagnosticSeverity.ERROR}
    assert severe == set()


def test_secrets_of_variables_that_look_alike_have_names_of_their_own() -> None:
    assert secret_name("API_KEY") != secret_name("API-KEY")
    assert secret_name("API_KEY").startswith("api-key-")


def test_a_spec_error_is_no_limit() -> None:
    with pytest.raises(SpecError):
        found(at("spec.trafficSplit", {"blue": "50%", "green": "10%"}))


def test_scale_rules_of_functions_on_container_apps_can_not_be_set_with_this_sdk() -> None:
    """`allowScalingRuleOverride`, without which `kind: functionapp` refuses rules: the target makes plain apps."""
    app = pytest.importorskip("pulumi_azure_native.app")
    assert "allow_scaling_rule_override" not in inspect.signature(app.ScaleArgs.__init__).parameters


def test_names_of_explainers_fit_and_tell_long_services_apart() -> None:
    assert explainer_name("fraud") == "fraud-explainer"
    long = [explainer_name(f"fraud-detection-model-v{number}") for number in (1, 2)]
    assert len(set(long)) == 2
    assert max(map(len, long)) <= 32


def test_what_a_timeout_does_not_do_is_said() -> None:
    assert found(at("spec.runtime.timeout", "20s"))["APX-LIM-311"][0] == "spec.runtime.timeout"
    assert "APX-LIM-311" not in {**found({}), **found(at("spec.runtime.timeout", "240s"))}


def test_a_start_has_all_of_its_budget() -> None:
    for budget, period, expected in (("95s", None, (10, 10)), ("90.5s", None, (10, 10)), ("101s", None, (11, 10))):
        written = Probes.model_validate({"path": "/", "startupBudget": budget, "period": period})
        assert (startup_period(written), startup_failures(written)) == expected


def test_a_fraction_of_a_second_is_rounded_up_in_what_is_suggested() -> None:
    document = document_of(
        document_with(Platform.AZURE_CONTAINER_APPS, runtime(probes={"path": "/", "timeout": "500ms"}))
    )
    said = check_target(document.deployment(Platform.AZURE_CONTAINER_APPS), Surroundings())
    assert [item.suggestion for item in said if item.code == "APX-LIM-331"] == ["write 1s"]
