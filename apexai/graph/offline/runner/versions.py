"""The versions of the pulumi SDK that the engine runs programs with, in one place."""

from __future__ import annotations

OLDEST = (3, 130, 0)
NEXT_MAJOR = (4, 0, 0)
TESTED = ("3.130.0", "3.150.0", "3.200.0", "3.260.0", "3.272.0")
"""What the tests have run with; what lies between is expected to work, what comes later is warned of."""


def sdk_version() -> str:
    """The version of the installed pulumi distribution; empty where it has no metadata."""
    from importlib import metadata

    try:
        return metadata.version("pulumi")
    except metadata.PackageNotFoundError:
        return ""


def parse(version: str) -> tuple[int, ...]:
    parts: list[int] = []
    for part in version.split(".")[:3]:
        digits = "".join(character for character in part if character.isdigit())
        parts.append(int(digits or 0))
    return tuple(parts)


def is_supported(version: str) -> bool:
    """True for a version in the range, and for one that can't be read: the run will tell."""
    return not version or OLDEST <= parse(version) < NEXT_MAJOR
