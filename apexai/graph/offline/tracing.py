"""`trace_program`: one Pulumi program → how it makes each resource, and what of other resources its values are made of.

Instead of unknown values the program gets texts, its traces, which stay in what it makes of them: in a longer text, in
a JSON document, in a list. Functions given to `apply` do not run on them; that they were asked for is kept.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from apexai.graph.offline.answers import load_answers
from apexai.graph.offline.capture import run_program
from apexai.graph.offline.program import Answers, ProgramSource, RunSettings
from apexai.graph.offline.result import Capture, load_capture
from apexai.graph.wire import Wire

TRACE: Final = re.compile(r"<<apexai:(\d+)>>")
"""A trace within a text, with its number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TracedResource:
    """One resource as the program makes it."""

    urn: str
    type: str
    name: str
    custom: bool
    module: str
    """Of the class."""
    class_name: str
    arguments: Mapping[str, Wire]
    """What the program gives the constructor, by its names in Python."""
    options: Mapping[str, Any]
    """The same, of its resource options; other resources are indices of `TracedProgram.resources`."""
    id: str | None
    """What is read, where the resource is read and not made."""
    record: Mapping[str, Any]
    """What the monitor was told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TracedProgram:
    """What one traced run gave."""

    resources: tuple[TracedResource, ...]
    """In the order in which the program makes them; without the stack and default providers."""
    origins: tuple[Mapping[str, Any], ...]
    """Where trace `<<apexai:N>>` comes from, by its number.

    `kind` is `property` (`urn`, `name`), `urn` (`urn`), `member` (`of`, `name`), `item` (`of`, `key`), `invoke`
    (`module`, `function`, `parameters`, `arguments`, `parent`) or `apply` (`of`, `function`).
    """
    reads: tuple[Mapping[str, Any], ...]
    """What the program asked of the cloud and decided by at once: `token`, and `callers`, the nearest first."""
    outputs: Mapping[str, Wire]
    """Of the stack."""
    capture: Capture


def trace_program(
    program: ProgramSource,
    *,
    stack: str = "dev",
    organization: str = "organization",
    config: Mapping[str, str] | None = None,
    invokes: Path | None = None,
    timeout_seconds: float = 60,
) -> TracedProgram:
    """Run a program in a child process and give how it makes what it registers.

    Raises: as `capture_program`.
    """
    settings = RunSettings(
        stack=stack,
        organization=organization,
        config=config or {},
        secret_config={},
        answers=load_answers(invokes) if invokes else Answers(),
        timeout_seconds=timeout_seconds,
        traced=True,
    )
    run, returned = run_program(program, settings)
    capture = load_capture(run, returned)
    result = returned.result or {}
    records = {record["urn"]: record for record in result["resources"]}
    return TracedProgram(
        resources=tuple(_resource(made, records[made["urn"]]) for made in result["traced"]["resources"]),
        origins=tuple(result["traced"]["origins"]),
        reads=tuple(result["traced"]["reads"]),
        outputs=result["outputs"],
        capture=capture,
    )


def _resource(made: Mapping[str, Any], record: Mapping[str, Any]) -> TracedResource:
    return TracedResource(
        urn=made["urn"],
        type=made["type"],
        name=made["name"],
        custom=made["custom"],
        module=made["module"],
        class_name=made["class"],
        arguments=made["arguments"],
        options=made["options"],
        id=record["id"] if record.get("read") else None,
        record=record,
    )
