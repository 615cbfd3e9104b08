"""An app on Elastic Premium: an image, and during a split the candidate in a slot beside what runs already."""

import pulumi
import pulumi_azure_native as azure

from apexai.brake.azure.settings import PREMIUM
from apexai.spec.deployment import Stable
from apexai.spec.fields import Text
from apexai.targets.azure.code import azure_registry, running_image
from apexai.targets.azure.created.brake import least_kept
from apexai.targets.azure.created.identity import Identity
from apexai.targets.azure.created.scope import Scope
from apexai.targets.azure_functions.created.auth import build_slot_auth
from apexai.targets.azure_functions.created.flex import app_identity, app_name
from apexai.targets.azure_functions.created.hosted import Hosted
from apexai.targets.azure_functions.created.settings import Settings, pairs_of
from apexai.targets.azure_functions.hosting import premium_size
from apexai.targets.value import input_of

_SLOT_NAME = 20
_OF_THE_MODEL = frozenset({"MODEL_VERSION", "MODEL_URI", "MODEL_DIGEST"})
_LEAST = 1


def build_premium(scope: Scope, identity: Identity, settings: Settings, after: list[pulumi.Resource]) -> Hosted:
    """The app with what runs already in its own place, and the candidate in a slot; without a split no slot."""
    plan, stable = _plan(scope), scope.spec.traffic_split.stable
    image = running_image(scope.request.deployment, scope.request.surroundings)
    if image is None:
        raise ValueError("no image: the limits refuse this")
    if stable is None or stable.image is None:
        app = _app(scope, plan, identity, settings, after, image=image, green=None)
        return Hosted(kind=PREMIUM, app=app, maximum=_most(scope), plan=plan.id)
    slot, ready = _slot(scope, plan, identity, settings, after, image)
    green = float(scope.spec.traffic_split.green)
    told = {name: value for name, value in settings.items() if name not in _OF_THE_MODEL} | _stable_settings(stable)
    app = _app(scope, plan, identity, told, [*after, *ready], image=stable.image, green=green)
    return Hosted(kind=PREMIUM, app=app, maximum=_most(scope), plan=plan.id, slots=(slot.id,))


def _most(scope: Scope) -> int:
    """Most instances of the plan that the program declares."""
    return _least(scope) if scope.spec.autoscaling is None else scope.spec.autoscaling.max_replicas


def _plan(scope: Scope) -> azure.web.AppServicePlan:
    size = premium_size(scope.spec.runtime)
    if size is None:
        raise ValueError("no size: the limits refuse this")
    return azure.web.AppServicePlan(
        scope.name("plan"),
        resource_group_name=scope.group.name,
        location=scope.region,
        kind="elastic",
        reserved=True,
        sku=azure.web.SkuDescriptionArgs(name=size.name, tier="ElasticPremium", capacity=_least(scope)),
        maximum_elastic_worker_count=scope.held(_most(scope), throttled=least_kept(scope)),
        tags=scope.tags,
        opts=scope.request.options(),
    )


def _app(
    scope: Scope,
    plan: azure.web.AppServicePlan,
    identity: Identity,
    settings: Settings,
    after: list[pulumi.Resource],
    *,
    image: Text,
    green: float | None,
) -> azure.web.WebApp:
    return azure.web.WebApp(
        scope.name("app"),
        name=app_name(scope),
        **_common(scope, plan, identity),
        site_config=_site(scope, identity, settings, image, green),
        opts=scope.request.options(depends_on=after),
    )


def _slot(
    scope: Scope,
    plan: azure.web.AppServicePlan,
    identity: Identity,
    settings: Settings,
    after: list[pulumi.Resource],
    image: Text,
) -> tuple[azure.web.WebAppSlot, list[pulumi.Resource]]:
    """A slot of the candidate's own, ready and asking for tokens before any traffic is led to it.

    The slot of the release before goes after the app has turned to this one.
    """
    name = slot_name(scope)
    slot = azure.web.WebAppSlot(
        scope.name(f"slot-{name}"),
        name=app_name(scope),
        slot=name,
        **_common(scope, plan, identity),
        site_config=_site(scope, identity, settings, image, None),
        opts=scope.request.options(depends_on=after),
    )
    return slot, [slot, *build_slot_auth(scope, slot, name)]


def slot_name(scope: Scope) -> str:
    """The slot of this document's model: the app's name, a hyphen and this are one part of a host name."""
    plain = "".join(letter if letter.isalnum() else "-" for letter in scope.spec.model_ref.version.lower())
    return f"v{plain.strip('-')[:_SLOT_NAME]}".rstrip("-")


def _common(scope: Scope, plan: azure.web.AppServicePlan, identity: Identity) -> dict[str, object]:
    network = scope.spec.runtime.network
    return {
        "resource_group_name": scope.group.name,
        "location": scope.region,
        "kind": "functionapp,linux,container",
        "server_farm_id": plan.id,
        "https_only": True,
        # see flex.py
        "enabled": scope.held(True, paused=False),
        "identity": app_identity(identity),
        "key_vault_reference_identity": identity.id,
        "virtual_network_subnet_id": input_of(network.subnets[0]) if network is not None and network.subnets else None,
        "tags": {**scope.tags, "modelVersion": scope.spec.model_ref.version},
    }


def _site(
    scope: Scope, identity: Identity, settings: Settings, image: Text, green: float | None
) -> azure.web.SiteConfigArgs:
    """The ramp-up rule sends a share of new callers to the slot; a cookie keeps each where it was sent."""
    scaling, probes = scope.spec.autoscaling, scope.spec.runtime.probes
    rule = azure.web.RampUpRuleArgs(
        name=slot_name(scope),
        action_host_name=pulumi.Output.concat(app_name(scope), f"-{slot_name(scope)}.azurewebsites.net"),
        reroute_percentage=green,
    )
    pulls = azure_registry(image) is not None
    return azure.web.SiteConfigArgs(
        linux_fx_version=pulumi.Output.concat("DOCKER|", input_of(image)),
        acr_use_managed_identity_creds=pulls,
        acr_user_managed_identity_id=identity.client_id if pulls else None,
        app_settings=[azure.web.NameValuePairArgs(**pair) for pair in pairs_of(settings)],
        minimum_elastic_instance_count=_least(scope),
        function_app_scale_limit=None if scaling is None else scaling.max_replicas,
        health_check_path=None if probes is None else str(probes.path),
        experiments=None if green is None else azure.web.ExperimentsArgs(ramp_up_rules=[rule]),
        min_tls_version="1.2",
        scm_min_tls_version="1.2",
        ftps_state="Disabled",
        http20_enabled=True,
    )


def _least(scope: Scope) -> int:
    return max(_LEAST, 0 if scope.spec.autoscaling is None else scope.spec.autoscaling.min_replicas)


def _stable_settings(stable: Stable) -> Settings:
    """What the model that runs already is told of itself."""
    told: dict[str, Text | None] = {
        "MODEL_VERSION": stable.model_version,
        "MODEL_URI": stable.model_uri,
        "MODEL_DIGEST": stable.model_digest,
    }
    return {name: input_of(value) for name, value in told.items() if value is not None}
