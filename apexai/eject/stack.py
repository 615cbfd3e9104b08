"""The stack that a component is deployed in: its project, whose name is part of every URN, and its configuration."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from apexai.errors import UsageError
from apexai.graph.offline.config import load_stack_config
from apexai.graph.offline.project_file import load_project_file
from apexai.preview.surroundings import is_read


@dataclass(frozen=True, slots=True, kw_only=True)
class Stack:
    """A stack, as far as specs read it."""

    project: str
    config: Mapping[str, str]


def stack_of(spec: str, *, project: str | None, stack: str, config: Mapping[str, str]) -> Stack:
    """The stack of a spec: the nearest project around it, unless one is named, and its configuration.

    Raises:
        UsageError: no project is named, and none is around.
        ProjectError: the project or its configuration can't be read.
    """
    around = next((path for path in Path(spec).resolve().parents if (path / "Pulumi.yaml").is_file()), None)
    if around is None:
        if project is None:
            raise UsageError(
                f"{spec}: there is no Pulumi.yaml around it: name the project of its stack with --project, as it is "
                "part of every resource's URN [APX-EJT-007]"
            )
        return Stack(project=project, config=config)
    file = load_project_file(around)
    found = load_stack_config(file, stack=stack)
    own = {
        key: value
        for key, value in found.values.items()
        if is_read(key) and key not in found.secret_keys and project in (None, file.name)
    }
    return Stack(project=project or file.name, config={**own, **config})
