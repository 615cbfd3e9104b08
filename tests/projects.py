"""Pulumi projects for the tests, written to a directory and run by the offline engine."""

import datetime
from pathlib import Path
from typing import Final

from apexai.preview import DeploymentPreview, Preview, PreviewOptions
from apexai.preview.criteria import Criteria
from apexai.preview.project import preview_project

DAY: Final = datetime.date(2026, 11, 21)
"""On which whatever the tests look at is judged."""
JUDGED: Final = PreviewOptions(criteria=Criteria(as_of=DAY))


def write_project(directory: Path, program: str, **files: str) -> Path:
    """A project named `demo`; `files` are further ones, an underscore in the name standing for a dot."""
    directory.mkdir(parents=True, exist_ok=True)
    (directory / "Pulumi.yaml").write_text("name: demo\nruntime: python\n", encoding="utf-8")
    (directory / "__main__.py").write_text(program, encoding="utf-8")
    for name, text in files.items():
        (directory / name.replace("_", ".")).write_text(text, encoding="utf-8")
    return directory


def preview_of(directory: Path, options: PreviewOptions | None = None) -> Preview:
    return preview_project(str(directory), options or JUDGED)


def deployment_of(directory: Path, options: PreviewOptions | None = None) -> DeploymentPreview:
    (deployment,) = preview_of(directory, options).deployments
    return deployment
