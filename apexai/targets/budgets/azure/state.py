"""The brake's state in the metadata of a blob container, read anew whenever the program runs."""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
import pulumi_azure_native as azure

from apexai.brake.azure.memory import KEY, RECORDS
from apexai.brake.state import RELEASED, State, StateError, load_state

_CONTAINER = "brake"
_KEPT_DAYS = 365
"""The records are what was done, and outlive the budget year."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BrakeState:
    """Where a brake's state is, and what it is."""

    container: pulumi.Output[str]
    """Id of the blob container."""
    state: pulumi.Output[State]


def build_state(
    logical: str,
    *,
    storage: azure.storage.StorageAccount,
    group: pulumi.Input[str],
    options: pulumi.ResourceOptions,
) -> BrakeState:
    """Make the container where there is none, and read what is in it.

    What Pulumi's own state says of it may be weeks old, so that it is read from Azure at each run. The metadata is the
    brake's to write, and so are the records in it, which are kept for a year.
    """
    made = azure.storage.BlobContainer(
        f"{logical}-brake-state",
        container_name=_CONTAINER,
        account_name=storage.name,
        resource_group_name=group,
        public_access="None",
        metadata={KEY: RELEASED.render()},
        opts=pulumi.ResourceOptions.merge(options, pulumi.ResourceOptions(ignore_changes=["metadata"])),
    )
    azure.storage.ManagementPolicy(
        f"{logical}-brake-records",
        management_policy_name="default",
        account_name=storage.name,
        resource_group_name=group,
        policy=azure.storage.ManagementPolicySchemaArgs(rules=[_forgetting()]),
        opts=options,
    )
    found = azure.storage.BlobContainer.get(
        f"{logical}-brake-state-now",
        made.id,
        opts=pulumi.ResourceOptions(parent=options.parent, depends_on=[made]),
    )
    state: pulumi.Output[State] = found.metadata.apply(lambda metadata: _state(logical, metadata))
    return BrakeState(container=made.id, state=state)


def _forgetting() -> azure.storage.ManagementPolicyRuleArgs:
    old = azure.storage.DateAfterModificationArgs(days_after_modification_greater_than=_KEPT_DAYS)
    return azure.storage.ManagementPolicyRuleArgs(
        name="records",
        type="Lifecycle",
        enabled=True,
        definition=azure.storage.ManagementPolicyDefinitionArgs(
            filters=azure.storage.ManagementPolicyFilterArgs(
                blob_types=["blockBlob"], prefix_match=[f"{_CONTAINER}/{RECORDS}/"]
            ),
            actions=azure.storage.ManagementPolicyActionArgs(
                base_blob=azure.storage.ManagementPolicyBaseBlobArgs(delete=old)
            ),
        ),
    )


def _state(name: str, metadata: Mapping[str, str] | None) -> State:
    try:
        return load_state((metadata or {}).get(KEY))
    except StateError as error:
        raise pulumi.RunError(
            f"the blob container {_CONTAINER!r} of {name}: {error}; remove its metadata {KEY!r} to begin as released "
            "[APX-BGT-012]"
        ) from None
