"""Findings on what a service is made of stand at the value of the spec that sets it."""

from pathlib import Path
from typing import Final

import pytest

from apexai.policy.places import Setting, cause_of, steps_of
from apexai.preview.paths import preview_path
from tests.projects import JUDGED

SPEC: Final = """apiVersion: ai.apexlogic.com/v1alpha1
kind: ServerlessModelDeployment
metadata: {name: fraud, namespace: ai}
spec:
  modelRef: {name: fraud, version: "1"}
  runtime:
    platform: kubernetes
    region: us-east-1
    image: docker.io/models/fraud:1
  targets:
    aws-lambda:
      runtime:
        image: 111122223333.dkr.ecr.us-east-1.amazonaws.com/fraud:1
        timeout: 900s
"""


def setting(path: str, written: str) -> Setting:
    return Setting(type="", steps=steps_of(path), written=written)


VARIABLES: Final = [
    setting("environment.variables.MODEL_NAME", "spec.modelRef.name"),
    setting("environment.variables.*", "spec.runtime.environment.LEVEL"),
    setting("environment.variables.*", "spec.runtime.environment.TOKEN"),
]
CONTAINER: Final = [
    setting("containers.*.image", "spec.runtime.image"),
    setting("containers.*.env.*.value", "spec.modelRef.name"),
    setting("containers.*.env.*.value", "spec.modelRef.version"),
]


@pytest.mark.parametrize(
    ("path", "settings", "cause"),
    [
        ("environment.variables.MODEL_NAME", VARIABLES, "spec.modelRef.name"),
        ("environment.variables.TOKEN", VARIABLES, "spec.runtime.environment.TOKEN"),
        ('environment.variables["TOKEN"]', VARIABLES, "spec.runtime.environment.TOKEN"),
        ("environment.variables.OTHER", VARIABLES, None),
        ("environment", VARIABLES, None),
        ("", VARIABLES, None),
        ("containers[0].image", CONTAINER, "spec.runtime.image"),
        ("containers[0].image.tag", CONTAINER, "spec.runtime.image"),
        ("containers[0].env[1].value", CONTAINER, None),
    ],
)
def test_the_one_value_that_sets_a_property(path: str, settings: list[Setting], cause: str | None) -> None:
    assert cause_of(steps_of(path), settings) == cause


def test_lines_are_those_of_the_values_also_of_overrides(tmp_path: Path) -> None:
    spec = tmp_path / "spec.yaml"
    spec.write_text(SPEC)
    (found,) = preview_path(str(spec), JUDGED, target="aws-lambda").deployments
    assert found.evaluation is not None
    lines = {(one.name, one.rule): SPEC.splitlines()[one.line - 1].strip() for one in found.evaluation.findings}
    assert lines["fraud-function", "APX-FIN-002"] == SPEC.splitlines()[2], "nothing in the document sets a cost tag"
    assert lines["fraud-function", "APX-FIN-018"] == "timeout: 900s"
