"""A spec → the files of a plain program that declares the same as its component."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from apexai.eject.brakes import STATES, answers_file, brake_of
from apexai.eject.classes import module_of, render_module
from apexai.eject.comments import comments_of
from apexai.eject.constructor import write_constructor
from apexai.eject.equality import differences, undefined_names
from apexai.eject.files import Files
from apexai.eject.functions import MODULE
from apexai.eject.plan import Plan
from apexai.eject.project import Project, render_main, render_project_file, render_readme
from apexai.eject.refusal import EjectError, cannot_follow
from apexai.eject.scope import Scope
from apexai.eject.sdk import Sdk, requirements
from apexai.eject.sources import Component, EjectRequest, load_component, trace_component
from apexai.eject.variants import merged
from apexai.eject.writing import write_files
from apexai.errors import ProgramError
from apexai.graph.offline import ProjectProgram
from apexai.graph.offline.tracing import TracedProgram, trace_program

_NO_ANSWERS: Final = "{}"
_SHORTEST_SETTING: Final = 8
"""Characters: a shorter value of a setting may be anything in a text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ejected:
    """A program that is equal to its component."""

    files: Mapping[str, bytes]
    """Path in the program's directory → content."""
    resources: int
    secrets: tuple[str, ...]
    """Keys of the configuration that the stack must have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """The component as it is with one answer of the cloud."""

    answers: str
    """As an invokes file."""
    traced: TracedProgram


def eject_spec(request: EjectRequest) -> Ejected:
    """Write the program of a spec, and prove that it declares what the component declares.

    Raises:
        ApexError: the spec can't be used, or its component can't be written as a plain program.
    """
    component = load_component(request)
    variants = _variants(component)
    plan = _plan(variants)
    plan.check()
    names = _settings(request.stack.config)
    files = Files(
        directory=request.stack.directory,
        settings={request.stack.config[key]: name for key, name in names.items()},
        keys=names,
    )
    texts = _texts(plan, files, component, request)
    _prove(variants, texts, files, request)
    return Ejected(files=texts, resources=len(plan.program.resources), secrets=tuple(sorted(files.secrets)))


def _variants(component: Component) -> "list[Variant]":
    """The component's trace; where it reads the state of a brake, one with each state."""
    first = trace_component(component, answers=_NO_ANSWERS)
    brake = brake_of(first)
    if brake is None:
        return [Variant(answers=_NO_ANSWERS, traced=first)]
    others = [answers_file(brake, state) for state in STATES[1:]]
    held = (Variant(answers=text, traced=trace_component(component, answers=text)) for text in others)
    return [Variant(answers=_NO_ANSWERS, traced=first), *held]


def _plan(variants: "list[Variant]") -> Plan:
    if len(variants) == 1:
        return Plan(program=variants[0].traced)
    program, absent = merged([variant.traced for variant in variants])
    return Plan(program=program, brake=brake_of(variants[0].traced), absent=absent)


def _settings(config: Mapping[str, str]) -> dict[str, str]:
    """Settings of ours that are long enough to be known again in a text, each with a name."""
    return {
        key: "".join(f"_{letter}" if letter.isupper() else letter.upper() for letter in key.partition(":")[2])
        for key, value in config.items()
        if key.startswith("apexai:") and len(value) >= _SHORTEST_SETTING
    }


def _texts(plan: Plan, files: Files, component: Component, request: EjectRequest) -> dict[str, bytes]:
    (root,) = plan.roots
    scope = Scope(plan=plan, files=files, component=root)
    write_constructor(scope, comments_of(component, plan.program.capture.graph))
    scopes = _all(scope)
    if len({module_of(inner) for inner in scopes}) < len(scopes):
        raise cannot_follow(resource=root.name, at="components", why="it has two components of one type")
    texts = {f"{module_of(inner)}.py": render_module(inner) for inner in scopes}
    copies = files.functions.render()
    project = Project(
        name=request.stack.project,
        stack=request.stack.name,
        source=Path(request.path).name,
        component=root,
        platform=str(component.platform),
        secrets=files.secrets,
        keys=tuple(key for key, name in files.keys.items() if any(name in inner.settings for inner in scopes)),
        moved=files.moved,
    )
    sdks: set[Sdk] = {sdk for inner in scopes for sdk in inner.sdks}
    texts |= {
        "Pulumi.yaml": render_project_file(project),
        "__main__.py": render_main(project, module_of(scope)),
        "requirements.txt": requirements(sdks),
        "README.md": render_readme(project),
        **({f"{MODULE}.py": copies} if copies else {}),
    }
    return {**files.texts, **{name: text.encode() for name, text in sorted(texts.items())}}


def _all(scope: Scope) -> list[Scope]:
    return [scope, *(inner for each in scope.inner.values() for inner in _all(each))]


def _prove(variants: "list[Variant]", texts: Mapping[str, bytes], files: Files, request: EjectRequest) -> None:
    """Run what was written and compare.

    Raises:
        EjectError: it is not the same.
    """
    unknown = [
        f"{name}: {', '.join(sorted(names))} is not defined"
        for name, content in texts.items()
        if name.endswith(".py") and "/" not in name and (names := undefined_names(content.decode()))
    ]
    with TemporaryDirectory(prefix="apexai-") as private:
        directory = Path(private) / "program"
        write_files(directory, texts, force=False)
        try:
            found = [text for variant in variants for text in _compare(variant, directory, files, request)]
        except ProgramError as error:
            found = [str(error)]
    if unknown or found:
        raise EjectError(
            "the program that was written is not what the component declares, and was thrown away: "
            + "; ".join([*unknown, *found][:3])
            + " [APX-EJT-002]"
        )


def _compare(variant: "Variant", directory: Path, files: Files, request: EjectRequest) -> list[str]:
    invokes = directory.parent / "invokes.json"
    invokes.write_text(variant.answers, encoding="utf-8")
    written = trace_program(
        ProjectProgram(directory=directory, python=Path(sys.executable)),
        stack=request.stack.name,
        config={**request.stack.config, **files.values},
        invokes=invokes,
    )
    return differences(variant.traced, written, paths=files.paths)
