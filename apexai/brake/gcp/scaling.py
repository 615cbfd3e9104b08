"""The instances of a service, and the annotation that says why they are held back: one change for both.

Scaling of the service, and not of a revision: it makes no revision, and it holds for all that take traffic. State and
scaling change in one call under one etag, so that neither can be there without the other.
Source: https://cloud.google.com/run/docs/configuring/services/manual-scaling, read 2026-11-21: no instances in manual
mode disable a service; what is switched to automatic mode needs both bounds.
"""

from collections.abc import Mapping
from typing import Any, Final

from apexai.brake.gcp.settings import Settings
from apexai.brake.state import State

ANNOTATION: Final = "apexai.apexlogic.com/brake"
"""Of the service: the brake's state."""
MASK: Final = "scaling,annotations"
AUTOMATIC: Final = "AUTOMATIC"
MANUAL: Final = "MANUAL"


def held_back(settings: Settings) -> dict[str, Any]:
    """The scaling of a service that is held back."""
    if settings.pauses:
        return {"scalingMode": MANUAL, "manualInstanceCount": 0}
    return _between(settings.minimum, settings.throttled)


def declared(settings: Settings) -> dict[str, Any]:
    """The scaling that the service's program declares."""
    return _between(settings.minimum, settings.maximum)


def change_of(service: Mapping[str, Any], *, scaling: Mapping[str, Any], state: State) -> dict[str, Any] | None:
    """What has to change for a service to have this scaling and this state; None where it has them."""
    annotations = dict(service.get("annotations") or {})
    if annotations.get(ANNOTATION) == state.render() and said(service.get("scaling")) == said(scaling):
        return None
    return {
        "etag": service["etag"],
        "scaling": dict(scaling),
        "annotations": {**annotations, ANNOTATION: state.render()},
    }


def said(scaling: Mapping[str, Any] | None) -> str:
    """A scaling in words; the API leaves out what is zero."""
    found = scaling or {}
    if found.get("scalingMode") == MANUAL:
        return f"{found.get('manualInstanceCount', 0)} instances"
    most = found.get("maxInstanceCount")
    return f"{found.get('minInstanceCount', 0)} to {most or 'any number of'} instances"


def _between(least: int, most: int) -> dict[str, Any]:
    return {"scalingMode": AUTOMATIC, "minInstanceCount": least, "maxInstanceCount": most}
