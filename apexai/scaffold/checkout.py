"""What git knows of the repository that a directory lies in."""

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_REMOTE: Final = re.compile(
    r"^(?:\w+://)?(?:[^@/]+@)?(?P<host>[\w.-]+\.\w+)(?::\d+)?[:/](?P<slug>[\w.-]+/[\w.-]+?)(?:\.git)?/?$"
)
_FORGE: Final = ("github.com", "my-organization/my-repository")
_BRANCH: Final = "main"
_USUAL: Final = (_BRANCH, "master")


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkout:
    """A repository on this machine; what nobody says is a placeholder that its owner changes."""

    top: Path
    """Its directory; the one that was asked about where that lies in no repository."""
    host: str
    forge: str
    """`owner/name` on the code host."""
    branch: str
    """The one that changes go into."""


def load_checkout(directory: Path) -> Checkout:
    """Ask git about a directory, which need not be there yet."""
    above = (directory, *directory.parents)
    top = next((place for place in above if (place / ".git").exists()), directory)
    found = _REMOTE.match(_git(top, "remote", "get-url", "origin"))
    host, forge = (found["host"], found["slug"]) if found else _FORGE
    return Checkout(top=top, host=host, forge=forge, branch=_branch(top))


def _branch(top: Path) -> str:
    """The remote's own one, else that of a usual name, else the one that a repository without commits begins with."""
    head = _git(top, "symbolic-ref", "--short", "refs/remotes/origin/HEAD").removeprefix("origin/")
    there = _git(top, "for-each-ref", "--format=%(refname:short)", "refs/heads/", "refs/remotes/origin/").split()
    usual = (name for name in _USUAL if name in there or f"origin/{name}" in there)
    first = "" if there else _git(top, "symbolic-ref", "--short", "HEAD")
    return head or next(usual, "") or first or _BRANCH


def _git(directory: Path, *arguments: str) -> str:
    """What git prints; empty where it knows no answer or is not installed."""
    if not (directory / ".git").exists():
        return ""
    try:
        ended = subprocess.run(
            ["git", "-C", str(directory), *arguments], capture_output=True, encoding="utf-8", check=False
        )
    except OSError:
        return ""
    return ended.stdout.strip() if not ended.returncode else ""
