"""What deployments upload: built from the sources beside it, small enough, with the notices of what it contains."""

import gzip
import json
import subprocess
from pathlib import Path

import pytest

from apexai.edge.modules import BUNDLE, forwarding_modules, onnx_modules
from tests.edge.models import write_classifier
from tests.edge.workerd import SOURCES

MIB = 1024 * 1024


@pytest.mark.node
def test_the_bundle_is_what_the_sources_build(tmp_path: Path) -> None:
    subprocess.run(["node", "build.mjs", str(tmp_path)], cwd=SOURCES, check=True)
    built = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    assert sorted(built) == sorted(file.name for file in BUNDLE.iterdir())
    assert [name for name, content in built.items() if content != (BUNDLE / name).read_bytes()] == []


@pytest.mark.node
def test_the_sources_are_well_typed() -> None:
    command = ["node", "node_modules/typescript/bin/tsc", "--noEmit"]
    assert subprocess.run(command, cwd=SOURCES, capture_output=True, text=True).stdout == ""


def test_the_bundle_fits_all_limits_that_the_platform_ever_named(tmp_path: Path) -> None:
    model = tmp_path / "model.onnx"
    write_classifier(model)
    contents = [module.file.read_bytes() for module in onnx_modules(model)]
    assert sum(len(content) for content in contents) < 64 * MIB
    assert sum(len(gzip.compress(content, 1)) for content in contents) < 5 * MIB
    assert sum(module.file.stat().st_size for module in forwarding_modules()) < 64 * 1024


def test_the_notices_name_what_is_bundled() -> None:
    notices = (BUNDLE / "NOTICES.txt").read_text()
    dependencies = json.loads((SOURCES / "package.json").read_text())["dependencies"]
    for name, version in dependencies.items():
        assert f"{name} {version} (MIT)" in notices


def test_the_lock_names_versions_and_digests_and_no_places() -> None:
    lock = json.loads((SOURCES / "package-lock.json").read_text())
    packages = {name: package for name, package in lock["packages"].items() if name}
    assert [name for name, package in packages.items() if "resolved" in package] == []
    assert [name for name, package in packages.items() if not package.get("integrity", "").startswith("sha512-")] == []
