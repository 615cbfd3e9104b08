"""Everything that a rule reads exists: each input is one of the SDK's class, so that somebody can set it."""

import re
from collections.abc import Iterator

import pytest

from apexai.policy.property import Property
from apexai.policy.rules import RULES, rule_of
from apexai.policy.subject import GUARD, SERVICE, Subject
from tests.policy.cases import cases, evaluate
from tests.policy.sdk_paths import has_path
from tests.policy.test_rules import SETTINGS, spends_of

OURS = {SERVICE, GUARD}
_TOKEN = re.compile(r"[a-z-]+:[\w./-]+:\w+")
_VALUE = re.compile(r"microsoft\.keyvault$|enabled$")
"""What a table of values holds instead of paths."""


@pytest.fixture(scope="module")
def reads() -> dict[str, set[tuple[str, str]]]:
    """Rule → type and path of everything that it read in the programs."""
    found: dict[str, set[tuple[str, str]]] = {}
    current: list[str] = []
    child, document = Property.child, Property.document

    def recording(self: Property, key: str) -> Property:
        read = child(self, key)
        type_, _, path = read.path.partition("!.")
        if path:
            found.setdefault(current[0], set()).add((type_.removesuffix("!"), path))
        return read

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Property, "child", recording)
        patch.setattr(Property, "document", lambda self: Property(document(self)._value, "document"))
        patch.setattr(Subject, "inputs", property(lambda self: Property(dict(self.resource.inputs), f"{self.type}!")))
        for case in cases():
            rule = rule_of(case.rule)
            assert rule is not None
            current[:] = [rule.id]
            evaluate(case, rule, settings=SETTINGS, spends=spends_of(case))
    return found


def test_every_input_that_is_read_exists(reads: dict[str, set[tuple[str, str]]]) -> None:
    missing = {
        (rule, type_, path)
        for rule, paths in reads.items()
        for type_, path in paths
        if type_ not in OURS and not has_path(type_, path)
    }
    assert missing == set()


def test_every_rule_read_something_in_its_programs(reads: dict[str, set[tuple[str, str]]]) -> None:
    by_resource = {rule.id for rule in RULES if set(rule.types) - OURS}
    silent = {rule for rule in by_resource if not reads.get(rule)}
    assert silent <= {"APX-FIN-022", "APX-RAI-027"}


def test_paths_in_the_tables_exist() -> None:
    """Tables of type → path also name types that no program holds."""
    for rule in RULES:
        for type_, path in _table_paths(rule.check.__globals__):
            assert has_path(type_, path), f"{rule.id}: {type_} {path}"


def _table_paths(names: dict[str, object]) -> Iterator[tuple[str, str]]:
    for table in names.values():
        if not isinstance(table, dict):
            continue
        for type_, entry in table.items():
            path = entry[0] if isinstance(entry, tuple) and entry else entry
            if _TOKEN.fullmatch(str(type_)) and isinstance(path, str) and not _VALUE.match(path):
                yield str(type_), path
