"""The ways in and out: Services, routes, tokens, network policies."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from apexai.spec.egress import parse_egress
from apexai.targets.kubernetes.alarms import burn_rates
from apexai.targets.kubernetes.destinations import Destination, destination_of_entry, destination_of_url
from apexai.units import Percent
from tests.targets.kubernetes.conftest import Manifests
from tests.targets.kubernetes.documents import CASES

Made = Callable[[str], Manifests]
PRIVATE = "10.0.0.0/8"


def policy(manifests: Manifests) -> dict[str, Any]:
    return dict(manifests["subject-network-policy"]["spec"])


def open_ports(manifests: Manifests, cidr: str) -> list[list[int]]:
    return [
        [port["port"] for port in rule["ports"]]
        for rule in policy(manifests)["egress"]
        if any(peer.get("ipBlock", {}).get("cidr") == cidr for peer in rule["to"])
    ]


@pytest.mark.parametrize("case", CASES)
def test_whatever_is_not_named_is_refused(case: str, manifests: Made) -> None:
    spec = policy(manifests(case))
    assert spec["policyTypes"] == ["Ingress", "Egress"]
    assert all(rule["to"] for rule in spec["egress"])
    assert all(rule["ports"] for rule in spec["ingress"])


@pytest.mark.parametrize("case", CASES)
def test_public_addresses_are_no_private_ones(case: str, manifests: Made) -> None:
    for rule in policy(manifests(case))["egress"]:
        for peer in rule["to"]:
            if peer.get("ipBlock", {}).get("cidr") == "0.0.0.0/0":
                assert {PRIVATE, "169.254.0.0/16"} <= set(peer["ipBlock"]["except"])


def test_the_smallest_service_reaches_names_and_nothing_else(manifests: Made) -> None:
    (dns,) = policy(manifests("smallest"))["egress"]
    assert [(port["port"], port["protocol"]) for port in dns["ports"]] == [(53, "UDP"), (53, "TCP")]


def test_what_the_spec_names_is_let_through(manifests: Made) -> None:
    made = manifests("everything")
    assert open_ports(made, "0.0.0.0/0") == [[443], [8443]]
    assert [rule["to"] for rule in policy(made)["egress"] if "ports" not in rule] == [
        [{"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "data"}}}],
        [{"ipBlock": {"cidr": "10.0.0.0/16"}}],
        [{"ipBlock": {"cidr": "2001:db8::/32"}}],
    ]


def test_googles_identities_reach_their_tokens(manifests: Made) -> None:
    made = manifests("everything")
    assert open_ports(made, "169.254.169.254/32") == [[80, 8080]]
    assert open_ports(made, "169.254.169.252/32") == [[987, 988]]


@pytest.mark.parametrize("case", ["aws role", "arm on azure"])
def test_other_identities_reach_no_metadata_service(case: str, manifests: Made) -> None:
    made = manifests(case)
    assert open_ports(made, "0.0.0.0/0") == [[443]]
    assert open_ports(made, "169.254.169.254/32") == []


def test_callers_in_the_cluster(manifests: Made) -> None:
    made = manifests("smallest")
    assert made["subject-service"]["spec"] == {
        "type": "ClusterIP",
        "selector": {"app.kubernetes.io/instance": "subject", "apexai.apexlogic.com/track": "stable"},
        "ports": [{"name": "http", "port": 8080, "targetPort": "http", "protocol": "TCP"}],
    }
    assert policy(made)["ingress"] == [
        {"from": [{"namespaceSelector": {}}], "ports": [{"port": "http", "protocol": "TCP"}]}
    ]


def test_callers_from_everywhere(manifests: Made) -> None:
    made = manifests("load balancer")
    spec = made["subject-service"]["spec"]
    assert spec["type"] == "LoadBalancer"
    assert [(port["port"], port["targetPort"]) for port in spec["ports"]] == [(80, "http")]
    assert policy(made)["ingress"] == [{"ports": [{"port": "http", "protocol": "TCP"}]}]


def test_a_load_balancer_opens_no_second_port_to_the_world(manifests: Made) -> None:
    made = manifests("load balancer with two ports")
    assert [port["name"] for port in made["subject-service"]["spec"]["ports"]] == ["web"]
    everybody, cluster = policy(made)["ingress"]
    assert everybody == {"ports": [{"port": "web", "protocol": "TCP"}]}
    assert cluster == {"from": [{"namespaceSelector": {}}], "ports": [{"port": "rpc", "protocol": "TCP"}]}


def test_only_the_gateways_proxies_get_in(manifests: Made) -> None:
    (proxies, explainer) = policy(manifests("everything behind envoy gateway"))["ingress"]
    owner = "gateway.envoyproxy.io/owning-gateway"
    assert proxies["from"] == [
        {
            "namespaceSelector": {},
            "podSelector": {"matchLabels": {f"{owner}-name": "edge", f"{owner}-namespace": "gateways"}},
        }
    ]
    assert explainer["from"][0]["podSelector"]["matchLabels"]["apexai.apexlogic.com/track"] == "explainer"
    (istio,) = policy(manifests("istio"))["ingress"]
    assert istio["from"] == [
        {
            "namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "gateways"}},
            "podSelector": {"matchLabels": {"gateway.networking.k8s.io/gateway-name": "edge"}},
        }
    ]


def test_a_gateway_that_nobody_knows_may_be_anywhere(manifests: Made) -> None:
    assert policy(manifests("unknown gateway"))["ingress"] == [{"ports": [{"port": "http", "protocol": "TCP"}]}]


def test_the_name_in_the_cluster_leads_to_the_gateway(manifests: Made) -> None:
    made = manifests("split")
    assert made["subject-service"]["spec"] == {
        "type": "ExternalName",
        "externalName": "edge.gateways.svc.cluster.local",
    }
    assert made["subject-route"]["spec"]["hostnames"] == ["subject.example.com", "subject.serving.svc.cluster.local"]
    elsewhere = manifests("unknown gateway")["subject-service"]["spec"]
    assert elsewhere["externalName"] == "edge.proxies.svc.cluster.local"


def test_the_route_ends_slow_requests(manifests: Made) -> None:
    (rule,) = manifests("split")["subject-route"]["spec"]["rules"]
    assert rule["timeouts"] == {"request": "30s"}


def test_envoy_gateway_checks_tokens(manifests: Made) -> None:
    spec = manifests("everything behind envoy gateway")["subject-authentication"]["spec"]
    assert spec["targetRefs"] == [{"group": "gateway.networking.k8s.io", "kind": "HTTPRoute", "name": "subject"}]
    assert spec["jwt"]["providers"] == [
        {
            "name": "callers",
            "issuer": "https://login.example.com",
            "audiences": ["subject"],
            "remoteJWKS": {"uri": "https://login.example.com/.well-known/jwks.json"},
        }
    ]


def test_istio_checks_tokens_for_our_hosts_only(manifests: Made) -> None:
    made = manifests("istio")
    target = [{"group": "gateway.networking.k8s.io", "kind": "Gateway", "name": "edge"}]
    authentication, authorization = made["subject-authentication"], made["subject-authorization"]
    for manifest in (authentication, authorization):
        assert manifest["metadata"]["namespace"] == "gateways"
        assert manifest["metadata"]["name"] == "serving-subject"
        assert manifest["spec"]["targetRefs"] == target
    assert authentication["spec"]["jwtRules"][0]["audiences"] == ["subject"]
    assert authorization["spec"]["action"] == "DENY"
    without_token, other_audience = authorization["spec"]["rules"]
    assert without_token["from"] == [{"source": {"notRequestPrincipals": ["https://login.example.com/*"]}}]
    assert other_audience["when"] == [{"key": "request.auth.audiences", "notValues": ["subject"]}]
    hosts = ["subject.example.com", "subject.serving.svc.cluster.local"]
    for rule in (without_token, other_audience):
        assert rule["to"] == [{"operation": {"hosts": [form for host in hosts for form in (host, f"{host}:*")]}}]


def test_objectives_are_watched_where_the_gateway_counts(manifests: Made) -> None:
    (group,) = manifests("istio")["subject-alarms"]["spec"]["groups"]
    rules = {rule["alert"]: rule["expr"] for rule in group["rules"]}
    assert list(rules) == ["LatencyObjectiveMissed", "ErrorBudgetBurnFast", "ErrorBudgetBurnSlow"]
    assert rules["LatencyObjectiveMissed"] == (
        "histogram_quantile(0.95, sum by (le) (rate(istio_request_duration_milliseconds_bucket{"
        'reporter="source",destination_service_name=~"subject-stable|subject-candidate",'
        'destination_service_namespace="serving"}[5m]))) > 300'
    )
    assert rules["ErrorBudgetBurnFast"].count("> 0.0144") == 2
    assert rules["ErrorBudgetBurnSlow"].count("> 0.006") == 2
    (envoy,) = manifests("everything behind envoy gateway")["subject-alarms"]["spec"]["groups"]
    assert 'envoy_cluster_name=~"httproute/serving/subject/rule/0.*"' in envoy["rules"][0]["expr"]


@pytest.mark.parametrize(
    ("promised", "factors"),
    [("99.9", ["14.4", "6"]), ("93.1", ["14.4", "6"]), ("93", ["6"]), ("83.4", ["6"]), ("83", ["1"]), ("0", ["1"])],
)
def test_alarms_can_go_off(promised: str, factors: list[str]) -> None:
    assert [rate.factor for rate in burn_rates(Percent(Decimal(promised)))] == [Decimal(factor) for factor in factors]


@pytest.mark.parametrize(
    ("entry", "destination"),
    [
        ("10.0.0.0/16", Destination(network="10.0.0.0/16")),
        ("10.1.2.3", Destination(network="10.1.2.3/32")),
        ("10.0.0.0/16:5432", Destination(network="10.0.0.0/16", port=5432)),
        ("api.example.com", Destination(port=443)),
        ("api.example.com:8443", Destination(port=8443)),
        ("redis", Destination(namespace="")),
        ("redis.data.svc", Destination(namespace="data")),
        ("redis.data.svc.cluster.local:6379", Destination(namespace="data")),
    ],
)
def test_entries_lead_to_destinations(entry: str, destination: Destination) -> None:
    assert destination_of_entry(parse_egress(entry)) == destination


@pytest.mark.parametrize(
    ("url", "destination"),
    [
        ("https://align.example.com/check", Destination(port=443)),
        ("http://align.example.com/check", Destination(port=80)),
        ("https://align.example.com:8443", Destination(port=8443)),
        ("http://align.checks.svc.cluster.local:8080/x", Destination(namespace="checks")),
        ("http://10.1.2.3:9000/", Destination(network="10.1.2.3/32", port=9000)),
        ("http://10.1.2.3/", Destination(network="10.1.2.3/32", port=80)),
    ],
)
def test_urls_lead_to_destinations(url: str, destination: Destination) -> None:
    assert destination_of_url(url) == destination
