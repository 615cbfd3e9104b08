"""Identities: a service account for each service, with what it needs and nothing else."""

from dataclasses import dataclass

import pulumi
import pulumi_gcp as gcp

from apexai.targets.cloud_run.created.scope import Scope
from apexai.targets.cloud_run.names import account_id
from apexai.targets.value import input_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """What a service runs as."""

    email: pulumi.Input[str]

    @property
    def member(self) -> pulumi.Output[str]:
        """How grants name it."""
        return pulumi.Output.concat("serviceAccount:", self.email)

    @property
    def account(self) -> pulumi.Output[str]:
        """The resource name that grants on the account itself take."""
        return pulumi.Output.concat("projects/-/serviceAccounts/", self.email)


def build_model_identity(scope: Scope) -> Identity:
    """The identity that the document names, else an account of the service's own."""
    given = scope.spec.runtime.identity
    if given is not None:
        return Identity(email=input_of(given))
    return build_identity(scope, "account", scope.service_name, f"Runs {scope.service_name}")


def build_identity(scope: Scope, kind: str, name: str, purpose: str) -> Identity:
    """A service account that nobody has keys of."""
    account = gcp.serviceaccount.Account(
        scope.name(kind),
        account_id=account_id(name),
        display_name=name,
        description=purpose,
        opts=scope.request.options(),
    )
    return Identity(email=account.email)
