"""In which region a resource is, in the provider's own name for it."""

from collections.abc import Mapping

from apexai.cost.view import GraphView, text_at
from apexai.graph.model import Resource

_RESOURCE_GROUP = "azure-native:resources:ResourceGroup"
_AI_ACCOUNT = "azure-native:cognitiveservices:Account"
_KEY_RING = "gcp:kms/keyRing:KeyRing"


def region_of(resource: Resource, view: GraphView, *, defaults: Mapping[str, str]) -> str | None:
    """The region; None where the program does not say.

    Args:
        resource: A resource of a provider that this package prices.
        view: The graph that it stands in.
        defaults: Package → region, for programs whose providers say none.
    """
    match resource.package:
        case "aws":
            found = _own(resource, "region") or _of_component(resource, view) or _of_provider(resource, view, "region")
        case "azure-native":
            found = _own(resource, "location") or _of_account(resource, view) or _of_group(resource, view)
            found = _plain(found or "")
        case "gcp":
            found = _own(resource, "location", "region", "zone") or _of_key_ring(resource, view)
            found = found or _of_provider(resource, view, "region", "zone")
            found = _without_zone(found.lower()) if found else None
        case "cloudflare":
            found = "global"
        case _:
            found = None
    return found or _of_provider(resource, view, "location") or defaults.get(resource.package)


def _own(resource: Resource, *keys: str) -> str | None:
    for key in keys:
        found = text_at(resource.inputs, key)
        if isinstance(found, str) and found:
            return found
    return None


def _of_provider(resource: Resource, view: GraphView, *keys: str) -> str | None:
    provider = view.provider(resource)
    return _own(provider, *keys) if provider is not None else None


def _of_component(resource: Resource, view: GraphView) -> str | None:
    """Of what has no region of its own, such as a distribution: where the service is that it belongs to."""
    component = view.component(resource)
    found = text_at(component.inputs, "resolved", "spec", "runtime", "region") if component is not None else None
    return found if isinstance(found, str) and found else None


def _of_group(resource: Resource, view: GraphView) -> str | None:
    group = view.referenced(resource, "resourceGroupName", _RESOURCE_GROUP)
    if group is None:
        return None
    return _own(group, "location") or _of_provider(group, view, "location")


def _of_account(resource: Resource, view: GraphView) -> str | None:
    """A model is answered where its account is."""
    account = view.referenced(resource, "accountName", _AI_ACCOUNT)
    return None if account is None else region_of(account, view, defaults={})


def _of_key_ring(resource: Resource, view: GraphView) -> str | None:
    """A key is where its ring is."""
    ring = view.referenced(resource, "keyRing", _KEY_RING)
    return None if ring is None else _own(ring, "location")


def _plain(location: str) -> str:
    """`West Europe` and `westeurope` are the same place."""
    return location.replace(" ", "").lower()


def _without_zone(location: str) -> str:
    """`us-central1-a` is in `us-central1`."""
    head, _, tail = location.rpartition("-")
    return head if len(tail) == 1 and head else location
