"""The brake's state of an app on Azure, for programs that make the app themselves."""

from importlib.util import find_spec
from typing import TYPE_CHECKING

import pulumi

from apexai.errors import MissingExtraError

if TYPE_CHECKING:
    import pulumi_azure_native as azure

    from apexai.targets.budgets.azure.state import BrakeState


def read_azure_brake(
    name: str,
    *,
    storage: "azure.storage.StorageAccount",
    resource_group: pulumi.Input[str],
    parent: pulumi.Resource | None = None,
) -> "BrakeState":
    """Read the brake of a container app or a function app, in a container that is made where there is none.

    What the brake holds back, the program must not give: declare it by `apply` on `state` of what is returned, and give
    `container` to the AzureBrake.

    Args:
        name: Of the service in this stack; another for each.
        storage: Account that takes shared keys, with which the provider writes the brake's code.
        resource_group: Name of the account's group.
        parent: Of what is made.

    Raises:
        pulumi.RunError: The container's metadata hold something else.
    """
    if find_spec("pulumi_azure_native") is None:
        raise pulumi.RunError(str(MissingExtraError(target=name, extra="azure")))
    from apexai.targets.budgets.azure.state import build_state

    return build_state(name, storage=storage, group=resource_group, options=pulumi.ResourceOptions(parent=parent))
