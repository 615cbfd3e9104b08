"""The rules on programs that others wrote: the findings of `findings.tsv`, each read by hand against its program."""

import csv
import datetime
import os
import sys
from pathlib import Path
from typing import Final

import pytest

from apexai.graph.offline import ProjectProgram, capture_program
from apexai.policy.evaluate import evaluate_graph
from apexai.policy.finding import Verdict
from apexai.policy.rules import RULES
from tests.yardstick.test_examples import EXAMPLES

AS_OF: Final = datetime.date(2026, 11, 21)
READ_BY_HAND: Final = 20
"""How many programs there are at least."""


def load_findings() -> dict[str, set[tuple[str, str, str]]]:
    """Program → rule, verdict and resource of each finding."""
    found: dict[str, set[tuple[str, str, str]]] = {}
    with Path(__file__).with_name("findings.tsv").open(encoding="utf-8") as file:
        for program, rule, verdict, resource in list(csv.reader(file, delimiter="\t"))[1:]:
            found.setdefault(program, set()).add((rule, verdict, resource))
    return found


FINDINGS: Final = load_findings()


def test_enough_programs_were_read() -> None:
    assert len(FINDINGS) >= READ_BY_HAND
    assert set(FINDINGS) <= {example.program for example in EXAMPLES}


@pytest.mark.yardstick
@pytest.mark.parametrize("program", FINDINGS)
def test_a_program_has_the_findings_that_were_read(program: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("USER", "somebody")
    config = next(example.config for example in EXAMPLES if example.program == program)
    python = Path(os.environ.get("APEXAI_EXAMPLES_PYTHON", sys.executable))
    project = ProjectProgram(directory=Path(os.environ["APEXAI_EXAMPLES"]) / program, python=python)
    evaluation = evaluate_graph(capture_program(project, config=config).graph, rules=RULES, as_of=AS_OF)
    assert evaluation.counts[Verdict.BROKEN] == 0
    assert {(found.rule, found.verdict.value, found.name) for found in evaluation.findings} == FINDINGS[program]
