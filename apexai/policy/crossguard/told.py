"""What a pack tells the engine: itself, its rules, and what they found."""

import datetime
from collections.abc import Sequence
from typing import Final

from google.protobuf.json_format import ParseDict
from google.protobuf.struct_pb2 import Struct
from pulumi.runtime.proto import analyzer_pb2 as proto

from apexai import __version__
from apexai.policy.crossguard.configuration import SCHEMA, SETTINGS
from apexai.policy.finding import Finding, Verdict
from apexai.policy.parameters import parameter_schema
from apexai.policy.rule import Enforcement, Rule, Scope, Severity

_LEVELS: Final = {
    Enforcement.DISABLED: proto.DISABLED,
    Enforcement.ADVISORY: proto.ADVISORY,
    Enforcement.MANDATORY: proto.MANDATORY,
}
_SEVERITIES: Final = {
    Severity.LOW: proto.POLICY_SEVERITY_LOW,
    Severity.MEDIUM: proto.POLICY_SEVERITY_MEDIUM,
    Severity.HIGH: proto.POLICY_SEVERITY_HIGH,
    Severity.CRITICAL: proto.POLICY_SEVERITY_CRITICAL,
}
_TYPES: Final = {Scope.RESOURCE: proto.POLICY_TYPE_RESOURCE, Scope.STACK: proto.POLICY_TYPE_STACK}


def pack_info(name: str, rules: Sequence[Rule]) -> proto.AnalyzerInfo:
    """The pack with its policies."""
    return proto.AnalyzerInfo(
        name=f"apexai-{name}",
        displayName=f"apexai {name}",
        version=__version__,
        supportsConfig=True,
        policies=[_settings_info(), *(_rule_info(rule) for rule in rules)],
    )


def diagnostic_of(finding: Finding, *, pack: str, as_of: datetime.date) -> proto.AnalyzeDiagnostic:
    """A finding as the engine prints it; only failures of mandatory rules stop a deployment."""
    level = finding.enforcement if finding.verdict is Verdict.FAIL else Enforcement.ADVISORY
    return proto.AnalyzeDiagnostic(
        policyName=finding.rule,
        policyPackName=f"apexai-{pack}",
        policyPackVersion=__version__,
        description=finding.title,
        message=_message(finding, as_of),
        enforcementLevel=_LEVELS[level],
        urn=finding.urn,
        severity=_SEVERITIES[finding.severity],
    )


def not_applicable_of(finding: Finding) -> proto.PolicyNotApplicable:
    """An exempt finding, or one that asks nothing of its resource."""
    return proto.PolicyNotApplicable(policy_name=finding.rule, reason=finding.because or finding.message)


def _message(finding: Finding, as_of: datetime.date) -> str:
    what = {Verdict.UNKNOWN: "unknown: ", Verdict.REFER: "a person decides: ", Verdict.BROKEN: "broken: "}
    head = f"{what.get(finding.verdict, '')}{finding.message}"
    path = f" ({finding.path})" if finding.path and finding.path not in finding.message else ""
    why = f"because {finding.because}" if finding.because else ""
    due = f"readiness: due from {finding.due}" if finding.due else ""
    day = f"as of {as_of}"
    lines = [
        f"{finding.title}: {head}{path}",
        finding.remediation if finding.verdict is Verdict.FAIL else "",
        why,
        finding.lapsed,
        due,
        day,
    ]
    return "\n".join(line for line in lines if line)


def _rule_info(rule: Rule) -> proto.PolicyInfo:
    return proto.PolicyInfo(
        name=rule.id,
        displayName=rule.title,
        description=rule.reason,
        message=rule.remediation,
        enforcementLevel=_LEVELS[rule.enforcement],
        severity=_SEVERITIES[rule.severity],
        policy_type=_TYPES[rule.scope],
        remediation_steps=rule.remediation,
        url=rule.source,
        configSchema=_schema({parameter.name: parameter_schema(parameter) for parameter in rule.parameters}),
        framework=_framework(rule),
        tags=[f"{framework.name}: {framework.reference}" for framework in rule.frameworks],
    )


def _framework(rule: Rule) -> proto.PolicyComplianceFramework | None:
    if not rule.frameworks:
        return None
    first = rule.frameworks[0]
    return proto.PolicyComplianceFramework(name=first.name, reference=first.reference)


def _settings_info() -> proto.PolicyInfo:
    return proto.PolicyInfo(
        name=SETTINGS,
        displayName="Settings of the pack",
        description="Carries organisation and team settings, exemptions and the day; judges nothing.",
        enforcementLevel=proto.ADVISORY,
        policy_type=proto.POLICY_TYPE_STACK,
        configSchema=_schema({name: dict(schema) for name, schema in SCHEMA.items()}),
    )


def _schema(properties: dict[str, dict[str, object]]) -> proto.PolicyConfigSchema | None:
    return proto.PolicyConfigSchema(properties=ParseDict(properties, Struct())) if properties else None
