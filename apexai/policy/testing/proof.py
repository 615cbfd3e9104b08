"""Judging fixtures: offline, and as the engine has a policy pack judge them; both must say the same."""

import datetime
from collections.abc import Mapping, Sequence

from apexai.cost.usage_sources import UsageSources
from apexai.policy.crossguard.configuration import SETTINGS
from apexai.policy.crossguard.servicer import PackServicer
from apexai.policy.crossguard.spending import estimate_spends
from apexai.policy.evaluate import evaluate_graph
from apexai.policy.files import PolicyFile
from apexai.policy.finding import Evaluation, Verdict
from apexai.policy.rule import Rule
from apexai.policy.settings_file import load_settings
from apexai.policy.testing.engine import play, policy_config
from apexai.policy.testing.fixtures import Fixture, capture_fixture

_TOLD = frozenset({Verdict.FAIL, Verdict.UNKNOWN, Verdict.REFER, Verdict.BROKEN})


def evaluate_program(
    fixture: Fixture,
    *,
    rules: Sequence[Rule],
    organisation: Mapping[str, object] | None = None,
    as_of: datetime.date | None = None,
) -> Evaluation:
    """Run a fixture offline and judge what it creates.

    Args:
        fixture: A function at the top of a module, which runs in a process of its own.
        rules: Own ones, or any.
        organisation: What an organisation's settings file would hold.
        as_of: Today in UTC without it.

    Raises:
        AssertionError: a policy pack that the engine asks says otherwise.
        PolicyFileError: the settings can't be used.
        ApexError: the fixture raised, or can't be run.
    """
    day = as_of or datetime.datetime.now(datetime.UTC).date()
    graph = capture_fixture(fixture)
    file = PolicyFile(data=dict(organisation or {}), file="organisation")
    settings = load_settings(organisation=file, team=None, rules=rules)
    spends = estimate_spends(graph, UsageSources(), as_of=day)
    evaluation = evaluate_graph(graph, rules=rules, as_of=day, settings=settings, spends=spends)
    offline = {(found.rule, found.urn) for found in evaluation.results if found.verdict in _TOLD}
    pack = PackServicer("fixtures", rules=rules)
    configured = {SETTINGS: policy_config({"asOf": day.isoformat(), "organisation": dict(organisation or {})})}
    told = {(found.policyName, found.urn) for found in play(pack, graph, configured=configured)}
    if told != offline:
        raise AssertionError(f"a pack says {sorted(told)}, the offline evaluation {sorted(offline)}")
    return evaluation


def prove_rule(
    rule: Rule,
    *,
    passes: Fixture,
    fails: Fixture,
    unknown: Fixture | None = None,
    organisation: Mapping[str, object] | None = None,
) -> None:
    """Check that a rule says of three programs what it should.

    Args:
        rule: The rule.
        passes: A program of which it finds nothing wrong.
        fails: One with at least one resource that fails, or is referred to a person.
        unknown: One with at least one resource that it can't judge yet; left out where the rule reads no value.
        organisation: What an organisation's settings file would hold, for a rule that asks nothing without.

    Raises:
        AssertionError: it says something else.
    """
    _require(rule, passes, {Verdict.PASS}, organisation)
    _require(rule, fails, {Verdict.FAIL, Verdict.REFER}, organisation)
    if unknown is not None:
        _require(rule, unknown, {Verdict.UNKNOWN}, organisation)


def _require(rule: Rule, fixture: Fixture, wanted: set[Verdict], organisation: Mapping[str, object] | None) -> None:
    evaluation = evaluate_program(fixture, rules=[rule], organisation=organisation)
    verdicts = {found.verdict for found in evaluation.results} - {Verdict.NOT_APPLICABLE}
    said = "; ".join(f"{found.verdict} {found.name}: {found.message}" for found in evaluation.results)
    if not verdicts & wanted or Verdict.BROKEN in verdicts or (Verdict.PASS in wanted and verdicts != wanted):
        expected = " or ".join(sorted(wanted))
        raise AssertionError(f"{rule.id} of {fixture.__name__}: {expected} is wanted, and found is {said or 'nothing'}")
