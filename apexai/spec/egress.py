"""What a service may reach: host names and networks, each with an optional port."""

import re
from dataclasses import dataclass
from typing import Final

from apexai.units import FormError

EGRESS_FORM: Final = "a host name or a CIDR with an optional port, e.g. api.example.com:443 or 10.0.0.0/16"

_HOST: Final = re.compile(r"(?=.{1,253}$)[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?(\.[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?)*")
_LONGEST: Final = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class EgressEntry:
    """One destination: a host name or a network."""

    host: str = ""
    network: str = ""
    """CIDR; a single address has the prefix length of its family."""
    port: int | None = None
    """None for all ports."""


def parse_egress(value: object) -> EgressEntry:
    """The destination that an entry of `runtime.network.egress` names.

    Raises:
        FormError: the entry is neither a host name nor a CIDR.
    """
    if not isinstance(value, str) or len(value) > _LONGEST:
        raise FormError(value, EGRESS_FORM)
    if "://" in value:
        raise FormError(value, EGRESS_FORM, suggestion="leave out the scheme and the path")
    place, port = _port(value)
    if "/" in place or ":" in place or place.replace(".", "").isdigit():
        return EgressEntry(network=_network(place, value), port=port)
    if not _HOST.fullmatch(place.lower()):
        raise FormError(value, EGRESS_FORM, suggestion="name each host, wildcards are not possible" * ("*" in place))
    return EgressEntry(host=place.lower(), port=port)


def _port(value: str) -> tuple[str, int | None]:
    """The place and the port of `place:port` or `[IPv6]:port`."""
    match = re.fullmatch(r"\[(?P<six>[^\]]*)\](:(?P<port_six>[^:]*))?|(?P<place>[^:]*):(?P<port>[^:]*)", value)
    if match is None:
        return value, None
    place = match["six"] if match["six"] is not None else match["place"]
    port = match["port_six"] if match["six"] is not None else match["port"]
    if port is None:
        return place, None
    if not re.fullmatch("[0-9]{1,5}", port) or not 1 <= int(port) <= 65535:
        raise FormError(value, EGRESS_FORM, suggestion="a port is a number from 1 to 65535")
    return place, int(port)


def _network(place: str, value: str) -> str:
    from ipaddress import ip_network

    try:
        return str(ip_network(place))
    except ValueError:
        pass
    try:
        suggestion = f"write {ip_network(place, strict=False)}"
    except ValueError:
        suggestion = ""
    raise FormError(value, EGRESS_FORM, suggestion=suggestion)
