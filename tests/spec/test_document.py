"""One document for several platforms: the merge, and errors that point at where a value was written."""

import pytest

from apexai.errors import Diagnostic, SpecError
from apexai.spec import codes
from apexai.spec.document import SpecDocument
from apexai.spec.fields import Platform
from apexai.spec.loader import document_of
from tests.spec.documents import FILE, MINIMAL, errors_of, load_one, only_error, place, with_spec

TARGETS = with_spec(
    "policies: [cost-governance]",
    "autoscaling: {minReplicas: 1, maxReplicas: 4, targetUtilization: 60%}",
    "targets:",
    "  aws-lambda:",
    "    runtime:",
    "      region: eu-west-1",
    "      memory: 2GB",
    "      package: {path: ., handler: a.b, runtime: python3.13}",
    "    autoscaling: {targetUtilization: null, maxReplicas: 9}",
    "    policies: [transparency-required, data-privacy-compliance]",
    "  cloud-run:",
)


def test_mappings_merge_lists_replace_and_null_removes() -> None:
    document = load_one(TARGETS)
    deployment = document.deployment(Platform.AWS_LAMBDA)
    spec = deployment.spec
    assert (spec.runtime.platform, spec.runtime.region, spec.runtime.memory) == (Platform.AWS_LAMBDA, "eu-west-1", 2048)
    assert spec.autoscaling is not None
    assert (spec.autoscaling.min_replicas, spec.autoscaling.max_replicas) == (1, 9)
    assert spec.autoscaling.target_utilization is None
    assert spec.policies == ["transparency-required", "data-privacy-compliance"]
    assert spec.targets == {}


def test_without_a_platform_the_document_stands_as_it_is() -> None:
    document = load_one(TARGETS)
    spec = document.deployment().spec
    assert (spec.runtime.platform, spec.runtime.region) == (Platform.KUBERNETES, None)
    assert spec.policies == ["cost-governance"]
    assert "targets" not in dict(document.merged(None)["spec"])  # type: ignore[call-overload]


def test_the_documents_own_platform_may_have_a_partial_spec_too() -> None:
    document = load_one(with_spec("targets: {kubernetes: {runtime: {memory: 3GB}}}"))
    assert (
        document.deployment().spec.runtime.memory
        == document.deployment(Platform.KUBERNETES).spec.runtime.memory
        == 3072
    )


def test_a_platform_that_is_not_named_takes_the_document_as_it_stands() -> None:
    assert load_one(TARGETS).deployment(Platform.LAMBDA_EDGE).spec.runtime.platform is Platform.LAMBDA_EDGE


def test_the_own_platform_comes_first() -> None:
    assert load_one(TARGETS).platforms() == (Platform.KUBERNETES, Platform.AWS_LAMBDA, Platform.CLOUD_RUN)


def test_merging_changes_nothing_that_was_written() -> None:
    document = load_one(TARGETS)
    before = repr(document.written)
    document.deployment(Platform.AWS_LAMBDA)
    assert repr(document.written) == before


@pytest.mark.parametrize(
    ("old", "new", "path", "code"),
    [
        ("memory: 2GB", "memory: 2", "spec.runtime.memory", codes.WRONG_FORM),
        ("memory: 2GB", "memroy: 2GB", "spec.runtime.memroy", codes.UNKNOWN_KEY),
        ("memory: 2GB", "memory:", "spec.runtime.memory", codes.BLANK),
        ("maxReplicas: 9", "maxReplicas: 0", "spec.autoscaling.maxReplicas", codes.OUT_OF_RANGE),
        ("maxReplicas: 9", "maxReplicas: null", "spec.autoscaling.maxReplicas", codes.MISSING),
        ("maxReplicas: 9", "maxReplica: null", "spec.autoscaling.maxReplica", codes.UNKNOWN_KEY),
        ("transparency-required", "transparency", "spec.policies[0]", codes.UNKNOWN_POLICY),
    ],
)
def test_an_error_in_a_partial_spec_points_there(old: str, new: str, path: str, code: str) -> None:
    text = TARGETS.replace(old, new)
    error = only_error(text)
    assert (error.code, error.path) == (code, path)
    line, column = place(text, new)
    assert (error.line, error.column) in ((line, column), (line, column + new.index(":") + 2 if ":" in new else column))


def test_a_contradiction_made_by_a_partial_spec_points_there() -> None:
    text = TARGETS.replace("maxReplicas: 9", "minReplicas: 12")
    error = only_error(text)
    assert error.path == "spec.autoscaling.minReplicas"
    assert (error.line, error.column) == place(text, "12")


def test_an_error_of_the_document_is_told_once_for_all_its_platforms() -> None:
    assert only_error(TARGETS.replace('version: "1"', "version: 1")).path == "spec.modelRef.version"


@pytest.mark.parametrize(
    ("old", "new", "path", "suggestion"),
    [
        ("cloud-run:", "clod-run:", "spec.targets.clod-run", "did you mean cloud-run?"),
        ("cloud-run:", "cloud-run: 3", "spec.targets.cloud-run", "write its keys below it"),
        ("cloud-run:", "cloud-run: {targets: {}}", "spec.targets.cloud-run.targets", "remove it"),
        (
            "cloud-run:",
            "cloud-run: {runtime: {platform: kubernetes}}",
            "spec.targets.cloud-run.runtime.platform",
            "remove it",
        ),
    ],
)
def test_targets_themselves(old: str, new: str, path: str, suggestion: str) -> None:
    text = TARGETS.replace(old, new)
    error = only_error(text)
    assert (error.code, error.path, error.suggestion) == (codes.OVERRIDE, path, suggestion)
    assert error.line == place(text, new)[0]


def test_targets_that_are_no_mapping() -> None:
    assert only_error(with_spec("targets: [kubernetes]")).code == codes.OVERRIDE


def test_a_document_whose_own_platform_is_none_is_checked_all_the_same() -> None:
    found = errors_of(TARGETS.replace("platform: kubernetes", "platform: lambda").replace('"1"', "1"))
    assert [error.path for error in found] == ["spec.modelRef.version", "spec.runtime.platform"]


@pytest.mark.parametrize(
    ("path", "platform", "fragment"),
    [
        ("spec.runtime.memory", Platform.AWS_LAMBDA, "2GB"),
        ("spec.runtime.region", Platform.AWS_LAMBDA, "eu-west-1"),
        ("spec.runtime.region", None, "runtime:"),
        ("spec.runtime.platform", None, "kubernetes\n"),
        ("spec.runtime.platform", Platform.AWS_LAMBDA, "aws-lambda:"),
        ("spec.autoscaling.minReplicas", Platform.AWS_LAMBDA, "1, max"),
        ("spec.autoscaling.maxReplicas", Platform.AWS_LAMBDA, "9}"),
        ("spec.autoscaling.targetUtilization", Platform.AWS_LAMBDA, "null"),
        ("spec.policies[1]", Platform.AWS_LAMBDA, "data-privacy"),
        ("spec.policies[1]", None, "policies:"),
        ("spec.slo.latencyP95", None, "spec:"),
        ("", None, "apiVersion"),
    ],
)
def test_diagnostics_are_located_where_their_value_comes_from(
    path: str, platform: Platform | None, fragment: str
) -> None:
    document = load_one(TARGETS)
    (located,) = document.locate([Diagnostic(code="X", message="m", path=path)], platform)
    assert (located.file, located.line, located.column) == (FILE, *place(TARGETS, fragment))


def test_a_list_that_replaces_another_hides_its_places() -> None:
    text = with_spec(
        "autoscaling: {maxReplicas: 4, schedules: [{name: a, start: 0 1 * * *, end: 0 2 * * *, maxReplicas: 3}]}",
        "targets:",
        "  aws-lambda:",
        "    autoscaling:",
        "      schedules: [{name: b, start: 0 1 * * *, maxReplicas: 3}]",
    )
    error = only_error(text)
    assert (error.code, error.path, error.line) == (codes.MISSING, "spec.autoscaling.schedules[0].end", 15)


def test_keys_with_dots_and_brackets_are_located() -> None:
    text = MINIMAL.replace("  name: fraud\nspec", '  name: fraud\n  labels:\n    "a.b/c[0]": 5\nspec')
    error = only_error(text)
    assert (error.path, error.line, error.column) == ("metadata.labels.a.b/c[0]", 6, 17)


def test_a_mapping_has_no_places() -> None:
    document = document_of({**load_one(MINIMAL).written, "extra": 1})
    with pytest.raises(SpecError) as error:
        document.deployment()
    (found,) = error.value.diagnostics
    assert (found.path, found.location) == ("extra", "")


def test_a_located_diagnostic_stays_where_it_is() -> None:
    there = Diagnostic(code="X", message="m", file="other", line=3, column=4)
    assert load_one(MINIMAL).locate([there]) == (there,)


def test_the_name_is_what_is_written() -> None:
    assert load_one(MINIMAL).name == "fraud"
    assert SpecDocument(written={"metadata": {"name": 3}}).name == ""
