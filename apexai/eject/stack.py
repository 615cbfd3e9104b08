"""The stack that a component is deployed in: its project, whose name is part of every URN, and its configuration."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from apexai.errors import Diagnostic, DiagnosticSeverity, UsageError
from apexai.graph.offline.config import load_stack_config
from apexai.graph.offline.project_file import ProjectFile, load_project_file
from apexai.preview.around import project_around
from apexai.preview.options import DEFAULT_STACK
from apexai.preview.surroundings import OVERRIDES, is_read
from apexai.spec.loader import STDIN


@dataclass(frozen=True, slots=True, kw_only=True)
class Stack:
    """A stack, as far as specs read it."""

    project: str
    name: str = DEFAULT_STACK
    config: Mapping[str, str] = field(default_factory=dict)
    directory: Path
    """Where the program of the component runs: paths in its inputs are relative to it."""
    overrides: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    """Name of a deployment → the partial spec that the stack's configuration lays over it."""
    notes: tuple[Diagnostic, ...] = ()
    """What may be wrong with the configuration."""


def stack_of(spec: str, *, project: str | None, stack: str, config: Mapping[str, str]) -> Stack:
    """The stack of a spec: of the nearest project around it, unless another one is named, and with its configuration.

    Raises:
        UsageError: no project is named, and none is around; or `apexai:overrides` is no mapping of partial specs.
        ProjectError: the project or its configuration can't be read.
    """
    path = Path(spec).resolve()
    if spec == STDIN:
        raise UsageError(
            "standard input has no project around it, which the program takes the place in: name the spec file "
            "[APX-EJT-010]"
        )
    if path.is_dir():
        raise UsageError(f"{spec} is a directory: name the spec file in it whose component is ejected [APX-EJT-010]")
    around = project_around(path)
    file = None if around is None else load_project_file(around)
    if file is None and project is None:
        raise UsageError(
            f"{spec}: there is no Pulumi.yaml around it: name the project of its stack with --project, as it is part "
            "of every resource's URN [APX-EJT-007]"
        )
    if file is None or project not in (None, file.name):
        return Stack(
            project=project or "", name=stack, config=config, directory=path.parent, overrides=_overrides(config)
        )
    found = load_stack_config(file, stack=stack)
    own = {key: value for key, value in found.values.items() if is_read(key) and key not in found.secret_keys}
    overrides = _overrides({**found.values, **config})
    return Stack(
        project=file.name,
        name=stack,
        config={**own, **config},
        directory=_program(file),
        overrides=overrides,
        notes=tuple(item for item in found.diagnostics if item.severity is DiagnosticSeverity.WARNING),
    )


def _overrides(config: Mapping[str, str]) -> Mapping[str, Mapping[str, object]]:
    try:
        given = json.loads(config.get(OVERRIDES, "{}"))
    except ValueError:
        given = None
    if not isinstance(given, dict) or not all(isinstance(partial, dict) for partial in given.values()):
        raise UsageError(f"{OVERRIDES}: a mapping of names to partial specs is expected [APX-EJT-008]")
    return given


def _program(file: ProjectFile) -> Path:
    main = file.root / file.main
    return main if main.is_dir() else main.parent
