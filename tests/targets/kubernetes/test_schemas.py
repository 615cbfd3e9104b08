"""Every manifest is what the API servers of the oldest and of the newest supported cluster take."""

import json
from collections.abc import Mapping
from typing import Any, Final

import kubernetes_validate
import pytest

from apexai.graph import Resource
from tests.targets.kubernetes.documents import CASES

VERSIONS: Final = ("1.30", "1.37")
CUSTOM_GROUPS: Final = {
    "gateway.networking.k8s.io",
    "gateway.envoyproxy.io",
    "keda.sh",
    "monitoring.coreos.com",
    "security.istio.io",
}
"""Their schemas come with their controllers and not with Kubernetes."""


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("case", CASES)
def test_manifests_satisfy_the_published_schema(
    case: str, version: str, captured: Mapping[str, tuple[Resource, ...]]
) -> None:
    judged = [manifest for manifest in map(manifest_of, captured[case]) if group_of(manifest) not in CUSTOM_GROUPS]
    assert judged
    for manifest in judged:
        assert kubernetes_validate.validate(manifest, version, strict=True) == version


def test_only_kinds_of_known_controllers_are_left_out(captured: Mapping[str, tuple[Resource, ...]]) -> None:
    groups = {group_of(manifest_of(resource)) for made in captured.values() for resource in made}
    assert groups - CUSTOM_GROUPS == {"", "apps", "autoscaling", "networking.k8s.io", "policy"}
    assert groups >= CUSTOM_GROUPS


def test_the_validator_refuses_what_is_wrong(captured: Mapping[str, tuple[Resource, ...]]) -> None:
    (manifest,) = (manifest_of(made) for made in captured["smallest"] if made.name == "subject-deployment")
    manifest["spec"]["template"]["spec"]["containers"][0]["resorces"] = {}
    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate(manifest, VERSIONS[0], strict=True)


def manifest_of(resource: Resource) -> dict[str, Any]:
    """The inputs as plain data of their own."""
    return dict(json.loads(json.dumps(dict(resource.inputs))))


def group_of(manifest: Mapping[str, Any]) -> str:
    return str(manifest["apiVersion"]).rpartition("/")[0]
