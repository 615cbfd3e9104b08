"""A resource of a spec points to the line of the spec that caused it."""

from pathlib import Path

from apexai.preview import DeploymentPreview
from tests.specs import KUBERNETES, deployment_of, write_spec


def line_of(deployment: DeploymentPreview, kind: str) -> int:
    assert deployment.graph is not None
    lines = {deployment.sources[item.urn].line for item in deployment.graph.resources if item.type.endswith(f":{kind}")}
    (line,) = lines
    return line


def written_at(deployment: DeploymentPreview, kind: str) -> str:
    """What stands in the line that a type of resource points to."""
    source = Path(deployment.source)
    return source.read_text(encoding="utf-8").splitlines()[line_of(deployment, kind) - 1].strip()


def test_what_one_section_asked_for_points_there(tmp_path: Path) -> None:
    deployment = deployment_of(write_spec(tmp_path))
    assert written_at(deployment, "HorizontalPodAutoscaler") == "autoscaling:"


def test_what_half_of_the_document_shapes_points_to_the_name(tmp_path: Path) -> None:
    deployment = deployment_of(write_spec(tmp_path))
    assert written_at(deployment, "Deployment") == "name: fraud"
    assert written_at(deployment, "InferenceService") == "name: fraud"


def test_what_the_platform_needs_points_to_the_name(tmp_path: Path) -> None:
    assert written_at(deployment_of(write_spec(tmp_path)), "ServiceAccount") == "name: fraud"


def test_an_override_is_where_its_platform_says_it(tmp_path: Path) -> None:
    base, _, autoscaling = KUBERNETES.partition("  autoscaling:\n")
    override = "  targets:\n    kubernetes:\n      autoscaling:\n" + autoscaling.replace("    ", "        ")
    deployment = deployment_of(write_spec(tmp_path, base + override))
    assert written_at(deployment, "HorizontalPodAutoscaler") == "autoscaling:"
    assert line_of(deployment, "HorizontalPodAutoscaler") == base.count("\n") + 3


def test_the_stack_and_its_providers_come_from_no_line(tmp_path: Path) -> None:
    deployment = deployment_of(write_spec(tmp_path))
    assert deployment.graph is not None
    types = {item.type for item in deployment.graph.resources if item.urn not in deployment.sources}
    assert types == {"pulumi:pulumi:Stack", "pulumi:providers:kubernetes"}
