"""What the budget's guard watches and may hold back, and what the service has while it is held back."""

from __future__ import annotations  # an annotation would import a whole service of the SDK

import pulumi
import pulumi_gcp as gcp

from apexai.spec.finops import OnBreach
from apexai.targets.budgets.plan import throttled
from apexai.targets.budgets.scopes import CloudRunBrake, GoogleScope
from apexai.targets.cloud_run.created.identity import Identity
from apexai.targets.cloud_run.created.scope import Scope
from apexai.targets.value import input_of

_LABEL = "service"


def service_scaling(scope: Scope) -> gcp.cloudrunv2.ServiceScalingArgs | None:
    """Bounds of all revisions together: a split does not double what is kept warm. The brake's while it holds."""
    autoscaling = scope.spec.autoscaling
    if autoscaling is None:
        return None
    least, most = autoscaling.min_replicas, autoscaling.max_replicas
    if scope.is_braked and scope.spec.finops.on_breach is OnBreach.PAUSE:
        # bounds of zero are unset ones: the provider would keep what its own state has
        return gcp.cloudrunv2.ServiceScalingArgs(
            scaling_mode="MANUAL", manual_instance_count=0, min_instance_count=0, max_instance_count=0
        )
    return gcp.cloudrunv2.ServiceScalingArgs(
        # with a brake the mode is written, since the brake writes it too
        scaling_mode=None if scope.brake is None else "AUTOMATIC",
        min_instance_count=least,
        max_instance_count=throttled(least) if scope.is_braked else most,
    )


def brake_annotations(scope: Scope) -> dict[str, str] | None:
    """The brake's state as it was found, since an update of the service would leave it out otherwise."""
    return None if scope.brake is None else scope.brake.annotations


def build_guard_scope(
    scope: Scope, service: gcp.cloudrunv2.Service, identity: Identity, key: gcp.kms.CryptoKey | None
) -> GoogleScope | None:
    """The costs of the project that carry the service's label, and the service; None where there is no budget."""
    if scope.spec.finops.budget_limit is None:
        return None
    account = scope.request.surroundings.foundation.billing_account
    return GoogleScope(
        project=scope.project,
        billing_account=None if account is None else input_of(account),
        label=(_LABEL, scope.labels[_LABEL]),
        labels=scope.labels,
        key=None if key is None else key.id,
        brake=_brake(scope, service, identity),
    )


def _brake(scope: Scope, service: gcp.cloudrunv2.Service, identity: Identity) -> CloudRunBrake | None:
    autoscaling = scope.spec.autoscaling
    if scope.brake is None or autoscaling is None:
        return None
    _tell(scope)
    return CloudRunBrake(
        service=service.name,
        region=scope.region,
        identity=identity.email,
        minimum=autoscaling.min_replicas,
        maximum=autoscaling.max_replicas,
        throttled=throttled(autoscaling.min_replicas),
        image=scope.request.surroundings.foundation.brake_image,
    )


def _tell(scope: Scope) -> None:
    """Say which settings wait: nothing is lost, and nothing is done behind anybody's back."""
    if scope.brake is None or not scope.is_braked:
        return
    state = scope.brake.state
    pulumi.warn(
        f"{scope.request.name} is held back by its budget's brake since {state.since} ({state.reason}); autoscaling "
        f"takes effect when the brake is released, in the month after {state.period} or by a person [APX-BGT-011]"
    )
