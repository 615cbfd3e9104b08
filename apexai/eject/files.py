"""What is beside the program: code that it uploads, records of its components, secrets that it asks for."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from apexai.eject.code import Call, Expression, Text, call, literal, mapping, quoted
from apexai.eject.functions import Functions
from apexai.eject.refusal import UnwritableError
from apexai.graph.wire import ARCHIVE, SIGNATURE

DIRECTORY: Final = "files"
"""Where uploaded files are."""
_KINDS: Final = {True: "Archive", False: "Asset"}


@dataclass(kw_only=True)
class Files:
    """The files so far."""

    directory: Path
    """Where the component's relative paths begin."""
    settings: Mapping[str, str] = field(default_factory=dict)
    """Value of a setting of the stack → its name in the program."""
    keys: Mapping[str, str] = field(default_factory=dict)
    """Key of such a setting → the same name."""
    functions: Functions = field(default_factory=Functions)
    texts: dict[str, bytes] = field(default_factory=dict)
    """Path in the program's directory → content."""
    secrets: dict[str, str] = field(default_factory=dict)
    """Key of the configuration → the property that it is for."""
    values: dict[str, str] = field(default_factory=dict)
    """The secrets themselves, by the same keys; they are in no file."""
    paths: dict[str, str] = field(default_factory=dict)
    """Path of a file as the component has it → path beside the program."""
    _known_by_path: set[str] = field(default_factory=set)

    def asset(self, envelope: Mapping[str, Any], *, name: str) -> Expression:
        """An asset or archive, of files that are copied.

        Args:
            envelope: As the wire has it.
            name: Of the resource that uploads it, which the files' directory is named after.
        """
        kind = _KINDS[envelope[SIGNATURE] == ARCHIVE]
        match envelope:
            case {"text": str() as text}:
                return call("pulumi.StringAsset", literal(text))
            case {"uri": str() as uri}:
                return call(f"pulumi.Remote{kind}", literal(uri))
            case {"path": str() as path}:
                return call(f"pulumi.File{kind}", literal(self.copied(path, name=name)))
            case {"assets": dict() as assets}:
                parts = {key: self._part(key, part, name=name) for key, part in sorted(assets.items())}
                return call("pulumi.AssetArchive", mapping(parts))
            case _:
                raise UnwritableError("it is a file of a kind of its own")

    @property
    def moved(self) -> tuple[str, ...]:
        """Files that providers know by their path, which is another beside the program."""
        return tuple(sorted(new for old, new in self.paths.items() if old in self._known_by_path and old != new))

    def copied(self, path: str, *, name: str, keeps_path: bool = False) -> str:
        """Where a file or directory of the component's is beside the program.

        Args:
            path: As the component has it.
            name: Of the resource that uploads it.
            keeps_path: Whether its path stays what it was, where it is below the directory of the document: providers
                that compare paths and not contents find a change otherwise.
        """
        source = self.directory / path
        target = f"{DIRECTORY}/{name}" if source.is_dir() else f"{DIRECTORY}/{name}/{source.name}"
        if keeps_path:
            self._known_by_path.add(path)
        if keeps_path and not Path(path).is_absolute() and ".." not in Path(path).parts:
            target = Path(path).as_posix()
        for file in sorted(source.rglob("*")) if source.is_dir() else (source,):
            if file.is_file():
                inner = f"/{file.relative_to(source).as_posix()}" if source.is_dir() else ""
                self.texts[target + inner] = _content(file)
        self.paths[path] = target
        return target

    def kept(self, content: bytes, name: str) -> str:
        """Where content that the component has in itself is beside the program."""
        target = f"{DIRECTORY}/{name}"
        self.texts[target] = content
        return target

    def record(self, name: str, content: object) -> None:
        """Keep plain data as JSON."""
        self.texts[name] = (json.dumps(content, indent=2, sort_keys=True, ensure_ascii=False) + "\n").encode()

    def secret(self, content: object, *, resource: str, name: str) -> Expression:
        """A secret of the stack's configuration, whose content is in no file."""
        key = f"{resource}-{name}"
        while key in self.secrets:
            key += "-2"
        self.secrets[key] = f"`{name}` of {resource}"
        self.values[key] = content if isinstance(content, str) else json.dumps(content)
        read = "require_secret" if isinstance(content, str) else "require_secret_object"
        return Text(f"pulumi.Config().{read}({quoted(key)})")

    def _part(self, path: str, part: Mapping[str, Any], *, name: str) -> Expression:
        """A part of an archive: texts become files, whose content is the same."""
        if "text" not in part:
            return self.asset(part, name=name)
        target = f"{DIRECTORY}/{name}/{path}"
        self.texts[target] = str(part["text"]).encode()
        return Call(function="pulumi.FileAsset", arguments=(("", literal(target)),))


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise UnwritableError(f"{file}: {error.strerror}") from None
