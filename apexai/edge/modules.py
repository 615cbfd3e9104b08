"""The files of the worker program that a version of a Worker is made of."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

BUNDLE: Final = Path(__file__).parent / "bundle"
COMPATIBILITY_DATE: Final = "2026-04-01"
"""The date of the runtime's behaviour that the program is tested with."""
MODEL: Final = "model.onnx"


class ContentType(StrEnum):
    """What a module is, as the platform names it."""

    SCRIPT = "application/javascript+module"
    WASM = "application/wasm"
    BYTES = "application/octet-stream"
    JSON = "application/json"
    TEXT = "text/plain"
    SOURCE_MAP = "application/source-map"


@dataclass(frozen=True, slots=True, kw_only=True)
class Module:
    """One file of a version."""

    name: str
    content_type: ContentType
    file: Path

    @property
    def is_bundled(self) -> bool:
        """Whether it is a file of this package, and not of the user's."""
        return self.file.is_relative_to(BUNDLE)

    @property
    def path_from_here(self) -> str:
        """The path of the file, relative where it lies below the program's directory."""
        here = Path.cwd()
        return str(self.file.relative_to(here) if self.file.is_relative_to(here) else self.file)


def forwarding_modules() -> tuple[Module, ...]:
    """The program that asks an origin or a model of the platform; the first module is the main one."""
    return (Module(name="forward.js", content_type=ContentType.SCRIPT, file=BUNDLE / "forward.js"),)


def onnx_modules(model: Path) -> tuple[Module, ...]:
    """The program with a model inside; the first module is the main one."""
    return (
        Module(name="onnx.js", content_type=ContentType.SCRIPT, file=BUNDLE / "onnx.js"),
        Module(name="ort.wasm", content_type=ContentType.WASM, file=BUNDLE / "ort.wasm"),
        Module(name=MODEL, content_type=ContentType.BYTES, file=model),
    )
