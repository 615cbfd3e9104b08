"""Which revisions serve, and how much of the traffic each takes.

Azure names the revisions: it refuses a suffix that any revision of the app ever had, also an inactive one, so that a
document that is deployed again to roll back could not have the suffix that it had before. Sources:
https://github.com/microsoft/azure-container-apps/issues/650,
https://github.com/Azure/terraform-azurerm-avm-res-app-containerapp/issues/115 (2026-02-10).

While one side serves, the app is in single revision mode, where Azure takes the last revision out of service when the
next one is ready. In multiple mode every revision stays and keeps its `minReplicas` running, paid and without traffic.
"""

from dataclasses import dataclass
from typing import Final

from apexai.spec.deployment import ServerlessModelDeployment
from apexai.spec.fields import Text

SINGLE: Final = "Single"
MULTIPLE: Final = "Multiple"


@dataclass(frozen=True, slots=True, kw_only=True)
class StableSide:
    """The revision that runs already."""

    revision: Text
    percent: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """The sides of the traffic."""

    percent: int
    """Of this document's revision."""
    stable: StableSide | None

    @property
    def mode(self) -> str:
        """Azure's name of how many revisions are in service."""
        return SINGLE if self.stable is None else MULTIPLE


def release_of(deployment: ServerlessModelDeployment) -> Release:
    """The release that a document asks for; a stable side without traffic stays where that costs nothing."""
    split = deployment.spec.traffic_split
    if split.stable is None or split.stable.revision is None:
        return Release(percent=100, stable=None)
    if split.blue == 0 and keeps_replicas(deployment):
        return Release(percent=100, stable=None)
    return Release(percent=int(split.green), stable=StableSide(revision=split.stable.revision, percent=int(split.blue)))


def keeps_replicas(deployment: ServerlessModelDeployment) -> bool:
    """Whether a revision without traffic has replicas that run."""
    scaling = deployment.spec.autoscaling
    return scaling is not None and (scaling.min_replicas > 0 or bool(scaling.schedules))
