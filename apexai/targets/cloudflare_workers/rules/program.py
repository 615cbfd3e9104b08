"""What runs: it is there, it fits, and an isolate can run it."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from apexai.errors import Diagnostic
from apexai.spec.deployment import ServerlessModelDeployment
from apexai.spec.runtime import Package
from apexai.spec.shown import shown
from apexai.targets.cloudflare_workers.facts import worker_facts
from apexai.targets.cloudflare_workers.program import Program, model_path, package_files, program_of
from apexai.targets.diagnostics import error
from apexai.targets.target import Surroundings
from apexai.targets.value import known_text

RUNTIME: Final = "javascript"

_URI: Final = "spec.modelRef.uri"
_PACKAGE: Final = "spec.runtime.package"
_CHOICES: Final = (
    "give the path of an ONNX file with format onnx, the name of a model of the platform (@cf/…), or runtime.package "
    "with your own modules; in front of a model elsewhere use the component EdgeInferenceWorker with its origin"
)


def check_program(deployment: ServerlessModelDeployment, surroundings: Surroundings) -> Iterator[Diagnostic]:
    """There is something to run, and it can run."""
    spec, directory = deployment.spec, surroundings.directory
    match program_of(spec):
        case None:
            yield from _nothing(deployment)
        case Program.OWN_CODE:
            assert spec.runtime.package is not None, "this program is chosen by its package"
            yield from _package(spec.runtime.package, directory)
            yield from _own_code(deployment)
        case Program.ISOLATE_MODEL if directory is not None:
            yield from _model(deployment, directory / model_path(spec))
        case _:
            pass


def _nothing(deployment: ServerlessModelDeployment) -> Iterator[Diagnostic]:
    model = deployment.spec.model_ref
    uri = known_text(model.uri)
    if model.uri is None:
        message = "there is nothing that an isolate could run"
        yield error("APX-LIM-800", _URI, message, instead=_CHOICES)
    elif uri is None:
        message = "what an isolate runs has to be known while the program is written"
        yield error("APX-LIM-800", _URI, message, instead=_CHOICES)
    elif model.format is not None and ":" not in uri:
        message = f"a Worker can't run a model in the format {model.format}"
        yield error("APX-LIM-801", "spec.modelRef.format", message, instead=_CHOICES)
    else:
        message = f"a Worker can't load {shown(uri)}: its model comes with the version, or is one of the platform"
        yield error("APX-LIM-800", _URI, message, instead=_CHOICES)


def _model(deployment: ServerlessModelDeployment, file: Path) -> Iterator[Diagnostic]:
    if not file.is_file():
        message = f"there is no file {shown(model_path(deployment.spec))}"
        yield error("APX-LIM-802", _URI, message, instead="give its path from the directory of this document")
        return
    most, size = worker_facts()["model_bytes"], file.stat().st_size
    if size > most.number:
        yield most.violated(
            code="APX-LIM-803",
            path=_URI,
            message=f"the model has {size:,} bytes; with the runtime and its tensors it has to fit into 128 MB",
            suggestion="quantise it, or run it elsewhere with an EdgeInferenceWorker in front",
        )
    digest, given = f"sha256:{hashlib.sha256(file.read_bytes()).hexdigest()}", deployment.spec.model_ref.digest
    if given is not None and given != digest:
        message = f"the file's digest is {digest}"
        instead = "write that digest, or get the file that has the one in the document"
        yield error("APX-LIM-804", "spec.modelRef.digest", message, instead=instead)


def _package(package: Package, directory: Path | None) -> Iterator[Diagnostic]:
    if package.runtime != RUNTIME:
        message = f"{shown(package.runtime)} is nothing that an isolate runs"
        instead = f"build JavaScript or WebAssembly, and write {RUNTIME}"
        yield error("APX-LIM-805", f"{_PACKAGE}.runtime", message, instead=instead)
    if directory is None:
        return
    root = directory / package.path
    if not root.is_dir():
        message = f"there is no directory {shown(package.path)}"
        instead = "give the directory that your bundler writes modules into; archives can't be uploaded"
        yield error("APX-LIM-806", f"{_PACKAGE}.path", message, instead=instead)
        return
    files = package_files(root)
    if package.handler not in {file.relative_to(root).as_posix() for file in files}:
        message = f"{package.path} has no module {shown(package.handler)}"
        instead = "name the file with the fetch handler, e.g. index.js"
        yield error("APX-LIM-807", f"{_PACKAGE}.handler", message, instead=instead)
    most, size = worker_facts()["version_bytes"], sum(file.stat().st_size for file in files)
    if size > most.number:
        yield most.violated(
            code="APX-LIM-808",
            path=f"{_PACKAGE}.path",
            message=f"the modules have {size:,} bytes",
            suggestion="leave out what no module imports",
        )


def _own_code(deployment: ServerlessModelDeployment) -> Iterator[Diagnostic]:
    if deployment.spec.runtime.cache is not None:
        message = "code of its own decides itself what it keeps"
        instead = "use the Cache API in the code, and remove it"
        yield error("APX-LIM-809", "spec.runtime.cache.ttl", message, instead=instead)
