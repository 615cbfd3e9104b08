"""What components log in a project is read back as what it was."""

from pathlib import Path

from tests.projects import deployment_of, write_project
from tests.specs import KUBERNETES, write_spec

PROGRAM = """
import os

import pulumi
from apexai.components import InferenceService

InferenceService("fraud", spec=os.path.join(pulumi.get_root_directory(), "service.yaml"))
pulumi.info("not one of ours [APX-1]")
"""
SPEC = KUBERNETES.replace("    cpu:", "    timeout: 30s\n    cpu:") + (
    "  finops:\n    usage: {gpuHours: 1h/month, low: {gpuHours: 0h/month}}\n"
)


def test_notes_of_a_component_point_into_its_spec(tmp_path: Path) -> None:
    write_spec(tmp_path, SPEC)
    notes = deployment_of(write_project(tmp_path, PROGRAM)).notes
    (timeout,) = (item for item in notes if item.path == "spec.runtime.timeout")
    assert (timeout.file, timeout.line, timeout.column) == ("service.yaml", 14, 14)
    assert timeout.code.startswith("APX-LIM-")
    assert not timeout.message.endswith("]")


def test_what_is_only_recorded_is_a_note_for_each_setting(tmp_path: Path) -> None:
    write_spec(tmp_path, SPEC)
    notes = deployment_of(write_project(tmp_path, PROGRAM)).notes
    recorded = [(item.path, item.file, item.line) for item in notes if item.code == "APX-CAP-003"]
    assert recorded == [
        ("spec.finops.usage.gpuHours", "__main__.py", 7),
        ("spec.finops.usage.low.gpuHours", "__main__.py", 7),
    ]


def test_other_words_of_the_program_stay_as_they_are(tmp_path: Path) -> None:
    write_spec(tmp_path, SPEC)
    notes = deployment_of(write_project(tmp_path, PROGRAM)).notes
    assert [item.code for item in notes if item.message == "not one of ours [APX-1]"] == ["APX-OFF-030"]
