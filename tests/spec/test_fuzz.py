"""Whatever a file holds, it loads or ends in diagnostics: nothing else comes out of the loader."""

import json
import random
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apexai.errors import Diagnostic, SpecError
from apexai.spec.codes import ERROR_CODES
from apexai.spec.fields import Deferred, Platform
from apexai.spec.leaves import spec_leaves
from apexai.spec.loader import document_of, load_spec_text
from apexai.spec.telling import MAX_ERRORS
from tests.spec.documents import FILE, PUBLISHED, load_one
from tests.spec.test_document import TARGETS
from tests.spec.test_leaves import FULL

SEEDS = [PUBLISHED.read_text(encoding="utf-8"), TARGETS, FULL]

PIECES = [
    *("a", "spec:", "- ", ": ", "\n", "  ", "    ", "\t", "'", '"', "[", "]", "{", "}", ",", "#", "&a", "*a"),
    *("<<: *a", "---\n", "...\n", "? ", "|", ">", "!", "!!str ", "%", "@", "`", "~", "null", "1", "2.0", "\r\n"),
    *("\ufeff", "é", "\x00", "runtime:", "targets:", "kubernetes:", "platform: aws-lambda", '"\\u', "\\x", "0o7"),
    *(".nan", "1e999", "=", "\u2028"),
]  # fmt: skip

VALUES: st.SearchStrategy[Any] = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(),
        st.text(max_size=20),
        st.dates(),
        st.binary(max_size=4),
        st.just(Deferred(1)),
        st.sampled_from(["1GB", "30s", "80%", "$5/month", "aws-lambda", "k8s://a/b", "0 0 * * *", "a", "x" * 5000]),
    ),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(st.text(max_size=8), inner, max_size=4)),
    max_leaves=8,
)

RELAXED = settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow])


def check(source: str | bytes, file: str = FILE) -> None:
    """Load; an error has diagnostics, each with a known code and a place inside the file."""
    for found in _diagnostics(lambda: load_spec_text(source, file=file)):
        assert (found.file, found.line >= 1, found.column >= 1) == (file, True, True)
        assert len(str(found).encode("utf-8")) < 2500


@RELAXED
@given(st.text())
def test_any_text(text: str) -> None:
    check(text)


@RELAXED
@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_anything_made_of_what_means_something_in_yaml(text: str) -> None:
    check(text)


@RELAXED
@given(st.binary())
def test_any_bytes(source: bytes) -> None:
    check(source)


@RELAXED
@given(st.sampled_from(SEEDS), st.data())
def test_documents_with_something_put_in(text: str, data: st.DataObject) -> None:
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(text)))
        cut = data.draw(st.integers(0, 8))
        text = text[:at] + data.draw(st.sampled_from(PIECES)) + text[at + cut :]
    check(text)


@RELAXED
@given(st.sampled_from(SEEDS), st.randoms(use_true_random=False))
def test_documents_with_lines_moved(text: str, chance: random.Random) -> None:
    lines = text.splitlines()
    for _ in range(chance.randint(1, 4)):
        line = lines.pop(chance.randrange(len(lines)))
        lines.insert(chance.randrange(len(lines) + 1), " " * chance.randint(0, 3) + line)
    check("\n".join(lines))


@RELAXED
@given(st.sampled_from(SEEDS), st.data())
def test_documents_with_another_value_somewhere(text: str, data: st.DataObject) -> None:
    written = json.loads(json.dumps(load_one(text).written))
    for _ in range(data.draw(st.integers(1, 3))):
        parent = written
        key = data.draw(st.sampled_from(sorted(parent)))
        while isinstance(parent[key], dict) and parent[key] and data.draw(st.booleans()):
            parent = parent[key]
            key = data.draw(st.sampled_from(sorted(parent)))
        parent[key] = data.draw(VALUES)
    _check_mapping(written)


@RELAXED
@given(st.sampled_from(sorted(spec_leaves())), VALUES)
def test_any_value_at_any_leaf(leaf: str, value: Any) -> None:
    written = json.loads(json.dumps(load_one(FULL).written))
    parent = written
    *steps, last = leaf.replace("[]", ".0").replace(".*", ".KEY").split(".")
    for step in steps:
        below = parent.get(step)
        parent[step] = below if isinstance(below, dict) else {}
        parent = parent[step]
    parent[last] = value
    _check_mapping(written)


@RELAXED
@given(st.dictionaries(st.text(max_size=10), VALUES, max_size=5))
def test_any_mapping_of_a_program(data: dict[str, Any]) -> None:
    _check_mapping(data)


@RELAXED
@given(VALUES)
def test_any_json(value: Any) -> None:
    check(json.dumps(value, default=str), file="service.json")


@pytest.mark.parametrize("piece", PIECES, ids=repr)
def test_each_piece_between_all_tokens_of_a_document(piece: str) -> None:
    text = SEEDS[0]
    for at in range(len(piece), len(text), 149):
        check(text[:at] + piece + text[at:])


def _check_mapping(data: dict[str, Any]) -> None:
    document = document_of(data)
    for platform in (None, Platform.AWS_LAMBDA):
        assert len(_diagnostics(lambda platform=platform: document.deployment(platform))) < 3 * MAX_ERRORS  # type: ignore[misc]


def _diagnostics(load: Callable[[], object]) -> Sequence[Diagnostic]:
    """What loading is told; nothing where it loads."""
    try:
        load()
    except SpecError as error:
        found = error.diagnostics
    else:
        return ()
    assert found
    assert all(one.code in ERROR_CODES and one.message for one in found)
    return found
