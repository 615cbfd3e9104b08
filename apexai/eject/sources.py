"""The component that is ejected: its document, checked, and its trace."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from importlib.util import find_spec
from os.path import relpath
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from apexai.eject.refusal import EjectError
from apexai.eject.stack import Stack
from apexai.errors import DiagnosticSeverity, MissingExtraError, RefusedError, UsageError
from apexai.graph.offline.program import ScriptProgram
from apexai.graph.offline.tracing import TracedProgram, trace_program
from apexai.preview.checks import CheckedDocument, check_documents
from apexai.preview.requests import PROGRAM
from apexai.preview.surroundings import surroundings_of
from apexai.spec.fields import Platform
from apexai.spec.loader import load_specs
from apexai.targets.registry import load_target

_PLACEHOLDER: Final = "APX-PRV-001"


@dataclass(frozen=True, slots=True, kw_only=True)
class EjectRequest:
    """What is ejected, and the stack that it is of."""

    path: str
    """Of a spec with one document."""
    target: str | None = None
    name: str | None = None
    """Logical name of the component; the deployment's own where absent."""
    overrides: Mapping[str, object] | None = None
    """The partial spec that the program lays over the document; what the stack's configuration says where absent."""
    stack: Stack


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """One document on one platform, as it is deployed."""

    request: EjectRequest
    checked: CheckedDocument
    platform: Platform

    @property
    def name(self) -> str:
        return self.request.name or self.checked.accepted.metadata.name


def load_component(request: EjectRequest) -> Component:
    """Read and check the document of a component.

    Raises:
        UsageError: the file has several documents.
        RefusedError: the document can't be had on the platform.
        EjectError: the image is nowhere.
        MissingExtraError: the platform's SDK is not installed.
    """
    path, target = request.path, request.target
    documents = load_specs(path)
    if len(documents) != 1:
        raise UsageError(f"{path} holds {len(documents)} documents: a program is written of one [APX-EJT-003]")
    if request.overrides is None:
        request = replace(request, overrides=request.stack.overrides.get(documents[0].name, {}))
    document = replace(documents[0], overlay=request.overrides or {})
    surroundings = replace(surroundings_of(request.stack.config), name=request.name)
    (checked,) = check_documents([document], target=target, surroundings=surroundings)
    if checked.refused:
        raise RefusedError(item for item in checked.diagnostics if item.severity is DiagnosticSeverity.ERROR)
    if any(diagnostic.code == _PLACEHOLDER for diagnostic in checked.diagnostics):
        raise EjectError(
            f"{path}: no image is given, and no registry to find it in: give --config apexai:registry=HOST/PATH, as "
            "the stack has it [APX-EJT-004]"
        )
    platform = checked.accepted.spec.runtime.platform
    of_platform = load_target(platform)
    if find_spec(of_platform.sdk) is None:
        raise MissingExtraError(target=platform, extra=of_platform.extra)
    return Component(request=request, checked=checked, platform=platform)


def trace_component(component: Component, *, answers: str) -> TracedProgram:
    """How the component makes its resources, in the directory of the program that it is of.

    Args:
        component: What is traced.
        answers: What the cloud would answer to what the component asks at once, as an invokes file.

    Raises:
        ProgramError: it fails.
    """
    request, stack = component.request, component.request.stack
    document = {
        "name": component.name,
        "platform": component.platform,
        "document": relpath(request.path, stack.directory),
        "overrides": request.overrides,
    }
    with TemporaryDirectory(prefix="apexai-") as private:
        file, invokes = (Path(private) / name for name in ("requests.json", "invokes.json"))
        file.write_text(json.dumps([document]), encoding="utf-8")
        invokes.write_text(answers, encoding="utf-8")
        return trace_program(
            ScriptProgram(script=PROGRAM, project=stack.project, arguments=(str(file),), directory=stack.directory),
            stack=stack.name,
            config=stack.config,
            invokes=invokes,
        )
