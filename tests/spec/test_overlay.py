"""A partial spec that a program lays over a document."""

import textwrap
from dataclasses import replace
from typing import Any

import pytest

from apexai.errors import SpecError
from apexai.spec.document import SpecDocument
from apexai.spec.fields import Platform
from apexai.spec.loader import load_spec_text

SPEC = """
    apiVersion: ai.apexlogic.com/v1alpha1
    kind: ServerlessModelDeployment
    metadata: {name: fraud}
    spec:
      modelRef: {name: fraud, version: "1"}
      runtime:
        platform: aws-lambda
        memory: 1GiB
        environment: {LOG_LEVEL: INFO}
      autoscaling: {minReplicas: 2, maxReplicas: 10, targetUtilization: 70}
      targets:
        kubernetes:
          runtime: {memory: 4GiB}
"""


def document(overlay: dict[str, Any]) -> SpecDocument:
    (found,) = load_spec_text(textwrap.dedent(SPEC).lstrip(), file="service.yaml")
    return replace(found, overlay=overlay)


def errors(overlay: dict[str, Any]) -> list[str]:
    with pytest.raises(SpecError) as caught:
        document(overlay).deployment()
    return str(caught.value).splitlines()


def test_it_merges_over_what_is_written_for_the_platform() -> None:
    overlay = {"runtime": {"memory": "8GiB", "environment": {"STAGE": "dev"}}, "autoscaling": None}
    spec = document(overlay).deployment(Platform.KUBERNETES).spec
    assert int(spec.runtime.memory) == 8192
    assert dict(spec.runtime.environment) == {"LOG_LEVEL": "INFO", "STAGE": "dev"}
    assert "autoscaling" not in document(overlay).merged()["spec"]  # type: ignore[operator]


def test_what_is_wrong_in_it_is_told_by_its_own_path() -> None:
    found = errors({"runtime": {"memory": "much"}, "slo": {"latency": "1s"}, "runtme": {"cpu": 1}})
    assert [error.partition(": ")[0] for error in found] == [
        "overrides.runtime.memory",
        "overrides.slo.latency",
        "overrides.runtme",
    ]


def test_what_the_document_says_keeps_its_line() -> None:
    (error,) = errors({"autoscaling": {"maxReplicas": 1}})
    assert error.startswith(
        "service.yaml:10:30: spec.autoscaling.minReplicas: minReplicas 2 is more than maxReplicas 1"
    )


def test_it_chooses_no_platform_and_has_no_targets() -> None:
    (platform,) = errors({"runtime": {"platform": "kubernetes"}})
    assert platform.startswith("overrides.runtime.platform: ")
    assert "argument platform" in platform
    assert any(line.startswith("overrides.targets: ") for line in errors({"targets": {"kubernetes": {}}}))
