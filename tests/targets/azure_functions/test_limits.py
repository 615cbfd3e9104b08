"""What the azure-functions target refuses or warns of, before any resource is registered."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from apexai.errors import DiagnosticSeverity
from apexai.graph import Resource, Value
from apexai.spec.fields import Platform
from apexai.spec.loader import document_of
from apexai.targets.azure_functions.hosting import language_of, premium_size
from apexai.targets.azure_functions.rules.settings import OWN_SETTINGS
from apexai.targets.check import check_target
from apexai.targets.target import Surroundings
from tests.targets.captured import capture_deployments
from tests.targets.change import Document, at, merged
from tests.targets.changes import document_with

_CODE = {"path": "package", "handler": "app.handler", "runtime": "python3.12"}
_STABLE = {"modelVersion": "0.9.0", "image": "models.azurecr.io/subject:0.9.0"}
_MODEL = at("spec.modelRef.uri", "az://models/released/new.onnx")
_PINNED = at("spec.modelRef.digest", "sha256:" + "a" * 64)
GIVEN = {"MODEL_NAME", "MODEL_VERSION", "MODEL_DIGEST", "AZURE_CLIENT_ID"}


def runtime(**fields: object) -> Document:
    return at("spec.runtime", fields)


def flex(**fields: object) -> Document:
    return at("spec.runtime", {"image": None, "package": _CODE, **fields})


def scaling(**fields: object) -> Document:
    return at("spec.autoscaling", {"minReplicas": 1, "maxReplicas": 10, **fields})


def split(**stable: object) -> Document:
    return at("spec.trafficSplit", {"blue": "90%", "green": "10%", "stable": {**_STABLE, **stable}})


def budget(on_breach: str) -> Document:
    return at("spec.finops", {"budgetLimit": "$100/month", "onBreach": on_breach})


def found(patch: Document) -> dict[str, tuple[str, DiagnosticSeverity]]:
    """Code → path and severity of what is said of a document."""
    deployment = document_of(document_with(Platform.AZURE_FUNCTIONS, patch)).deployment(Platform.AZURE_FUNCTIONS)
    return {item.code: (item.path, item.severity) for item in check_target(deployment, Surroundings())}


@pytest.mark.parametrize(
    ("code", "patch", "path"),
    [
        ("APX-LIM-400", at("metadata.name", "one--two"), "metadata.name"),
        ("APX-LIM-401", runtime(region=None), "spec.runtime.region"),
        ("APX-LIM-402", runtime(region="us-east-1"), "spec.runtime.region"),
        ("APX-LIM-403", runtime(timeout="231s"), "spec.runtime.timeout"),
        ("APX-LIM-403", runtime(timeout="1500ms"), "spec.runtime.timeout"),
        ("APX-LIM-404", runtime(architecture="arm64"), "spec.runtime.architecture"),
        ("APX-LIM-405", runtime(access="internal"), "spec.runtime.access"),
        ("APX-LIM-406", runtime(network={"subnets": ["/one", "/two"]}), "spec.runtime.network.subnets[1]"),
        ("APX-LIM-407", runtime(ports={"http": 80, "metrics": 9090}), "spec.runtime.ports.metrics"),
        (
            "APX-LIM-420",
            merged(flex(), at("spec.trafficSplit", {"blue": "90%", "green": "10%", "stable": _STABLE})),
            "spec.trafficSplit.stable",
        ),
        ("APX-LIM-421", flex(package={**_CODE, "runtime": "ruby3.3"}), "spec.runtime.package.runtime"),
        ("APX-LIM-423", flex(package={**_CODE, "path": "app.tar"}), "spec.runtime.package.path"),
        ("APX-LIM-424", flex(memory="1GiB"), "spec.runtime.memory"),
        ("APX-LIM-425", flex(cpu="1"), "spec.runtime.cpu"),
        ("APX-LIM-427", flex(ports={"http": 80}), "spec.runtime.ports.http"),
        ("APX-LIM-428", flex(probes={"path": "/"}), "spec.runtime.probes"),
        ("APX-LIM-429", merged(flex(), scaling(maxReplicas=1001)), "spec.autoscaling.maxReplicas"),
        ("APX-LIM-432", merged(flex(), scaling(targetUtilization=70)), "spec.autoscaling.targetUtilization"),
        ("APX-LIM-442", runtime(memory="15GiB"), "spec.runtime.memory"),
        ("APX-LIM-442", runtime(cpu="8"), "spec.runtime.cpu"),
        ("APX-LIM-443", runtime(probes={"path": "/", "startupBudget": "1h"}), "spec.runtime.probes.startupBudget"),
        ("APX-LIM-444", scaling(maxReplicas=101), "spec.autoscaling.maxReplicas"),
        ("APX-LIM-445", scaling(targetUtilization=70), "spec.autoscaling.targetUtilization"),
        (
            "APX-LIM-390",
            flex(environment={"FUNCTIONS_WORKER_RUNTIME": "x"}),
            "spec.runtime.environment.FUNCTIONS_WORKER_RUNTIME",
        ),
        ("APX-LIM-408", runtime(environment={"WEBSITES_PORT": "1"}), "spec.runtime.environment.WEBSITES_PORT"),
        (
            "APX-LIM-408",
            flex(secrets={"azurewebjobsstorage": "azure-kv://vault/storage"}),
            "spec.runtime.secrets.azurewebjobsstorage",
        ),
        ("APX-LIM-446", split(modelVersion=None), "spec.trafficSplit.stable.modelVersion"),
        ("APX-LIM-447", merged(split(), _MODEL), "spec.trafficSplit.stable.modelUri"),
        ("APX-BGT-006", budget("throttle"), "spec.finops.onBreach"),
        ("APX-BGT-006", merged(scaling(minReplicas=10), budget("throttle")), "spec.finops.onBreach"),
    ],
)
def test_what_the_platform_can_not_do_is_refused(code: str, patch: Document, path: str) -> None:
    assert found(patch)[code] == (path, DiagnosticSeverity.ERROR)


@pytest.mark.parametrize(
    ("code", "patch", "path"),
    [
        ("APX-LIM-402", runtime(region="atlantis"), "spec.runtime.region"),
        ("APX-LIM-426", flex(region="polandcentral"), "spec.runtime.region"),
        ("APX-LIM-390", flex(environment={"ENABLE_ORYX_BUILD": "1"}), "spec.runtime.environment.ENABLE_ORYX_BUILD"),
        ("APX-LIM-448", merged(split(), _PINNED), "spec.trafficSplit.stable.modelDigest"),
        ("APX-LIM-433", flex(package={**_CODE, "runtime": "python2.7"}), "spec.runtime.package.runtime"),
        ("APX-LIM-430", merged(flex(), scaling()), "spec.autoscaling.maxReplicas"),
        ("APX-LIM-431", merged(flex(memory="4GiB"), scaling(maxReplicas=200)), "spec.autoscaling.maxReplicas"),
        ("APX-LIM-444", scaling(maxReplicas=21), "spec.autoscaling.maxReplicas"),
        ("APX-BGT-023", merged(runtime(region="polandcentral"), budget("pause")), "spec.finops.onBreach"),
        ("APX-BGT-026", merged(flex(), scaling(maxReplicas=50), budget("throttle")), "spec.finops.onBreach"),
    ],
)
def test_what_is_less_sure_is_a_warning(code: str, patch: Document, path: str) -> None:
    assert found(patch)[code] == (path, DiagnosticSeverity.WARNING)


def test_settings_of_flex_are_variables_like_others_of_an_image() -> None:
    assert "APX-LIM-390" not in found(runtime(environment={"TZ": "Europe/Berlin", "FUNCTIONS_WORKER_RUNTIME": "x"}))


def test_what_a_brake_can_hold_back_is_accepted() -> None:
    assert found(merged(runtime(), budget("pause")))["APX-BGT-025"][1] is DiagnosticSeverity.NOTE
    said = found(merged(flex(), scaling(minReplicas=40, maxReplicas=50), budget("throttle")))
    assert not {code for code, (_, severity) in said.items() if severity is DiagnosticSeverity.ERROR}
    assert not {"APX-BGT-023", "APX-BGT-025", "APX-BGT-026"} & set(said)


def test_languages_have_a_name_and_a_version() -> None:
    assert language_of("python3.12") == ("python", "3.12")
    assert language_of("dotnet-isolated8.0") == ("dotnet-isolated", "8.0")
    assert language_of("node22") == ("node", "22")
    assert language_of("python") is None


def test_the_smallest_plan_that_has_what_is_asked() -> None:
    def size(**fields: object) -> str | None:
        document = document_of(document_with(Platform.AZURE_FUNCTIONS, runtime(**fields)))
        chosen = premium_size(document.deployment(Platform.AZURE_FUNCTIONS).spec.runtime)
        return None if chosen is None else chosen.name

    assert [size(), size(memory="4GiB"), size(cpu="3"), size(cpu="5")] == ["EP1", "EP2", "EP3", None]


def test_flex_gets_no_setting_that_it_refuses_and_slots_ask_who_calls(tmp_path: Path) -> None:
    """`SiteConfigArgs` adds netFrameworkVersion, which Flex refuses: pulumi-azure-native#4168."""
    busy = at("spec.runtime", {"concurrency": 4, "probes": {"path": "/", "startupBudget": "60s"}})
    code, image = capture_deployments(
        tmp_path,
        [
            document_with(Platform.AZURE_FUNCTIONS, flex()),
            document_with(Platform.AZURE_FUNCTIONS, merged(split(), _PINNED, busy)),
        ],
    )
    assert set(settings(code, "WebApp")) - GIVEN <= set(OWN_SETTINGS)
    assert set(settings(image, "WebAppSlot")) - GIVEN <= set(OWN_SETTINGS)
    made = {*settings(code, "WebApp"), *settings(image, "WebApp")}
    assert made >= set(OWN_SETTINGS) - {"AzureWebJobsStorage"}
    assert settings(image, "WebApp")["MODEL_VERSION"] == "0.9.0"
    assert "MODEL_DIGEST" not in settings(image, "WebApp"), "the candidate's digest is none of the stable side's"
    (app,) = [item for item in code if item.type == "azure-native:web:WebApp"]
    site = app.inputs["siteConfig"]
    assert isinstance(site, dict)
    assert sorted(site) == ["appSettings", "minTlsVersion", "scmMinTlsVersion"]
    accounts = {item.name: item.inputs for item in code if item.type == "azure-native:storage:StorageAccount"}
    assert accounts["subject-host"]["allowSharedKeyAccess"] is False
    assert {item["minimumTlsVersion"] for item in accounts.values()} == {"TLS1_2"}
    types = [item.type for item in image]
    assert types.index("azure-native:web:WebAppAuthSettingsV2Slot") < types.index("azure-native:web:WebApp")


def settings(resources: Sequence[Resource], kind: str) -> dict[str, Value]:
    """Name → value of the settings of an app or its slot."""
    (app,) = [item for item in resources if item.type == f"azure-native:web:{kind}"]
    site = app.inputs["siteConfig"]
    assert isinstance(site, dict)
    pairs = site["appSettings"]
    assert isinstance(pairs, list)
    return {str(pair["name"]): pair["value"] for pair in pairs if isinstance(pair, dict)}
