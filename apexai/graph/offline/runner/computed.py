"""Answers that need no cloud: functions of their arguments alone, computed as the provider does."""

from __future__ import annotations

import json
from typing import Any


def compute(token: str, arguments: dict[str, Any]) -> dict[str, Any] | None:
    """The answer of a data source that only computes, or None."""
    function = _FUNCTIONS.get(token)
    return function(arguments) if function is not None else None


def _aws_policy_document(arguments: dict[str, Any]) -> dict[str, Any]:
    """An IAM policy as JSON. Source: terraform-provider-aws, internal/service/iam/policy_document_data_source.go."""
    document: dict[str, Any] = {"Version": arguments.get("version") or "2012-10-17"}
    if arguments.get("policyId"):
        document["Id"] = arguments["policyId"]
    statements: list[dict[str, Any]] = []
    for text in _texts(arguments, "sourceJson", "sourcePolicyDocuments"):
        statements = _merged(statements, _statements_of(text))
    statements = _merged(statements, [_aws_statement(given) for given in arguments.get("statements") or ()])
    for text in _texts(arguments, "overrideJson", "overridePolicyDocuments"):
        statements = _merged(statements, _statements_of(text))
    if statements:
        document["Statement"] = statements
    return {
        **arguments,
        "id": "placeholder-id",
        "json": json.dumps(document, indent=2, ensure_ascii=False),
        "minifiedJson": json.dumps(document, separators=(",", ":"), ensure_ascii=False),
    }


def _texts(arguments: dict[str, Any], single: str, several: str) -> list[str]:
    return [text for text in (arguments.get(single), *(arguments.get(several) or ())) if text]


def _statements_of(text: str) -> list[dict[str, Any]]:
    found = json.loads(text).get("Statement", [])
    return found if isinstance(found, list) else [found]


def _merged(statements: list[dict[str, Any]], added: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Later statements replace earlier ones of the same Sid."""
    sids = {statement["Sid"] for statement in added if statement.get("Sid")}
    return [statement for statement in statements if statement.get("Sid") not in sids] + added


def _aws_statement(given: dict[str, Any]) -> dict[str, Any]:
    statement: dict[str, Any] = {}
    if given.get("sid"):
        statement["Sid"] = given["sid"]
    statement["Effect"] = given.get("effect") or "Allow"
    for key, name in (
        ("actions", "Action"),
        ("notActions", "NotAction"),
        ("resources", "Resource"),
        ("notResources", "NotResource"),
    ):
        if given.get(key):
            statement[name] = _one_or_sorted([_with_variables(item) for item in given[key]])
    for key, name in (("principals", "Principal"), ("notPrincipals", "NotPrincipal")):
        if given.get(key):
            statement[name] = _principals(given[key])
    if given.get("conditions"):
        statement["Condition"] = _conditions(given["conditions"])
    return statement


def _principals(given: list[dict[str, Any]]) -> str | dict[str, Any]:
    by_type: dict[str, list[str]] = {}
    for principal in given:
        by_type.setdefault(principal["type"], []).extend(principal["identifiers"])
    if by_type.get("*") == ["*"] and len(by_type) == 1:
        return "*"
    return {type_: _one_or_sorted([_with_variables(item) for item in by_type[type_]]) for type_ in sorted(by_type)}


def _conditions(given: list[dict[str, Any]]) -> dict[str, Any]:
    by_test: dict[str, dict[str, list[str]]] = {}
    for condition in given:
        values = [_with_variables(item) for item in condition["values"]]
        by_test.setdefault(condition["test"], {}).setdefault(_with_variables(condition["variable"]), []).extend(values)
    return {
        test: {name: values[0] if len(values) == 1 else values for name, values in sorted(variables.items())}
        for test, variables in sorted(by_test.items())
    }


def _one_or_sorted(items: list[str]) -> str | list[str]:
    return items[0] if len(items) == 1 else sorted(items, reverse=True)


def _with_variables(text: str) -> str:
    return text.replace("&{", "${")


def _gcp_policy(arguments: dict[str, Any]) -> dict[str, Any]:
    """An IAM policy of bindings as JSON. Source: terraform-provider-google, data_source_google_iam_policy.go."""
    bindings = sorted(arguments.get("bindings") or (), key=lambda binding: binding["role"])
    policy = {
        "bindings": [
            {
                **({"condition": binding["condition"]} if binding.get("condition") else {}),
                "members": sorted(binding["members"]),
                "role": binding["role"],
            }
            for binding in bindings
        ]
    }
    return {**arguments, "id": "placeholder-id", "policyData": json.dumps(policy, separators=(",", ":"))}


def _kubernetes_decode(arguments: dict[str, Any]) -> dict[str, Any]:
    """The objects of a YAML text, as pulumi-kubernetes 4 hands them to its ConfigFile and ConfigGroup."""
    import yaml  # a dependency of the pulumi SDK

    namespace = arguments.get("defaultNamespace")
    objects = [found for found in yaml.safe_load_all(arguments["text"]) if found]
    for found in objects:
        if namespace and isinstance(found.get("metadata"), dict):
            found["metadata"].setdefault("namespace", namespace)
    return {"result": json.loads(json.dumps(objects, default=str))}


_FUNCTIONS = {
    "aws:iam:getPolicyDocument": _aws_policy_document,
    "gcp:organizations:getIAMPolicy": _gcp_policy,
    "kubernetes:yaml:decode": _kubernetes_decode,
}
