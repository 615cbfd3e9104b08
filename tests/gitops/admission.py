"""ValidatingAdmissionPolicies as a cluster evaluates them, by Google's own implementation of CEL."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from cel_expr_python import cel

from apexai.gitops.admission.expressions import EXPRESSIONS, Expression, read_variables
from apexai.policy.rule import ParameterValue

BY_RULE: Mapping[str, Expression] = {expression.rule: expression for expression in EXPRESSIONS}


def admits(policy: Mapping[str, Any], manifest: Mapping[str, Any]) -> bool:
    """Whether a policy finds nothing wrong with an object; an error in evaluating it is one."""
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
    return cel.NewEnv(variables={"object": cel.Type.DYN, "variables": cel.Type.DYN}).compile(text)
