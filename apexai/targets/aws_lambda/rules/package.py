"""Packages: a zip or a directory that is there, for a runtime that Lambda still has."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final
from zipfile import ZipFile, is_zipfile

from apexai.errors import Diagnostic
from apexai.spec.runtime import Package
from apexai.targets.aws_lambda.facts import choices, lambda_facts
from apexai.targets.diagnostics import error

_PATH: Final = "spec.runtime.package"
_ARCHIVES: Final = (".zip", ".jar", ".tar", ".tar.gz", ".tgz")
"""Endings of the archives that Pulumi reads and hands on as a zip.

Source: pulumi 3.260, sdk/go/common/resource/archive, ArchiveExts, read 2026-11-21.
"""


def check_package(
    package: Package, directory: Path | None, *, larger: str = "use runtime.image, which may have 10 GB"
) -> Iterator[Diagnostic]:
    """The runtime, and the files where somebody knows where they are.

    Args:
        package: What runs.
        directory: Where relative paths begin.
        larger: What to do with a package that is too large.
    """
    yield from _runtime(package.runtime)
    if directory is not None:
        yield from _files(package.path, directory / package.path, larger)


def _runtime(runtime: str) -> Iterator[Diagnostic]:
    path, instead = f"{_PATH}.runtime", "write one of Lambda's identifiers, e.g. python3.13 or nodejs24.x"
    facts = lambda_facts()
    retired, leaving = facts["runtimes_retired"], facts["runtimes_leaving"]
    if runtime in choices(retired) or runtime in choices(leaving):
        fact = retired if runtime in choices(retired) else leaving
        message = f"{runtime} is deprecated, and Lambda takes no functions for it any more"
        yield fact.violated(code="APX-LIM-117", path=path, message=message, suggestion=instead)
    elif runtime not in choices(facts["runtimes"]):
        message = f"{runtime!r} is no runtime of Lambda"
        yield facts["runtimes"].violated(code="APX-LIM-112", path=path, message=message, suggestion=instead)


def _files(written: str, path: Path, larger: str) -> Iterator[Diagnostic]:
    largest, at = lambda_facts()["zip_bytes"], f"{_PATH}.path"
    if not path.exists():
        message = f"there is no file or directory {written}"
        yield error("APX-LIM-116", at, message, instead="build it first, or write its path relative to the spec file")
    elif path.is_file() and not path.name.endswith(_ARCHIVES):
        message = f"{written} is no archive"
        yield error("APX-LIM-118", at, message, instead="write a zip file, or a directory that becomes one")
    elif path.is_file() and path.stat().st_size > largest.number:
        yield largest.violated(
            code="APX-LIM-113",
            path=at,
            message=f"{written} has {path.stat().st_size:,} bytes",
            suggestion=larger,
        )
    elif (unpacked := _unpacked(path)) > (most := lambda_facts()["unzipped_bytes"]).number:
        message = f"{written} has {unpacked:,} bytes unpacked"
        yield most.violated(code="APX-LIM-113", path=at, message=message, suggestion=larger)


def _unpacked(path: Path) -> int:
    """Bytes of all files; 0 for an archive that is no zip."""
    if path.is_dir():
        return sum(file.stat().st_size for file in path.rglob("*") if file.is_file())
    if not is_zipfile(path):
        return 0
    with ZipFile(path) as archive:
        return sum(entry.file_size for entry in archive.infolist())
