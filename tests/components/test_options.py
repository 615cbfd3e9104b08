"""Resource options that a component can't hand on are refused by every component, with what to do instead."""

from pathlib import Path

import pulumi

from apexai import components
from apexai.components.options import WITHOUT_EFFECT
from apexai.graph.offline import ScriptProgram, capture_program

PROGRAM = """
import pulumi
from apexai import (AwsBudgetFoundation, AwsScope, BudgetGuard, EdgeInferenceWorker, EdgeInferenceWorkerArgs,
                    GpuNodePool, InferenceService)

VALUES = {
    "additional_secret_outputs": ["endpoint"], "custom_timeouts": pulumi.CustomTimeouts(create="7m"),
    "delete_before_replace": True, "env_var_mappings": {"A": "B"}, "hide_diffs": ["a"], "id": "x",
    "ignore_changes": ["a"], "import_": "x", "plugin_download_url": "https://example.com",
    "replace_on_changes": ["a"], "replacement_trigger": "1", "version": "7.0.0",
}
NOTHING = {"custom_timeouts": None, "delete_before_replace": False, "ignore_changes": [], "version": ""}
SCOPE = AwsScope(tag=("a", "b"), region="us-east-1")
COMPONENTS = {
    "InferenceService": lambda o: InferenceService("a", spec={}, opts=o),
    "BudgetGuard": lambda o: BudgetGuard("a", limit="$5/month", scope=SCOPE, opts=o),
    "GpuNodePool": lambda o: GpuNodePool("a", accelerator="none", pool={}, opts=o),
    "EdgeInferenceWorker": lambda o: EdgeInferenceWorker("a", EdgeInferenceWorkerArgs(), opts=o),
    "AwsBudgetFoundation": lambda o: AwsBudgetFoundation("a", opts=o),
}
first = pulumi.ComponentResource("x:y:Z", "first")
for name, make in COMPONENTS.items():
    try:
        make(pulumi.ResourceOptions(**VALUES, replace_with=[first]))
    except pulumi.RunError as error:
        pulumi.export(name, str(error))
try:
    InferenceService("a", spec={}, opts=pulumi.ResourceOptions(**NOTHING))
except pulumi.RunError as error:
    pulumi.export("nothing", str(error))
"""


def test_options_without_effect_are_refused(tmp_path: Path) -> None:
    script = tmp_path / "program.py"
    script.write_text(PROGRAM)
    said = capture_program(ScriptProgram(script=script, project="test", directory=tmp_path)).outputs
    named = [getattr(components, name) for name in components.__all__]
    every = {item.__name__ for item in named if isinstance(item, type) and issubclass(item, pulumi.ComponentResource)}
    refused = {name: str(text).splitlines() for name, text in said.items() if name != "nothing"}
    assert set(refused) == every
    for lines in refused.values():
        assert [line.split(": ")[1].removeprefix("opts.") for line in lines] == list(WITHOUT_EFFECT)
        assert all(line.endswith("opts.transforms [APX-ARG-005]") for line in lines)
    assert "APX-ARG-005" not in str(said["nothing"])
