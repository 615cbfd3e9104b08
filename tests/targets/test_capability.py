"""Every leaf of the spec, on every target, does what the target's capability table says of it."""

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Final

import pytest

from apexai.errors import Diagnostic, SpecError
from apexai.graph import Resource, Value
from apexai.spec.fields import Platform
from apexai.spec.leaves import leaf_of, spec_leaves
from apexai.spec.loader import document_of
from apexai.targets.budgets.foundation import foundation_of
from apexai.targets.capability import NOBODY, Answer, Emulated, Honoured, Informs, Refused
from apexai.targets.check import EMULATED, check_target
from apexai.targets.kept_revision import KEPT
from apexai.targets.registry import available_platforms, load_target
from apexai.targets.target import Surroundings
from tests.targets.captured import CONFIG, capture_deployments
from tests.targets.change import at
from tests.targets.changes import Document, change_of, document_with

Resources = tuple[Resource, ...]
PairOfResources = tuple[Resources, Resources]

SURROUNDINGS: Final = Surroundings(foundation=foundation_of(CONFIG))
READERS: Final = {"check", "estimate", "rules", NOBODY}
PLATFORMS: Final = [pytest.param(platform, id=platform) for platform in available_platforms()]


def answer_of(platform: Platform, leaf: str) -> Answer:
    return load_target(platform).capability[leaf]


def leaves_answered(*classes: type) -> list[object]:
    return [
        pytest.param(platform, leaf, id=f"{platform}-{leaf}")
        for platform in available_platforms()
        for leaf in spec_leaves()
        if isinstance(load_target(platform).capability.get(leaf), classes)
    ]


@pytest.fixture(scope="session")
def captured(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Platform, str], PairOfResources]:
    """What a leaf's base and changed document make, on a platform that does not refuse it."""

    @cache
    def pairs(platform: Platform) -> Mapping[str, PairOfResources]:
        leaves = [leaf for leaf in spec_leaves() if not isinstance(answer_of(platform, leaf), Refused)]
        documents = [document for leaf in leaves for document in pair_of_documents(platform, leaf)]
        made = capture_deployments(tmp_path_factory.mktemp(platform), documents)
        return {leaf: (made[2 * number], made[2 * number + 1]) for number, leaf in enumerate(leaves)}

    return lambda platform, leaf: pairs(platform)[leaf]


def pair_of_documents(platform: Platform, leaf: str) -> tuple[Document, Document]:
    change = change_of(leaf, platform)
    return document_with(platform, change.base), document_with(platform, change.changed)


@pytest.mark.parametrize("platform", PLATFORMS)
def test_table_answers_for_every_leaf_and_nothing_else(platform: Platform) -> None:
    assert sorted(load_target(platform).capability) == sorted(spec_leaves())


@pytest.mark.parametrize("platform", PLATFORMS)
def test_codes_of_refusals_belong_to_one_reason(platform: Platform) -> None:
    reasons: dict[str, set[str]] = {}
    for answer in load_target(platform).capability.values():
        if isinstance(answer, Refused):
            assert answer.reason
            assert answer.source
            assert answer.instead
            reasons.setdefault(answer.code, set()).add(answer.reason)
    assert {code: found for code, found in reasons.items() if len(found) > 1} == {}


@pytest.mark.parametrize(("platform", "leaf"), leaves_answered(Honoured))
def test_honoured_leaf_changes_the_properties_that_it_names(
    platform: Platform, leaf: str, captured: Callable[[Platform, str], PairOfResources]
) -> None:
    answer = answer_of(platform, leaf)
    assert isinstance(answer, Honoured)
    assert answer.sets
    base, changed = captured(platform, leaf)
    for sets in answer.sets:
        before, after = values_at(base, sets.type, sets.path), values_at(changed, sets.type, sets.path)
        assert before != after, f"{sets.type} {sets.path} stays {before}"
        assert after or before


@pytest.mark.parametrize(("platform", "leaf"), leaves_answered(Emulated))
def test_emulated_leaf_changes_the_resources_that_it_names(
    platform: Platform, leaf: str, captured: Callable[[Platform, str], PairOfResources]
) -> None:
    answer = answer_of(platform, leaf)
    assert isinstance(answer, Emulated)
    assert answer.by
    assert answer.how
    base, changed = captured(platform, leaf)
    for type_ in answer.by:
        assert values_at(base, type_, "") != values_at(changed, type_, ""), f"{type_} is the same"


@pytest.mark.parametrize(("platform", "leaf"), leaves_answered(Informs))
def test_informing_leaf_changes_no_resource(
    platform: Platform, leaf: str, captured: Callable[[Platform, str], PairOfResources]
) -> None:
    answer = answer_of(platform, leaf)
    assert isinstance(answer, Informs)
    assert answer.reader in READERS
    base, changed = captured(platform, leaf)
    assert properties(base) == properties(changed)


@pytest.mark.parametrize(("platform", "leaf"), leaves_answered(Informs))
def test_leaf_that_informs_a_check_is_checked(platform: Platform, leaf: str) -> None:
    answer = answer_of(platform, leaf)
    assert isinstance(answer, Informs)
    if answer.reader != "check":
        return
    wrong = change_of(leaf, platform).wrong
    assert wrong is not None, "a leaf that only a check reads needs a document that the check refuses"
    found = errors_of(platform, document_with(platform, wrong))
    assert any(leaf == leaf_of(error.path) or leaf.removesuffix("[]") in error.message for error in found)


@pytest.mark.parametrize(("platform", "leaf"), leaves_answered(Refused))
def test_refused_leaf_is_an_error_at_its_path(platform: Platform, leaf: str) -> None:
    answer = answer_of(platform, leaf)
    assert isinstance(answer, Refused)
    found = errors_of(platform, document_with(platform, change_of(leaf, platform).changed))
    assert (answer.code, leaf) in {(error.code, leaf_of(error.path)) for error in found}


@pytest.mark.parametrize(("platform", "leaf"), leaves_answered(Honoured, Emulated, Informs))
def test_documents_of_the_table_are_accepted(platform: Platform, leaf: str) -> None:
    for document in pair_of_documents(platform, leaf):
        assert errors_of(platform, document) == []


@pytest.mark.parametrize(
    "platform", [Platform.AWS_LAMBDA, Platform.LAMBDA_EDGE, Platform.CLOUD_RUN, Platform.CLOUDFLARE_WORKERS]
)
def test_stable_side_that_nothing_is_made_of_is_noted(platform: Platform) -> None:
    split = {"blue": "0%", "green": "100%", "stable": {"modelVersion": "0.9.0", "revision": "6"}}
    noted = {path for code, path in said_of(platform, at("spec.trafficSplit", split)) if code == KEPT}
    assert noted == {"spec.trafficSplit.stable"}
    assert KEPT not in {code for code, _ in said_of(platform, {})}


def test_a_split_of_nothing_is_no_emulation() -> None:
    whole = at("spec.trafficSplit", {"blue": "100%", "green": "0%"})
    assert EMULATED not in {code for code, _ in said_of(Platform.KUBERNETES, whole)}


def said_of(platform: Platform, patch: Document) -> list[tuple[str, str]]:
    """Code and path of all that is said of a document, notes too."""
    deployment = document_of(document_with(platform, patch)).deployment(platform)
    return [(found.code, found.path) for found in check_target(deployment, SURROUNDINGS)]


def errors_of(platform: Platform, document: Document) -> list[Diagnostic]:
    try:
        deployment = document_of(document).deployment(platform)
    except SpecError as error:
        return list(error.diagnostics)
    return [found for found in check_target(deployment, SURROUNDINGS) if found.is_error]


def properties(resources: Resources) -> list[tuple[str, str, Mapping[str, Value]]]:
    """All that a document decides of its resources; URNs tell the documents apart."""
    return [(resource.type, resource.name, resource.inputs) for resource in resources]


def values_at(resources: Resources, type_: str, path: str) -> list[tuple[str, str, Value]]:
    """(logical name, path, value) of every match, in order."""
    return sorted(
        (
            (resource.name, place, value)
            for resource in resources
            if resource.type == type_
            for place, value in walk(dict(resource.inputs), path.split(".") if path else [], "")
        ),
        key=repr,
    )


def walk(value: Value, parts: list[str], place: str) -> Iterator[tuple[str, Value]]:
    if not parts:
        yield place, value
        return
    head, *rest = parts
    match value:
        case dict():
            keys = list(value) if head == "*" else [head] if head in value else []
            for key in keys:
                yield from walk(value[key], rest, f"{place}.{key}")
        case list():
            for index, item in enumerate(value):
                if head in ("*", str(index)):
                    yield from walk(item, rest, f"{place}[{index}]")
        case _:
            return
