"""The brake's own code as an archive: the same bytes on every machine, with no path in it."""

from importlib.resources import files

import pulumi

_ROOT = '"""Holds the brake."""\n'
"""Not empty: the SDK of Pulumi reads back no empty asset."""
_SHARED = ("__init__", "audit", "decision", "state")
_OWN = {
    "aws": ("__init__", "alerts", "capacity", "handler", "settings"),
    "azure": (
        "__init__",
        "alerts",
        "api",
        "container_app",
        "function_app",
        "main",
        "memory",
        "settings",
        "spending",
    ),
    "gcp": ("__init__", "api", "brake", "main", "messages", "months", "scaling", "settings"),
    "kubernetes": ("__init__", "api", "main", "scaling", "settings"),
}
"""Platform → the modules of its brake."""
DEFAULT_IMAGE = "docker.io/library/python:3.13-slim"
"""Where `apexai:brakeImage` names none; not pinned, since a digest that nobody checks here would be no promise."""


def brake_archive(platform: str) -> pulumi.AssetArchive:
    """The modules of `apexai.brake` that one platform's brake needs, importable under their own names."""
    return pulumi.AssetArchive({path: pulumi.StringAsset(text) for path, text in brake_files(platform).items()})


def brake_files(platform: str) -> dict[str, str]:
    """Path in the archive → text."""
    root = files("apexai.brake")
    shared = {f"apexai/brake/{name}.py": root / f"{name}.py" for name in _SHARED}
    own = {f"apexai/brake/{platform}/{name}.py": root / platform / f"{name}.py" for name in _OWN[platform]}
    texts = {path: file.read_text(encoding="utf-8") for path, file in {**shared, **own}.items()}
    return {"apexai/__init__.py": _ROOT, **texts}
