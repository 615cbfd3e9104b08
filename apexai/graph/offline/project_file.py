"""`Pulumi.yaml`: what of it decides how a program runs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from apexai.errors import ProjectError

PROJECT_FILES: Final = ("Pulumi.yaml", "Pulumi.yml", "Pulumi.json")


@dataclass(frozen=True, slots=True, kw_only=True)
class YamlFile:
    """A file's path and its top-level mapping."""

    path: Path
    content: Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfigType:
    """A declared type: `string`, `integer`, `boolean`, `object` or `array`, with the type of its items."""

    name: str
    items: "ConfigType | None" = None

    def __str__(self) -> str:
        return self.name if self.items is None else f"array<{self.items}>"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfigDeclaration:
    """One entry of `config:` in the project file."""

    key: str
    """In full."""
    default: object = None
    secret: bool = False
    required: bool = False
    type: ConfigType | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectFile:
    """A project: its name, runtime and options, where its program and its stacks' configuration are."""

    path: Path
    name: str
    runtime: str
    runtime_options: Mapping[str, object] = field(default_factory=dict)
    main: str = ""
    stack_config_dir: str = ""
    declarations: Mapping[str, ConfigDeclaration] = field(default_factory=dict)
    """By full key."""

    @property
    def root(self) -> Path:
        return self.path.parent

    def stack_config_file(self, stack: str) -> Path:
        """Where the stack's configuration is; a stack named `org/project/name` has the file of its name."""
        return self.root / self.stack_config_dir / f"Pulumi.{stack.rsplit('/', 1)[-1]}{self.path.suffix}"


def load_project_file(directory: Path) -> ProjectFile:
    """Read the project file of a directory.

    Raises: ProjectError, for a directory without one or a file that isn't one.
    """
    path = next((directory / name for name in PROJECT_FILES if (directory / name).is_file()), None)
    if path is None:
        raise ProjectError(f"{directory}: no {PROJECT_FILES[0]} here: not a Pulumi project [APX-OFF-010]")
    content = load_yaml(path).content
    name, runtime = content.get("name"), content.get("runtime")
    options: object = {}
    if isinstance(runtime, Mapping):
        options = runtime.get("options") or {}
        runtime = runtime.get("name")
    if not isinstance(name, str) or not isinstance(runtime, str) or not isinstance(options, Mapping):
        raise ProjectError(f"{path}: name and runtime are required, as texts [APX-OFF-011]")
    return ProjectFile(
        path=path,
        name=name,
        runtime=runtime,
        runtime_options=options,
        main=str(content.get("main") or ""),
        stack_config_dir=str(content.get("stackConfigDir") or content.get("config_dir") or ""),
        declarations=_declarations(content.get("config"), project=name),
    )


def load_yaml(path: Path) -> YamlFile:
    """Read a YAML or JSON file whose top level is a mapping; an empty file is an empty one.

    Raises: ProjectError.
    """
    try:
        content = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, YAMLError) as error:
        raise ProjectError(f"{path}: can't be read: {' '.join(str(error).split())} [APX-OFF-011]") from error
    if content is not None and not isinstance(content, Mapping):
        raise ProjectError(f"{path}: a mapping is expected at the top [APX-OFF-011]")
    return YamlFile(path=path, content=content or {})


def _declarations(section: object, *, project: str) -> dict[str, ConfigDeclaration]:
    if not isinstance(section, Mapping):
        return {}
    keys = {str(key): str(key) if ":" in str(key) else f"{project}:{key}" for key in section}
    return {keys[str(key)]: _declaration(keys[str(key)], value, project=project) for key, value in section.items()}


def _declaration(key: str, value: object, *, project: str) -> ConfigDeclaration:
    """The short form is a default by itself; the long one has `type`, `items`, `default`, `value`, `secret`.

    What the project declares under its own name is required.
    Source: pulumi pkg/workspace/config.go `mergeConfig`, 3.260.
    """
    if not isinstance(value, Mapping):
        return ConfigDeclaration(key=key, default=value)
    default = value.get("default", value.get("value"))
    return ConfigDeclaration(
        key=key,
        default=default,
        secret=bool(value.get("secret")),
        required=default is None and key.startswith(f"{project}:"),
        type=_type(value),
    )


def _type(declared: Mapping[object, object]) -> ConfigType | None:
    name, items = declared.get("type"), declared.get("items")
    if not isinstance(name, str):
        return None
    return ConfigType(name=name, items=_type(items) if isinstance(items, Mapping) else None)
