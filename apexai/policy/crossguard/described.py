"""A pack in the words of a policy service, which lists what it has not run."""

from collections.abc import Mapping
from typing import Final, NotRequired, TypedDict

from google.protobuf.json_format import MessageToDict
from pulumi.runtime.proto import analyzer_pb2 as proto

from apexai.policy.crossguard.told import pack_info
from apexai.policy.rules import PACKS

_SEVERITY: Final = "POLICY_SEVERITY_"


class PolicyDescription(TypedDict):
    """A policy, as the keyword arguments of a policy service's SDK."""

    name: str
    display_name: str
    description: str
    enforcement_level: str
    severity: NotRequired[str]
    remediation_steps: NotRequired[str]
    url: NotRequired[str]
    config_schema: NotRequired[Mapping[str, object]]


def describe_pack(name: str) -> tuple[PolicyDescription, ...]:
    """The policies of a pack of this package.

    Args:
        name: One of `apexai.policy.rules.PACKS`.
    """
    return tuple(_described(policy) for policy in pack_info(name, PACKS[name]).policies)


def _described(policy: proto.PolicyInfo) -> PolicyDescription:
    found = PolicyDescription(
        name=policy.name,
        display_name=policy.displayName,
        description=policy.description,
        enforcement_level=proto.EnforcementLevel.Name(policy.enforcementLevel).lower(),
    )
    if policy.severity != proto.POLICY_SEVERITY_UNSPECIFIED:
        found["severity"] = proto.PolicySeverity.Name(policy.severity).removeprefix(_SEVERITY).lower()
    if policy.remediation_steps:
        found["remediation_steps"] = policy.remediation_steps
    if policy.url:
        found["url"] = policy.url
    if schema := MessageToDict(policy.configSchema.properties):
        found["config_schema"] = {"type": "object", "properties": schema}
    return found
