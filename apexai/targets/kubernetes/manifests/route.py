"""The route: the gateway's share for each slot, and how long a request may take."""

from decimal import Decimal
from typing import Final

import pulumi
import pulumi_kubernetes as k8s

from apexai.spec.runtime import Gateway
from apexai.targets.kubernetes.exposure import route_hosts
from apexai.targets.kubernetes.manifests.assembly import Assembly
from apexai.targets.kubernetes.names import stable_service_name
from apexai.targets.kubernetes.sides import Slot, Track
from apexai.targets.kubernetes.weights import weights_of
from apexai.units import Seconds

ROUTE_VERSION: Final = "gateway.networking.k8s.io/v1"
GATEWAY_GROUP: Final = "gateway.networking.k8s.io"
_MILLISECONDS: Final = 1000
_HOUR: Final = 3600
_MOST_SECONDS: Final = 99_999
"""Five digits are the most that a part of a duration has."""
_WHEN_ACCEPTED: Final = {
    "pulumi.com/waitFor": 'jsonpath={.status.parents[*].conditions[?(@.type=="Accepted")].status}=True',
}
"""The engine goes on when the gateway took the route, so that nothing that served before is deleted earlier.

Source: github.com/pulumi/pulumi-kubernetes provider/pkg/jsonpath/jsonpath.go, read 2026-11-21; since provider 4.18.
"""


def build_route(
    assembly: Assembly, gateway: Gateway, *, after: tuple[pulumi.Resource, ...]
) -> k8s.apiextensions.CustomResource:
    """Make the route, once all that it sends traffic to is ready and callers are authenticated."""
    rule = {
        "backendRefs": _backends(assembly),
        "timeouts": {"request": render_route_duration(assembly.runtime.timeout)},
    }
    parent = {"group": GATEWAY_GROUP, "kind": "Gateway", "name": gateway.name, "namespace": gateway.namespace}
    return k8s.apiextensions.CustomResource(
        assembly.logical("route"),
        api_version=ROUTE_VERSION,
        kind="HTTPRoute",
        metadata=assembly.metadata(assembly.name, annotations=_WHEN_ACCEPTED),
        spec={"parentRefs": [parent], "hostnames": list(route_hosts(assembly.deployment)), "rules": [rule]},
        opts=assembly.options(*after),
    )


def render_route_duration(seconds: Seconds) -> str:
    """The duration as Gateway API writes it: seconds and milliseconds, and hours where seconds have too many digits.

    Source: Gateway API GEP-2257, https://gateway-api.sigs.k8s.io/geps/gep-2257/, read 2026-11-21.
    """
    whole, rest = divmod(Decimal(seconds), 1)
    milliseconds = int(rest * _MILLISECONDS)
    hours, left = divmod(int(whole), _HOUR) if whole > _MOST_SECONDS else (0, int(whole))
    amounts = ((hours, "h"), (left, "s"), (milliseconds, "ms"))
    return "".join(f"{amount}{unit}" for amount, unit in amounts if amount) or "0s"


def _backends(assembly: Assembly) -> list[dict[str, object]]:
    """The slots that take traffic; in a dark launch the candidate is none of them."""
    taking = [slot for slot in assembly.slots if slot.share > 0]
    weights = weights_of([slot.share for slot in taking])
    return [_backend(assembly, slot, weight) for slot, weight in zip(taking, weights, strict=True)]


def _backend(assembly: Assembly, slot: Slot, weight: int) -> dict[str, object]:
    name = slot.name if slot.track is Track.CANDIDATE else stable_service_name(assembly.name)
    return {"name": name, "port": assembly.ports.service_port, "weight": weight}
