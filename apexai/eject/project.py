"""The files around the program: the project's, its first module, and what to do with it."""

import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files

from apexai.eject.sdk import variable_of
from apexai.graph.offline.tracing import TracedResource


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """What the files say of where the program came from and belongs to."""

    name: str
    stack: str
    source: str
    component: TracedResource
    platform: str
    secrets: Mapping[str, str]
    keys: tuple[str, ...]
    """Of the configuration that the program reads."""
    moved: tuple[str, ...]
    """Files that providers know by their path, which is another than before."""


def render_project_file(project: Project) -> str:
    """`Pulumi.yaml`, of the same project: its name is part of every URN."""
    return textwrap.dedent(f"""\
        name: {project.name}
        description: {project.component.name} on {project.platform}
        runtime:
          name: python
          options:
            toolchain: pip
            virtualenv: venv
        """)


def render_main(project: Project, module: str) -> str:
    """`__main__.py`."""
    component = project.component
    exports = "".join(
        f'pulumi.export("{name}", service.{name})\n' for name in sorted(component.record.get("outputs", {}))
    )
    return (
        f'"""{component.name} on {project.platform}, in stack {project.stack}."""\n\nimport pulumi\n\n'
        f"from {module} import {component.class_name}\n\n"
        f'service = {component.class_name}("{component.name}")\n{exports}'
    )


def render_readme(project: Project) -> str:
    """What to do with the program, and what is left behind."""
    text = files(__package__).joinpath("README.md.in").read_text(encoding="utf-8")
    return text.format(
        name=project.component.name,
        platform=project.platform,
        source=project.source,
        stack=project.stack,
        project=project.name,
        module=variable_of(project.component.class_name),
        configuration=_configuration(project),
        moved=_moved(project),
    )


def _moved(project: Project) -> str:
    if not project.moved:
        return ""
    names = ", ".join(f"`{name}`" for name in project.moved)
    text = (
        f"But for one thing: the provider compares the paths of {names}, which are other ones here. The first `up` "
        "updates what has them once, in place and with the same content."
    )
    return textwrap.fill(text, 120, initial_indent="   ", subsequent_indent="   ") + "\n"


def _configuration(project: Project) -> str:
    lines = [f"* `{key}`, which the program reads" for key in project.keys]
    lines += [
        f"* the secret `{key}`: {what}; set it with `pulumi config set --secret {key}`, which asks for it"
        for key, what in project.secrets.items()
    ]
    return "".join(f"{line}\n" for line in lines) or "Nothing but what the providers read, such as `aws:region`.\n"
