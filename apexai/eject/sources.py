"""The component that is ejected: its document, checked, and its trace."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from apexai.eject.refusal import EjectError
from apexai.errors import DiagnosticSeverity, MissingExtraError, RefusedError, UsageError
from apexai.graph.offline.program import ScriptProgram
from apexai.graph.offline.tracing import TracedProgram, trace_program
from apexai.preview.checks import CheckedDocument, check_documents
from apexai.preview.requests import PROGRAM, request_of
from apexai.preview.surroundings import surroundings_of
from apexai.spec.fields import Platform
from apexai.spec.loader import load_specs
from apexai.targets.registry import load_target

_PLACEHOLDER: Final = "APX-PRV-001"


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """One document on one platform, as it is deployed."""

    checked: CheckedDocument
    platform: Platform
    name: str

    @property
    def directory(self) -> Path:
        """Where relative paths of the document begin."""
        return Path(self.checked.document.file).resolve().parent


def load_component(path: str, *, target: str | None, name: str | None, config: Mapping[str, str]) -> Component:
    """Read and check the document of a component.

    Raises:
        UsageError: the file has several documents.
        RefusedError: the document can't be had on the platform.
        EjectError: the image is nowhere.
        MissingExtraError: the platform's SDK is not installed.
    """
    documents = load_specs(path)
    if len(documents) != 1:
        raise UsageError(f"{path} holds {len(documents)} documents: a program is written of one [APX-EJT-003]")
    (checked,) = check_documents(documents, target=target, surroundings=surroundings_of(config))
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
    return Component(checked=checked, platform=platform, name=name or checked.accepted.metadata.name)


def trace_component(
    component: Component, *, project: str, stack: str, config: Mapping[str, str], answers: str = "{}"
) -> TracedProgram:
    """How the component makes its resources.

    Args:
        component: What is traced.
        project: Of the stack.
        stack: Its name.
        config: Its configuration.
        answers: What the cloud would answer to what the component asks at once, as an invokes file.

    Raises:
        ProgramError: it fails.
    """
    request = request_of(component.checked.document, component.checked.accepted)
    document = {"name": component.name, "platform": request.platform, "document": request.document}
    with TemporaryDirectory(prefix="apexai-") as private:
        file = Path(private) / "requests.json"
        file.write_text(json.dumps([document]), encoding="utf-8")
        invokes = Path(private) / "invokes.json"
        invokes.write_text(answers, encoding="utf-8")
        return trace_program(
            ScriptProgram(script=PROGRAM, project=project, arguments=(str(file),), directory=component.directory),
            stack=stack,
            config=config,
            invokes=invokes,
        )
