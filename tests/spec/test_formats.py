"""The formats of text: cron, destinations, images, addresses, model URIs, time zones."""

import re
import subprocess
import sys
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from apexai.spec import formats
from apexai.spec.cron import read_cron
from apexai.spec.egress import EgressEntry, parse_egress
from apexai.spec.fields import Deferred, Form
from apexai.spec.structure import form_of
from apexai.units import FormError

KINDS: dict[str, Any] = {
    name: kind for name, kind in vars(formats).items() if name[0].isupper() and form_of(kind) is not None
}


@pytest.mark.parametrize(
    "cron",
    [
        "* * * * *",
        "0 20 * * 1-5",
        "*/15 0-6 1,15 * *",
        "0 0 29 2 *",
        "0 0 31 * *",
        "5/10 * * JAN-MAR MON,fri",
        "0 0 * * 7",
        "0 0 31 2 1",
    ],
)
def test_cron(cron: str) -> None:
    assert read_cron(cron) == cron


@pytest.mark.parametrize(
    ("cron", "suggestion"),
    [
        ("60 * * * *", "minute 60 is not in 0 to 59"),
        ("0 24 * * *", "hour 24 is not in 0 to 23"),
        ("0 0 0 * *", "day 0 is not in 1 to 31"),
        ("0 0 * 13 *", "month 13"),
        ("0 0 * * 8", "weekday 8"),
        ("0 0 31 2,4 *", "day 31 is in none of these months"),
        ("0 0 * * MONDAY", "MONDAY is no weekday"),
        ("5-1 * * * *", "5-1 is no minute"),
        ("*/0 * * * *", "*/0 is no minute"),
        ("0,, * * * *", "nothing is no minute"),
        ("0 0 * *", ""),
        ("0 0 * * * *", ""),
        ("@daily", ""),
        ("0  0 * * *", ""),
        ("0 0 L * *", "L is no day"),
        ("٣ * * * *", "is no minute"),
    ],
)
def test_cron_out_of_range(cron: str, suggestion: str) -> None:
    with pytest.raises(FormError) as error:
        read_cron(cron)
    assert suggestion in error.value.suggestion


@given(st.text(alphabet="0123456789*/,- ABCDEFJ", max_size=40))
def test_any_text_is_cron_or_a_form_error(text: str) -> None:
    with suppress(FormError):
        assert read_cron(text) == text


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("api.example.com", EgressEntry(host="api.example.com")),
        ("API.example.com:443", EgressEntry(host="api.example.com", port=443)),
        ("localhost:8080", EgressEntry(host="localhost", port=8080)),
        ("10.0.0.0/16", EgressEntry(network="10.0.0.0/16")),
        ("10.0.0.0/16:5432", EgressEntry(network="10.0.0.0/16", port=5432)),
        ("192.0.2.1", EgressEntry(network="192.0.2.1/32")),
        ("2001:db8::/32", EgressEntry(network="2001:db8::/32")),
        ("[2001:db8::1]:443", EgressEntry(network="2001:db8::1/128", port=443)),
        ("[2001:db8::/32]", EgressEntry(network="2001:db8::/32")),
    ],
)
def test_destinations(text: str, entry: EgressEntry) -> None:
    assert parse_egress(text) == entry


@pytest.mark.parametrize(
    ("text", "suggestion"),
    [
        ("https://api.example.com", "leave out the scheme"),
        ("*.example.com", "wildcards are not possible"),
        ("10.0.0.1/8", "write 10.0.0.0/8"),
        ("10.0.0.0/33", ""),
        ("999.1.1.1", ""),
        ("a_b.example.com", ""),
        ("-a.example.com", ""),
        ("api.example.com:0", "a port is a number from 1 to 65535"),
        ("api.example.com:http", "a port is a number from 1 to 65535"),
        ("api.example.com:70000", "a port is a number from 1 to 65535"),
        ("", ""),
        (":443", ""),
        ("a" * 400, ""),
    ],
)
def test_destinations_that_are_none(text: str, suggestion: str) -> None:
    with pytest.raises(FormError) as error:
        parse_egress(text)
    assert suggestion in error.value.suggestion


TAKEN = {
    "Image": ["a", "a/b:1", "registry:5000/a/b@sha256:" + "0a" * 32, "ghcr.io/x/y-z__w:v1.2", Deferred(1)],
    "Url": ["http://localhost:8080", "https://a.b/c?d=e#f", "http://svc.ns.svc.cluster.local/x", "http://[::1]:80/"],
    "SecureUrl": ["https://login.example.com/tenant/v2.0"],
    "Domain": ["fraud.example.com", "localhost"],
    "UrlPath": ["/", "/healthz?full=1"],
    "ModelUri": [
        *("s3://b/k", "gs://b/k", "az://a/c/k", "r2://b/k", "oci://a.b/c"),
        *("hf://a/b", "hf://a/b@main", "models:/a/7", "/models/a", "models/a"),
    ],
    "Timezone": ["UTC", "Europe/Berlin", "America/Argentina/Buenos_Aires"],
    "Name": ["a", "a-b", "a" * 63],
    "VariableName": ["A", "_a1"],
    "LabelKey": ["team", "app.kubernetes.io/name", "Ünï"],
    "LabelValue": ["", "payments", "a b"],
    "Digest": ["sha256:" + "0a" * 32],
    "ServiceName": ["edge", "edge.gateways"],
    "Cron": ["0 0 * * *"],
    "Egress": ["a.b:443"],
    "SecretText": ["k8s://a/b"],
}  # fmt: skip
REFUSED = {
    "Image": ["", "A", "a b", "https://a/b", "a:", "a@sha256:1", "/a", "a//b", 1, None],
    "Url": ["", "a.b", "ftp://a.b", "https://", "https://a b", "https://a.b/ c"],
    "SecureUrl": ["http://a.b", "https://"],
    "Domain": ["", "https://a.b", "a_b", "a" * 64, ".".join(["a" * 60] * 5), Deferred(1)],
    "UrlPath": ["", "healthz", "/a b"],
    "ModelUri": [
        *("", "http://a/b", "ftp://a", "s3:", "s3://", "hf://only", "hf://a/b@", "models:/a", "models://a/b/c", "a b")
    ],
    "Timezone": ["", "Berlin", "Europe", "../../etc/passwd", "/etc/passwd", "UTC\0", 1],
    "Name": ["", "A", "1a", "a-", "a" * 64, "a_b", "a\n"],
    "VariableName": ["", "1A", "A-B", "A B"],
    "LabelKey": ["", "a\nb", "a" * 129],
    "LabelValue": ["a\nb", "a" * 257],
    "Digest": ["", "sha256:", "0a" * 32, "sha256:" + "0A" * 32],
    "ServiceName": ["", "A", "a.b.c", "a."],
    "Cron": ["", "x"],
    "Egress": ["", "*"],
    "SecretText": ["", "hunter2"],
}  # fmt: skip


def test_every_format_is_tested() -> None:
    assert set(KINDS) == set(TAKEN) == set(REFUSED)


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in TAKEN.items() for value in values])
def test_a_format_takes_and_its_pattern_takes(name: str, value: object) -> None:
    assert TypeAdapter(KINDS[name]).validate_python(value) == value
    if isinstance(value, str):
        assert matches(_form(name), value)


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in REFUSED.items() for value in values])
def test_a_format_refuses(name: str, value: object) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(KINDS[name]).validate_python(value)


@pytest.mark.parametrize("name", KINDS)
def test_the_examples_of_a_form_are_taken(name: str) -> None:
    for example in _form(name).examples:
        assert TypeAdapter(KINDS[name]).validate_python(example)


@pytest.mark.parametrize("name", KINDS)
@given(text=st.text(max_size=80))
def test_any_text_is_taken_or_refused_without_delay(name: str, text: str) -> None:
    with suppress(ValidationError):
        assert TypeAdapter(KINDS[name]).validate_python(text) == text


@pytest.mark.parametrize("name", KINDS)
@pytest.mark.parametrize(
    "text", ["a" * 100_000, "a-" * 50_000, "a." * 50_000, "https://" + "a-" * 50_000, "0 " * 50_000]
)
def test_long_text_ends(name: str, text: str) -> None:
    with suppress(ValidationError):
        assert TypeAdapter(KINDS[name]).validate_python(text) == text


def _form(name: str) -> Form:
    form = form_of(KINDS[name])
    assert form is not None
    return form


def matches(form: Form, text: str) -> bool:
    """As JSON Schema does: a pattern may match anywhere."""
    return form.pattern is None or re.search(form.pattern, text) is not None


def test_time_zones_are_known_on_a_machine_without_a_database() -> None:
    code = "from apexai.spec.formats import Timezone; from pydantic import TypeAdapter; "
    code += "print(TypeAdapter(Timezone).validate_python('Europe/Berlin'))"
    ended = subprocess.run(
        [sys.executable, "-c", code], env={"PYTHONTZPATH": ""}, capture_output=True, encoding="utf-8", check=False
    )
    assert ended.stdout == "Europe/Berlin\n", ended.stderr
