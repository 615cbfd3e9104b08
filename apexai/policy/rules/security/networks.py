"""Networks: groups and firewalls that are not open, metadata that takes a token."""

from collections.abc import Iterator, Sequence
from typing import Final

from apexai.policy.property import Property, those
from apexai.policy.rule import Answer, Fail, NotApplicable, Parameter, Rule, Severity, Tighter
from apexai.policy.rules.frameworks import security_hub
from apexai.policy.subject import Subject

_GROUP: Final = "aws:ec2/securityGroup:SecurityGroup"
_AZURE_GROUP: Final = "azure-native:network:NetworkSecurityGroup"
_AZURE_RULE: Final = "azure-native:network:SecurityRule"
_FIREWALL: Final = "gcp:compute/firewall:Firewall"
_INGRESS_RULE: Final = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
_GROUP_KEYS: Final = ("protocol", "cidrBlocks", "ipv6CidrBlocks")
_RULE_KEYS: Final = ("ipProtocol", "cidrIpv4", "cidrIpv6")
"""Where a rule within a group, and one of its own, names its protocol and its sources."""
_PING: Final = ("icmp", "icmpv6", "1", "58")
_MACHINES: Final = ("aws:ec2/instance:Instance", "aws:ec2/launchTemplate:LaunchTemplate")
_WORLD: Final = frozenset({"0.0.0.0/0", "::/0", "*", "Internet", "0.0.0.0", "any", "Any"})


def groups_closed(subject: Subject) -> Iterator[Answer]:
    open_ports = frozenset(subject.texts("open"))
    if subject.type in (_AZURE_GROUP, _AZURE_RULE):
        yield from _azure_closed(subject, open_ports)
        return
    if subject.type == _FIREWALL:
        yield from _firewall_closed(subject, open_ports)
        return
    rules = subject["ingress"].items() if subject.type == _GROUP else (subject.inputs,)
    protocol, *sources = _GROUP_KEYS if subject.type == _GROUP else _RULE_KEYS
    for rule in those(rules, lambda rule: rule[protocol].text() not in _PING and _is_open(rule, sources, open_ports)):
        yield Fail(message=f"{_ports(rule)} is open to the whole internet", path=rule.path)


def metadata_takes_token(subject: Subject) -> Iterator[Answer]:
    options = subject["metadataOptions"]
    if options["httpEndpoint"].text() == "disabled":
        return
    if options["httpTokens"].text() != "required":
        yield Fail(message="the metadata service answers without a token", path="metadataOptions.httpTokens")


def _azure_closed(subject: Subject, open_ports: frozenset[str]) -> Iterator[Answer]:
    rules = subject["securityRules"].items() if subject.type == _AZURE_GROUP else (subject.inputs,)
    for rule in those(rules, lambda rule: _azure_open(rule, open_ports)):
        ports = ", ".join(_texts(rule, "destinationPortRange", "destinationPortRanges"))
        yield Fail(message=f"ports {ports} are open to the whole internet", path=rule.path)


def _azure_open(rule: Property, open_ports: frozenset[str]) -> bool:
    if rule["access"].text() != "Allow" or rule["direction"].text() != "Inbound":
        return False
    if not set(_texts(rule, "sourceAddressPrefix", "sourceAddressPrefixes")) & _WORLD:
        return False
    return not set(_texts(rule, "destinationPortRange", "destinationPortRanges")) <= open_ports


def _firewall_closed(subject: Subject, open_ports: frozenset[str]) -> Iterator[Answer]:
    if subject["direction"].text() == "EGRESS" or subject["disabled"].flag():
        raise NotApplicable("it lets nothing in")
    sources = _texts(subject.inputs, "sourceRanges")
    named = any(not subject[path].absent for path in ("sourceTags", "sourceServiceAccounts"))
    if not set(sources) & _WORLD and (sources or named):
        return
    for rule in those(subject["allows"].items(), lambda rule: not _only(rule, open_ports)):
        ports = ", ".join(_texts(rule, "ports")) or "every port"
        yield Fail(message=f"{rule['protocol'].text()} {ports} is open to the whole internet", path=rule.path)


def _only(rule: Property, open_ports: frozenset[str]) -> bool:
    ports = _texts(rule, "ports")
    return rule["protocol"].text() == "icmp" or (bool(ports) and set(ports) <= open_ports)


def _texts(rule: Property, *keys: str) -> tuple[str, ...]:
    return tuple(item.text() for key in keys for item in rule[key].items())


def _is_open(rule: Property, sources: Sequence[str], open_ports: frozenset[str]) -> bool:
    if not set(_texts(rule, *sources)) & _WORLD:
        return False
    first, last = rule["fromPort"].number(), rule["toPort"].number()
    return first is None or first != last or f"{first:f}" not in open_ports


def _ports(rule: Property) -> str:
    first, last = rule["fromPort"].text(), rule["toPort"].text()
    return f"port {first}" if first == last and first else f"ports {first or 'all'} to {last or 'all'}"


RULES: Final = (
    Rule(
        id="APX-SEC-018",
        title="security groups are not open to the internet",
        severity=Severity.HIGH,
        types=(_GROUP, _INGRESS_RULE, _AZURE_GROUP, _AZURE_RULE, _FIREWALL),
        check=groups_closed,
        reason="Every open port is tried within minutes.",
        remediation="Name the networks that may connect, or go through a load balancer.",
        source="https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html",
        frameworks=(security_hub("EC2.18"),),
        parameters=(
            Parameter(
                name="open",
                kind="array",
                default=("80", "443"),
                description="ports that may be open to everybody",
                tighter=Tighter.FEWER,
            ),
        ),
    ),
    Rule(
        id="APX-SEC-020",
        title="the metadata service takes a token",
        severity=Severity.HIGH,
        types=_MACHINES,
        check=metadata_takes_token,
        reason="Without a token one forged request from the machine gets its credentials.",
        remediation="Set metadataOptions.httpTokens to required.",
        source="https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html",
        frameworks=(security_hub("EC2.8"),),
    ),
)
