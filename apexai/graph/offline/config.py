"""The configuration of a stack, as the engine hands it to a program: full keys, texts, and which of them are secret."""

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from apexai.errors import Diagnostic, DiagnosticSeverity, ProjectError
from apexai.graph.offline.config_types import check_types
from apexai.graph.offline.project_file import ConfigDeclaration, ProjectFile, YamlFile, load_yaml

SECRET_PLACEHOLDER: Final = "apexai-placeholder"
"""What stands in for a `secure:` value, which only the stack's secrets provider can decrypt."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StackConfig:
    """Full keys → texts, with what had to be made up on the way."""

    values: Mapping[str, str] = field(default_factory=dict)
    secret_keys: frozenset[str] = frozenset()
    diagnostics: tuple[Diagnostic, ...] = ()
    """Their files are named from the project's directory, as those of the program's are."""


def qualify_config(config: Mapping[str, str], *, project: str) -> dict[str, str]:
    """Give keys without a namespace the project's."""
    return {key if ":" in key else f"{project}:{key}": value for key, value in config.items()}


def load_stack_config(project: ProjectFile, *, stack: str) -> StackConfig:
    """Read `Pulumi.<stack>.yaml` over the defaults that `Pulumi.yaml` declares; a stack without a file has those alone.

    Raises: ProjectError, for a file that can't be read, or values of other types than the project declares.
    """
    path = project.stack_config_file(stack)
    stack_file = load_yaml(path) if path.is_file() else YamlFile(path=path, content={})
    written = _written_config(stack_file, project)
    check_types(project.declarations, written, file=path)
    values, secrets, notes = {}, set(), []
    for key, value in {**_declared_defaults(project), **written}.items():
        if _has_secure(value):
            secrets.add(key)
            notes.append(key)
        values[key] = _text(_without_secure(value))
    secrets |= {key for key, declared in project.declarations.items() if declared.secret and key in values}
    place = os.path.relpath(path, project.root)
    diagnostics = [
        *_secure_note(place, notes),
        *_environment_note(place, stack_file),
        *_absence_note(place, path, stack),
    ]
    return StackConfig(values=values, secret_keys=frozenset(secrets), diagnostics=tuple(diagnostics))


def check_required_config(project: ProjectFile, config: Mapping[str, str], *, stack: str) -> None:
    """Refuse a run without the values that `Pulumi.yaml` declares without a default, as Pulumi does.

    Raises: ProjectError.
    """
    missing = [key for key, declared in project.declarations.items() if declared.required and key not in config]
    if missing:
        names = ", ".join(missing)
        raise ProjectError(
            f"{project.path}: stack {stack} lacks configuration that the project declares: {names}; "
            f"write --config {missing[0]}=VALUE, or set it in {project.stack_config_file(stack).name} [APX-OFF-012]"
        )


def _declared_defaults(project: ProjectFile) -> dict[str, object]:
    return {key: declared.default for key, declared in project.declarations.items() if declared.default is not None}


def _written_config(stack_file: YamlFile, project: ProjectFile) -> dict[str, object]:
    section = stack_file.content.get("config") or {}
    if not isinstance(section, Mapping):
        raise ProjectError(f"{stack_file.path}: config: a mapping of keys to values is expected [APX-OFF-011]")
    return {
        (key if ":" in key else f"{project.name}:{key}"): value
        for key, value in ((str(key), value) for key, value in section.items())
    }


def _has_secure(value: object) -> bool:
    if isinstance(value, Mapping):
        return _is_secure(value) or any(_has_secure(item) for item in value.values())
    return isinstance(value, list) and any(_has_secure(item) for item in value)


def _is_secure(value: Mapping[object, object]) -> bool:
    return len(value) == 1 and isinstance(value.get("secure"), str)


def _without_secure(value: object) -> object:
    if isinstance(value, Mapping):
        if _is_secure(value):
            return SECRET_PLACEHOLDER
        return {key: _without_secure(item) for key, item in value.items()}
    return [_without_secure(item) for item in value] if isinstance(value, list) else value


def _text(value: object) -> str:
    """A value as Pulumi keeps it: texts as they are, booleans and numbers and structures as JSON."""
    return value if isinstance(value, str) else json.dumps(value, separators=(",", ":"), default=str)


def _secure_note(place: str, keys: Iterable[str]) -> Iterable[Diagnostic]:
    names = ", ".join(keys)
    if names:
        yield Diagnostic(
            code="APX-OFF-021",
            severity=DiagnosticSeverity.NOTE,
            message=f"secure values are not decrypted: a placeholder stands in for {names}",
            suggestion="use --config KEY=VALUE where the value decides what is created",
            file=place,
        )


def _environment_note(place: str, stack_file: YamlFile) -> Iterable[Diagnostic]:
    if stack_file.content.get("environment"):
        yield Diagnostic(
            code="APX-OFF-022",
            severity=DiagnosticSeverity.WARNING,
            message="environment: is not opened offline: configuration that it brings is missing",
            suggestion="use --config KEY=VALUE for what the program reads from it",
            file=place,
        )


def _absence_note(place: str, path: Path, stack: str) -> Iterable[Diagnostic]:
    """A stack may have no configuration; beside others that have some, its name is more likely a slip of the pen."""
    others = sorted(file.name for file in path.parent.glob(f"Pulumi.*{path.suffix}"))
    if others and not path.is_file():
        yield Diagnostic(
            code="APX-OFF-048",
            severity=DiagnosticSeverity.WARNING,
            message=f"stack {stack} has no configuration file, where there are {', '.join(others)}",
            suggestion="check the name that --stack gives; all that is in those files is missing here",
            file=place,
        )


__all__ = [
    "SECRET_PLACEHOLDER",
    "ConfigDeclaration",
    "StackConfig",
    "check_required_config",
    "load_stack_config",
    "qualify_config",
]
