"""TLS: no endpoint that still speaks what was withdrawn."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from apexai.policy.rule import Answer, Fail, NotApplicable, Rule, Severity
from apexai.policy.rules.frameworks import cis_controls, security_hub
from apexai.policy.rules.types import CONTAINER_APP, STORAGE_ACCOUNT, WEB_APP
from apexai.policy.subject import Subject

_LISTENER: Final = "aws:lb/listener:Listener"
_DOMAIN: Final = "aws:apigateway/domainName:DomainName"
_DISTRIBUTION: Final = "aws:cloudfront/distribution:Distribution"
_LEAST: Final[Mapping[str, tuple[str, str]]] = {
    "azure-native:redis:Redis": ("minimumTlsVersion", "1.2"),
    "azure-native:servicebus:Namespace": ("minimumTlsVersion", "1.2"),
    "azure-native:eventhub:Namespace": ("minimumTlsVersion", "1.2"),
    "azure-native:sql:Server": ("minimalTlsVersion", "1.2"),
    "cloudflare:index/r2CustomDomain:R2CustomDomain": ("minTls", "1.0"),
    "gcp:compute/sSLPolicy:SSLPolicy": ("minTlsVersion", "TLS_1_0"),
}
"""Type → where it says the least version, and which one that is without.

Source: https://learn.microsoft.com/azure/azure-sql/database/connectivity-settings#minimum-tls-version,
https://developers.cloudflare.com/r2/buckets/public-buckets/#minimum-tls-version,
https://cloud.google.com/load-balancing/docs/ssl-policies-concepts
"""
_SETTINGS: Final = (
    "cloudflare:index/zoneSetting:ZoneSetting",
    "cloudflare:index/hostnameTlsSetting:HostnameTlsSetting",
)
_WITHDRAWN: Final = ("1.0", "1.1", "TLS_1_0", "TLS_1_1", "TLS1_0", "TLS1_1")
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
        case t if t in _LEAST:
            yield from _least_version(subject)
        case t if t == STORAGE_ACCOUNT:
            yield from _storage(subject)
        case t if t in (CONTAINER_APP, WEB_APP):
            yield from _azure_ingress(subject)
        case t if t in _SETTINGS:
            yield from _setting(subject)
        case _:
            yield from _distribution(subject)


def _distribution(subject: Subject) -> Iterator[Answer]:
    certificate = subject["viewerCertificate"]
    least = certificate["minimumProtocolVersion"].text() or "TLSv1"
    if certificate["cloudfrontDefaultCertificate"].flag():
        raise NotApplicable("CloudFront's own certificate fixes the version")
    if _OLD.match(least):
        yield Fail(message=f"{least} is outdated", path="viewerCertificate.minimumProtocolVersion")


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


def _least_version(subject: Subject) -> Iterator[Answer]:
    path, default = _LEAST[subject.type]
    least = subject[path].text() or default
    if least in _WITHDRAWN:
        yield Fail(message=f"it still speaks TLS {least[-3:].replace('_', '.')}", path=path)


def _storage(subject: Subject) -> Iterator[Answer]:
    if subject["minimumTlsVersion"].text() in _WITHDRAWN:
        yield Fail(message="it asks for withdrawn TLS", path="minimumTlsVersion", edit="set it to TLS1_2")
    if not subject["enableHttpsTrafficOnly"].flag(default=True):
        yield Fail(message="it answers without TLS", path="enableHttpsTrafficOnly", edit="set it to true")


def _azure_ingress(subject: Subject) -> Iterator[Answer]:
    if subject.type == CONTAINER_APP:
        if subject["configuration.ingress.allowInsecure"].flag():
            yield Fail(message="it answers without TLS", path="configuration.ingress.allowInsecure")
        return
    if not subject["httpsOnly"].flag():
        yield Fail(message="it answers without TLS", path="httpsOnly", edit="set it to true")
    if subject["siteConfig.minTlsVersion"].text() in _WITHDRAWN:
        yield Fail(message="it still speaks withdrawn TLS", path="siteConfig.minTlsVersion", edit="set it to 1.2")


def _setting(subject: Subject) -> Iterator[Answer]:
    if subject["settingId"].text() != "min_tls_version":
        raise NotApplicable("it is about something else")
    if subject["value"].text() in _WITHDRAWN:
        yield Fail(message=f"the zone still speaks TLS {subject['value'].text()}", path="value", edit="set it to 1.2")


RULES: Final = (
    Rule(
        id="APX-SEC-004",
        title="TLS is current",
        severity=Severity.MEDIUM,
        types=(_LISTENER, _DOMAIN, _DISTRIBUTION, *_LEAST, STORAGE_ACCOUNT, CONTAINER_APP, WEB_APP, *_SETTINGS),
        check=tls_current,
        reason="TLS 1.0 and 1.1 were withdrawn; what is sent without TLS can be read.",
        remediation="Ask for TLS 1.2 or newer.",
        source="https://www.rfc-editor.org/rfc/rfc8996",
        frameworks=(
            security_hub("ELB.1, CloudFront.10"),
            cis_controls("3.10"),
        ),
    ),
)
