"""What the programs of fixtures use, and how one runs: a function of a module, in a process of its own."""

import asyncio
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pulumi

from apexai.errors import UsageError
from apexai.graph import ResourceGraph

Fixture = Callable[[], None]
"""A function without arguments that creates resources."""


def later(like: Any = None) -> pulumi.Output[Any]:
    """A value that is known only after the deployment.

    Args:
        like: What the program may compute with meanwhile; no rule sees it.
    """

    def settled(value: Any) -> "asyncio.Future[Any]":
        future: asyncio.Future[Any] = asyncio.get_event_loop().create_future()
        future.set_result(value)
        return future

    return pulumi.Output(settled(set()), settled(like), settled(False), settled(False))


def capture_fixture(fixture: Fixture) -> ResourceGraph:
    """Run a fixture offline.

    Raises:
        UsageError: it is no function at the top of a module.
        ApexError: it raised.
    """
    from apexai.graph.offline import ScriptProgram, capture_program

    name, file = fixture.__qualname__, fixture.__code__.co_filename
    if not name.isidentifier() or not Path(file).is_file():
        raise UsageError(f"{name} can't be run alone: write it as a function at the top of a module")
    program = ScriptProgram(
        script=Path(__file__).with_name("run_fixture.py"),
        project="fixtures",
        arguments=(file, name),
        environment={"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
        directory=Path(file).parent,
    )
    return capture_program(program).graph
