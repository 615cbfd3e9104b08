"""Digests of what files, texts and archives hold, so that two previews can be compared by content."""

from __future__ import annotations

import hashlib
import os
from typing import Any

from . import wire

_CHUNK = 1 << 20


class AssetDigests:
    """Adds `hash` to the assets in a resource's inputs; a file is read once however many resources use it."""

    def __init__(self) -> None:
        self._of_path: dict[str, str] = {}
        self.missing: dict[str, tuple[str, int] | None] = {}
        """Paths as written, without anything there, with the line of the resource that names them first."""

    def add_to(self, value: Any, source: tuple[str, int] | None = None) -> None:
        """Walk a JSON value and complete every asset envelope in place."""
        if isinstance(value, dict):
            signature = value.get(wire.SIGNATURE)
            if signature in (wire.ASSET, wire.ARCHIVE):
                self._complete(value, source)
            else:
                for item in value.values():
                    if item.__class__ is dict or item.__class__ is list:
                        self.add_to(item, source)
        elif isinstance(value, list):
            for item in value:
                if item.__class__ is dict or item.__class__ is list:
                    self.add_to(item, source)

    def _complete(self, envelope: dict[str, Any], source: tuple[str, int] | None) -> None:
        if "text" in envelope:
            envelope["hash"] = hashlib.sha256(envelope["text"].encode()).hexdigest()
        elif "path" in envelope:
            envelope["hash"] = self._digest_of_path(envelope["path"])
            if not os.path.exists(envelope["path"]):
                self.missing.setdefault(envelope["path"], source)
        elif "assets" in envelope:
            envelope["hash"] = self._digest_of_map(envelope["assets"], source)

    def _digest_of_map(self, assets: dict[str, Any], source: tuple[str, int] | None) -> str:
        for asset in assets.values():
            self.add_to(asset, source)
        lines = [f"{name}\0{asset.get('hash') or asset.get('uri', '')}\n" for name, asset in sorted(assets.items())]
        return hashlib.sha256("".join(lines).encode()).hexdigest()

    def _digest_of_path(self, path: str) -> str:
        path = os.path.abspath(path)
        if path not in self._of_path:
            self._of_path[path] = _digest_of_directory(path) if os.path.isdir(path) else _digest_of_file(path)
        return self._of_path[path]


def _digest_of_directory(root: str) -> str:
    digest = hashlib.sha256()
    for directory, names, files in os.walk(root):
        names.sort()
        for name in sorted(files):
            path = os.path.join(directory, name)
            digest.update(f"{os.path.relpath(path, root)}\0{_digest_of_file(path)}\n".encode())
    return digest.hexdigest()


def _digest_of_file(path: str) -> str:
    digest = hashlib.sha256()
    try:
        with open(path, "rb") as file:
            for chunk in iter(lambda: file.read(_CHUNK), b""):
                digest.update(chunk)
    except OSError:
        return ""
    return digest.hexdigest()
