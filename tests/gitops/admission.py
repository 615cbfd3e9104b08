"""ValidatingAdmissionPolicies as a cluster evaluates them, by Google's own implementation of CEL."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from cel_expr_python import cel

from apexai.gitops.admission.expressions import EXPRESSIONS, Expression, read_variables
from apexai.policy.rule import ParameterValue

BY_RULE: Mapping[str, Expression] = {expression.rule: expression for expression in EXPRESSIONS}


def admits(
    policy: Mapping[str, Any], manifest: Mapping[str, Any], *, user: str = "ada", operation: str = "CREATE"
) -> bool:
    """Whether a policy lets somebody write an object."""
    request = {"operation": operation, "userInfo": {"username": user}}
    data = {"object": manifest, "request": request, "variables": {}}
    conditions = [entry["expression"] for entry in policy["spec"]["matchConditions"]]
    if not all(_compiled(text).eval(data=data).plain_value() for text in conditions):
        return True
    variables = tuple((entry["name"], entry["expression"]) for entry in policy["spec"]["variables"])
    (validation,) = policy["spec"]["validations"]
    return _evaluate(variables, validation["expression"], manifest)


def says_well(rule: str, parameters: Mapping[str, ParameterValue], manifest: Mapping[str, Any]) -> bool:
    """Whether the expression of a rule finds nothing wrong with an object."""
    expression = BY_RULE[rule]
    text = expression.cel(parameters)
    return _evaluate(read_variables(expression.judged, text), text, manifest)


def _evaluate(variables: tuple[tuple[str, str], ...], text: str, manifest: Mapping[str, Any]) -> bool:
    known: dict[str, Any] = {}
    for name, expression in variables:
        known[name] = _compiled(expression).eval(data={"object": manifest, "variables": known}).plain_value()
    said = _compiled(text).eval(data={"object": manifest, "variables": known}).plain_value()
    assert isinstance(said, bool), said
    return said


@cache
def _compiled(text: str) -> Any:
    known = dict.fromkeys(("object", "request", "variables"), cel.Type.DYN)
    return cel.NewEnv(variables=known).compile(text)
