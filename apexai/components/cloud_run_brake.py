"""The state of a brake on Cloud Run, for programs that make the service themselves."""

from importlib.util import find_spec
from typing import TYPE_CHECKING

import pulumi

from apexai.errors import MissingExtraError

if TYPE_CHECKING:
    from apexai.targets.budgets.gcp.state import RunBrakeState


def read_cloud_run_brake(
    service: str, *, region: str, project: str | None = None, parent: pulumi.Resource | None = None
) -> "RunBrakeState":
    """Read the brake of a Cloud Run service while the program is written.

    The service has to declare the annotations of what is returned, and the scaling that the brake left.

    Args:
        service: Its name, which the program fixes.
        region: Of the service.
        project: Id; that of the provider where not given.
        parent: Whose provider asks.

    Raises:
        pulumi.RunError: The annotation that holds the state holds something else.
    """
    if find_spec("pulumi_gcp") is None:
        raise pulumi.RunError(str(MissingExtraError(target=service, extra="gcp")))
    from apexai.targets.budgets.gcp.state import read_state

    return read_state(service, region=region, project=project, parent=parent)
