"""Whatever stands in a graph, every rule answers: none raises, and none is broken by a value of another kind."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from typing import Final

from hypothesis import given, settings
from hypothesis import strategies as st

from apexai.graph import UNKNOWN, Resource, ResourceGraph, Secret, Value
from apexai.policy.evaluate import evaluate_graph
from apexai.policy.finding import Verdict
from apexai.policy.judge import Judge
from apexai.policy.rule import Scope
from apexai.policy.rules import RULES
from apexai.policy.spend import Spend
from apexai.policy.subject import SERVICE, Circumstances, Stack
from tests.policy.cases import AS_OF, MODULES, captured
from tests.policy.test_property import VALUES
from tests.policy.test_rules import CHEAP, SETTINGS

LIKELY: Final = st.sampled_from(
    [
        *(None, "", "*", "$5/month", "5/day", "0.0.0.0/0", "5", "-1", "1Gi", "PT5M", "{", "[1]", "2026-02-30"),
        *(True, False, 0, -1, 1e400, 10**30),
    ]
)


@cache
def resources() -> Mapping[str, tuple[Resource, ...]]:
    """Type → what the programs of the rules create of it."""
    found: dict[str, tuple[Resource, ...]] = {}
    for module in MODULES:
        for each in captured(module).resources:
            found[each.type] = (*found.get(each.type, ()), each)
    return {type_: found[type_] for type_ in sorted(found) if any(each.inputs for each in found[type_])}


@st.composite
def graphs(draw: st.DrawFn) -> ResourceGraph:
    """Real resources with some values replaced, some of them parents of others, or of themselves."""
    types = st.one_of(st.just(SERVICE), st.sampled_from(list(resources())))
    changed = [draw(st.sampled_from(resources()[type_])) for type_ in draw(st.lists(types, min_size=1, max_size=4))]
    urns = [each.urn for each in changed]
    parents = draw(st.lists(st.sampled_from(["", *urns]), min_size=len(urns), max_size=len(urns)))
    found = [
        replace(each, inputs={key: bent(draw, value) for key, value in each.inputs.items()}, parent=parent)
        for each, parent in zip(changed, parents, strict=True)
    ]
    return ResourceGraph(project="p", stack="dev", resources=tuple(found), partial=draw(st.booleans()))


def bent(draw: st.DrawFn, value: Value) -> Value:
    """The value with something else in one place of it."""
    deeper = isinstance(value, dict | list) and value and draw(st.integers(0, 5)) > 0
    if isinstance(value, dict) and deeper:
        key = draw(st.sampled_from(sorted(value)))
        return {**value, key: bent(draw, value[key])}
    if isinstance(value, list) and deeper:
        index = draw(st.integers(0, len(value) - 1))
        return [*value[:index], bent(draw, value[index]), *value[index + 1 :]]
    if isinstance(value, str) and value.startswith("{"):
        return draw(st.sampled_from(['{"Statement": 5}', '{"Statement": [{"Action": {"a": null}}]}', "[]", "null"]))
    return draw(st.one_of(LIKELY, VALUES, st.just(UNKNOWN), st.just(Secret(value))))


Path = tuple[str | int, ...]
WEIRD: Final[tuple[Value, ...]] = (
    *(UNKNOWN, Secret("s"), None, "", "*", "odd", "5", "-1", "2026-02-30", '{"Statement": 5}', "[null]"),
    *(True, 0, -1, 1e400, 10**30, [], [None], [[]], {}, {"a": None}, [{"a": UNKNOWN}]),
)


def paths(value: Value, path: Path = ()) -> Iterator[Path]:
    yield path
    if isinstance(value, dict):
        for key in sorted(value):
            yield from paths(value[key], (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from paths(item, (*path, index))


def replaced(value: Value, path: Path, new: Value) -> Value:
    if not path:
        return new
    step, *rest = path
    if isinstance(value, dict):
        return {**value, str(step): replaced(value[str(step)], tuple(rest), new)}
    assert isinstance(value, list)
    assert isinstance(step, int)
    return [*value[:step], replaced(value[step], tuple(rest), new), *value[step + 1 :]]


def places() -> dict[tuple[str, Path], Resource]:
    """Type and path of everything that a rule's program writes → a resource that has it."""
    found: dict[tuple[str, Path], Resource] = {}
    judged = {type_ for rule in RULES for type_ in rule.types}
    for type_, those in resources().items():
        for each in those if type_ in judged else ():
            for path in paths(dict(each.inputs)):
                if path and path[0] != "spec":
                    found.setdefault((type_, path), each)
    return found


def test_no_value_in_any_place_breaks_a_rule() -> None:
    judge = Judge(RULES, Circumstances(as_of=AS_OF, settings=SETTINGS, spends=AnyService()))
    broken = {}
    for (type_, path), each in places().items():
        for new in WEIRD:
            inputs = replaced(dict(each.inputs), path, new)
            assert isinstance(inputs, dict)
            bent_one = replace(each, inputs=inputs, parent="")
            stack = Stack(ResourceGraph(project="p", stack="dev", resources=(bent_one,)))
            for finding in judge.judge_resource(bent_one, {each.urn: bent_one}, stack=stack, scopes=tuple(Scope)):
                if finding.verdict is Verdict.BROKEN:
                    broken[finding.rule, type_, path] = finding.message
    assert broken == {}


class AnyService(dict[str, Spend]):
    """Everything costs something."""

    def get(self, key: str, default: object = None) -> Spend:  # type: ignore[override]
        return CHEAP


@settings(max_examples=25)
@given(graphs())
def test_every_rule_answers_whatever_the_values_are(graph: ResourceGraph) -> None:
    spends = {each.urn: CHEAP for each in graph.resources}
    evaluation = evaluate_graph(graph, rules=RULES, as_of=AS_OF, settings=SETTINGS, spends=spends)
    broken = [finding for finding in evaluation.results if finding.verdict is Verdict.BROKEN]
    assert broken == []
