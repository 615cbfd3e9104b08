"""A partial spec that a program lays over a document: the `overrides` of a component."""

from collections.abc import Iterator, Mapping
from typing import Final

from apexai.errors import Diagnostic
from apexai.spec import codes
from apexai.spec.overrides import PLATFORM, TARGETS, merge_partial
from apexai.spec.positions import Path, Positions, render_path

NAME: Final = "overrides"
_ROOT: Final = "spec"


def merge_overlay(written: Mapping[str, object], overlay: Mapping[str, object]) -> Mapping[str, object]:
    """The document with the overlay merged over its spec, as `spec.targets` are."""
    spec = written.get("spec")
    if not overlay or not isinstance(spec, Mapping):
        return written
    return {**written, "spec": merge_partial(spec, overlay, (_ROOT,))}


def check_overlay(overlay: Mapping[str, object]) -> Iterator[Diagnostic]:
    """What can't be said in an overlay: it can neither choose the platform nor be one for several."""
    runtime = overlay.get("runtime")
    if isinstance(runtime, Mapping) and PLATFORM[-1] in runtime:
        yield _wrong(PLATFORM, "the platform decides what else is read", suggestion="give it as the argument platform")
    if TARGETS[-1] in overlay:
        yield _wrong(TARGETS, "overrides are of one platform", suggestion="write the keys of the spec themselves")


def without_overlay(positions: Positions, overlay: Mapping[str, object]) -> Positions:
    """Positions without those of values that the overlay replaces."""
    if not overlay:
        return positions
    gone = set(_leaves(overlay, (_ROOT,)))
    kept = {
        path: place
        for path in positions
        if (place := positions.get(path)) is not None
        and not any(path[:length] in gone for length in range(1, len(path) + 1))
    }
    return Positions(kept)


def overlay_path(overlay: Mapping[str, object], path: str, positions: Positions) -> str | None:
    """The overlay's own path of a value that comes from it, or of a section that only it has; else None.

    `spec.runtime.memory` is `overrides.runtime.memory`.
    """
    if path.startswith(f"{NAME}."):
        return path
    for leaf in _leaves(overlay, (_ROOT,)):
        text = render_path(leaf)
        below = path == text or path.startswith((f"{text}.", f"{text}["))
        above = text.startswith(f"{path}.") and path != _ROOT and positions.parse(path) is None
        if below or above:
            return f"{NAME}{path.removeprefix(_ROOT)}"
    return None


def _leaves(value: Mapping[str, object], path: Path) -> Iterator[Path]:
    for key, item in value.items():
        if isinstance(item, Mapping):
            yield from _leaves(item, (*path, str(key)))
        else:
            yield (*path, str(key))


def _wrong(path: Path, message: str, *, suggestion: str) -> Diagnostic:
    own = render_path((NAME, *path[1:]))
    return Diagnostic(code=codes.OVERRIDE, path=own, message=message, suggestion=suggestion)
