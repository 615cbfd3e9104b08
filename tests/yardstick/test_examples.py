"""Programs that others wrote preview offline: the public Python examples of Pulumi, as listed in `programs.tsv`."""

import csv
import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

from apexai.errors import ProgramError
from apexai.graph.offline import Capture, ProjectProgram, capture_program

NOT_INSTALLED: Final = "[APX-OFF-044]"
LISTED: Final = 62
"""How many programs there are at the commit; a shorter list would flatter."""


@dataclass(frozen=True)
class Example:
    program: str
    fails_with: str
    config: dict[str, str]


def load_examples() -> tuple[Example, ...]:
    with Path(__file__).with_name("programs.tsv").open(encoding="utf-8") as file:
        rows = list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))[1:]
    return tuple(Example(program, fails, json.loads(config or "{}")) for program, fails, config in rows)


EXAMPLES: Final = load_examples()


def test_nine_in_ten_of_the_listed_programs_preview() -> None:
    assert len(EXAMPLES) == len({example.program for example in EXAMPLES}) == LISTED
    assert sum(not example.fails_with for example in EXAMPLES) / LISTED >= 0.9


@pytest.mark.yardstick
@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.program)
def test_a_listed_program_does_what_the_list_says(example: Example, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("USER", "somebody")  # one of them reads it
    python = Path(os.environ.get("APEXAI_EXAMPLES_PYTHON", sys.executable))
    program = ProjectProgram(directory=Path(os.environ["APEXAI_EXAMPLES"]) / example.program, python=python)
    capture, complaint = preview(program, example.config)
    if NOT_INSTALLED in complaint:
        pytest.skip(complaint.splitlines()[0])
    if example.fails_with:
        assert example.fails_with in complaint
    else:
        assert capture is not None, complaint
        assert len(capture.graph.resources) > 1 or capture.outputs


def preview(program: ProjectProgram, config: dict[str, str]) -> tuple[Capture | None, str]:
    try:
        return capture_program(program, config=config), ""
    except ProgramError as error:
        return None, str(error)
