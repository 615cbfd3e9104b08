"""Where a directory is in the Git repository around it."""

from pathlib import Path

from apexai.errors import UsageError


def repository_path(directory: Path) -> str:
    """The path of a directory from the top of its repository, with slashes; empty for the top itself.

    Raises:
        UsageError: there is no repository around it.
    """
    absolute = directory.resolve()
    for top in (absolute, *absolute.parents):
        if (top / ".git").exists():
            return "" if top == absolute else absolute.relative_to(top).as_posix()
    raise UsageError(
        f"--output {directory} is in no Git repository; say with --path where it will be in the one that is read "
        "[APX-GIT-016]"
    )
