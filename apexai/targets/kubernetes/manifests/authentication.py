"""Callers' tokens, checked by the gateway before a request reaches the model; each controller has its own resources."""

import pulumi
import pulumi_kubernetes as k8s

from apexai.spec.fields import Deferred
from apexai.spec.runtime import Gateway, GatewayImplementation, Jwt
from apexai.targets.kubernetes.exposure import route_hosts
from apexai.targets.kubernetes.manifests.assembly import Assembly
from apexai.targets.kubernetes.manifests.route import GATEWAY_GROUP
from apexai.targets.value import input_of


def build_authentication(assembly: Assembly, gateway: Gateway) -> tuple[pulumi.Resource, ...]:
    """Make what refuses requests without a valid token; nothing where no token is asked for.

    The route is made after it, so that the service is never open.
    """
    auth = assembly.runtime.auth
    if auth is None or auth.jwt is None:
        return ()
    match gateway.implementation:
        case GatewayImplementation.ENVOY_GATEWAY:
            return (_build_security_policy(assembly, auth.jwt),)
        case GatewayImplementation.ISTIO:
            return _build_istio(assembly, gateway, auth.jwt)
        case None:
            raise ValueError("tokens without a known gateway: the limits refuse this")


def _build_security_policy(assembly: Assembly, jwt: Jwt) -> pulumi.Resource:
    provider = {
        "name": "callers",
        "issuer": input_of(jwt.issuer),
        "audiences": [input_of(audience) for audience in jwt.audiences],
        "remoteJWKS": {"uri": _keys(jwt)},
    }
    policy: pulumi.Resource = k8s.apiextensions.CustomResource(
        assembly.logical("authentication"),
        api_version="gateway.envoyproxy.io/v1alpha1",
        kind="SecurityPolicy",
        metadata=assembly.metadata(assembly.name),
        spec={
            "targetRefs": [{"group": GATEWAY_GROUP, "kind": "HTTPRoute", "name": assembly.name}],
            "jwt": {"providers": [provider]},
        },
        opts=assembly.options(),
    )
    return policy


def _build_istio(assembly: Assembly, gateway: Gateway, jwt: Jwt) -> tuple[pulumi.Resource, ...]:
    """Istio attaches policies to the gateway, in the gateway's namespace; their rules name our hosts only."""
    target = {"group": GATEWAY_GROUP, "kind": "Gateway", "name": gateway.name}
    audiences = [input_of(audience) for audience in jwt.audiences]
    rule = {"issuer": input_of(jwt.issuer), "audiences": audiences, "jwksUri": _keys(jwt)}
    authentication = _istio_policy(
        assembly, gateway, kind="RequestAuthentication", spec={"targetRefs": [target], "jwtRules": [rule]}
    )
    to = [{"operation": {"hosts": [form for host in route_hosts(assembly.deployment) for form in (host, f"{host}:*")]}}]
    principals = [pulumi.Output.concat(input_of(jwt.issuer), "/*")]
    others = {"key": "request.auth.audiences", "notValues": audiences}
    rules = [
        {"from": [{"source": {"notRequestPrincipals": principals}}], "to": to},
        {"to": to, "when": [others]},
    ]
    authorization = _istio_policy(
        assembly,
        gateway,
        kind="AuthorizationPolicy",
        spec={"targetRefs": [target], "action": "DENY", "rules": rules},
    )
    return authentication, authorization


def _istio_policy(assembly: Assembly, gateway: Gateway, *, kind: str, spec: dict[str, object]) -> pulumi.Resource:
    logical = {"RequestAuthentication": "authentication", "AuthorizationPolicy": "authorization"}[kind]
    name = f"{assembly.deployment.metadata.namespace}-{assembly.name}"
    policy: pulumi.Resource = k8s.apiextensions.CustomResource(
        assembly.logical(logical),
        api_version="security.istio.io/v1",
        kind=kind,
        metadata=assembly.metadata(name, namespace=gateway.namespace),
        spec=spec,
        opts=assembly.options(),
    )
    return policy


def _keys(jwt: Jwt) -> pulumi.Input[str]:
    """Where the issuer's keys are."""
    if jwt.jwks_uri is not None:
        return input_of(jwt.jwks_uri)
    if isinstance(jwt.issuer, Deferred):
        return pulumi.Output.from_input(jwt.issuer.output).apply(lambda issuer: _default_keys(str(issuer)))
    return _default_keys(jwt.issuer)


def _default_keys(issuer: str) -> str:
    return f"{issuer.rstrip('/')}/.well-known/jwks.json"
