"""The model's service: its revision, who shares the traffic with it, who may call."""

from __future__ import annotations  # an annotation would import a whole service of the SDK

from collections.abc import Mapping

import pulumi
import pulumi_gcp as gcp

from apexai.spec.fields import Text
from apexai.spec.runtime import Access
from apexai.targets.cloud_run.code import running_image
from apexai.targets.cloud_run.created.budget import brake_annotations, service_scaling
from apexai.targets.cloud_run.created.containers import model_containers, scratch_volumes
from apexai.targets.cloud_run.created.identity import Identity
from apexai.targets.cloud_run.created.network import build_vpc_access
from apexai.targets.cloud_run.created.scope import Scope
from apexai.targets.cloud_run.labels import label_value
from apexai.targets.cloud_run.names import BLUE, GREEN
from apexai.targets.cloud_run.release import release_of
from apexai.targets.cloud_run.sizes import concurrency_of, is_first_generation, most_instances
from apexai.targets.value import input_of

_BY_REVISION = "TRAFFIC_TARGET_ALLOCATION_TYPE_REVISION"


def build_service(
    scope: Scope,
    identity: Identity,
    key: gcp.kms.CryptoKey | None,
    *,
    variables: Mapping[str, Text],
    revision: pulumi.Input[str],
    after: list[pulumi.Resource],
) -> gcp.cloudrunv2.Service:
    """The service with this document's revision.

    Its name is fixed, and a service in another region may have the same, so that one that is replaced outlives the
    making of the next.
    """
    runtime = scope.spec.runtime
    jwt = None if runtime.auth is None else runtime.auth.jwt
    return gcp.cloudrunv2.Service(
        scope.name("service"),
        name=scope.service_name,
        location=scope.region,
        ingress="INGRESS_TRAFFIC_INTERNAL_ONLY" if runtime.access is Access.INTERNAL else "INGRESS_TRAFFIC_ALL",
        custom_audiences=None if jwt is None else [input_of(audience) for audience in jwt.audiences],
        deletion_protection=False,
        labels=scope.labels,
        annotations=brake_annotations(scope),
        scaling=service_scaling(scope),
        template=_template(scope, identity, key, variables=variables, revision=revision),
        traffics=_traffics(scope, revision),
        opts=scope.request.options(depends_on=after, delete_before_replace=False),
    )


def build_callers(scope: Scope, service: gcp.cloudrunv2.Service) -> None:
    """Everybody may call a public service; others are called by those whom the project's IAM lets."""
    if scope.spec.runtime.access is not Access.PUBLIC:
        return
    gcp.cloudrunv2.ServiceIamMember(
        scope.name("public"),
        name=service.name,
        location=scope.region,
        role="roles/run.invoker",
        member="allUsers",
        opts=scope.request.options(),
    )


def _template(
    scope: Scope,
    identity: Identity,
    key: gcp.kms.CryptoKey | None,
    *,
    variables: Mapping[str, Text],
    revision: pulumi.Input[str],
) -> gcp.cloudrunv2.ServiceTemplateArgs:
    """What a revision is made of: all of it is in the digest of its name."""
    runtime, request = scope.spec.runtime, scope.request
    image = running_image(request.deployment, request.surroundings)
    if image is None:
        raise ValueError("no image: the limits refuse this")
    first = is_first_generation(runtime)
    return gcp.cloudrunv2.ServiceTemplateArgs(
        revision=revision,
        service_account=identity.email,
        labels={**scope.labels, "model-version": label_value(scope.spec.model_ref.version)},
        execution_environment=f"EXECUTION_ENVIRONMENT_GEN{1 if first else 2}",
        encryption_key=None if key is None else key.id,
        timeout=f"{int(runtime.timeout)}s",
        max_instance_request_concurrency=concurrency_of(runtime),
        scaling=_revision_scaling(scope),
        vpc_access=build_vpc_access(scope),
        node_selector=None
        if runtime.gpu is None
        else gcp.cloudrunv2.ServiceTemplateNodeSelectorArgs(accelerator=runtime.gpu.type),
        gpu_zonal_redundancy_disabled=None if runtime.gpu is None else True,
        volumes=scratch_volumes(runtime),
        containers=model_containers(runtime, image, variables),
    )


def _revision_scaling(scope: Scope) -> gcp.cloudrunv2.ServiceTemplateScalingArgs | None:
    """A revision without traffic is not under the service's bounds, and can be called by its tag."""
    autoscaling = scope.spec.autoscaling
    if autoscaling is None:
        return None
    target = autoscaling.target_utilization
    share = None if target is None else float(target / 100)
    return gcp.cloudrunv2.ServiceTemplateScalingArgs(
        max_instance_count=most_instances(autoscaling),
        cpu_utilization=share,
        concurrency_utilization=share,
    )


def _traffics(scope: Scope, revision: pulumi.Input[str]) -> list[gcp.cloudrunv2.ServiceTrafficArgs]:
    release = release_of(scope.spec.traffic_split)
    if release.stable is None:
        return [_side(revision, release.percent, None)]
    stable = input_of(release.stable.revision)
    return [_side(stable, release.stable.percent, BLUE), _side(revision, release.percent, GREEN)]


def _side(revision: pulumi.Input[str], percent: int, tag: str | None) -> gcp.cloudrunv2.ServiceTrafficArgs:
    return gcp.cloudrunv2.ServiceTrafficArgs(type=_BY_REVISION, revision=revision, percent=percent, tag=tag)
