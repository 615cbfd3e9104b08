"""Who the brake is: an account that may change just its service, and one that may just call the brake."""

import hashlib
import re
from dataclasses import dataclass
from typing import Final

import pulumi
import pulumi_gcp as gcp

from apexai.targets.budgets.request import GuardRequest
from apexai.targets.budgets.scopes import CloudRunBrake, GoogleScope

_ACCOUNT_CHARACTERS: Final = 30
"""Source: IAM REST reference, projects.serviceAccounts.create: accountId of 6 to 30 characters, read 2026-11-21."""
_ROLE_CHARACTERS: Final = 64
"""Source: IAM REST reference, projects.roles.create: roleId of 3 to 64 characters, read 2026-11-21."""
_DIGITS: Final = 8
_PERMISSIONS: Final = ("iam.serviceAccounts.actAs", "run.services.get", "run.services.update")
"""Source: Cloud Run documentation, Manual scaling, required roles; and Service identity: who updates a service acts as
its account; read 2026-11-21."""
_SIGNS: Final = "roles/iam.serviceAccountOpenIdTokenCreator"


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """The accounts, and what has to be there before they are used."""

    runs: gcp.serviceaccount.Account
    """What the brake runs as."""
    calls: gcp.serviceaccount.Account
    """What Pub/Sub calls it as."""
    grants: list[pulumi.Resource]


def build_access(request: GuardRequest, scope: GoogleScope, brake: CloudRunBrake) -> Access:
    """The accounts with what the first may do: read and change the one service, on no other."""
    runs = _account(request, scope, "brake", f"Holds {request.name} back when its budget is spent")
    calls = _account(request, scope, "caller", f"Calls the brake of {request.name}")
    role = gcp.projects.IAMCustomRole(
        request.child("brake-role"),
        role_id=_role_id(request),
        title=request.child("brake", longest=100),
        description="What a budget's brake does to its service",
        permissions=list(_PERMISSIONS),
        project=scope.project,
        opts=request.options(),
    )
    grants: list[pulumi.Resource] = [
        gcp.cloudrunv2.ServiceIamMember(
            request.child("brake-change"),
            name=brake.service,
            location=brake.region,
            project=scope.project,
            role=role.name,
            member=runs.member,
            opts=request.options(),
        ),
        gcp.serviceaccount.IAMMember(
            request.child("brake-act"),
            service_account_id=pulumi.Output.concat("projects/-/serviceAccounts/", brake.identity),
            role=role.name,
            member=runs.member,
            opts=request.options(),
        ),
        _let_sign(request, scope, calls),
    ]
    return Access(runs=runs, calls=calls, grants=grants)


def let_call(
    request: GuardRequest, scope: GoogleScope, access: Access, service: gcp.cloudrunv2.Service, region: str
) -> gcp.cloudrunv2.ServiceIamMember:
    """Let Pub/Sub's account call the brake; nobody else may, but who administers the project."""
    return gcp.cloudrunv2.ServiceIamMember(
        request.child("brake-call"),
        name=service.name,
        location=region,
        project=scope.project,
        role="roles/run.invoker",
        member=access.calls.member,
        opts=request.options(),
    )


def let_topics_use(request: GuardRequest, scope: GoogleScope, key: pulumi.Input[str]) -> gcp.kms.CryptoKeyIAMMember:
    """Let Pub/Sub's own agent use the key of a topic."""
    return gcp.kms.CryptoKeyIAMMember(
        request.child("alerts-key"),
        crypto_key_id=key,
        role="roles/cloudkms.cryptoKeyEncrypterDecrypter",
        member=_agent(request, scope),
        opts=request.options(),
    )


def _account(request: GuardRequest, scope: GoogleScope, kind: str, purpose: str) -> gcp.serviceaccount.Account:
    return gcp.serviceaccount.Account(
        request.child(f"{kind}-account"),
        account_id=_account_id(request, kind),
        display_name=request.child(kind, longest=100),
        description=purpose,
        project=scope.project,
        opts=request.options(),
    )


def _let_sign(
    request: GuardRequest, scope: GoogleScope, calls: gcp.serviceaccount.Account
) -> gcp.serviceaccount.IAMMember:
    """Source: Pub/Sub documentation, Authentication for push subscriptions: the service agent makes tokens of the
    account; read 2026-11-21."""
    return gcp.serviceaccount.IAMMember(
        request.child("brake-sign"),
        service_account_id=calls.name,
        role=_SIGNS,
        member=_agent(request, scope),
        opts=request.options(),
    )


def _agent(request: GuardRequest, scope: GoogleScope) -> pulumi.Output[str]:
    """Pub/Sub's own agent in the project, as grants name it."""
    options = pulumi.InvokeOutputOptions(parent=request.parent)
    project = gcp.organizations.get_project_output(project_id=scope.project, opts=options)
    return pulumi.Output.concat("serviceAccount:service-", project.number, "@gcp-sa-pubsub.iam.gserviceaccount.com")


def _account_id(request: GuardRequest, kind: str) -> str:
    """`brake-<digest>-<name>`, with as much of the name as fits: ids are the project's, which stacks may share."""
    return f"{kind}-{_digest(request)}-{_plain(request.name, '-')}"[:_ACCOUNT_CHARACTERS].rstrip("-")


def _role_id(request: GuardRequest) -> str:
    return f"apexai_{_digest(request)}_{_plain(request.name, '_')}"[:_ROLE_CHARACTERS]


def _digest(request: GuardRequest) -> str:
    text = f"{pulumi.get_project()}/{pulumi.get_stack()}/{request.name}"
    return hashlib.sha256(text.encode()).hexdigest()[:_DIGITS]


def _plain(text: str, hyphen: str) -> str:
    return re.sub("[^a-z0-9]+", hyphen, text.lower()).strip(hyphen)
