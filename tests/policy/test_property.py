"""Reading properties: what is unknown or secret can't be mistaken for anything else."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apexai.graph import UNKNOWN, Secret, Value
from apexai.policy.property import Property, UnknownReached, those

READERS = ("text", "number", "flag", "items", "entries", "document")


@pytest.mark.parametrize("hidden", [UNKNOWN, Secret("s3cr3t")], ids=["unknown", "secret"])
@pytest.mark.parametrize("reader", READERS)
def test_what_is_hidden_is_not_read(hidden: Value, reader: str) -> None:
    with pytest.raises(UnknownReached) as caught:
        getattr(Property({"a": {"b": hidden}})["a.b"], reader)()
    assert caught.value.path == "a.b"
    assert "s3cr3t" not in str(caught.value)


def test_nothing_below_what_is_hidden_is_read() -> None:
    with pytest.raises(UnknownReached):
        Property({"a": UNKNOWN})["a.b"]
    with pytest.raises(UnknownReached):
        Property({"a": Secret({"b": 1})})["a.b"]


def test_a_secret_is_there_and_an_unknown_may_not_be() -> None:
    assert not Property(Secret("x")).absent
    with pytest.raises(UnknownReached):
        _ = Property(UNKNOWN).absent


def test_absent_reads_as_empty() -> None:
    absent = Property({})["a.b.c"]
    assert absent.absent
    assert (absent.text(), absent.number(), absent.flag(), absent.items(), absent.entries()) == (
        "",
        None,
        False,
        (),
        (),
    )
    assert absent.flag(default=True)


def test_a_property_is_neither_true_nor_false() -> None:
    with pytest.raises(TypeError):
        bool(Property("x"))


@pytest.mark.parametrize(("written", "number"), [(3, 3), (3.5, "3.5"), ("256", 256), ("0.1", "0.1")])
def test_numbers(written: Value, number: object) -> None:
    assert Property(written).number() == Decimal(str(number))


@pytest.mark.parametrize("written", ["many", True, [], {}])
def test_what_is_no_number_is_unknown(written: Value) -> None:
    with pytest.raises(UnknownReached):
        Property(written).number()


def test_a_key_may_hold_dots() -> None:
    labels = Property({"finops.apexlogic.com/tier": "gold"}, "labels")
    assert labels.child("finops.apexlogic.com/tier").text() == "gold"


def test_a_document_may_be_json() -> None:
    assert Property('{"Statement": [1]}').document()["Statement"].items()[0].number() == 1
    with pytest.raises(UnknownReached):
        Property("no json").document()


def test_the_certain_ones_come_before_the_unknown_one() -> None:
    found = those(Property([UNKNOWN, "bad", "good"]).items(), lambda item: item.text() == "bad")
    assert next(found).text() == "bad"
    with pytest.raises(UnknownReached):
        next(found)


VALUES = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(), st.floats(allow_nan=True), st.text(max_size=5), st.just(UNKNOWN)
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=3), inner, max_size=3), inner.map(Secret)
    ),
    max_leaves=6,
)


@given(VALUES, st.sampled_from([*READERS, "absent", "is_map"]))
def test_reading_any_value_gives_an_answer_or_says_that_it_is_unknown(value: Value, reader: str) -> None:
    try:
        found = getattr(Property(value), reader)
        found() if callable(found) else found
    except UnknownReached:
        pass
