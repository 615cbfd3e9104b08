"""What may reach the pods and what they may reach; all else is refused."""

from functools import partial

import pulumi
from pulumi_kubernetes.networking.v1 import (
    NetworkPolicy,
    NetworkPolicyEgressRuleArgs,
    NetworkPolicyIngressRuleArgs,
    NetworkPolicyPeerArgs,
    NetworkPolicySpecArgs,
)

from apexai.spec.fields import Deferred
from apexai.spec.runtime import Access
from apexai.targets.kubernetes.destinations import destination_of_url, known_destinations, named_urls
from apexai.targets.kubernetes.exposure import Exposure, exposure_of, gateway_of
from apexai.targets.kubernetes.identity import IdentityKind, identity_kind
from apexai.targets.kubernetes.manifests.assembly import Assembly
from apexai.targets.kubernetes.manifests.policy_rules import (
    TOKEN_SERVICES,
    all_pods,
    destination_rule,
    dns_rule,
    explainer_pods,
    gateway_proxies,
    model_pods,
    tcp,
    token_rule,
)
from apexai.targets.kubernetes.names import EXPLAINER_CONTAINER, explainer_name


def build_network_policy(assembly: Assembly) -> NetworkPolicy:
    """Make the policy of both slots' pods."""
    return NetworkPolicy(
        assembly.logical("network-policy"),
        metadata=assembly.metadata(assembly.name),
        spec=NetworkPolicySpecArgs(
            pod_selector=model_pods(assembly.name),
            policy_types=["Ingress", "Egress"],
            ingress=_ingress(assembly),
            egress=[dns_rule(), *_egress(assembly)],
        ),
        opts=assembly.options(),
    )


def build_explainer_policy(assembly: Assembly) -> NetworkPolicy:
    """Make the policy of the explainer's pods: the model's pods reach it, and it reaches them."""
    model = NetworkPolicyPeerArgs(pod_selector=model_pods(assembly.name))
    return NetworkPolicy(
        assembly.logical("explainer-network-policy"),
        metadata=assembly.metadata(explainer_name(assembly.name)),
        spec=NetworkPolicySpecArgs(
            pod_selector=explainer_pods(assembly.name),
            policy_types=["Ingress", "Egress"],
            ingress=[NetworkPolicyIngressRuleArgs(from_=[model], ports=[tcp(EXPLAINER_CONTAINER)])],
            egress=[dns_rule(), NetworkPolicyEgressRuleArgs(to=[model], ports=[tcp(assembly.ports.entry)])],
        ),
        opts=assembly.options(),
    )


def _ingress(assembly: Assembly) -> list[NetworkPolicyIngressRuleArgs]:
    runtime, ports = assembly.runtime, assembly.ports
    entry, extra = [tcp(ports.entry)], [tcp(name) for name in ports.extra]
    rules = [NetworkPolicyIngressRuleArgs(from_=_callers(assembly), ports=entry)]
    if extra and runtime.access is not Access.AUTHENTICATED:
        rules.append(NetworkPolicyIngressRuleArgs(from_=[all_pods()], ports=extra))
    if _has_explainer(assembly) and exposure_of(runtime) is Exposure.GATEWAY:
        explainer = NetworkPolicyPeerArgs(pod_selector=explainer_pods(assembly.name))
        rules.append(NetworkPolicyIngressRuleArgs(from_=[explainer], ports=entry))
    return rules


def _callers(assembly: Assembly) -> list[NetworkPolicyPeerArgs] | None:
    """Who may call; None for everybody."""
    gateway = gateway_of(assembly.runtime)
    if gateway is not None:
        return gateway_proxies(gateway)
    return None if assembly.runtime.access is Access.PUBLIC else [all_pods()]


def _egress(assembly: Assembly) -> list[pulumi.Input[NetworkPolicyEgressRuleArgs]]:
    rules: list[pulumi.Input[NetworkPolicyEgressRuleArgs]] = [
        destination_rule(found) for found in known_destinations(assembly.deployment)
    ]
    for url in named_urls(assembly.deployment):
        if isinstance(url, Deferred):
            rules.append(_output(url).apply(lambda text: destination_rule(destination_of_url(text))))
    if _has_explainer(assembly):
        explainer = NetworkPolicyPeerArgs(pod_selector=explainer_pods(assembly.name))
        rules.append(NetworkPolicyEgressRuleArgs(to=[explainer], ports=[tcp(EXPLAINER_CONTAINER)]))
    return [*rules, *_token_rules(assembly)]


def _token_rules(assembly: Assembly) -> list[pulumi.Input[NetworkPolicyEgressRuleArgs]]:
    """Google's tokens come from the node; those of others over HTTPS, which is let through already."""
    identity = assembly.runtime.identity
    if isinstance(identity, Deferred):
        return [_output(identity).apply(partial(token_rule, service=service)) for service in TOKEN_SERVICES]
    if identity is None or identity_kind(identity) is not IdentityKind.GCP:
        return []
    return [token_rule(identity, service=service) for service in TOKEN_SERVICES]


def _has_explainer(assembly: Assembly) -> bool:
    explained = assembly.spec.responsible_ai.explainability
    return explained is not None and explained.image is not None


def _output(text: Deferred) -> pulumi.Output[str]:
    return pulumi.Output.from_input(text.output).apply(str)
