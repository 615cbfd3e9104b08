"""The brake's state in an annotation of its service, read while the program is written: it decides what is declared."""

from dataclasses import dataclass

import pulumi
import pulumi_gcp as gcp

from apexai.brake.gcp.scaling import ANNOTATION
from apexai.brake.state import RELEASED, State, StateError, load_state

_ABSENT = "not found"
"""Source: github.com/GoogleCloudPlatform/magic-modules data_source_google_cloud_run_v2_service.go, read 2026-11-21: a
service that does not exist is an error, `projects/…/services/NAME not found`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunBrakeState:
    """What a brake decided about a service."""

    state: State

    @property
    def annotations(self) -> dict[str, str] | None:
        """What a program declares of its service, so that an update keeps the state: the provider sends all of them."""
        return {ANNOTATION: self.state.render()} if self.state != RELEASED else None


def read_state(
    service: str, *, region: str, project: str | None = None, parent: pulumi.Resource | None = None
) -> RunBrakeState:
    """Read the state of a service's brake; released where there is no service yet.

    Raises:
        pulumi.RunError: The annotation holds something else, or the service can't be read.
    """
    text = _annotations(service, region=region, project=project, parent=parent).get(ANNOTATION)
    try:
        return RunBrakeState(state=load_state(text))
    except StateError as error:
        raise pulumi.RunError(
            f"the annotation {ANNOTATION} of {service} in {region}: {error}; remove it to begin as released "
            "[APX-BGT-012]"
        ) from None


def _annotations(service: str, *, region: str, project: str | None, parent: pulumi.Resource | None) -> dict[str, str]:
    options = pulumi.InvokeOptions(parent=parent)
    try:
        found = gcp.cloudrunv2.get_service(name=service, location=region, project=project, opts=options)
    except Exception as error:
        if f"{service} {_ABSENT}" in str(error):
            return {}
        raise
    return {**(found.effective_annotations or {}), **(found.annotations or {})}
