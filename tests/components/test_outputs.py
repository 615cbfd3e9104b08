"""An Output in any field that takes one is built, or refused with its path, on every platform."""

from pathlib import Path
from typing import Final

from apexai.graph.offline import ScriptProgram, capture_program
from apexai.spec.fields import Platform
from apexai.spec.leaves import spec_leaves
from tests.spec.test_outputs import refusals

PORTABLE: Final = Path(__file__).parents[2] / "examples" / "portable"

NOWHERE: Final = (
    "responsibleAI.guardrail.id",
    "responsibleAI.guardrail.version",
    "responsibleAI.humanOversight.reviewQueue",
    "monitoring.drift.baseline",
)
"""What no platform has yet, Output or not."""

PROGRAM: Final = """
import pulumi
import pulumi_aws as aws
import sys
from apexai import InferenceService
from apexai.spec.fields import Platform
from apexai.spec.loader import load_specs

BESIDE = {
    "autoscaling": {"minReplicas": 1, "maxReplicas": 2, "prometheus": {"query": "up", "threshold": 1}},
    "preprocessor": {"image": "registry.example.com/a:1"},
    "permissions[]": {"actions": ["s3:GetObject"]},
    "explainability": {"method": "shap"},
    "guardrail": {"id": "a"},
    "network": {"vpc": "vpc-1", "subnets": ["subnet-1"]},
    "stable": {"modelVersion": "1.3.0"},
    "trafficSplit": {"blue": "90%", "green": "10%"},
    "evidence[]": {"kind": "model-card", "date": "2026-10-01"},
}

STABLE = {"trafficSplit": {"stable": {"image": "registry.example.com/ticket-triage:1.3.0"}}}

def merged(under, over):
    both = under.keys() & over.keys()
    nested = {key: merged(under[key], over[key]) for key in both if isinstance(over[key], dict)}
    return {**under, **over, **nested}

def overrides(leaf):
    value = late
    for step in reversed(leaf.split(".")):
        name, items, _ = step.partition("[]")
        value = [value] if items and not isinstance(value, dict) else value
        if isinstance(value, dict):
            value = merged(BESIDE.get(step, {}), value)
            value = [value] if items else value
        value = {"A_NAME" if name == "*" else name: value}
    return merged(STABLE, value) if leaf == "trafficSplit.stable.modelUri" else value

(document,) = load_specs("service.yaml")
late = aws.sqs.Queue("late").url
for leaf in sys.argv[1:]:
    built, told = [], []
    for platform in Platform:
        try:
            name = f"s-{len(built) + len(told)}-{sys.argv.index(leaf)}"
            InferenceService(name, document, platform=str(platform), overrides=overrides(leaf))
            built.append(str(platform))
        except pulumi.RunError as error:
            told.append(str(error))
    pulumi.export(leaf, {"built": built, "told": told})
"""


def test_no_platform_breaks_on_an_output(tmp_path: Path) -> None:
    script = tmp_path / "program.py"
    script.write_text(PROGRAM)
    takes = [leaf.removeprefix("spec.") for leaf in spec_leaves() if not refusals(leaf)]
    said = capture_program(
        ScriptProgram(script=script, project="test", arguments=tuple(takes), directory=PORTABLE)
    ).outputs
    assert set(said) == set(takes)
    told = {leaf: found["told"] for leaf, found in said.items()}  # type: ignore[index, call-overload]
    assert [leaf for leaf in takes if len(told[leaf]) == len(Platform)] == list(NOWHERE)  # type: ignore[arg-type]
