"""The cloud identity of pods: which annotation of a ServiceAccount carries it."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class IdentityKind(StrEnum):
    """The cloud that an identity is of."""

    AWS = "aws"
    AZURE = "azure"
    GCP = "gcp"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Form:
    pattern: str
    annotation: str


_FORMS: Final = {
    IdentityKind.AWS: _Form(
        pattern=r"arn:aws[a-z-]*:iam::[0-9]{12}:role/[\w+=,.@/-]+", annotation="eks.amazonaws.com/role-arn"
    ),
    IdentityKind.GCP: _Form(
        pattern=r"[a-z][a-z0-9-]+@[a-z0-9.:-]+\.iam\.gserviceaccount\.com",
        annotation="iam.gke.io/gcp-service-account",
    ),
    IdentityKind.AZURE: _Form(
        pattern=r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", annotation="azure.workload.identity/client-id"
    ),
}
"""Source: Amazon EKS user guide, IAM roles for service accounts; Google Kubernetes Engine, Workload Identity
Federation; Microsoft Entra Workload ID, service account annotations; read 2026-11-21."""

AZURE_POD_LABEL: Final = "azure.workload.identity/use"
"""Pods with it get the identity's token from the webhook."""

IDENTITY_FORM: Final = (
    "an IAM role's ARN, a Google service account (name@project.iam.gserviceaccount.com) or an Azure client id (a UUID)"
)


def identity_kind(identity: str) -> IdentityKind | None:
    """The cloud that an identity is of, by its form; None where it has no form that is known."""
    return next((kind for kind, form in _FORMS.items() if re.fullmatch(form.pattern, identity)), None)


def identity_annotations(identity: str) -> dict[str, str]:
    """The annotation of the pods' ServiceAccount.

    Raises:
        ValueError: the identity has no form that is known.
    """
    kind = identity_kind(identity)
    if kind is None:
        raise ValueError(f"spec.runtime.identity: {identity!r} is not {IDENTITY_FORM}")
    return {_FORMS[kind].annotation: identity}
