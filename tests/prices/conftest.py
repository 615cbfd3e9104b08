"""A copy of the shipped price files that a test may change."""

import shutil
from pathlib import Path

import pytest

from apexai.prices.catalogue import shipped_catalogue


@pytest.fixture
def catalogue(tmp_path: Path) -> Path:
    folder = tmp_path / "catalogue"
    shutil.copytree(str(shipped_catalogue()), folder)
    return folder
