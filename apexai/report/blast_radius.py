"""Which deployments a change touches, and how, for reports of more than one."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from apexai.cost.quantity import Case
from apexai.preview.difference import Change, Difference
from apexai.preview.result import DeploymentPreview, Preview
from apexai.report.wording import plural

_CASES: Final = (Case.EXPECTED, Case.HIGH)


@dataclass(frozen=True, slots=True, kw_only=True)
class BlastRadius:
    """Numbers of deployments."""

    deployments: int
    """All that are previewed."""
    changed: int
    """With a resource that is not as it was, or a cost that is not; new ones are among them."""
    replacing: int
    """With a resource that is made anew, or on another platform than before."""
    in_doubt: int
    """With a changed resource of which it is not known whether it is made anew, and none of which that is known."""
    dearer: int
    """By the expected cost, else by the high one; new ones are not among them."""
    cheaper: int
    new: int
    removed: int
    uncompared: int
    """Of which there is nothing to compare with, e.g. since they don't load any more."""


def blast_radius_of(preview: Preview) -> BlastRadius:
    """The reach of a change, of a preview that is compared with something."""
    found = [item.difference for item in preview.deployments if item.difference is not None]
    known = [item for item in found if not item.problem]
    return BlastRadius(
        deployments=len(preview.deployments),
        changed=sum(_is_changed(item) for item in known),
        replacing=sum(_replaces(item) for item in known),
        in_doubt=sum(not _replaces(item) and _is_in_doubt(item) for item in known),
        dearer=sum(_sign(item) > 0 for item in known if not item.is_new),
        cheaper=sum(_sign(item) < 0 for item in known if not item.is_new),
        new=sum(item.is_new for item in known),
        removed=len(preview.removed),
        uncompared=len(preview.deployments) - len(known),
    )


def blast_radius_said(radius: BlastRadius) -> str:
    """`2 of 12 deployments change: 1 replaces resources, 1 dearer; 1 is gone`."""
    parts = [
        *_counted(radius.replacing, "replaces resources", "replace resources"),
        *_counted(radius.in_doubt, "may replace resources", "may replace resources"),
        *_counted(radius.new, "is new", "are new"),
        *_counted(radius.dearer, "is dearer", "are dearer"),
        *_counted(radius.cheaper, "is cheaper", "are cheaper"),
    ]
    rest = [
        *_counted(radius.removed, "is gone", "are gone"),
        *_counted(radius.uncompared, "can't be compared", "can't be compared"),
    ]
    verb = "changes" if radius.changed == 1 else "change"
    head = f"{radius.changed:,} of {plural(radius.deployments, 'deployment')} {verb}"
    return "; ".join([f"{head}: {', '.join(parts)}" if parts else head, *rest])


def told(deployments: Iterable[DeploymentPreview]) -> tuple[DeploymentPreview, ...]:
    """Those that there is something to say of: all but the ones that stay as they were and fail nothing more."""
    return tuple(item for item in deployments if not _stays(item) or item.exit_code != 0)


def _stays(deployment: DeploymentPreview) -> bool:
    difference = deployment.difference
    if difference is None or difference.problem or _is_changed(difference):
        return False
    return difference.findings is None or not (difference.findings.new or difference.findings.gone)


def _is_changed(difference: Difference) -> bool:
    return difference.is_new or bool(difference.resources or difference.moved_from or difference.moves)


def _replaces(difference: Difference) -> bool:
    return bool(difference.moved_from or difference.moves or difference.count(Change.REPLACED))


def _is_in_doubt(difference: Difference) -> bool:
    return any(item.change is Change.CHANGED and item.in_place is None for item in difference.resources)


def _sign(difference: Difference) -> int:
    deltas = (difference.delta(case) for case in _CASES)
    known = next((delta for delta in deltas if delta is not None), None)
    return 0 if known is None else (known > 0) - (known < 0)


def _counted(count: int, one: str, more: str) -> list[str]:
    return [f"{count:,} {one if count == 1 else more}"] if count else []
