"""The pods' identity: no token for the cluster, and a cloud's identity where the spec names one."""

from collections.abc import Mapping

import pulumi
import pulumi_kubernetes as k8s

from apexai.spec.fields import Deferred, Text
from apexai.targets.kubernetes.identity import identity_annotations
from apexai.targets.kubernetes.manifests.assembly import Assembly


def build_service_account(assembly: Assembly) -> k8s.core.v1.ServiceAccount:
    """Make the ServiceAccount of the model's pods."""
    identity = assembly.runtime.identity
    return k8s.core.v1.ServiceAccount(
        assembly.logical("service-account"),
        metadata=assembly.metadata(assembly.name, annotations=None if identity is None else _annotations(identity)),
        automount_service_account_token=False,
        opts=assembly.options(),
    )


def _annotations(identity: Text) -> pulumi.Input[Mapping[str, pulumi.Input[str]]]:
    if isinstance(identity, Deferred):
        return pulumi.Output.from_input(identity.output).apply(lambda text: identity_annotations(str(text)))
    return identity_annotations(identity)
