"""What SARIF says of rules and error codes themselves."""

import re
from typing import Final

from apexai.policy.rule import Enforcement, Rule, Severity
from apexai.policy.rules import PACKS
from apexai.preview.values import Json

_SECURITY: Final = "security"
_SECURITY_SEVERITY: Final = {
    Severity.LOW: "2.0",
    Severity.MEDIUM: "5.0",
    Severity.HIGH: "8.0",
    Severity.CRITICAL: "9.5",
}
"""Code hosts read it of rules with the tag `security` only."""
_PROBLEM_SEVERITY: Final = {
    Severity.LOW: "recommendation",
    Severity.MEDIUM: "warning",
    Severity.HIGH: "error",
    Severity.CRITICAL: "error",
}
_CODES: Final = {
    "APX-SPC": "What the spec says can be read and makes sense",
    "APX-CAP": "The platform can do what the spec asks",
    "APX-LIM": "The spec keeps the platform's limits",
    "APX-GRA": "The file shows all that it should",
}
_ANY_CODE: Final = "The preview comes to its end"


def level_of(enforcement: Enforcement, severity: Severity) -> str:
    """`error` for what stops a deployment, `warning` for the rest, `note` for what hardly matters."""
    if enforcement is Enforcement.MANDATORY:
        return "error"
    return "note" if severity is Severity.LOW else "warning"


def describe_rule(rule: Rule) -> dict[str, Json]:
    """The `reportingDescriptor` of a rule."""
    linked = rule.source.startswith("https://")
    source = f"[Source]({rule.source})" if linked else f"Source: {rule.source}"
    return {
        "id": rule.id,
        "name": "".join(word[0].upper() + word[1:] for word in re.findall(r"[A-Za-z0-9]+", rule.title)),
        "shortDescription": {"text": f"{rule.title[0].upper()}{rule.title[1:]}."},
        "fullDescription": {"text": rule.reason},
        "help": {
            "text": f"{rule.reason} {rule.remediation}",
            "markdown": f"{rule.reason}\n\n**What to do:** {rule.remediation}\n\n{source}\n",
        },
        **({"helpUri": rule.source} if linked else {}),
        "defaultConfiguration": {"level": level_of(rule.enforcement, rule.severity)},
        "properties": {**_severity(rule), "precision": "high", "tags": _tags(rule)},
    }


def describe_code(code: str) -> dict[str, Json]:
    """The `reportingDescriptor` of an error code."""
    title = _CODES.get(code.rpartition("-")[0], _ANY_CODE)
    return {
        "id": code,
        "shortDescription": {"text": f"{title}."},
        "fullDescription": {"text": f"{title}; where it is not so, nothing is created."},
        "help": {"text": "docs/errors.md and docs/cli.md say of each code what is wrong and what to do."},
        "defaultConfiguration": {"level": "error"},
    }


def _severity(rule: Rule) -> dict[str, Json]:
    if _pack_of(rule) == _SECURITY:
        return {"security-severity": _SECURITY_SEVERITY[rule.severity]}
    return {"problem.severity": _PROBLEM_SEVERITY[rule.severity]}


def _tags(rule: Rule) -> list[Json]:
    pack = _pack_of(rule)
    return [*([pack] if pack else []), *(f"{framework.name}: {framework.reference}" for framework in rule.frameworks)]


def _pack_of(rule: Rule) -> str:
    return next((name for name, rules in PACKS.items() if rule in rules), "")
