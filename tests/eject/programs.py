"""Programs that are traced, and what is written of them."""

import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from apexai.eject.classes import module_of, render_module
from apexai.eject.constructor import write_constructor
from apexai.eject.files import Files
from apexai.eject.plan import Plan
from apexai.eject.scope import Scope
from apexai.graph.offline import ScriptProgram
from apexai.graph.offline.tracing import TracedProgram, trace_program


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """The modules of a traced program's one component, and what is beside them."""

    modules: dict[str, str]
    files: Files


def traced(directory: Path, program: str, *, config: Mapping[str, str] | None = None) -> TracedProgram:
    """Trace a program that lies in a directory."""
    script = directory / "program.py"
    script.write_text(textwrap.dedent(program))
    return trace_program(ScriptProgram(script=script, project="project", directory=directory), config=config)


def written(directory: Path, program: TracedProgram, *, registry: str = "") -> Written:
    """Write the component of a traced program, in a stack that has a registry of images."""
    plan = Plan(program=program)
    plan.check()
    settings = {registry: "REGISTRY"} if registry else {}
    files = Files(directory=directory, settings=settings, keys={"apexai:registry": "REGISTRY"})
    (root,) = plan.roots
    scope = Scope(plan=plan, files=files, component=root)
    write_constructor(scope, {})
    modules = {module_of(inner): render_module(inner) for inner in (scope, *scope.inner.values())}
    return Written(modules=modules | {"functions": files.functions.render()}, files=files)
