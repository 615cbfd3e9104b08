"""Words of users and programs, made safe for a terminal."""

import pytest

from apexai.graph import UNKNOWN, Asset, ResourceReference, Secret, Value
from apexai.report.wording import clean, clean_lines, plural, short, value_at, word


@pytest.mark.parametrize(
    ("written", "safe"),
    [
        ("plain — text, größer", "plain — text, größer"),
        ("a\nb\tc\r", r"a\nb\tc\r"),
        ("\x1b[31mred", r"\x1b[31mred"),
        ("\u202eexe.txt", r"\u202eexe.txt"),
        ("\u2028", r"\u2028"),
        ("\ud800", r"\ud800"),
    ],
)
def test_clean(written: str, safe: str) -> None:
    assert clean(written) == safe


def test_a_program_s_colours_and_hyperlinks_go() -> None:
    assert clean_lines("\x1b[31mred\x1b[0m\n\x1b]8;;https://x\x1b\\link\x1b]8;;\x07\n") == "red\nlink"


def test_a_long_text_keeps_its_ends() -> None:
    text = f"begin{'x' * 100}end"
    assert short(text).startswith("begin")
    assert short(text).endswith("end")
    assert len(short(text)) == 60


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (UNKNOWN, "unknown"),
        (Secret("hunter22"), "[secret]"),
        (True, "yes"),
        (1.5, "1.5"),
        ([1, 2, 3, 4], "1, 2, 3, …"),
        ({"a": 1}, "1 key"),
        ({"a": 1, "b": 2}, "2 keys"),
        (Asset(kind="text", sha256="0" * 64), "text"),
        (Asset(kind="file", location="model.onnx"), "model.onnx"),
        (ResourceReference(urn="urn:pulumi:dev::demo::aws:s3/bucket:Bucket::b"), "b"),
    ],
)
def test_word(value: Value, said: str) -> None:
    assert word(value) == said


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("a.b[1].c", 3),
        ('a["x.y/z"]', 4),
        ("a.b[7].c", None),
        ("a.missing.c", None),
        ("late.x", UNKNOWN),
        ("hidden.x", Secret(1)),
    ],
)
def test_value_at(path: str, found: Value) -> None:
    inputs: Value = {"a": {"b": [{}, {"c": 3}], "x.y/z": 4}, "late": UNKNOWN, "hidden": Secret(1)}
    assert value_at(inputs, path) == found


def test_plural() -> None:
    assert [plural(1, "error"), plural(10000, "resource")] == ["1 error", "10,000 resources"]
