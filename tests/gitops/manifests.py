"""Manifests of a rendering, as their readers see them."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, TypeAlias

from ruamel.yaml import YAML

Manifest: TypeAlias = dict[str, Any]


def documents_in(text: str) -> list[Manifest]:
    """The documents of a stream, read by the older YAML, which most tools of clusters follow."""
    yaml = YAML(typ="safe", pure=True)
    yaml.version = (1, 1)
    return list(yaml.load_all(text))


def documents_below(directory: Path) -> dict[str, list[Manifest]]:
    """Path below the directory → the documents of the file."""
    return {
        path.relative_to(directory).as_posix(): documents_in(path.read_text("utf-8"))
        for path in sorted(directory.rglob("*.yaml"))
    }


def by_title(manifests: Iterable[Manifest]) -> Mapping[str, Manifest]:
    """`Deployment fraud` → the manifest."""
    return {f"{manifest['kind']} {manifest['metadata']['name']}": manifest for manifest in manifests}
