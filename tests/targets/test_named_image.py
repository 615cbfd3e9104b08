"""An image that is named after the model has to be one."""

import pytest

from apexai.spec.fields import Platform, Text
from apexai.spec.loader import document_of
from apexai.targets.check import check_target
from apexai.targets.target import Surroundings
from tests.targets.change import Document, at, merged
from tests.targets.changes import document_with

UNNAMED = at("spec.runtime.image", None)
REGISTRY = "registry.example.com/models"


def said(platform: Platform, registry: Text | None, *patches: Document) -> list[tuple[str, str]]:
    """What is said of the image's name."""
    document = document_of(document_with(platform, merged(UNNAMED, *patches)))
    found = check_target(document.deployment(platform), Surroundings(registry=registry))
    return [(item.code, item.path) for item in found if item.code.startswith("APX-LIM-00")]


@pytest.mark.parametrize(
    ("registry", "patch", "expected"),
    [
        (REGISTRY, {}, []),
        ("<apexai:registry>", {}, []),
        ("https://registry.example.com", {}, [("APX-LIM-001", "spec.runtime.image")]),
        (REGISTRY, at("spec.modelRef.name", "Fraud Model"), [("APX-LIM-002", "spec.modelRef.name")]),
        (REGISTRY, at("spec.modelRef.version", "1.0+build"), [("APX-LIM-003", "spec.modelRef.version")]),
        (None, at("spec.modelRef.name", "Fraud Model"), []),
        (REGISTRY, at("spec", {"modelRef": {"name": "Fraud Model"}, "runtime": {"image": f"{REGISTRY}/a:1"}}), []),
    ],
)
def test_a_registry_a_model_and_a_version_name_an_image(
    registry: Text | None, patch: Document, expected: list[tuple[str, str]]
) -> None:
    assert said(Platform.KUBERNETES, registry, patch) == expected


def test_platforms_without_images_need_none() -> None:
    assert said(Platform.CLOUDFLARE_WORKERS, REGISTRY, at("spec.modelRef.name", "Fraud Model")) == []
