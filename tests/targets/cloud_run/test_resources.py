"""What the cloud-run target creates, seen in programs that the offline engine ran."""

import base64
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import pytest

from apexai.graph import Resource
from apexai.spec.fields import Platform
from apexai.spec.leaves import spec_leaves
from apexai.targets.budgets.code import brake_files
from apexai.targets.budgets.gcp.brake import CODE
from apexai.targets.capability import Refused
from apexai.targets.cloud_run import types
from apexai.targets.cloud_run.facts import run_facts
from apexai.targets.registry import load_target
from tests.targets.captured import capture_deployments
from tests.targets.change import Document, at, merged
from tests.targets.changes import change_of, document_with
from tests.targets.google_api import Message

BRAKE_GRANTS: Final = ("-brake-change", "-brake-act", "-brake-sign", "-brake-call", "-alerts-key")
_IMAGES: Final = "europe-west4-docker.pkg.dev/project/images"
_STABLE: Final = {"modelVersion": "0.9.0", "revision": "subject-0-9-0-aaaaaaaa"}
RICH: Final[Document] = merged(
    at(
        "spec.runtime",
        {
            "memory": "16GiB",
            "gpu": {"type": "nvidia-l4"},
            "timeout": "300s",
            "command": ["serve"],
            "args": ["--fast"],
            "ports": {"h2c": 9000},
            "probes": {"path": "/ready", "period": "5s", "startupBudget": "120s"},
            "ephemeralStorage": "1GiB",
            "secrets": {"A": "gcp-sm://project/db", "B": "gcp-sm://project/db/7", "C": "gcp-sm://project/DB"},
            "network": {"vpc": "net", "subnets": ["sub"], "securityGroups": ["batch"], "egress": ["10.0.0.0/8:5432"]},
            "preprocessor": {"image": f"{_IMAGES}/pre:1", "port": 9100, "cpu": "500m", "memory": "512MiB"},
            "permissions": [{"actions": ["storage.objects.get"], "resources": ["projects/_/buckets/b/objects/x/*"]}],
            "auth": {"jwt": {"issuer": "https://accounts.google.com", "audiences": ["app"]}},
        },
    ),
    at("spec.modelRef.uri", "gs://models/1.onnx"),
    at(
        "spec.trafficSplit",
        {"blue": "75%", "green": "25%", "stable": {**_STABLE, "modelUri": "gs://models/prefix/"}},
    ),
    at(
        "spec.autoscaling",
        {
            "minReplicas": 1,
            "maxReplicas": 2,
            "targetUtilization": 70,
            "schedules": [{"name": "day", "start": "0 8 * * 1", "end": "0 18 * * 1", "maxReplicas": 3}],
        },
    ),
    at("spec.slo", {"latencyP95": "300ms", "availability": "99.9%"}),
    at("spec.monitoring", {"sampleRate": 0.1, "logsRetentionDays": 90}),
    at("spec.responsibleAI.dataClassification", "confidential"),
    at("spec.responsibleAI.explainability", {"method": "shap", "image": f"{_IMAGES}/explainer:1"}),
    at("metadata.labels", {"Team Name": "Risk & Co"}),
    at("spec.finops", {"costCenter": "FraudDetection", "tags": {"projectX": "Größe"}}),
)
BARE: Final[Document] = {}
SMALL: Final[Document] = at("spec.runtime", {"cpu": "500m", "memory": "256MiB", "access": "public"})
DARK: Final[Document] = merged(
    at("spec.trafficSplit", {"blue": "100%", "green": "0%", "stable": _STABLE}), at("spec.runtime.access", "internal")
)
FINISHED: Final[Document] = at("spec.trafficSplit", {"blue": "0%", "green": "100%", "stable": _STABLE})
GUARDED: Final[Document] = merged(
    at("spec.autoscaling", {"minReplicas": 2, "maxReplicas": 9}),
    at("spec.finops", {"budgetLimit": "$500/month", "alerts": ["finops@example.com"], "onBreach": "pause"}),
    at("spec.responsibleAI.dataClassification", "confidential"),
)
CASES: Final[Mapping[str, Document]] = {
    "rich": RICH,
    "bare": BARE,
    "small": SMALL,
    "dark": DARK,
    "finished": FINISHED,
    "guarded": GUARDED,
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, tuple[Resource, ...]]:
    documents = [document_with(Platform.CLOUD_RUN, patch) for patch in CASES.values()]
    return dict(zip(CASES, capture_deployments(tmp_path_factory.mktemp("run"), documents), strict=True))


def the(resources: tuple[Resource, ...], type_: str, name: str = "") -> Mapping[str, Any]:
    (found,) = [item for item in resources if item.type == type_ and item.name.endswith(name)]
    return found.inputs


def test_a_bare_document_is_a_service_its_account_and_nothing_else(made: Mapping[str, tuple[Resource, ...]]) -> None:
    resources = made["bare"]
    assert sorted(item.type for item in resources) == [types.SERVICE, types.ACCOUNT]
    service = the(resources, types.SERVICE)
    assert service["ingress"] == "INGRESS_TRAFFIC_ALL"
    assert service["deletionProtection"] is False
    template = service["template"]
    assert template["executionEnvironment"] == "EXECUTION_ENVIRONMENT_GEN2"
    assert template["maxInstanceRequestConcurrency"] == 80
    (container,) = template["containers"]
    assert container["ports"] == {"containerPort": 8080, "name": "http1"}
    assert container["resources"] == {
        "limits": {"cpu": "1", "memory": "1024Mi"},
        "cpuIdle": True,
        "startupCpuBoost": True,
    }


def test_below_one_vcpu_the_first_generation_serves_one_request_at_once(
    made: Mapping[str, tuple[Resource, ...]],
) -> None:
    template = the(made["small"], types.SERVICE)["template"]
    assert template["executionEnvironment"] == "EXECUTION_ENVIRONMENT_GEN1"
    assert template["maxInstanceRequestConcurrency"] == 1
    assert the(made["small"], types.INVOKER)["member"] == "allUsers"


def test_a_gpu_is_paid_for_the_life_of_instances(made: Mapping[str, tuple[Resource, ...]]) -> None:
    template = the(made["rich"], types.SERVICE, "-service")["template"]
    assert template["nodeSelector"] == {"accelerator": "nvidia-l4"}
    assert template["gpuZonalRedundancyDisabled"] is True
    model, preprocessor = template["containers"]
    assert model["resources"]["limits"] == {"cpu": "4", "memory": "16384Mi", "nvidia.com/gpu": "1"}
    assert {container["resources"]["cpuIdle"] for container in (model, preprocessor)} == {False}
    assert preprocessor["resources"]["limits"] == {"cpu": "500m", "memory": "512Mi"}


def test_a_preprocessor_with_a_port_stands_in_front(made: Mapping[str, tuple[Resource, ...]]) -> None:
    model, preprocessor = the(made["rich"], types.SERVICE, "-service")["template"]["containers"]
    assert "ports" not in model
    assert preprocessor["ports"] == {"containerPort": 9100, "name": "h2c"}
    assert preprocessor["dependsOns"] == ["model"]
    assert {"name": "MODEL_URL", "value": "http://127.0.0.1:9000"} in preprocessor["envs"]
    assert model["startupProbe"]["failureThreshold"] == 24


def test_traffic_of_each_row(made: Mapping[str, tuple[Resource, ...]]) -> None:
    shares = {
        case: [(side["percent"], side.get("tag")) for side in the(made[case], types.SERVICE, "-service")["traffics"]]
        for case in CASES
    }
    assert shares == {
        "rich": [(75, "blue"), (25, "green")],
        "bare": [(100, None)],
        "small": [(100, None)],
        "dark": [(100, "blue"), (0, "green")],
        "finished": [(100, None)],
        "guarded": [(100, None)],
    }
    assert the(made["dark"], types.SERVICE)["ingress"] == "INGRESS_TRAFFIC_INTERNAL_ONLY"


def test_grants_are_of_just_what_is_named(made: Mapping[str, tuple[Resource, ...]]) -> None:
    rich = made["rich"]
    assert sorted(item.inputs["secretId"] for item in rich if item.type == types.SECRET_GRANT) == [
        "projects/project/secrets/DB",
        "projects/project/secrets/db",
    ]
    conditions = {item.name: item.inputs["condition"] for item in rich if item.type == types.MODEL_GRANT}
    assert conditions == {
        "subject-model-1-0-0": {
            "title": "just the model 1.0.0",
            "expression": 'resource.name == "projects/_/buckets/models/objects/1.onnx"',
        },
        "subject-model-0-9-0": {
            "title": "just the model 0.9.0",
            "expression": 'resource.name.startsWith("projects/_/buckets/models/objects/prefix/")',
        },
    }
    permitted = the(rich, types.PROJECT_GRANT, "-permitted-0")["condition"]["expression"]
    assert permitted == 'resource.name.startsWith("projects/_/buckets/b/objects/x/")'
    assert not [item for item in rich if "roles/owner" in str(item.inputs) or "roles/editor" in str(item.inputs)]


def test_the_service_waits_for_what_it_starts_with(made: Mapping[str, tuple[Resource, ...]]) -> None:
    (service,) = [item for item in made["rich"] if item.type == types.SERVICE and item.name.endswith("-service")]
    waited = {urn.split("::")[-1].split("-", 1)[1] for urn in service.dependencies}
    assert {
        "secret-project.db",
        "model-1-0-0",
        "model-0-9-0",
        "key-service",
        "egress-kept-in",
        "egress-https",
    } <= waited


def test_egress_is_let_out_by_name_and_kept_in_otherwise(made: Mapping[str, tuple[Resource, ...]]) -> None:
    rules = {item.name: item.inputs for item in made["rich"] if item.type == types.FIREWALL}
    assert {name: rule["priority"] for name, rule in rules.items()} == {
        "subject-egress-https": 900,
        "subject-egress-5432": 900,
        "subject-egress-kept-in": 1000,
    }
    assert rules["subject-egress-kept-in"]["denies"] == [{"protocol": "all"}]
    access = the(made["rich"], types.SERVICE, "-service")["template"]["vpcAccess"]
    assert access["egress"] == "ALL_TRAFFIC"
    assert access["networkInterfaces"][0]["tags"] == ["subject", "batch"]


def test_windows_set_the_bounds_of_the_service(made: Mapping[str, tuple[Resource, ...]]) -> None:
    bodies = {
        item.name: json.loads(base64.b64decode(item.inputs["httpTarget"]["body"]))["scaling"]
        for item in made["rich"]
        if item.type == types.JOB
    }
    assert bodies == {
        "subject-day-start": {"minInstanceCount": 1, "maxInstanceCount": 3},
        "subject-day-end": {"minInstanceCount": 1, "maxInstanceCount": 2},
    }
    service = the(made["rich"], types.SERVICE, "-service")
    assert service["scaling"]["maxInstanceCount"] == 2
    assert service["template"]["scaling"]["maxInstanceCount"] == 3


def test_the_service_of_a_brake_gives_back_what_the_document_says(made: Mapping[str, tuple[Resource, ...]]) -> None:
    guarded = made["guarded"]
    assert the(guarded, types.SERVICE, "-service")["scaling"] == {
        "scalingMode": "AUTOMATIC",
        "minInstanceCount": 2,
        "maxInstanceCount": 9,
    }
    brake = the(guarded, types.SERVICE, "-brake")
    variables = {entry["name"]: entry["value"] for entry in brake["template"]["containers"][0]["envs"]}
    assert len(variables[CODE]) < run_facts()["variable_characters"].number
    assert set(json.loads(variables[CODE])) == set(brake_files("gcp"))
    assert brake["ingress"] == "INGRESS_TRAFFIC_INTERNAL_ONLY"
    assert brake["template"]["scaling"] == {"maxInstanceCount": 1}


def test_a_brake_may_change_one_service_and_be_called_by_one_subscription(
    made: Mapping[str, tuple[Resource, ...]],
) -> None:
    guarded = made["guarded"]
    own = {"iam.serviceAccounts.actAs", "run.services.get", "run.services.update"}
    assert set(the(guarded, types.ROLE)["permissions"]) == own
    grants = {item.name.split("-budget-")[1]: item.inputs for item in guarded if item.name.endswith(BRAKE_GRANTS)}
    assert set(grants) == {ending.removeprefix("-") for ending in BRAKE_GRANTS}
    assert grants["brake-call"]["role"] == "roles/run.invoker"
    assert not [item for item in guarded if item.type == types.PROJECT_GRANT]
    (subscription,) = [item for item in guarded if item.type == "gcp:pubsub/subscription:Subscription"]
    assert {str(urn).rsplit("-budget-", 1)[-1] for urn in subscription.dependencies} >= set(grants) - {"alerts-key"}


def test_labels_are_in_lower_case_everywhere(made: Mapping[str, tuple[Resource, ...]]) -> None:
    service = the(made["rich"], types.SERVICE, "-service")
    labels = service["labels"]
    assert labels["cost-center"] == "frauddetection"
    assert labels["team-name"] == "risk---co"
    assert labels["project-x"] == "gr--e"
    assert service["template"]["labels"] == {**labels, "model-version": "1-0-0"}
    for item in made["rich"]:
        for path in ("labels", "userLabels"):
            assert path not in item.inputs or item.inputs[path] == labels


def test_a_revision_has_another_name_exactly_when_it_is_another(tmp_path: Path) -> None:
    table = load_target(Platform.CLOUD_RUN).capability
    leaves = [leaf for leaf in spec_leaves() if not isinstance(table[leaf], Refused)]
    pairs = [change_of(leaf, Platform.CLOUD_RUN) for leaf in leaves]
    documents = [document_with(Platform.CLOUD_RUN, patch) for pair in pairs for patch in (pair.base, pair.changed)]
    captured = capture_deployments(tmp_path, documents)
    for number, leaf in enumerate(leaves):
        (before, old), (after, new) = (_revision(captured[2 * number + side]) for side in (0, 1))
        assert (before != after) == (old != new), leaf
        assert before.startswith("subject-")
        assert len(before) <= 63


def _revision(resources: tuple[Resource, ...]) -> tuple[str, str]:
    template = dict(the(resources, types.SERVICE, "-service")["template"])
    name = template.pop("revision")
    return name, f"{template!r} {types.KEY in {item.type for item in resources}}"


_DOCUMENTS: Final = {
    types.SERVICE: ("run.v2", "GoogleCloudRunV2Service"),
    types.JOB: ("cloudscheduler.v1", "Job"),
    types.ALERT: ("monitoring.v3", "AlertPolicy"),
    types.LOG_SINK: ("logging.v2", "LogSink"),
    types.LOG_EXCLUSION: ("logging.v2", "LogExclusion"),
    types.FIREWALL: ("compute.v1", "Firewall"),
    types.KEY: ("cloudkms.v1", "CryptoKey"),
    types.ROLE: ("iam.v1", "Role"),
    types.ACCOUNT: ("iam.v1", "ServiceAccount"),
    "gcp:pubsub/topic:Topic": ("pubsub.v1", "Topic"),
    "gcp:pubsub/subscription:Subscription": ("pubsub.v1", "Subscription"),
    "gcp:monitoring/notificationChannel:NotificationChannel": ("monitoring.v3", "NotificationChannel"),
    "gcp:billing/budget:Budget": ("billingbudgets.v1", "GoogleCloudBillingBudgetsV1Budget"),
}
_NAMES: Final = {
    "traffics": "traffic",
    "envs": "env",
    "commands": "command",
    "dependsOns": "dependsOn",
    "allows": "allowed",
    "denies": "denied",
    "protocol": "IPProtocol",
    "permissions": "includedPermissions",
    "allUpdatesRule": "notificationsRule",
}
"""Pulumi's names where the API has others."""
_OF_THE_PROVIDER: Final = frozenset(
    {
        "deletionProtection",
        "location",
        "keyRing",
        "uniqueWriterIdentity",
        "region",
        "accountId",
        "roleId",
        "project",
        "billingAccount",
    }
)
"""Parts of the address, and what only the provider reads."""


@pytest.mark.parametrize("case", CASES)
def test_arguments_are_those_of_googles_discovery_documents(
    case: str, made: Mapping[str, tuple[Resource, ...]]
) -> None:
    checked = 0
    for item in made[case]:
        if item.type in _DOCUMENTS:
            document, schema = _DOCUMENTS[item.type]
            inputs = {key: value for key, value in item.inputs.items() if key not in _OF_THE_PROVIDER}
            assert Message(document=document, schema=schema, names=_NAMES).problems(inputs, item.name) == []
            checked += 1
    assert checked


def test_the_check_of_arguments_finds_what_the_api_has_not() -> None:
    template = {"containrs": [], "executionEnvironment": "GEN3"}
    found = Message(document="run.v2", schema="GoogleCloudRunV2Service").problems({"template": template}, "x")
    assert [problem.split(" ")[0] for problem in found] == ["x.template.containrs", "x.template.executionEnvironment:"]
