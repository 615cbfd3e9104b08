"""What the brake's identity is granted: a role of the brake's own, and two of Azure's, each on one thing."""

import uuid

import pulumi
import pulumi_azure_native as azure

from apexai.targets.azure.roles import ROLES
from apexai.targets.budgets.azure.ids import part_of
from apexai.targets.budgets.azure.permissions import actions_of, places_of
from apexai.targets.budgets.request import GuardRequest
from apexai.targets.budgets.scopes import AzureBrake


def build_role(
    request: GuardRequest, brake: AzureBrake, identity: azure.managedidentity.UserAssignedIdentity
) -> list[pulumi.Resource]:
    """A role of the brake's own, whose name no other in the tenant may have, on each thing that it changes."""
    group = part_of(brake.state, "/providers/")
    named = pulumi.Output.concat(brake.name, " budget brake")
    role = azure.authorization.RoleDefinition(
        request.child("brake-role"),
        role_definition_id=pulumi.Output.concat(group, "/", named).apply(_guid),
        role_name=named,
        role_type="CustomRole",
        description="Hold one service back while its budget is spent",
        scope=group,
        assignable_scopes=[group],
        permissions=[azure.authorization.PermissionArgs(actions=actions_of(brake, request.plan.on_breach))],
        opts=request.options(),
    )
    return [
        _build_assignment(request, f"brake-on-{kind}", identity, role=role.id, on=place)
        for kind, place in places_of(brake).items()
    ]


def build_grant(
    request: GuardRequest,
    brake: AzureBrake,
    kind: str,
    identity: azure.managedidentity.UserAssignedIdentity,
    *,
    role: str,
    on: pulumi.Input[str],
) -> pulumi.Resource:
    """One of Azure's own roles on one resource."""
    definition = f"/providers/Microsoft.Authorization/roleDefinitions/{ROLES[role]}"
    subscription = part_of(brake.state, "/resourceGroups/")
    return _build_assignment(request, kind, identity, role=pulumi.Output.concat(subscription, definition), on=on)


def _build_assignment(
    request: GuardRequest,
    kind: str,
    identity: azure.managedidentity.UserAssignedIdentity,
    *,
    role: pulumi.Input[str],
    on: pulumi.Input[str],
) -> pulumi.Resource:
    made: pulumi.Resource = azure.authorization.RoleAssignment(
        request.child(kind),
        principal_id=identity.principal_id,
        principal_type="ServicePrincipal",
        role_definition_id=role,
        scope=on,
        opts=request.options(),
    )
    return made


def _guid(text: str) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_URL, text))
