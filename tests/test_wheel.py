"""The wheel holds the files of the package and no others: what Git ignores would be left out without a word."""

from pathlib import Path
from typing import Final

from hatchling.builders.wheel import WheelBuilder

import apexai

ROOT: Final = Path(__file__).parents[1]
_NOT_OURS: Final = ("__pycache__", "node_modules")


def test_the_wheel_holds_the_package() -> None:
    builder = WheelBuilder(str(ROOT))
    held = {file.distribution_path for file in builder.recurse_included_files()}
    files = (file.relative_to(ROOT) for file in (ROOT / "apexai").rglob("*") if file.is_file())
    assert held == {str(file) for file in files if not set(_NOT_OURS) & set(file.parts)}
    assert {"apexai/py.typed", "apexai/scaffold/templates/github/preview.yml"} <= held


def test_the_version_is_said_in_one_place() -> None:
    metadata = WheelBuilder(str(ROOT)).metadata
    assert metadata.version == apexai.__version__
    assert metadata.core.scripts == {"apexai": "apexai.cli.main:main"}
