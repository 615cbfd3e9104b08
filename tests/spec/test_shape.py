"""The shape of a document: every wrong value is told with its place, what was written, and what to write instead."""

import re
from collections.abc import Sequence

import pytest

from apexai.errors import Diagnostic, SpecError
from apexai.spec import codes, suggestions
from apexai.spec.fields import Deferred
from apexai.spec.loader import document_of
from apexai.spec.structure import key_paths
from apexai.spec.telling import MAX_ERRORS
from tests.spec.documents import MINIMAL, errors_of, load_one, only_error, place, with_runtime, with_spec


@pytest.mark.parametrize(
    ("platform", "meant"), [("lambda", "aws-lambda"), ("k8s", "kubernetes"), ("ACA", "azure-container-apps")]
)
def test_platforms_by_other_names(platform: str, meant: str) -> None:
    error = only_error(with_runtime().replace("platform: kubernetes", f"platform: {platform}"))
    assert error.code == codes.NOT_ONE_OF
    assert error.suggestion == f"did you mean {meant}?"


@pytest.mark.parametrize(
    ("line", "suggestion"),
    [
        ("memroy: 1GB", "did you mean memory?"),
        ("Memory: 1GB", "did you mean memory?"),
        ("ephemeral-storage: 1GB", "did you mean ephemeralStorage?"),
        ("ephemeral_storage: 1GB", "did you mean ephemeralStorage?"),
        ("timeuot: 30s", "did you mean timeout?"),
        ("env: {}", "did you mean environment?"),
        ("maxReplicas: 3", "it belongs in spec.autoscaling.maxReplicas or spec.autoscaling.schedules[].maxReplicas"),
        ("budget_limit: 3", "it belongs in spec.finops.budgetLimit"),
        ("resources: {}", "it belongs in spec.runtime.cpu, spec.runtime.memory and spec.runtime.requests"),
        ("serviceAccountName: a", "it belongs in spec.runtime.identity"),
        ("flavour: 3", "the keys here are platform, region, image"),
        ("spec: {}", "leave it out"),
        ("metadata: {}", "it belongs at the top of the document"),
    ],
)
def test_an_unknown_key_is_told_what_was_meant(line: str, suggestion: str) -> None:
    text = with_runtime(line)
    error = only_error(text)
    assert (error.code, error.path) == (codes.UNKNOWN_KEY, f"spec.runtime.{line.partition(':')[0]}")
    assert (error.line, error.column) == place(text, line)
    assert error.suggestion.startswith(suggestion)


def test_a_key_of_a_section_written_above_it() -> None:
    error = only_error(with_spec("memory: 512MB"))
    assert error.suggestion.startswith("it belongs in spec.runtime.memory")


@pytest.mark.parametrize("written", ["2.10", "1e3", "0o17", "0x1F", "010", "true", "1", ".inf"])
def test_where_text_is_wanted_unquoted_values_are_shown_as_written(written: str) -> None:
    text = MINIMAL.replace('"1"', written)
    error = only_error(text)
    assert (error.code, error.path) == (codes.NOT_TEXT, "spec.modelRef.version")
    assert (error.line, error.column) == place(text, written) if written != "1" else (8, 14)
    assert error.message == f"{written} is not text"
    assert error.suggestion == f'put it in quotes: "{written}"'


@pytest.mark.parametrize("written", ["on", "yes", "No", "OFF", "1_000", "22:00", "2026-11-21", "12:30:45", "0b1010"])
def test_text_that_other_readers_take_for_something_else_needs_quotes(written: str) -> None:
    error = only_error(MINIMAL.replace('"1"', written))
    assert (error.code, error.path) == (codes.TWO_READINGS, "spec.modelRef.version")
    assert error.suggestion == f'put it in quotes: "{written}"'
    assert load_one(MINIMAL.replace('"1"', f"'{written}'")).deployment().spec.model_ref.version == written


@pytest.mark.parametrize("written", ["010", "0o17", "0x1F"])
def test_numbers_that_other_readers_read_differently(written: str) -> None:
    assert only_error(with_spec(f"autoscaling: {{maxReplicas: {written}}}")).code == codes.TWO_READINGS


def test_dates_need_no_quotes_where_dates_are_wanted() -> None:
    deployment = load_one(with_spec("finops: {expires: 2027-03-31}")).deployment()
    assert str(deployment.spec.finops.expires) == "2027-03-31"


@pytest.mark.parametrize(
    ("line", "path", "code", "message", "suggestion"),
    [
        ("memory: 4GiBs", "memory", codes.WRONG_FORM, "'4GiBs' is not an amount of memory", "write 4GiB"),
        ("memory: 4096", "memory", codes.WRONG_FORM, "4096 is not an amount of memory", "write 4096MB"),
        ("memory: 512mb", "memory", codes.WRONG_FORM, "'512mb' is not", "write 512MB"),
        ("timeout: 30", "timeout", codes.WRONG_FORM, "30 is not a duration", "write 30s, or 30ms if"),
        ("timeout: 5min", "timeout", codes.WRONG_FORM, "'5min' is not", "write 5m"),
        ("timeout: 0.4ms", "timeout", codes.WRONG_FORM, "'0.4ms' is not at least a millisecond", "write 1ms"),
        ("timeout: 0s", "timeout", codes.WRONG_FORM, "'0s' is not more than zero", ""),
        ("cpu: -1", "cpu", codes.WRONG_FORM, "-1 is not a number of vCPU", ""),
        ("cpu: 2 cores", "cpu", codes.WRONG_FORM, "'2 cores' is not", "write 2"),
        ("access: publik", "access", codes.NOT_ONE_OF, "'publik' is not one of public", "did you mean public?"),
        ("architecture: x86-64", "architecture", codes.NOT_ONE_OF, "'x86-64' is", "did you mean x86_64?"),
        ("concurrency: '5'", "concurrency", codes.WRONG_TYPE, "'5' is not a whole number", "write 5 without quotes"),
        ("concurrency: 1_000", "concurrency", codes.WRONG_TYPE, "'1_000' is not a whole", "write 1000"),
        ("concurrency: 1.5", "concurrency", codes.WRONG_TYPE, "1.5 is not a whole number", ""),
        ("concurrency: 0", "concurrency", codes.OUT_OF_RANGE, "0 is less than 1", "write a number of at least 1"),
        ("auth: {iam: 'yes'}", "auth.iam", codes.WRONG_TYPE, "'yes' is not true or false", "write true"),
        ("ports: {http: 70000}", "ports.http", codes.OUT_OF_RANGE, "70000 is more than 65535", "write a number of"),
        ("ports: {HTTP: 80}", "ports.HTTP", codes.WRONG_FORM, "'HTTP' is not a name", "write http"),
        ("environment: [A]", "environment", codes.WRONG_TYPE, "a list of 1 is not a mapping", "write each entry as"),
        ("environment: {A: [1]}", "environment.A", codes.NOT_TEXT, "a list of 1 is not text", ""),
        ("environment: {1A: b}", "environment.1A", codes.WRONG_FORM, "'1A' is not the name of a variable", ""),
        ("args: --serve", "args", codes.WRONG_TYPE, "'--serve' is not a list", "write [--serve]"),
        ("network: eu", "network", codes.WRONG_TYPE, "'eu' is not a mapping", "write its keys below it: vpc"),
        ("image: https://a.b/c:1", "image", codes.WRONG_FORM, "'https://a.b/c:1' is not an image", "write a.b/c:1"),
        ("image: modelRef", "image", codes.WRONG_FORM, "'modelRef' is not an image", "write modelref"),
        ("image: My/Image", "image", codes.WRONG_FORM, "'My/Image' is not an image", "write my/image"),
        ("gpu: {count: 1}", "gpu.type", codes.MISSING, "is missing", "add type"),
        ("cache: {}", "cache.ttl", codes.MISSING, "is missing", "add ttl: a duration"),
        ("permissions: [{actions: [], resources: [a]}]", "permissions[0].actions", codes.OUT_OF_RANGE, "an empty", ""),
        ("memory:", "memory", codes.BLANK, "nothing is written after it", "write a value or remove the key"),
        ("image:", "image", codes.BLANK, "nothing is written after it", "write a value or remove the key"),
        ("memory: null", "memory", codes.BLANK, "null can't stand here", "write a value or remove the key"),
        ("gpu: {type: l4, pool: {size: 1}}", "gpu.pool", codes.WRONG_FORM, "runtime.gpu.nodePool", ""),
    ],
)  # fmt: skip
def test_a_wrong_value(line: str, path: str, code: str, message: str, suggestion: str) -> None:
    text = with_runtime(line)
    error = only_error(text)
    assert (error.code, error.path, error.line) == (code, f"spec.runtime.{path}", 11)
    assert error.column >= 5
    assert message in error.message
    assert error.suggestion.startswith(suggestion)


@pytest.mark.parametrize(
    ("line", "suggestion"),
    [
        ("budgetLimit: $5000", "write $5000/month"),
        ("budgetLimit: 5000", "write $5000/month"),
        ("budgetLimit: $5000/mo", "write $5000/month"),
        ("budgetLimit: 5000/month", "write $5000/month"),
        ("usage: {requests: 2M}", "write 2M/month"),
        ("budgetLimit: 5000 $/month", "write $5000/month"),
        ("alertThreshold: 0.8", "write 80% if it is a fraction"),
    ],
)
def test_money_and_rates_are_repaired(line: str, suggestion: str) -> None:
    assert errors_of(with_spec(f"finops: {{{line}}}"))[0].suggestion.startswith(suggestion)


def test_more_than_all_has_no_repair() -> None:
    (error,) = errors_of(with_spec("slo: {availability: 101%}"))
    assert error.code == codes.WRONG_FORM
    assert error.suggestion == ""


def test_requests_may_take_less_than_a_millisecond_on_average() -> None:
    load_one(with_spec("finops: {usage: {requests: 1M/month, duration: 0.4ms}}"))


def test_a_missing_section_is_told_with_what_it_needs() -> None:
    error = only_error(MINIMAL.replace('  modelRef:\n    name: fraud\n    version: "1"\n', ""))
    assert error.suggestion == "add modelRef with name and version"


def test_a_missing_key_is_told_at_the_section_that_misses_it() -> None:
    text = MINIMAL.replace("    platform: kubernetes", "    region: eu-west-1")
    error = only_error(text)
    assert (error.code, error.path) == (codes.MISSING, "spec.runtime.platform")
    assert (error.line, error.column) == place(text, "runtime:")
    assert error.suggestion.startswith("add platform, one of aws-lambda")


def test_a_null_section_is_told_as_such() -> None:
    assert (
        only_error(MINIMAL.replace("    platform: kubernetes\n", "").replace("runtime:", "runtime: null")).code
        == codes.BLANK
    )


def test_other_documents_get_one_error() -> None:
    config_map = only_error("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\ndata: {a: b}\n")
    assert (config_map.code, config_map.path, config_map.line, config_map.column) == (
        codes.OTHER_KIND,
        "apiVersion",
        1,
        13,
    )
    assert only_error("a: 1\nb: 2\n").code == codes.OTHER_KIND
    assert only_error(MINIMAL.replace("v1alpha1", "v2")).code == codes.OTHER_KIND


def test_a_slip_in_the_header_is_one_error_among_others() -> None:
    found = errors_of(MINIMAL.replace("ServerlessModelDeployment", "ServerlessModelDeploymnet").replace('"1"', "1"))
    assert [error.path for error in found] == ["kind", "spec.modelRef.version"]
    assert found[0].suggestion == "did you mean ServerlessModelDeployment?"


def test_all_errors_at_once_in_the_order_of_the_file() -> None:
    text = with_runtime("memroy: 1GB", "timeout: 30", "ports: {http: 0}").replace(
        "name: fraud\nspec", "name: Fraud\nspec"
    )
    found = errors_of(text)
    assert [error.path for error in found] == [
        "metadata.name",
        "spec.runtime.memroy",
        "spec.runtime.timeout",
        "spec.runtime.ports.http",
    ]
    assert [error.line for error in found] == sorted(error.line for error in found)


def test_more_errors_than_can_be_told_are_counted() -> None:
    found = errors_of(with_runtime(*(f"k{number}: 1" for number in range(1000))))
    assert len(found) == MAX_ERRORS + 1
    assert any("and 900 more errors" in error.message for error in found)


@pytest.mark.parametrize("name", ["API_TOKEN", "DB_PASSWORD"])
def test_a_wrong_value_under_a_telling_name_is_not_shown(name: str) -> None:
    error = only_error(with_runtime(f"environment: {{{name}: 12345678}}"))
    assert "12345678" not in str(error)


@pytest.mark.parametrize("value", ["hunter2", "[hunter2]", "{hunter2: x}", "12345678"])
def test_what_stands_under_secrets_is_never_shown(value: str) -> None:
    (error,) = errors_of(with_runtime(f"secrets: {{DATABASE: {value}}}"))
    assert value.strip("[]{}:x ") not in str(error)


def test_a_wrong_name_under_secrets_is_told_as_such() -> None:
    (error,) = errors_of(with_runtime("secrets: {db-password: k8s://store/db}"))
    assert error.message.startswith("the key is not the name of a variable")


def test_outputs_flow_into_properties_and_decide_nothing() -> None:
    data = load_one(with_runtime("image: a", "region: eu-west-1", "environment: {A: b}")).written
    image, region = Deferred("image"), Deferred("region")
    runtime = {**_mapping(_mapping(data, "spec"), "runtime"), "image": image, "environment": {"A": image}}
    spec = {**_mapping(data, "spec"), "runtime": runtime}
    assert document_of({**data, "spec": spec}).deployment().spec.runtime.image is image
    (error,) = _errors({**data, "spec": {**spec, "runtime": {**runtime, "region": region}}})
    assert (error.code, error.path, error.location) == (codes.OUTPUT, "spec.runtime.region", "")


@pytest.mark.parametrize(
    "data", [{}, {"spec": Deferred(1)}, {"apiVersion": Deferred(1), "kind": 3}, {"kind": None, "spec": []}]
)
def test_any_mapping_is_refused_with_diagnostics(data: dict[str, object]) -> None:
    assert _errors(data)


def _mapping(data: object, key: str) -> dict[str, object]:
    assert isinstance(data, dict)
    found = data[key]
    assert isinstance(found, dict)
    return found


def _errors(data: dict[str, object]) -> Sequence[Diagnostic]:
    with pytest.raises(SpecError) as error:
        document_of(data).deployment()
    return error.value.diagnostics


def test_names_of_other_formats_lead_to_places_that_exist() -> None:
    named = re.findall(r"(?:spec|metadata)[\w.]*", " ".join(suggestions._OTHER_NAMES.values()))
    assert set(named) <= {path for _, path in key_paths()}
