"""`spec.targets`: the document of one platform is the document with that platform's partial spec merged over it."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from apexai.errors import Diagnostic
from apexai.spec import codes
from apexai.spec.fields import Platform
from apexai.spec.positions import Path, Place, Positions, render_path
from apexai.spec.shown import shown
from apexai.spec.structure import key_kind_at
from apexai.spec.suggestions import closest

TARGETS: Final[Path] = ("spec", "targets")
PLATFORM: Final[Path] = ("spec", "runtime", "platform")


def merge_overrides(written: Mapping[str, object], platform: Platform | None) -> dict[str, object]:
    """The document for a platform, without `spec.targets`: mappings merge, null removes, lists and values replace.

    The merged document's `runtime.platform` is the platform; None stands for the document's own.
    """
    spec = written.get("spec")
    if not isinstance(spec, Mapping):
        return dict(written)
    rest = {key: value for key, value in spec.items() if key != TARGETS[-1]}
    override = _overrides(spec).get(str(platform) if platform else own_platform(written))
    merged = merge_partial(rest, override, (TARGETS[0],)) if isinstance(override, Mapping) else rest
    runtime = merged.get("runtime")
    if platform is not None and isinstance(runtime, Mapping):
        merged["runtime"] = {**runtime, "platform": str(platform)}
    return {**written, "spec": merged}


def own_platform(written: Mapping[str, object]) -> str | None:
    """`spec.runtime.platform` as written, known or not; None where it is no text."""
    value: object = written
    for step in PLATFORM:
        value = value.get(step) if isinstance(value, Mapping) else None
    return value if isinstance(value, str) else None


def written_platforms(written: Mapping[str, object]) -> tuple[Platform, ...]:
    """The document's own platform first, then those of `spec.targets` in the order written; unknown ones left out."""
    spec = written.get("spec")
    if not isinstance(spec, Mapping):
        return ()
    known = {str(platform) for platform in Platform}
    names = (own_platform(written), *_overrides(spec))
    return tuple(dict.fromkeys(Platform(name) for name in names if isinstance(name, str) and name in known))


def merge_positions(positions: Positions, written: Mapping[str, object], platform: Platform | None) -> Positions:
    """Where the parts of the merged document stand: in `spec.targets`, where a part comes from there."""
    own = own_platform(written)
    name = str(platform) if platform else own
    if name is None or (override := (*TARGETS, name)) not in positions:
        return positions
    places = {path: place for path in positions if (place := positions.get(path)) is not None}
    below: dict[Path, list[Path]] = {}
    for path in places:
        below.setdefault(path[:-1], []).append(path)
    for path in positions:
        if len(path) > len(override) and path[: len(override)] == override:
            _override_place(places, below, (TARGETS[0], *path[len(override) :]), places[path])
    if name != own:
        places[PLATFORM] = replace(places[override], kind="mapping", written=None)
    return Positions(places)


def check_overrides(written: Mapping[str, object]) -> Iterator[Diagnostic]:
    """What is wrong with `spec.targets` itself; what its partial specs hold is checked when they are merged."""
    spec = written.get("spec")
    if not isinstance(spec, Mapping) or TARGETS[-1] not in spec:
        return
    targets = spec[TARGETS[-1]]
    if targets is None:
        return
    if not isinstance(targets, Mapping):
        yield _wrong(TARGETS, f"{shown(targets)} is not a mapping of platform to partial spec")
        return
    known = [str(platform) for platform in Platform]
    for name, override in targets.items():
        path = (*TARGETS, str(name))
        if name not in known:
            meant = closest(name, known)
            suggestion = f"did you mean {meant}?" if meant else f"use one of {', '.join(known)}"
            yield _wrong(path, f"{name} is no platform", suggestion=suggestion)
        elif isinstance(override, Mapping):
            yield from _override(override, name, path)
        elif override is not None:
            yield _wrong(path, f"{shown(override)} is not a partial spec", suggestion="write its keys below it")


def _override(override: Mapping[str, object], name: str, path: Path) -> Iterator[Diagnostic]:
    if TARGETS[-1] in override:
        yield _wrong((*path, TARGETS[-1]), "targets can't stand inside targets", suggestion="remove it")
    runtime = override.get("runtime")
    if isinstance(runtime, Mapping) and runtime.get("platform", name) != name:
        message = f"{shown(runtime['platform'])} is not {name}, whose partial spec this is"
        yield _wrong((*path, "runtime", "platform"), message, suggestion="remove it")


def _wrong(path: Path, message: str, *, suggestion: str = "") -> Diagnostic:
    return Diagnostic(code=codes.OVERRIDE, path=render_path(path), message=message, suggestion=suggestion)


def _overrides(spec: Mapping[str, object]) -> Mapping[object, object]:
    targets = spec.get("targets")
    return targets if isinstance(targets, Mapping) else {}


def _override_place(places: dict[Path, Place], below: dict[Path, list[Path]], path: Path, place: Place) -> None:
    """A mapping merges, so that what is there keeps its place; everything else replaces what is there."""
    if place.kind == "mapping" and path in places and places[path].kind == "mapping":
        return
    replaced = below.pop(path, [])
    while replaced:
        gone = replaced.pop()
        places.pop(gone, None)
        replaced += below.pop(gone, [])
    places[path] = place


def merge_partial(under: Mapping[str, object], over: Mapping[str, object], path: Path) -> dict[str, object]:
    """A section with a partial one over it: mappings merge, null removes, lists and values replace.

    Nulls that remove nothing from a section stay, so that a null under a wrong name is told as an unknown key.
    """
    merged = dict(under)
    for key, value in over.items():
        below = merged.get(key)
        if value is None and (key in merged or key_kind_at((*path, key)) is not None):
            merged.pop(key, None)
        elif isinstance(value, Mapping):
            merged[key] = merge_partial(below if isinstance(below, Mapping) else {}, value, (*path, key))
        else:
            merged[key] = value
    return merged
