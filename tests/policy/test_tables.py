"""The lists agree: rules with the SDKs, the spec, the law and the catalogue of policy sets."""

import ast
import re
from importlib import import_module
from pathlib import Path

import pytest

import apexai.policy.rules
from apexai.policy.law.obligations import load_high_risk_uses, load_obligations, load_prohibited_practices
from apexai.policy.law.residency import load_reaches, reach_of
from apexai.policy.rule import Rule
from apexai.policy.rules import PACKS, RULES
from apexai.policy.rules.types import taggable_types
from apexai.policy.sets import SETS
from apexai.policy.subject import GUARD, SERVICE
from apexai.spec.catalogue import load_catalogue
from apexai.spec.leaves import spec_leaves
from tests.policy.sdk_paths import tagged_types, type_files

FOLDER = Path(apexai.policy.rules.__file__).parent


def test_every_type_is_one_of_the_sdks() -> None:
    asked = {type_ for rule in RULES for type_ in rule.types} - {SERVICE, GUARD}
    assert asked - set(type_files()) == set()


def test_the_taggable_types_are_those_of_the_sdks() -> None:
    tagged = tagged_types("aws", "tags") | tagged_types("azure-native", "tags") | tagged_types("gcp", "labels")
    assert set(taggable_types()) == tagged


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_is_fully_described(rule: Rule) -> None:
    assert re.fullmatch(r"APX-(FIN|RAI|SEC)-\d{3}", rule.id)
    assert rule.reason.endswith(".")
    assert rule.remediation.endswith(".")
    assert rule.title[-1] != "."
    assert rule.source.startswith(("https://", "docs/"))
    assert set(rule.law) <= set(load_obligations())
    assert len({parameter.name for parameter in rule.parameters}) == len(rule.parameters)


def test_each_pack_has_at_least_twenty_rules() -> None:
    assert all(len(rules) >= 20 for rules in PACKS.values())


def test_the_sets_are_those_of_the_catalogue() -> None:
    assert set(SETS) == {policy.name for policy in load_catalogue()}
    assert {id for ids in SETS.values() for id in ids} <= {rule.id for rule in RULES}


def test_every_path_of_a_spec_that_a_rule_reads_is_in_the_spec() -> None:
    leaves = [leaf.removeprefix("spec.").replace("[]", "") for leaf in spec_leaves()]
    for file in FOLDER.rglob("*.py"):
        for path in spec_paths(file):
            known = any(
                leaf == path or leaf.startswith((f"{path}.", f"{path}[")) for leaf in [*leaves, "runtime.platform"]
            )
            assert known, f"{file.name}: {path}"


def spec_paths(file: Path) -> set[str]:
    calls = (node for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))) if isinstance(node, ast.Call))
    return {
        call.args[0].value
        for call in calls
        if isinstance(call.func, ast.Attribute) and call.func.attr in ("spec", "written")
        if call.args and isinstance(call.args[0], ast.Constant) and isinstance(call.args[0].value, str)
    }


def test_no_rule_is_longer_than_its_limit() -> None:
    for rule in RULES:
        module = import_module(rule.check.__module__)
        tree = ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))
        (node,) = (n for n in tree.body if isinstance(n, ast.FunctionDef) and n.name == rule.check.__name__)
        assert (node.end_lineno or 0) - node.lineno < 20, rule.id


def test_the_law_is_whole() -> None:
    assert len(load_obligations()) == 151
    assert len(load_high_risk_uses()) == 25
    assert len(load_prohibited_practices()) == 10


def test_profiles_reach_what_their_prefix_does_not_say() -> None:
    assert set(load_reaches()) == {"global.", "us.", "us-gov.", "eu.", "apac.", "jp.", "au."}
    europe, world = reach_of("eu.anthropic.claude-x"), reach_of("arn:aws:bedrock:::inference-profile/global.meta.x")
    assert europe is not None
    assert europe.beyond == ("eu-west-2", "eu-central-2")
    assert world is not None
    assert world.regions is None
    assert reach_of("anthropic.claude-x") is None
