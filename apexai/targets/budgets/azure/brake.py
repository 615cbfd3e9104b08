"""The brake of an app: a function on Flex Consumption, and the action group that wakes it."""

from collections.abc import Sequence

import pulumi
import pulumi_azure_native as azure

from apexai.targets.azure.roles import BLOB_OWNER, COST_READER
from apexai.targets.budgets.azure.failures import build_failure_alert
from apexai.targets.budgets.azure.function import build_function
from apexai.targets.budgets.azure.grants import build_grant, build_role
from apexai.targets.budgets.azure.ids import last_of, part_of
from apexai.targets.budgets.azure.package import HEAR
from apexai.targets.budgets.request import GuardRequest
from apexai.targets.budgets.scopes import AzureBrake, AzureScope


def build_brake(
    request: GuardRequest,
    scope: AzureScope,
    brake: AzureBrake,
    *,
    budget: pulumi.Input[str],
    short_name: str,
    told: Sequence[pulumi.Input[str]],
) -> azure.monitor.ActionGroup:
    """The function that holds the service back, with its identity, and the action group that wakes it.

    Args:
        request: The guard.
        scope: What it watches.
        brake: What it holds back.
        budget: Id of the budget.
        short_name: What the action group signs with.
        told: Ids of the action groups that hear where the brake fails.
    """
    identity = azure.managedidentity.UserAssignedIdentity(
        request.child("brake-identity"),
        resource_group_name=scope.resource_group,
        location=brake.region,
        tags=dict(scope.tags),
        opts=request.options(),
    )
    account = part_of(brake.state, "/blobServices/")
    grants = [
        *build_role(request, brake, identity),
        build_grant(request, brake, "brake-owns-storage", identity, role=BLOB_OWNER, on=account),
        build_grant(request, brake, "brake-reads-costs", identity, role=COST_READER, on=scope.scope),
    ]
    app = build_function(request, scope, brake, identity, account=account, budget=budget, after=grants)
    build_failure_alert(request, scope, brake, app, told)
    return _build_alarm(request, scope, app, short_name)


def _build_alarm(
    request: GuardRequest, scope: AzureScope, app: azure.web.WebApp, short_name: str
) -> azure.monitor.ActionGroup:
    """The action group that calls the brake, by a key of its host; nobody else hears by it."""
    # by the id, which is known when the app is there
    keys = azure.web.list_web_app_host_keys_output(
        name=last_of(app.id),
        resource_group_name=scope.resource_group,
        opts=pulumi.InvokeOutputOptions(parent=request.parent, depends_on=[app]),
    )
    key = keys.function_keys.apply(lambda found: (found or {})["default"])
    url: pulumi.Output[str] = pulumi.Output.secret(
        pulumi.Output.concat("https://", last_of(app.id), f".azurewebsites.net/api/{HEAR}?code=", key)
    )
    return azure.monitor.ActionGroup(
        request.child("brake-alarm"),
        resource_group_name=scope.resource_group,
        # action groups exist in no region
        location="Global",
        enabled=True,
        group_short_name=short_name,
        azure_function_receivers=[
            azure.monitor.AzureFunctionReceiverArgs(
                name="brake",
                function_app_resource_id=app.id,
                function_name=HEAR,
                http_trigger_url=url,
                use_common_alert_schema=True,
            )
        ],
        tags=dict(scope.tags),
        opts=request.options(),
    )
