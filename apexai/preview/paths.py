"""A path, whatever it leads to → its preview."""

from pathlib import Path
from typing import Final

from apexai.errors import UsageError
from apexai.preview.audit import preview_engine_file, read_given
from apexai.preview.options import PreviewOptions
from apexai.preview.project import is_project, preview_project
from apexai.preview.result import Preview
from apexai.preview.specs import preview_specs
from apexai.spec.loader import STDIN

_NO_PATHS: Final = (STDIN, "")


def preview_path(path: str, options: PreviewOptions, *, target: str | None = None) -> Preview:
    """Preview specs, a Pulumi project, or a file that the Pulumi CLI wrote, which its content tells.

    Args:
        path: A file, a directory, or `-` for standard input.
        options: What holds for all of it.
        target: A platform for specs, or `all`.

    Raises:
        ApexError: the path can't be previewed, or an option is given that means nothing for it.
    """
    if path not in _NO_PATHS and is_project(Path(path)):
        _refuse_target(target, f"{path} is a Pulumi project, whose program says where it runs")
        return preview_project(path, options)
    content = read_given(path)
    found = preview_engine_file(path, content, options) if content is not None else None
    if found is None:
        return preview_specs(path, options, target=target, content=content)
    _refuse_target(target, f"{path} is a file of the Pulumi CLI, which says where it runs")
    return found


def _refuse_target(target: str | None, reason: str) -> None:
    if target is not None:
        raise UsageError(f"--target {target}: {reason} [APX-PRV-003]")
