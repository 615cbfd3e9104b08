"""What runs in a Worker that a spec describes: a model in the isolate, a model of the platform, or code of its own."""

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path, PurePath
from typing import Final

from apexai.edge.modules import ContentType, Module, forwarding_modules, onnx_modules
from apexai.spec.deployment import ModelFormat, ServerlessModelDeployment, Spec
from apexai.targets.value import known_text

PLATFORM_MODELS: Final = ("@cf/", "@hf/")
"""What names of the platform's models begin with."""
_ONNX: Final = ".onnx"
_TYPES: Final[Mapping[str, ContentType]] = {
    ".js": ContentType.SCRIPT,
    ".mjs": ContentType.SCRIPT,
    ".wasm": ContentType.WASM,
    ".json": ContentType.JSON,
    ".txt": ContentType.TEXT,
    ".html": ContentType.TEXT,
    ".map": ContentType.SOURCE_MAP,
}


class Program(StrEnum):
    """Who computes answers."""

    OWN_CODE = "code of its own"
    ISOLATE_MODEL = "a model in the isolate"
    PLATFORM_MODEL = "a model of the platform"


def program_of(spec: Spec) -> Program | None:
    """What the document asks for; None where it names nothing that a Worker can run."""
    if spec.runtime.package is not None:
        return Program.OWN_CODE
    uri = known_text(spec.model_ref.uri)
    if uri is None:
        return None
    if uri.startswith(PLATFORM_MODELS):
        return Program.PLATFORM_MODEL
    is_onnx = spec.model_ref.format is ModelFormat.ONNX or (spec.model_ref.format is None and uri.endswith(_ONNX))
    return Program.ISOLATE_MODEL if is_onnx and ":" not in uri else None


def modules_of(deployment: ServerlessModelDeployment, directory: Path | None) -> tuple[Module, ...]:
    """The files of a version; the first one is the main module."""
    spec = deployment.spec
    match program_of(spec):
        case Program.OWN_CODE:
            return _own(deployment, directory or Path())
        case Program.ISOLATE_MODEL:
            return onnx_modules(Path(model_path(spec)))
        case _:
            return forwarding_modules()


def model_path(spec: Spec) -> str:
    """The path of the model's file, as the document writes it."""
    return known_text(spec.model_ref.uri) or ""


def package_files(directory: Path) -> list[Path]:
    """The files of a package of one's own, without hidden ones."""
    files = (file for file in directory.rglob("*") if file.is_file())
    return sorted(file for file in files if not any(part.startswith(".") for part in file.relative_to(directory).parts))


def _own(deployment: ServerlessModelDeployment, directory: Path) -> tuple[Module, ...]:
    package = deployment.spec.runtime.package
    assert package is not None, "this program is chosen by its package"
    root = directory / package.path
    modules = [
        Module(
            name=file.relative_to(root).as_posix(),
            content_type=_TYPES.get(file.suffix, ContentType.BYTES),
            file=Path(PurePath(package.path) / file.relative_to(root)),
        )
        for file in package_files(root)
    ]
    return tuple(sorted(modules, key=lambda module: (module.name != package.handler, module.name)))
