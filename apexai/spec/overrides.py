"""`spec.targets`: the document of one platform is the document with that platform's partial spec merged over it."""

from collections.abc import Mapping
from typing import Final

from apexai.spec.fields import Platform
from apexai.spec.positions import Path

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
    runtime = rest.get("runtime")
    own = runtime.get("platform") if isinstance(runtime, Mapping) else None
    wanted = own if platform is None else str(platform)
    targets = spec.get(TARGETS[-1])
    override = targets.get(wanted) if isinstance(targets, Mapping) and isinstance(wanted, str) else None
    merged = _merge(rest, override) if isinstance(override, Mapping) else rest
    runtime = merged.get("runtime")
    if platform is not None and isinstance(runtime, Mapping):
        merged["runtime"] = {**runtime, "platform": str(platform)}
    return {**written, "spec": merged}


def written_platforms(written: Mapping[str, object]) -> tuple[Platform, ...]:
    """The document's own platform first, then those of `spec.targets` in the order written; unknown ones left out."""
    spec = written.get("spec")
    if not isinstance(spec, Mapping):
        return ()
    runtime, targets = spec.get("runtime"), spec.get(TARGETS[-1])
    own = [runtime.get("platform")] if isinstance(runtime, Mapping) else []
    others = list(targets) if isinstance(targets, Mapping) else []
    known = {str(platform) for platform in Platform}
    return tuple(dict.fromkeys(Platform(name) for name in (*own, *others) if isinstance(name, str) and name in known))


def _merge(under: Mapping[str, object], over: Mapping[str, object]) -> dict[str, object]:
    merged = dict(under)
    for key, value in over.items():
        below = merged.get(key)
        if value is None:
            merged.pop(key, None)
        elif isinstance(value, Mapping):
            merged[key] = _merge(below if isinstance(below, Mapping) else {}, value)
        else:
            merged[key] = value
    return merged
