"""A pack in the words of a policy service, which lists what it has not run."""

from collections.abc import Mapping
from typing import Final

from google.protobuf.json_format import MessageToDict
from pulumi.runtime.proto import analyzer_pb2 as proto

from apexai.policy.crossguard.told import pack_info
from apexai.policy.rules import PACKS

_SEVERITY: Final = "POLICY_SEVERITY_"


def describe_pack(name: str) -> tuple[Mapping[str, object], ...]:
    """The policies of a pack of this package as the keyword arguments of a policy service's SDK.

    Args:
        name: One of `apexai.policy.rules.PACKS`.
    """
    return tuple(_described(policy) for policy in pack_info(name, PACKS[name]).policies)


def _described(policy: proto.PolicyInfo) -> Mapping[str, object]:
    severity = proto.PolicySeverity.Name(policy.severity).removeprefix(_SEVERITY).lower()
    schema = MessageToDict(policy.configSchema.properties)
    return {
        "name": policy.name,
        "display_name": policy.displayName,
        "description": policy.description,
        "enforcement_level": proto.EnforcementLevel.Name(policy.enforcementLevel).lower(),
        **({"severity": severity} if severity != "unspecified" else {}),
        **({"remediation_steps": policy.remediation_steps} if policy.remediation_steps else {}),
        **({"url": policy.url} if policy.url else {}),
        **({"config_schema": {"type": "object", "properties": schema}} if schema else {}),
    }
