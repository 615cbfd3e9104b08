"""YAML that the older and the newer YAML read as what it was."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from apexai.gitops.yaml_text import render_yaml

ODD = (
    "on", "No", "y", "~", "null", "", "1e3", "0o14", "0x1F", "1_000", "12:30:45", "2026-11-21", ".5", "-", "=", "<<",
    "a: b", "x #c", "- x", "*a", "&a", "!t", "%x", "@x", "`x`", "'x'", 'a"b\\c', "  lead", "trail ", "tab\t", "\n",
    "two\nlines\n", "no\nend", "end\n\n", "a\r\nb", "\x85", "\u2028", "\ufeffx", "é", "?", "...", "---", "{a}", "[a]",
)  # fmt: skip
TEXT = st.one_of(st.sampled_from(ODD), st.text(alphabet="ab:- #'\"\\\n\té%0.", max_size=8))
VALUES = st.recursive(
    st.one_of(TEXT, st.booleans(), st.integers(-(2**40), 2**40)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(TEXT, inner, max_size=3)),
    max_leaves=8,
)


def read(text: str, version: tuple[int, int]) -> Any:
    yaml = YAML(typ="safe", pure=True)
    yaml.version = version
    return yaml.load(text)


@pytest.mark.parametrize("version", [(1, 1), (1, 2)])
def test_odd_text_stays_text(version: tuple[int, int]) -> None:
    document = {"values": list(ODD), "keys": dict.fromkeys(ODD, True)}
    assert read(render_yaml(document), version) == document


@settings(max_examples=50)
@given(st.dictionaries(TEXT, VALUES, max_size=4))
def test_what_is_read_is_what_was_written(document: dict[str, Any]) -> None:
    text = render_yaml(document)
    assert read(text, (1, 1)) == document
    assert render_yaml(read(text, (1, 2))) == text


def test_a_person_can_read_it() -> None:
    shown = render_yaml({"b": ["plain", {"z": 1, "a": "1"}], "a": {"text": "one\ntwo\n", "none": {}}})
    assert shown == 'a:\n  none: {}\n  text: |\n    one\n    two\nb:\n- plain\n- a: "1"\n  z: 1\n'
