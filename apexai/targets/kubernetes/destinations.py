"""Where pods may connect to, in the words of a NetworkPolicy, which knows networks and pods but no host names."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import ip_address, ip_network
from typing import Final
from urllib.parse import urlsplit

from apexai.spec.deployment import ServerlessModelDeployment
from apexai.spec.egress import EgressEntry, parse_egress
from apexai.spec.fields import Deferred, Text

HTTPS: Final = 443
HTTP: Final = 80
_STORES: Final = ("s3://", "gs://", "az://", "r2://", "oci://", "hf://")

PUBLIC_NETWORKS: Final = {
    "0.0.0.0/0": (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.168.0.0/16",
    ),
    "::/0": ("::1/128", "fc00::/7", "fe80::/10"),
}
"""Network → its parts that are not public: private, carrier-grade, loopback and link-local with the metadata services.

Source: IANA IPv4 and IPv6 Special-Purpose Address Registries, https://www.iana.org/assignments/iana-ipv4-special-registry,
read 2026-11-21.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination:
    """One thing that pods may connect to."""

    network: str = ""
    """CIDR; empty for any public address, or for the pods of a namespace."""
    namespace: str | None = None
    """The pods of a namespace of the cluster, empty for the deployment's own."""
    port: int | None = None
    """None for all."""

    @property
    def is_public(self) -> bool:
        """Whether it stands for every public address, because a host name was meant."""
        return not self.network and self.namespace is None


def destination_of_url(url: str) -> Destination:
    """Where a URL leads."""
    parts = urlsplit(url)
    default = HTTP if parts.scheme == "http" else HTTPS
    return _host(parts.hostname or "", port=parts.port, default=default)


def destination_of_entry(entry: EgressEntry) -> Destination:
    """Where an entry of `runtime.network.egress` leads."""
    if entry.network:
        return Destination(network=entry.network, port=entry.port)
    return _host(entry.host, port=entry.port, default=HTTPS)


def named_urls(deployment: ServerlessModelDeployment) -> tuple[Text, ...]:
    """The URLs that the spec itself names for the pods."""
    care = deployment.spec.responsible_ai
    explained = None if care.explainability is None else care.explainability.endpoint
    return tuple(url for url in (care.alignment_check_endpoint, explained) if url is not None)


def known_destinations(deployment: ServerlessModelDeployment) -> tuple[Destination, ...]:
    """What the spec names that is known while the program is written, each once."""
    found = [*_stores(deployment), *_entries(deployment), *_endpoints(deployment)]
    if deployment.spec.runtime.identity is not None:
        found.append(Destination(port=HTTPS))
    return tuple(sorted(set(found), key=repr))


def _stores(deployment: ServerlessModelDeployment) -> Iterator[Destination]:
    stable = deployment.spec.traffic_split.stable
    for uri in (deployment.spec.model_ref.uri, None if stable is None else stable.model_uri):
        if isinstance(uri, Deferred) or (uri is not None and uri.startswith(_STORES)):
            yield Destination(port=HTTPS)


def _entries(deployment: ServerlessModelDeployment) -> Iterator[Destination]:
    network = deployment.spec.runtime.network
    for entry in () if network is None else network.egress:
        yield destination_of_entry(parse_egress(entry))


def _endpoints(deployment: ServerlessModelDeployment) -> Iterator[Destination]:
    for url in named_urls(deployment):
        if isinstance(url, str):
            yield destination_of_url(url)


def _host(host: str, *, port: int | None, default: int) -> Destination:
    if _is_address(host):
        return Destination(network=str(ip_network(host)), port=port or default)
    if "." not in host:
        return Destination(namespace="")
    service = re.fullmatch(r"[^.]+\.([^.]+)\.svc(\.cluster\.local)?", host)
    return Destination(namespace=service[1]) if service else Destination(port=port or default)


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
