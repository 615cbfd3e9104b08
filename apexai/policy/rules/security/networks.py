"""Networks: TLS that is not outdated, security groups that are not open, metadata that takes a token."""

import re
from collections.abc import Iterator
from typing import Final

from apexai.policy.property import Property, those
from apexai.policy.rule import Answer, Fail, NotApplicable, Parameter, Rule, Severity, Tighter
from apexai.policy.rules.frameworks import security_hub
from apexai.policy.subject import Subject

_LISTENER: Final = "aws:lb/listener:Listener"
_DOMAIN: Final = "aws:apigateway/domainName:DomainName"
_DISTRIBUTION: Final = "aws:cloudfront/distribution:Distribution"
_GROUP: Final = "aws:ec2/securityGroup:SecurityGroup"
_INGRESS_RULE: Final = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
_MACHINES: Final = ("aws:ec2/instance:Instance", "aws:ec2/launchTemplate:LaunchTemplate")
_WORLD: Final = frozenset({"0.0.0.0/0", "::/0"})
_OLD: Final = re.compile(
    r"ELBSecurityPolicy-(2016|2015|TLS-1-[01]-|TLS13-1-[01]-|FS-2018)|TLSv1(\.1)?(_|$)|TLS_1_0|SSLv3"
)
"""Policies that still speak TLS 1.0 or 1.1.

Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html
"""


def tls_current(subject: Subject) -> Iterator[Answer]:
    match subject.type:
        case t if t == _LISTENER:
            yield from _listener(subject)
        case t if t == _DOMAIN:
            if subject["securityPolicy"].text() in ("", "TLS_1_0"):
                yield Fail(message="the domain still speaks TLS 1.0", path="securityPolicy", edit="set it to TLS_1_2")
        case _:
            certificate = subject["viewerCertificate"]
            least = certificate["minimumProtocolVersion"].text() or "TLSv1"
            if certificate["cloudfrontDefaultCertificate"].flag():
                raise NotApplicable("CloudFront's own certificate fixes the version")
            if _OLD.match(least):
                yield Fail(message=f"{least} is outdated", path="viewerCertificate.minimumProtocolVersion")


def groups_closed(subject: Subject) -> Iterator[Answer]:
    open_ports = {int(port) for port in subject.texts("open")}
    rules = subject["ingress"].items() if subject.type == _GROUP else (subject.inputs,)
    for rule in those(rules, lambda rule: _is_open(rule, open_ports)):
        yield Fail(message=f"{_ports(rule)} is open to the whole internet", path=rule.path)


def metadata_takes_token(subject: Subject) -> Iterator[Answer]:
    options = subject["metadataOptions"]
    if options["httpEndpoint"].text() == "disabled":
        return
    if options["httpTokens"].text() != "required":
        yield Fail(message="the metadata service answers without a token", path="metadataOptions.httpTokens")


def _listener(subject: Subject) -> Iterator[Answer]:
    protocol = subject["protocol"].text()
    if protocol in ("HTTP", ""):
        if not any(action["type"].text() == "redirect" for action in subject["defaultActions"].items()):
            yield Fail(message="it listens without TLS", path="protocol", edit="use HTTPS, or redirect to it")
    elif protocol in ("HTTPS", "TLS"):
        policy = subject["sslPolicy"].text()
        if _OLD.match(policy or "ELBSecurityPolicy-2016"):
            yield Fail(message=f"{policy or 'the default policy'} still speaks TLS 1.0", path="sslPolicy")
    else:
        raise NotApplicable(f"{protocol} is not about TLS")


def _is_open(rule: Property, open_ports: set[int]) -> bool:
    sources = {
        item.text() for key in ("cidrBlocks", "ipv6CidrBlocks", "cidrIpv4", "cidrIpv6") for item in rule[key].items()
    }
    if not sources & _WORLD:
        return False
    first, last = rule["fromPort"].number(), rule["toPort"].number()
    return first is None or first != last or int(first) not in open_ports


def _ports(rule: Property) -> str:
    first, last = rule["fromPort"].text(), rule["toPort"].text()
    return f"port {first}" if first == last and first else f"ports {first or 'all'} to {last or 'all'}"


RULES: Final = (
    Rule(
        id="APX-SEC-004",
        title="TLS is current",
        severity=Severity.MEDIUM,
        types=(_LISTENER, _DOMAIN, _DISTRIBUTION),
        check=tls_current,
        reason="TLS 1.0 and 1.1 were withdrawn; what is sent without TLS can be read.",
        remediation="Ask for TLS 1.2 or newer.",
        source="https://www.rfc-editor.org/rfc/rfc8996",
        frameworks=(security_hub("ELB.1, CloudFront.10"),),
    ),
    Rule(
        id="APX-SEC-018",
        title="security groups are not open to the internet",
        severity=Severity.HIGH,
        types=(_GROUP, _INGRESS_RULE),
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
