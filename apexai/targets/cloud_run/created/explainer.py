"""The explainer: a second service beside the model's, which the model's alone may call."""

from __future__ import annotations  # an annotation would import a whole service of the SDK

import pulumi
import pulumi_gcp as gcp

from apexai.spec.fields import Deferred, Text
from apexai.targets.cloud_run.created.containers import explainer_container
from apexai.targets.cloud_run.created.identity import Identity, build_identity
from apexai.targets.cloud_run.created.scope import Scope
from apexai.targets.cloud_run.names import EXPLAINER
from apexai.targets.cloud_run.sizes import concurrency_of, most_instances


def build_explainer(
    scope: Scope, identity: Identity, key: gcp.kms.CryptoKey | None, after: list[pulumi.Resource]
) -> Text | None:
    """Where answers are explained: the address of the service of `explainability.image`, or the endpoint given."""
    explained = scope.spec.responsible_ai.explainability
    if explained is None or explained.image is None:
        return None if explained is None else explained.endpoint
    name = f"{scope.service_name}{EXPLAINER}"
    own = build_identity(scope, "explainer-account", name, f"Runs {name}")
    scaling = scope.spec.autoscaling
    variables = {"EXPLAINABILITY_METHOD": explained.method, "MODEL_NAME": scope.spec.model_ref.name}
    service = gcp.cloudrunv2.Service(
        scope.name("explainer"),
        name=name,
        location=scope.region,
        ingress="INGRESS_TRAFFIC_ALL",
        deletion_protection=False,
        labels=scope.labels,
        template=gcp.cloudrunv2.ServiceTemplateArgs(
            service_account=own.email,
            labels=scope.labels,
            encryption_key=None if key is None else key.id,
            scaling=None
            if scaling is None
            else gcp.cloudrunv2.ServiceTemplateScalingArgs(max_instance_count=most_instances(scaling)),
            max_instance_request_concurrency=concurrency_of(scope.spec.runtime),
            timeout=f"{int(scope.spec.runtime.timeout)}s",
            containers=[explainer_container(scope.spec.runtime, explained.image, variables)],
        ),
        opts=scope.request.options(depends_on=after, delete_before_replace=False),
    )
    gcp.cloudrunv2.ServiceIamMember(
        scope.name("explainer-call"),
        name=service.name,
        location=scope.region,
        role="roles/run.invoker",
        member=identity.member,
        opts=scope.request.options(),
    )
    return Deferred(service.uri)
