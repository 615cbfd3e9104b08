"""Which tokens of Microsoft Entra a service takes."""

import pulumi

from apexai.targets.azure.created.scope import Scope
from apexai.targets.azure.entra import own_audience, own_issuer
from apexai.targets.value import input_of


def asked_tokens(scope: Scope) -> tuple[pulumi.Input[str], list[pulumi.Input[str]]]:
    """Issuer and audiences: those of the spec, else those of the subscription's own tenant."""
    auth = scope.spec.runtime.auth
    if auth is None or auth.jwt is None:
        service = scope.service
        return scope.tenant.apply(own_issuer), [scope.tenant.apply(lambda given: own_audience(given, service))]
    return str(auth.jwt.issuer), [input_of(audience) for audience in auth.jwt.audiences]
