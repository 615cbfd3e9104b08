"""The budget's brake: its state, and what it may hold back."""

from collections.abc import Mapping
from dataclasses import replace

import pulumi

from apexai.brake.state import State
from apexai.targets.azure.created.encryption import OwnKey
from apexai.targets.azure.created.identity import Identity
from apexai.targets.azure.created.scope import Scope
from apexai.targets.azure.created.storage import build_account
from apexai.targets.budgets.azure.state import build_state
from apexai.targets.budgets.plan import plan_of, throttled
from apexai.targets.budgets.scopes import AzureBrake, AzureScope

_APP_CHARACTERS = 32
_ENDING = "brake"


def with_brake(scope: Scope, identity: Identity, key: OwnKey | None) -> Scope:
    """The scope with the state of its brake, where its budget has one.

    The account takes shared keys because the provider writes the brake's code with them, see `build_package` of
    azure-functions.
    """
    plan = plan_of(scope.request.deployment)
    if plan is None or not plan.brakes:
        return scope
    name, storage = scope.service, build_account(scope, _ENDING, identity, key, shared_keys=True)
    made = build_state(scope.request.name, storage=storage, group=scope.group.name, options=scope.request.options())
    return replace(scope, brake=replace(made, state=made.state.apply(lambda found: _told(name, found))))


def guard_scope(
    scope: Scope,
    *,
    kind: str,
    app: pulumi.Input[str],
    maximum: int,
    workspace: pulumi.Input[str],
    ready: Mapping[str, int] | None = None,
    plan: pulumi.Input[str] | None = None,
    slots: tuple[pulumi.Input[str], ...] = (),
) -> AzureScope:
    """What the budget watches, and the app that the brake may hold back.

    Args:
        scope: Of the service.
        kind: As in AzureBrake, and so are the rest.
        app: Id.
        maximum: Most instances that the program declares.
        workspace: Id.
        ready: Group of functions → instances that are kept ready.
        plan: Id.
        slots: Ids.
    """
    if scope.brake is None:
        return scope.guarded
    brake = AzureBrake(
        kind=kind,
        app=app,
        state=scope.brake.container,
        name=scope.unique(most=_APP_CHARACTERS - len(_ENDING) - 1),
        region=scope.region,
        maximum=maximum,
        throttled=least_kept(scope),
        ready=ready or {},
        plan=plan,
        slots=slots,
        workspace=workspace,
    )
    return replace(scope.guarded, brake=brake)


def least_kept(scope: Scope) -> int:
    """Most instances while the service is throttled."""
    return throttled(0 if scope.spec.autoscaling is None else scope.spec.autoscaling.min_replicas)


def _told(name: str, state: State) -> State:
    """Say which settings wait: nothing is lost, and nothing is done behind anybody's back."""
    if state.is_braked:
        pulumi.warn(
            f"{name} is held back by its budget's brake since {state.since} ({state.reason}); autoscaling takes effect "
            f"when the brake is released, in the month after {state.period} or by a person [APX-BGT-011]"
        )
    return state
