"""What a file may hold: each thing that is wrong with its text is one clear error with file, line and column."""

import json

import pytest

from apexai.spec import codes
from apexai.spec.loader import load_spec_text
from apexai.spec.source_text import MAX_BYTES, MAX_DOCUMENTS
from apexai.spec.telling import MAX_ERRORS
from apexai.spec.yaml_data import MAX_NODES
from tests.spec.documents import (
    FILE,
    MINIMAL,
    PUBLISHED,
    errors_of,
    load_one,
    only_error,
    place,
    with_runtime,
    with_spec,
)

TEXT = PUBLISHED.read_text(encoding="utf-8")


@pytest.mark.parametrize("text", ["", "   \n\n", "# only\n# comments\n", "---\n", "---\n---\n...\n", "\ufeff"])
def test_a_file_without_a_document(text: str) -> None:
    error = only_error(text)
    assert (error.code, error.file, error.line, error.column) == (codes.EMPTY, FILE, 1, 1)


@pytest.mark.parametrize(
    ("text", "shown"),
    [("hello", "'hello'"), ("42", "42"), ("- a\n- b\n", "a list of 2"), ("null", "null"), ('""', "''")],
)
def test_a_document_that_is_no_mapping(text: str, shown: str) -> None:
    error = only_error(text)
    assert (error.code, error.line, error.column) == (codes.NOT_A_MAPPING, 1, 1)
    assert shown in error.message


@pytest.mark.parametrize(
    "source",
    [
        "\ufeff" + TEXT,
        b"\xef\xbb\xbf" + TEXT.encode(),
        TEXT.encode("utf-16"),
        TEXT.replace("\n", "\r\n"),
        TEXT.replace("\n", "\r"),
        "%YAML 1.2\n---\n" + TEXT,
        "# a comment\n---\n" + TEXT + "...\n",
    ],
    ids=["mark", "mark in bytes", "utf-16", "crlf", "cr", "directive", "end marker"],
)
def test_the_same_document_in_another_encoding(source: str | bytes) -> None:
    assert load_one(source).written == load_one(TEXT).written


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_lines_are_counted_whatever_ends_them(ending: str) -> None:
    error = only_error(TEXT.replace('"30s"', "30").replace("\n", ending))
    assert (error.line, error.column) == place(TEXT, '"30s"')


@pytest.mark.parametrize(
    ("source", "where", "what"),
    [
        (TEXT.replace("ai-prod", "ai\0prod"), "\n  namespace: ai", "U+0000"),
        (TEXT.replace("ai-prod", "ai\x1b[31mprod"), "\n  namespace: ai", "U+001B"),
        (TEXT.encode().replace(b"ai-prod", b"ai\xff\xfeprod"), "\n  namespace: ai", "0xff"),
        (TEXT.replace("FraudDetection", "Fräud").encode("latin-1"), '    costCenter: "Fr', "0xe4"),
    ],
    ids=["nul", "escape", "bytes", "latin-1"],
)
def test_characters_that_no_text_has(source: str | bytes, where: str, what: str) -> None:
    error = only_error(source)
    line, _ = place(TEXT, where.strip("\n"))
    assert (error.code, error.line) == (codes.CHARACTERS, line)
    assert what in error.message


@pytest.mark.parametrize("source", [b"\x89PNG\r\n\x1a\n\0\0", b"\x1f\x8b\x08\0", b"PK\x03\x04", b"\xff\xfe\0"])
def test_binary_files(source: bytes) -> None:
    assert only_error(source).code == codes.CHARACTERS


@pytest.mark.parametrize(
    ("escape", "what"), [(r"\0", "U+0000"), (r"\e[31m", "U+001B"), (r"\ud83d", "U+D83D"), (r"\uffff", "U+FFFF")]
)
def test_characters_that_only_escapes_can_write(escape: str, what: str) -> None:
    text = with_runtime("environment:", f'  A: "a{escape}b"')
    error = only_error(text)
    assert (error.code, error.line, error.path) == (codes.CHARACTERS, 12, "spec.runtime.environment.A")
    assert what in error.message


def test_an_escape_in_two_halves_is_one_character() -> None:
    assert load_one(with_runtime("environment:", r'  A: "\ud83d\ude00"')).deployment().spec.runtime.environment == {
        "A": "😀"
    }


def test_an_escape_beyond_the_last_character() -> None:
    error = only_error(with_runtime("environment:", r'  A: "\U00110000"'))
    assert (error.code, error.line) == (codes.SYNTAX, 12)


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("a:\n\tb: 1\n", "no tabs"),
        ("a: [1\n", "close the bracket"),
        ("a: {b: 1\n", "close the bracket"),
        ('a: "b\n', "close the quote"),
        ("a: b: c\n", "quotes"),
        ("a: @b\n", "quotes"),
        ("a: `b\n", "quotes"),
        ("a: %b\n", "quotes"),
        ("a: *\n", "quotes"),
        ('a: "\\q"\n', "backslash"),
        ("a: 1\n b: 2\n", "indentation"),
        ("a: 1\nb\nc: 2\n", "colon"),
    ],
)
def test_broken_syntax(text: str, advice: str) -> None:
    error = only_error(text)
    assert (error.code, error.file) == (codes.SYNTAX, FILE)
    assert error.line >= 1
    assert error.column >= 1
    assert advice in error.suggestion


def test_an_unclosed_bracket_is_told_where_it_opens() -> None:
    error = only_error("a: 1\nb: [\n  c,\n")
    assert (error.line, error.column) == (2, 4)


def test_a_file_above_the_limit_is_not_parsed() -> None:
    error = only_error("[" * (50 * 1024 * 1024))
    assert (error.code, error.line) == (codes.TOO_LARGE, 1)
    assert "1 MiB" in error.message


def test_a_file_at_the_limit_is_read() -> None:
    text = with_runtime("environment:", '  A: "')
    filled = text.rstrip("\n") + "x" * (MAX_BYTES - len(text)) + '"'
    assert len(filled) == MAX_BYTES
    assert load_one(filled).name == "fraud"


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        "{a: " * 10_000,
        "- " * 50_000,
        "? " * 1000,
        "\n".join(" " * i + "a:" for i in range(200)),
        "a: " + "[" * 70 + "]" * 70,
    ],
    ids=["lists", "mappings", "block lists", "keys", "block mappings", "closed"],
)
def test_deep_nesting(text: str) -> None:
    assert only_error(text).code == codes.TOO_LARGE


def test_deep_json() -> None:
    assert only_error("[" * 100_000, file="a.json").code == codes.TOO_LARGE


def test_an_alias_bomb_is_not_written_out() -> None:
    levels = "".join(f"{chr(98 + i)}: &{chr(98 + i)} [{', '.join([f'*{chr(97 + i)}'] * 10)}]\n" for i in range(12))
    error = only_error(f"a: &a [x, x, x]\n{levels}")
    assert error.code == codes.TOO_LARGE
    assert f"{MAX_NODES:,}" in error.message


def test_an_alias_bomb_of_merge_keys_is_not_written_out() -> None:
    levels = "".join(f"l{i}: &l{i} {{<<: [{', '.join([f'*l{i - 1}'] * 10)}], k{i}: 1}}\n" for i in range(1, 30))
    assert codes.TOO_LARGE in {error.code for error in errors_of(f"l0: &l0 {{a: {{b: 1}}}}\n{levels}")}


def test_more_values_than_a_document_may_have() -> None:
    assert only_error("".join(f"k{i}: 1\n" for i in range(MAX_NODES))).code == codes.TOO_LARGE


def test_more_documents_than_a_file_may_have() -> None:
    error = only_error("---\n" * (MAX_DOCUMENTS + 1))
    assert (error.code, error.line) == (codes.TOO_LARGE, MAX_DOCUMENTS + 1)


def test_very_long_numbers_and_names() -> None:
    assert errors_of(with_spec(f"autoscaling: {{maxReplicas: {'9' * 10_000}}}"))[0].code == codes.WRONG_TYPE
    assert errors_of(with_spec(f"{'x' * 900}: 1"))[0].code == codes.UNKNOWN_KEY
    assert len(str(errors_of(with_spec(f"{'x' * 900}: 1"))[0].message)) < 200


def test_a_key_that_stands_twice() -> None:
    text = with_runtime("memory: 1GB", "timeout: 10s", "memory: 2GB")
    error = only_error(text)
    assert (error.code, error.path) == (codes.DUPLICATE_KEY, "spec.runtime.memory")
    assert (error.line, error.column) == place(text, "memory: 2GB")
    assert "first in line 11" in error.message


@pytest.mark.parametrize("key", ["1", "2.5", "true", "null", "~", "0o17"])
def test_a_key_that_is_no_text(key: str) -> None:
    error = only_error(with_runtime("environment:", f"  {key}: x"))
    assert (error.code, error.line, error.column) == (codes.KEY_NOT_TEXT, 12, 7)
    assert f'"{key}"' in error.suggestion


def test_a_key_that_is_a_collection() -> None:
    assert only_error(with_runtime("environment:", "  ? [a, b]", "  : c")).code == codes.KEY_NOT_TEXT


@pytest.mark.parametrize("value", ["*missing", "&a {b: *a}", "&a [*a]"])
def test_anchors_gone_wrong(value: str) -> None:
    error = only_error(with_runtime(f"environment: {value}"))
    assert (error.code, error.line) == (codes.ANCHOR, 11)


def test_a_merge_key_of_something_else() -> None:
    assert only_error(with_runtime("environment: {<<: 1}")).code == codes.ANCHOR


def test_anchors_and_merge_keys_work() -> None:
    text = with_runtime(
        "environment: &common {LEVEL: info, REGION: eu}",
        "preprocessor:",
        "  image: anonymiser:1",
        "  environment: {<<: *common, LEVEL: debug}",
    )
    runtime = load_one(text).deployment().spec.runtime
    assert runtime.preprocessor is not None
    assert runtime.preprocessor.environment == {"LEVEL": "debug", "REGION": "eu"}


def test_the_first_of_several_merged_mappings_wins() -> None:
    text = with_runtime("environment: {<<: [{A: one, B: one}, {A: two, C: two}], C: own}")
    assert load_one(text).deployment().spec.runtime.environment == {"A": "one", "B": "one", "C": "own"}


@pytest.mark.parametrize(
    "tag", ["!secret x", "!!python/object/apply:os.system [ls]", "!!binary aGk=", "!!timestamp 2026-01-01"]
)
def test_tags(tag: str) -> None:
    assert only_error(with_runtime("environment:", f"  A: {tag}")).code == codes.TAG


def test_the_tag_of_text_stands_for_quotes() -> None:
    assert load_one(with_runtime("environment:", "  A: !!str 2.10")).deployment().spec.runtime.environment == {
        "A": "2.10"
    }


@pytest.mark.parametrize("directive", ["%YAML 1.1", "%TAG ! tag:example.com,2000:"])
def test_directives(directive: str) -> None:
    assert only_error(f"{directive}\n---\n{MINIMAL}").code == codes.TAG


def test_a_broken_document_does_not_hide_the_others() -> None:
    text = f"{MINIMAL}---\na: [\n---\n{with_runtime('timeout: 30')}"
    broken, wrong = errors_of(text)
    assert (broken.code, broken.line, broken.column) == (codes.SYNTAX, 12, 4)
    assert (wrong.path, wrong.line) == ("spec.runtime.timeout", 24)


def test_several_documents_are_numbered() -> None:
    documents = load_spec_text(f"{MINIMAL}---\n# nothing here\n---\n{MINIMAL}...\n{MINIMAL}", file=FILE)
    assert [document.index for document in documents] == [0, 1, 2]


def test_markers_inside_text_are_text() -> None:
    text = with_runtime("environment:", "  A: |", "    ---", "    b")
    assert load_one(text).deployment().spec.runtime.environment == {"A": "---\nb\n"}


def test_json_is_read_with_positions() -> None:
    text = json.dumps({**load_one(MINIMAL).written, "extra": 1}, indent="\t")
    error = only_error(text, file="service.json")
    assert (error.code, error.line, error.column) == (codes.UNKNOWN_KEY, *place(text, '"extra"'))


def test_json_without_its_suffix() -> None:
    assert load_one(json.dumps(dict(load_one(MINIMAL).written), indent="\t")).name == "fraud"


@pytest.mark.parametrize(
    "text", ['{"a": 1,}', "{'a': 1}", "{a: 1}", '{"a": 1}{"b": 2}', "", "[1, 2", '{"a": tru}', f'{{"{"k" * 2000}": 1}}']
)
def test_json_that_is_none(text: str) -> None:
    error = only_error(text, file="service.json")
    assert error.code in (codes.SYNTAX, codes.TOO_LARGE)
    assert error.line == 1


def _environment(*lines: str) -> dict[str, object]:
    return dict(load_one(with_runtime("environment:", *lines)).deployment().spec.runtime.environment)


@pytest.mark.parametrize(
    "text",
    [
        with_spec(
            "targets:",
            "  aws-lambda:",
            "    runtime:",
            "      environment:",
            *(f"        K{n}: 1" for n in range(5000)),
        ),
        with_runtime(
            "environment:", *(f"  K{n}: 1" for n in range(3000)), *(f"  P{n}_PASSWORD: x" for n in range(3000))
        ),
        with_runtime(*(f"memor{n}: 1" for n in range(5000))),
        with_runtime(*(["memory: 1GB"] * 5000)),
        with_spec("policies:", *(["  - x"] * 5000)),
    ],
    ids=["partial spec", "values", "keys", "duplicates", "contradictions"],
)
def test_thousands_of_errors_are_told_as_a_number(text: str) -> None:
    found = errors_of(text)
    assert len(found) == MAX_ERRORS + 1
    assert any(error.code == codes.TOO_MANY and " more errors in this document" in error.message for error in found)


def test_a_hundred_wrong_documents_are_all_told() -> None:
    text = "---\n".join([with_runtime("memory: 4", "timeout: 5")] * MAX_DOCUMENTS)
    assert len(errors_of(text)) == 2 * MAX_DOCUMENTS
