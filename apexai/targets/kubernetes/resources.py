"""What a deployment makes in a cluster, in the order in which it has to exist."""

import pulumi

from apexai.spec.runtime import Gateway
from apexai.targets.kubernetes.exposure import Exposure, exposure_of, gateway_of, gateway_url
from apexai.targets.kubernetes.manifests.alarms import build_alarms
from apexai.targets.kubernetes.manifests.assembly import Assembly
from apexai.targets.kubernetes.manifests.authentication import build_authentication
from apexai.targets.kubernetes.manifests.autoscaler import build_autoscaler
from apexai.targets.kubernetes.manifests.budget import guard_scope, with_brake
from apexai.targets.kubernetes.manifests.explainer import build_explainer
from apexai.targets.kubernetes.manifests.network_policy import build_network_policy
from apexai.targets.kubernetes.manifests.route import build_route
from apexai.targets.kubernetes.manifests.service import (
    build_backend,
    build_cluster_service,
    build_gateway_alias,
    build_load_balancer,
    cluster_url,
    load_balancer_url,
    url_of,
)
from apexai.targets.kubernetes.manifests.service_account import build_service_account
from apexai.targets.kubernetes.manifests.workload import build_workload
from apexai.targets.kubernetes.replicas import scaling_of
from apexai.targets.kubernetes.sides import Slot, Track
from apexai.targets.target import BuildRequest, Built


def build_resources(request: BuildRequest) -> Built:
    """Register the objects of a deployment.

    Pods come up behind their network policy; traffic moves when they are ready; what nobody needs any more the engine
    deletes last, pods before the Services that stand for them.
    """
    assembly = with_brake(Assembly.of(request))
    build_explainer(assembly)
    before = (build_service_account(assembly), build_network_policy(assembly))
    workloads = tuple(_build_slot(assembly, slot, before) for slot in assembly.slots)
    endpoint = _build_entry(assembly, workloads)
    build_alarms(assembly)
    return Built(endpoint=endpoint, revision=assembly.spec.model_ref.version, guard=guard_scope(assembly))


def _build_slot(assembly: Assembly, slot: Slot, before: tuple[pulumi.Resource, ...]) -> pulumi.Resource:
    """The pods of a model; the stable slot always has all of its replicas, so that going back is only a weight."""
    share = slot.share if slot.track is Track.CANDIDATE else None
    scaling = scaling_of(assembly.spec.autoscaling, share=share)
    backend = (build_backend(assembly, slot),) if exposure_of(assembly.runtime) is Exposure.GATEWAY else ()
    workload: pulumi.Resource = build_workload(assembly, slot, scaling, after=(*before, *backend))
    build_autoscaler(assembly, slot, scaling, workload)
    return workload


def _build_entry(assembly: Assembly, workloads: tuple[pulumi.Resource, ...]) -> pulumi.Output[str]:
    """What callers connect to, and its URL."""
    gateway = gateway_of(assembly.runtime)
    if gateway is not None:
        return _build_gateway_entry(assembly, gateway, workloads)
    if exposure_of(assembly.runtime) is Exposure.LOAD_BALANCER:
        return load_balancer_url(build_load_balancer(assembly))
    return cluster_url(assembly, build_cluster_service(assembly))


def _build_gateway_entry(
    assembly: Assembly, gateway: Gateway, workloads: tuple[pulumi.Resource, ...]
) -> pulumi.Output[str]:
    authentication = build_authentication(assembly, gateway)
    entry: pulumi.Resource = build_route(assembly, gateway, after=(*workloads, *authentication))
    if gateway.service is not None:
        entry = build_gateway_alias(assembly, gateway, after=entry)
    return url_of(entry, gateway_url(assembly.deployment))
