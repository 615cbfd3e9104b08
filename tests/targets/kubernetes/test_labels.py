"""Labels: on everything, in a form that Kubernetes takes."""

from collections.abc import Callable

import pytest

from apexai.targets.kubernetes.labels import label_key, label_value
from tests.targets.kubernetes.conftest import Manifests
from tests.targets.kubernetes.documents import CASES

Made = Callable[[str], Manifests]


@pytest.mark.parametrize("case", ["everything", "everything behind envoy gateway"])
def test_costs_are_attributed_everywhere(case: str, manifests: Made) -> None:
    expected = {
        "app": "subject",
        "team": "Risk---Fraud",
        "Cost-Object": "4711",
        "finops.apexlogic.com/cost-center": "Risk",
        "finops.apexlogic.com/tier": "gold",
    }
    for manifest in manifests(case).values():
        assert expected.items() <= manifest["metadata"]["labels"].items()
        if manifest["kind"] == "Deployment":
            assert expected.items() <= manifest["spec"]["template"]["metadata"]["labels"].items()


@pytest.mark.parametrize("case", CASES)
def test_objects_say_what_they_belong_to(case: str, manifests: Made) -> None:
    for manifest in manifests(case).values():
        labels = manifest["metadata"]["labels"]
        assert labels["app.kubernetes.io/instance"] == "subject"
        assert labels["app.kubernetes.io/part-of"] == "subject"
        assert labels["app.kubernetes.io/managed-by"] == "pulumi"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("FraudDetection", "FraudDetection"),
        ("2.1.0", "2.1.0"),
        ("Risk & Fraud", "Risk---Fraud"),
        ("-edge-", "edge"),
        ("Überweisung", "berweisung"),
        ("", ""),
        ("x" * 64, "x" * 63),
        ("x" * 62 + "--", "x" * 62),
    ],
)
def test_values_become_what_labels_take(text: str, written: str) -> None:
    assert label_value(text) == written


@pytest.mark.parametrize(
    ("key", "written"),
    [
        ("team", "team"),
        ("Cost Center", "Cost-Center"),
        ("Example.com/Team", "example.com/Team"),
        ("example.com/", ""),
        ("///", ""),
        ("é", ""),
    ],
)
def test_keys_become_what_labels_take(key: str, written: str) -> None:
    assert label_key(key) == written
