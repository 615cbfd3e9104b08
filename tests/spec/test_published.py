"""The published document loads exactly as it stands."""

from decimal import Decimal
from pathlib import Path

import pytest

from apexai.spec.fields import Platform
from apexai.spec.leaves import written_leaves
from apexai.spec.loader import load_specs
from tests.spec.documents import PUBLISHED, ROOT


def test_every_value_of_the_published_document() -> None:
    (document,) = load_specs(PUBLISHED)
    deployment = document.deployment()
    spec = deployment.spec
    assert (document.file, document.index, document.name) == (str(PUBLISHED), 0, "fraud-detection-model-v2")
    assert deployment.metadata.namespace == "ai-production"
    assert (spec.model_ref.name, spec.model_ref.version) == ("fraud-detection-model", "2.1.0")
    assert (spec.runtime.platform, spec.runtime.region) == (Platform.AWS_LAMBDA, "us-east-1")
    assert (spec.runtime.memory, spec.runtime.timeout) == (4096, 30)
    assert spec.runtime.environment == {"MODEL_BUCKET": "s3://apexlogic-models-prod", "LOG_LEVEL": "INFO"}
    assert (spec.traffic_split.blue, spec.traffic_split.green, spec.traffic_split.stable) == (100, 0, None)
    assert spec.autoscaling is not None
    assert (spec.autoscaling.min_replicas, spec.autoscaling.max_replicas) == (1, 10)
    assert spec.autoscaling.target_utilization == 70
    assert spec.finops.cost_center == "FraudDetection"
    assert spec.finops.budget_limit is not None
    assert (spec.finops.budget_limit.amount, spec.finops.budget_limit.currency) == (Decimal(5000), "USD")
    assert spec.finops.alert_threshold == 80
    assert spec.policies == ["data-privacy-compliance", "model-explainability-required"]


def test_nineteen_leaves_are_written_and_the_rest_are_defaults() -> None:
    (document,) = load_specs(PUBLISHED)
    assert len(written_leaves(document.deployment())) == 19


@pytest.mark.parametrize("path", sorted((ROOT / "examples").rglob("*.yaml")), ids=lambda path: path.name)
def test_every_example_that_is_a_spec_loads(path: Path) -> None:
    if "kind: ServerlessModelDeployment" in path.read_text(encoding="utf-8"):
        assert load_specs(path)


def test_the_reference_shows_the_published_document() -> None:
    assert f"```yaml\n{PUBLISHED.read_text(encoding='utf-8')}```" in (ROOT / "docs" / "spec.md").read_text(
        encoding="utf-8"
    )
