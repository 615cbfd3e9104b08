"""Small programs, captured, for tests of the evaluator."""

import textwrap
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from apexai.graph import ResourceGraph
from apexai.graph.offline import ScriptProgram, capture_program

ROOT: Final = Path(__file__).parents[2]


@cache
def graph_of(program: str) -> ResourceGraph:
    """What a program registers; it has `aws`, `k8s`, `pulumi`, `service` and `later` at hand."""
    lines = [
        "import sys",
        f"sys.path.insert(0, {str(ROOT)!r})",
        "import pulumi, pulumi_aws as aws, pulumi_kubernetes as k8s",
        "from tests.policy.programs.prelude import later, raw, service",
        textwrap.dedent(program),
    ]
    with TemporaryDirectory() as directory:
        script = Path(directory) / "program.py"
        script.write_text("\n".join(lines))
        return capture_program(ScriptProgram(script=script, project="test", directory=Path(directory))).graph
