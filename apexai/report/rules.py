"""The rules for people: the table, one rule in full, and the page of the documentation."""

import textwrap
from collections.abc import Mapping, Sequence
from typing import cast

from apexai.policy.law.obligations import load_obligations
from apexai.policy.parameters import parameter_schema
from apexai.policy.rule import Parameter, ParameterValue, Rule
from apexai.policy.sets import SETS
from apexai.policy.settings import Settings
from apexai.preview.values import Json
from apexai.report.json import render_json


def render_rules_text(rules: Sequence[Rule], settings: Settings) -> str:
    """One line a rule, with the level that settings give it; what they lock has a `*`."""
    rows = [("rule", "severity", "level", "scope", "should hold"), *(_row(rule, settings) for rule in rules)]
    return "".join(
        f"{id:<11}  {severity:<8}  {level:<10}  {scope:<8}  {title}\n" for id, severity, level, scope, title in rows
    )


def render_rule_text(rule: Rule, settings: Settings) -> str:
    """Everything about one rule."""
    law = load_obligations()
    setting = settings.of(rule.id)
    lines = [
        f"{rule.id}  {rule.title}",
        "",
        f"  {rule.reason}",
        f"  {rule.remediation}",
        "",
        f"  severity     {rule.severity}",
        f"  enforcement  {_level(rule, settings)}, unless an opted-in policy or the law say more",
        *(["  locked       by the organisation: no team loosens it, and nobody is exempt"] if setting.locked else []),
        f"  scope        {rule.scope}",
        f"  judges       {_types(rule)}",
        f"  source       {rule.source}",
        *(f"  framework    {framework.name}: {framework.reference}" for framework in rule.frameworks),
        *(
            f"  law          {law[id].article}: {law[id].title}, from {law[id].applies_from or 'no date'}"
            for id in rule.law
        ),
        *(f"  policy       {name}" for name in _sets(rule)),
        *(f"  parameter    {_parameter(parameter)}" for parameter in rule.parameters),
        *(f"  set to       {name}: {_shown(value)}" for name, value in sorted(setting.parameters.items())),
    ]
    return "\n".join(lines) + "\n"


def render_rules_json(rules: Sequence[Rule], settings: Settings) -> str:
    """A list of the rules, with what settings say of them."""
    return render_json(cast(Json, [{**_data(rule), "settings": _setting(rule, settings)} for rule in rules]))


def render_rules_markdown(rules: Sequence[Rule], examples: Mapping[str, Mapping[str, str]]) -> str:
    """A section for each rule.

    Args:
        rules: In the order of the page.
        examples: Rule id → `fails`, `passes` → source of a program.
    """
    return "\n\n".join(_section(rule, examples.get(rule.id, {})) for rule in rules)


def _section(rule: Rule, examples: Mapping[str, str]) -> str:
    law = load_obligations()
    asked = [framework.name + " " + framework.reference for framework in rule.frameworks]
    rows = [
        f"| severity | {rule.severity} |",
        f"| enforcement | {rule.enforcement} |",
        f"| scope | {rule.scope} |",
        f"| judges | {_types(rule, code=True)} |",
        *([f"| asked by | {', '.join(asked)} |"] if asked else []),
        *(f"| law | {law[id].article}: {law[id].title} (from {law[id].applies_from}) |" for id in rule.law),
        *([f"| policies | {', '.join(f'`{name}`' for name in _sets(rule))} |"] if _sets(rule) else []),
        *(f"| parameter | {_parameter(parameter, code=True)} |" for parameter in rule.parameters),
        f"| source | {rule.source} |",
    ]
    programs = [_program(kind, examples[kind]) for kind in ("fails", "passes") if kind in examples]
    head = f"### {rule.id}: {rule.title}\n\n{rule.reason} {rule.remediation}"
    return "\n\n".join([head, "| | |\n|---|---|\n" + "\n".join(rows), *programs])


def _row(rule: Rule, settings: Settings) -> tuple[str, str, str, str, str]:
    mark = "*" if settings.of(rule.id).locked else ""
    return rule.id, rule.severity, f"{_level(rule, settings)}{mark}", rule.scope, rule.title


def _level(rule: Rule, settings: Settings) -> str:
    return settings.of(rule.id).enforcement or rule.enforcement


def _setting(rule: Rule, settings: Settings) -> Json:
    setting = settings.of(rule.id)
    parameters: dict[str, Json] = {name: _plain(value) for name, value in sorted(setting.parameters.items())}
    return {"enforcement": _level(rule, settings), "locked": setting.locked, "parameters": parameters}


def _plain(value: ParameterValue) -> Json:
    return list(value) if isinstance(value, tuple) else value


def _shown(value: ParameterValue) -> str:
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def _program(kind: str, source: str) -> str:
    title = {"fails": "Fails:", "passes": "Passes:"}[kind]
    return f"{title}\n\n```python\n{textwrap.dedent(source).strip()}\n```"


def _types(rule: Rule, *, code: bool = False) -> str:
    quote = "`" if code else ""
    shown = [f"{quote}{type_}{quote}" for type_ in rule.types[:4]]
    rest = len(rule.types) - len(shown)
    return ", ".join(shown) + (f" and {rest} more types" if rest else "")


def _sets(rule: Rule) -> list[str]:
    return [name for name, ids in SETS.items() if rule.id in ids]


def _parameter(parameter: Parameter, *, code: bool = False) -> str:
    quote = "`" if code else ""
    given = "" if parameter.default in (None, ()) else f" (default {_shown(parameter.default)})"
    return f"{quote}{parameter.name}{quote}: {parameter.description}{given}"


def _data(rule: Rule) -> dict[str, object]:
    return {
        "id": rule.id,
        "title": rule.title,
        "severity": rule.severity,
        "enforcement": rule.enforcement,
        "scope": rule.scope,
        "types": sorted(rule.types),
        "reason": rule.reason,
        "remediation": rule.remediation,
        "source": rule.source,
        "frameworks": [f"{framework.name}: {framework.reference}" for framework in rule.frameworks],
        "law": list(rule.law),
        "policies": _sets(rule),
        "parameters": {parameter.name: parameter_schema(parameter) for parameter in rule.parameters},
    }
