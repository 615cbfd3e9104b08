"""The programs of docs/components.md run, and the values that they give arrive."""

import textwrap
from pathlib import Path
from typing import Final

import pytest

from apexai.graph import UNKNOWN, ResourceGraph
from apexai.graph.offline import ScriptProgram, capture_program
from tests.components.test_inference_service import SPEC
from tests.readme import blocks_in

PAGE: Final = Path(__file__).parents[2] / "docs" / "components.md"
PROGRAMS: Final = [block.body for block in blocks_in(PAGE) if block.language == "python"]


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    spec = textwrap.dedent(SPEC).replace("  targets:", "  slo: {availability: 99.9%}\n  targets:")
    (tmp_path / "service.yaml").write_text(
        spec.replace("      runtime: {access", "      slo: null\n      runtime: {access")
    )
    return tmp_path


def graph_of(program: str, directory: Path) -> ResourceGraph:
    script = directory / "program.py"
    script.write_text(program)
    return capture_program(ScriptProgram(script=script, project="docs", directory=directory)).graph


def test_the_programs_run(directory: Path) -> None:
    plain, overridden, transformed, placed, inside = (graph_of(program, directory) for program in PROGRAMS)
    assert len(plain.of_type("apexai:index:InferenceService")) == 1
    (function,) = overridden.of_type("aws:lambda/function:Function")
    assert function.inputs["environment"]["variables"]["FEATURES_URL"] is UNKNOWN  # type: ignore[index, call-overload]
    (alarm,) = transformed.of_type("aws:cloudwatch/metricAlarm:MetricAlarm")
    assert alarm.options.ignore_changes == ("threshold",)
    providers = {service.provider.rpartition("::")[2] for service in placed.resources if "fraud" in service.name}
    assert {"payments", "edge-cluster"} <= providers
    assert all(item.options.protect for item in inside.resources if item.name.startswith("scoring"))
