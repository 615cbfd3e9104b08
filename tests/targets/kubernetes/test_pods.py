"""The pods: what runs in them, what they get and what they may not do."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from tests.targets.kubernetes.conftest import Manifests
from tests.targets.kubernetes.documents import CASES

Made = Callable[[str], Manifests]


def pods_of(manifests: Manifests) -> list[dict[str, Any]]:
    return [manifest["spec"]["template"]["spec"] for manifest in manifests.values() if manifest["kind"] == "Deployment"]


def pod(manifests: Manifests) -> dict[str, Any]:
    return dict(manifests["subject-deployment"]["spec"]["template"]["spec"])


def containers(manifests: Manifests) -> dict[str, dict[str, Any]]:
    return {container["name"]: container for container in pod(manifests)["containers"]}


def variables(container: Mapping[str, Any]) -> dict[str, str]:
    return {item["name"]: item["value"] for item in container["env"] if "value" in item}


@pytest.mark.parametrize("case", CASES)
def test_pods_satisfy_the_restricted_profile(case: str, manifests: Made) -> None:
    for spec in pods_of(manifests(case)):
        assert spec["securityContext"]["runAsNonRoot"] is True
        assert spec["securityContext"]["runAsUser"] > 0
        assert spec["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
        assert spec["automountServiceAccountToken"] is False
        assert all("emptyDir" in volume for volume in spec["volumes"])
        for container in spec["containers"]:
            assert container["securityContext"] == {
                "allowPrivilegeEscalation": False,
                "capabilities": {"drop": ["ALL"]},
                "readOnlyRootFilesystem": True,
            }


@pytest.mark.parametrize("case", CASES)
def test_every_container_has_a_memory_limit_and_drains(case: str, manifests: Made) -> None:
    for spec in pods_of(manifests(case)):
        for container in spec["containers"]:
            assert container["resources"]["limits"]["memory"]
            assert container["resources"]["requests"]["memory"]
            sleep = container["lifecycle"]["preStop"]["sleep"]["seconds"]
            assert spec["terminationGracePeriodSeconds"] > sleep


def test_the_model_knows_what_it_is(manifests: Made) -> None:
    assert variables(containers(manifests("everything"))["model"]) == {
        "HOME": "/tmp",
        "MODEL_NAME": "subject",
        "MODEL_VERSION": "1.0.0",
        "MODEL_URI": "s3://models/subject/2.0.0",
        "AI_ALIGNMENT_CHECK_ENDPOINT": "https://align.example.com/check",
        "EXPLAINABILITY_ENDPOINT": "http://subject-explainer:8080",
        "OTEL_TRACES_SAMPLER": "parentbased_traceidratio",
        "OTEL_TRACES_SAMPLER_ARG": "0.1",
        "LOG_LEVEL": "INFO",
    }


def test_secrets_are_references(manifests: Made) -> None:
    env = containers(manifests("everything"))["model"]["env"]
    assert env[-1] == {"name": "TOKEN", "valueFrom": {"secretKeyRef": {"name": "subject", "key": "token"}}}


def test_requests_and_limits_are_told_apart(manifests: Made) -> None:
    resources = containers(manifests("everything"))["model"]["resources"]
    assert resources["limits"] == {
        "cpu": "1",
        "memory": "1Gi",
        "ephemeral-storage": "10Gi",
        "nvidia.com/gpu": "2",
    }
    assert resources["requests"] == {**resources["limits"], "cpu": "500m", "memory": "512Mi"}


def test_without_requests_the_limits_are_reserved(manifests: Made) -> None:
    resources = containers(manifests("smallest"))["model"]["resources"]
    assert resources["requests"] == resources["limits"] == {"cpu": "1", "memory": "1Gi"}


def test_accelerators_choose_their_nodes(manifests: Made) -> None:
    spec = pod(manifests("everything"))
    assert spec["nodeSelector"] == {
        "kubernetes.io/arch": "amd64",
        "topology.kubernetes.io/region": "eu-central-1",
        "finops.apexlogic.com/gpu-pool": "large",
    }
    assert spec["tolerations"] == [
        {"key": "nvidia.com/gpu", "operator": "Exists", "effect": "NoSchedule"},
        {"key": "sku", "operator": "Equal", "value": "gpu", "effect": "NoSchedule"},
    ]
    required = spec["affinity"]["nodeAffinity"]["requiredDuringSchedulingIgnoredDuringExecution"]
    terms = [
        {item["key"]: item["values"] for item in term["matchExpressions"]} for term in required["nodeSelectorTerms"]
    ]
    assert {"nvidia.com/gpu.product": ["NVIDIA-A100-SXM4-80GB", "NVIDIA-A100-80GB-PCIe"]} in terms
    assert {
        "karpenter.k8s.aws/instance-gpu-name": ["a100"],
        "karpenter.k8s.aws/instance-gpu-memory": ["81920"],
    } in terms
    assert {"cloud.google.com/gke-accelerator": ["nvidia-a100-80gb"]} in terms
    assert {"name": "shared-memory", "mountPath": "/dev/shm"} in containers(manifests("everything"))["model"][
        "volumeMounts"
    ]


def test_arm_images_run_on_arm_nodes(manifests: Made) -> None:
    assert pod(manifests("arm on azure"))["nodeSelector"] == {"kubernetes.io/arch": "arm64"}


def test_probes_ask_the_path_and_wait_for_the_model(manifests: Made) -> None:
    model = containers(manifests("everything"))["model"]
    ask = {"path": "/ready", "port": 8080}
    assert model["startupProbe"] == {"httpGet": ask, "periodSeconds": 5, "failureThreshold": 180}
    assert model["readinessProbe"] == {"httpGet": ask, "periodSeconds": 5}
    assert model["livenessProbe"] == {"httpGet": ask, "periodSeconds": 5}
    assert manifests("everything")["subject-deployment"]["spec"]["progressDeadlineSeconds"] == 300 + 900


def test_without_a_path_only_the_port_is_asked(manifests: Made) -> None:
    model = containers(manifests("smallest"))["model"]
    assert model["readinessProbe"]["tcpSocket"] == {"port": 8080}
    assert model["startupProbe"]["tcpSocket"] == {"port": 8080}
    assert "livenessProbe" not in model


def test_a_preprocessor_in_front_takes_the_entry(manifests: Made) -> None:
    made = manifests("everything")
    found = containers(made)
    assert found["preprocessor"]["ports"] == [{"name": "http", "containerPort": 9000}]
    assert found["model"]["ports"] == [
        {"name": "model", "containerPort": 8080},
        {"name": "metrics", "containerPort": 9090},
    ]
    assert variables(found["preprocessor"])["MODEL_URL"] == "http://127.0.0.1:8080"
    ports = {port["name"]: (port["port"], port["targetPort"]) for port in made["subject-service"]["spec"]["ports"]}
    assert ports == {"http": (8080, "http"), "metrics": (9090, "metrics")}


def test_a_preprocessor_beside_leaves_the_entry_alone(manifests: Made) -> None:
    found = containers(manifests("sidecar"))
    assert found["model"]["ports"] == [{"name": "http", "containerPort": 8080}]
    assert "ports" not in found["preprocessor"]
    assert "MODEL_URL" not in variables(found["preprocessor"])


def test_a_digest_without_an_address_pins_the_image(manifests: Made) -> None:
    image = containers(manifests("pinned"))["model"]["image"]
    assert image == "registry.example.com/subject:1.0.0@sha256:" + "a" * 64


@pytest.mark.parametrize(
    ("case", "annotation"),
    [
        ("aws role", {"eks.amazonaws.com/role-arn": "arn:aws:iam::111122223333:role/subject"}),
        ("everything", {"iam.gke.io/gcp-service-account": "subject@project.iam.gserviceaccount.com"}),
        ("arm on azure", {"azure.workload.identity/client-id": "01234567-89ab-cdef-0123-456789abcdef"}),
        ("smallest", None),
    ],
)
def test_an_identity_is_its_clouds_annotation(case: str, annotation: Mapping[str, str] | None, manifests: Made) -> None:
    account = manifests(case)["subject-service-account"]
    assert account["metadata"].get("annotations") == annotation
    assert account["automountServiceAccountToken"] is False
    assert pod(manifests(case))["serviceAccountName"] == "subject"


def test_azures_webhook_finds_its_pods(manifests: Made) -> None:
    labels = manifests("arm on azure")["subject-deployment"]["spec"]["template"]["metadata"]["labels"]
    assert labels["azure.workload.identity/use"] == "true"
    others = manifests("aws role")["subject-deployment"]["spec"]["template"]["metadata"]["labels"]
    assert "azure.workload.identity/use" not in others


def test_an_explainer_stands_beside_the_model(manifests: Made) -> None:
    made = manifests("everything")
    (container,) = made["subject-explainer-deployment"]["spec"]["template"]["spec"]["containers"]
    assert container["image"] == "registry.example.com/explainer:1.0.0"
    assert variables(container)["MODEL_URL"] == "http://subject:8080"
    service = made["subject-explainer-service"]["spec"]
    assert service["ports"] == [{"name": "explainer", "port": 8080, "targetPort": "explainer", "protocol": "TCP"}]
    labels = made["subject-explainer-deployment"]["spec"]["template"]["metadata"]["labels"]
    assert service["selector"].items() <= labels.items()
