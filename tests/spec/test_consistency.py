"""What fields must satisfy together: each contradiction, where it is told, and that it says nothing on wrong fields."""

import pytest

from apexai.spec import codes
from apexai.spec.consistency import check_consistency
from tests.spec.documents import MINIMAL, errors_of, load_one, only_error, place, with_runtime, with_spec

SHA = f"sha256:{'a' * 64}"
OTHER = f"sha256:{'b' * 64}"


@pytest.mark.parametrize(
    ("lines", "code", "path", "text"),
    [
        (["trafficSplit: {blue: 90%, green: 20%}"], codes.SPLIT_SUM, "trafficSplit.green", "write green: 10%"),
        (["trafficSplit: {green: 20%}"], codes.SPLIT_SUM, "trafficSplit.blue", "write blue: 80%"),
        (["trafficSplit: {blue: 90%}"], codes.SPLIT_SUM, "trafficSplit.green", "write green: 10%"),
        (["trafficSplit: {blue: 90%, green: 10%}"], codes.STABLE_MISSING, "trafficSplit.stable", "add stable"),
        (["trafficSplit: {stable: {modelVersion: '1'}}"], codes.STABLE_MISSING, "trafficSplit.stable", "add revision"),
        (
            ["trafficSplit: {stable: {image: a, package: {path: a, handler: b.c, runtime: python3.13}}}"],
            codes.EXCLUSIVE,
            "trafficSplit.stable.package",
            "remove one",
        ),
        (["autoscaling: {minReplicas: 3, maxReplicas: 2}"], codes.REPLICAS, "autoscaling.minReplicas", "at most 2"),
        (["finops: {alertThreshold: 80%}"], codes.NO_BUDGET, "finops.alertThreshold", "add budgetLimit"),
        (["finops: {onBreach: pause}"], codes.NO_BUDGET, "finops.onBreach", "add budgetLimit"),
        (["finops: {alerts: [a@example.com]}"], codes.NO_BUDGET, "finops.alerts", "add budgetLimit"),
        (
            ["finops: {usage: {requests: 1M/month, low: {requests: 2M/month}}}"],
            codes.CASES,
            "finops.usage.requests",
            "less than spec.finops.usage.low.requests",
        ),
        (
            ["finops: {usage: {low: {duration: 2s}, high: {duration: 1s}}}"],
            codes.CASES,
            "finops.usage.high.duration",
            "less than spec.finops.usage.low.duration",
        ),
        (
            ["responsibleAI: {explainability: {method: shap, image: a, endpoint: 'https://a.b'}}"],
            codes.EXCLUSIVE,
            "responsibleAI.explainability.image",
            "remove image or endpoint",
        ),
        (["policies: [data-privacy]"], codes.UNKNOWN_POLICY, "policies[0]", "did you mean data-privacy-compliance?"),
        (["policies: [nothing]"], codes.UNKNOWN_POLICY, "policies[0]", "cost-governance"),
        (["policies: [cost-governance, cost-governance]"], codes.UNKNOWN_POLICY, "policies[1]", "remove one"),
        (["finops: {tags: {'aws:team': a}}"], codes.RESERVED_LABEL, "finops.tags.aws:team", "aws:"),
        (["finops: {tags: {finops.apexlogic.com/tier: a}}"], codes.RESERVED_LABEL, "finops.tags.finops", "is not free"),
    ],
)  # fmt: skip
def test_contradictions_in_the_spec(lines: list[str], code: str, path: str, text: str) -> None:
    error = only_error(with_spec(*lines))
    assert error.code == code
    assert error.path.startswith(f"spec.{path}")
    assert error.line == 11
    assert text in str(error)


@pytest.mark.parametrize(
    ("lines", "code", "path", "text"),
    [
        (
            ["image: a", "package: {path: a, handler: b.c, runtime: python3.13}"],
            codes.EXCLUSIVE,
            "package",
            "null removes it",
        ),
        (["access: public", "auth: {iam: true}"], codes.AUTH_UNUSED, "auth", "asks nobody"),
        (["access: internal", "auth: {iam: true}"], codes.AUTH_UNUSED, "auth", "remove auth"),
        (["auth: {iam: true, jwt: {issuer: 'https://a.b', audiences: [c]}}"], codes.EXCLUSIVE, "auth.iam", "two ways"),
        (
            ["auth: {gateway: false, jwt: {issuer: 'https://a.b', audiences: [c]}}"],
            codes.EXCLUSIVE,
            "auth.gateway",
            "jwt needs the gateway",
        ),
        (["requests: {memory: 2GiB}"], codes.REQUEST_OVER_LIMIT, "requests.memory", "2048MiB is more than"),
        (["cpu: 1", "requests: {cpu: 1500m}"], codes.REQUEST_OVER_LIMIT, "requests.cpu", "1.5 is more than"),
        (["ports: {http: 80, metrics: 80}"], codes.PORT_TAKEN, "ports.metrics", "spec.runtime.ports.http"),
        (["ports: {http: 80}", "preprocessor: {image: a, port: 80}"], codes.PORT_TAKEN, "preprocessor.port", "http"),
        (["environment: {A: b}", "secrets: {A: 'k8s://a/b'}"], codes.VARIABLE_TWICE, "secrets.A", "keep one"),
        (["environment: {MODEL_NAME: other}"], codes.VARIABLE_GIVEN, "environment.MODEL_NAME", "spec.modelRef.name"),
        (["environment: {A: 'aws-sm://a'}"], codes.REFERENCE_UNRESOLVED, "environment.A", "spec.runtime.secrets.A"),
        (
            ["preprocessor: {image: a, environment: {A: 'k8s://a/b'}}"],
            codes.REFERENCE_UNRESOLVED,
            "preprocessor.environment.A",
            "nobody resolves",
        ),
        (["permissions: [{actions: ['s3:*'], resources: [a]}]"], codes.WILDCARD, "permissions[0].actions[0]", "name"),
        (["permissions: [{actions: ['s3:G?'], resources: [a]}]"], codes.WILDCARD, "permissions[0].actions[0]", "name"),
        (["permissions: [{actions: [a], resources: ['*']}]"], codes.WILDCARD, "permissions[0].resources[0]", "name"),
        (
            ["permissions: [{actions: [a], resources: ['arn:aws:s3:::*']}]"],
            codes.WILDCARD,
            "permissions[0].resources[0]",
            "everything",
        ),
    ],
)  # fmt: skip
def test_contradictions_in_the_runtime(lines: list[str], code: str, path: str, text: str) -> None:
    error = only_error(with_runtime(*lines))
    assert (error.code, error.path) == (code, f"spec.runtime.{path}")
    assert error.line in (11, 12)
    assert text in str(error)


SCHEDULE = "autoscaling: {{maxReplicas: 3, schedules: [{}]}}"


@pytest.mark.parametrize(
    ("schedules", "code", "path"),
    [
        ("{name: a, start: 0 1 * * *, end: 0 1 * * *, maxReplicas: 1}", codes.SCHEDULE, "schedules[0].end"),
        ("{name: a, start: 0 1 * * *, end: 0 2 * * *}", codes.SCHEDULE, "schedules[0]"),
        ("{name: a, start: 0 1 * * *, end: 0 2 * * *, minReplicas: 4}", codes.REPLICAS, "schedules[0].minReplicas"),
        (
            "{name: a, start: 0 1 * * *, end: 0 2 * * *, minReplicas: 2, maxReplicas: 1}",
            codes.REPLICAS,
            "schedules[0].minReplicas",
        ),
        (
            "{name: a, start: 0 1 * * *, end: 0 2 * * *, maxReplicas: 1}, "
            "{name: a, start: 0 3 * * *, end: 0 4 * * *, maxReplicas: 1}",
            codes.SCHEDULE,
            "schedules[1].name",
        ),
    ],
)
def test_schedules(schedules: str, code: str, path: str) -> None:
    error = only_error(with_spec(SCHEDULE.format(schedules)))
    assert (error.code, error.path) == (code, f"spec.autoscaling.{path}")


@pytest.mark.parametrize(
    ("old", "new", "path"),
    [
        ('"1"\n', f'"1"\n    uri: oci://a.b/c@{SHA}\n    digest: {OTHER}\n', "spec.modelRef.digest"),
        (
            '"1"\n  runtime:\n',
            f'"1"\n    digest: {OTHER}\n  runtime:\n    image: a.b/c@{SHA}\n',
            "spec.modelRef.digest",
        ),
    ],
)
def test_two_digests_of_one_thing(old: str, new: str, path: str) -> None:
    error = only_error(MINIMAL.replace(old, new))
    assert (error.code, error.path) == (codes.OTHER_DIGEST, path)


def test_the_artifact_and_the_image_have_digests_of_their_own() -> None:
    text = with_runtime(f"image: a.b/c@{SHA}").replace('"1"\n', f'"1"\n    uri: s3://a/b\n    digest: {OTHER}\n')
    assert load_one(text).deployment()


def test_residency() -> None:
    text = with_runtime("region: us-east-1").replace(
        "  runtime", "  responsibleAI: {dataResidency: [eu-west-1]}\n  runtime"
    )
    error = only_error(text)
    assert (error.code, error.path) == (codes.RESIDENCY, "spec.runtime.region")
    assert (error.line, error.column) == place(text, "us-east-1")
    assert load_one(text.replace("us-east-1", "eu-west-1")).deployment()


@pytest.mark.parametrize(
    "lines",
    [
        ["trafficSplit: {blue: 100%, green: 0%}"],
        ["trafficSplit: {blue: 100%, green: 0%, stable: {revision: '3'}}"],
        ["trafficSplit: {blue: 90%, green: 10%, stable: {revision: '3'}}"],
        ["trafficSplit: {blue: 0%, green: 100%}"],
        ["trafficSplit: {blue: 0%, green: 100%, stable: {image: a}}"],
        ["trafficSplit: {blue: 33.3%, green: 66.7%, stable: {image: a}}"],
        ["autoscaling: {minReplicas: 2, maxReplicas: 2}"],
        ["finops: {budgetLimit: $5/month, alertThreshold: 80%, onBreach: throttle}"],
        ["finops: {usage: {requests: 2M/month, low: {requests: 1M/month}, high: {requests: 2M/month}}}"],
        ["policies: [cost-governance, data-privacy-compliance]"],
    ],
)
def test_all_rows_of_the_traffic_table_and_other_sound_specs(lines: list[str]) -> None:
    assert not list(check_consistency(load_one(with_spec(*lines)).deployment()))


@pytest.mark.parametrize(
    "lines",
    [
        ["trafficSplit: {blue: ninety, green: 20%}"],
        ["trafficSplit: {bleu: 90%, green: 10%}"],
        ["autoscaling: {minReplicas: 5, maxReplicas: few}"],
        ["autoscaling: {minReplicas: 5}"],
        ["autoscaling: {maxReplica: 3, minReplicas: 5}"],
        ["finops: {budgetLimit: much, alertThreshold: 80%}"],
        ["finops: {budgetlimit: $5/month, alertThreshold: 80%}"],
        ["finops: {usage: {requests: some, low: {requests: 2M/month}}}"],
    ],
)
def test_a_contradiction_that_rests_on_a_wrong_field_is_not_told(lines: list[str]) -> None:
    assert all(error.code < "APX-SPC-200" for error in errors_of(with_spec(*lines)))


def test_other_contradictions_are_told_beside_wrong_fields() -> None:
    text = with_spec(
        "trafficSplit: {blue: 90%, green: 20%}",
        "autoscaling:",
        "  minReplicas: 3",
        "  maxReplicas: 2",
        "  schedules:",
        "  - {name: A, start: x, end: 0 1 * * *}",
        "  - {name: b, start: 0 1 * * *, end: 0 1 * * *, maxReplicas: 3}",
        "slo: {latencyP95: fast}",
        "policies: [none, 3]",
    ).replace("    platform: kubernetes", "    memory: 3")
    found = {error.path: error.code for error in errors_of(text)}
    assert found == {
        "spec.runtime.platform": codes.MISSING,
        "spec.runtime.memory": codes.WRONG_FORM,
        "spec.trafficSplit.green": codes.SPLIT_SUM,
        "spec.autoscaling.minReplicas": codes.REPLICAS,
        "spec.autoscaling.schedules[0].name": codes.WRONG_FORM,
        "spec.autoscaling.schedules[0].start": codes.WRONG_FORM,
        "spec.autoscaling.schedules[1].end": codes.SCHEDULE,
        "spec.slo.latencyP95": codes.WRONG_FORM,
        "spec.policies[0]": codes.UNKNOWN_POLICY,
        "spec.policies[1]": codes.NOT_TEXT,
    }


def test_a_document_with_nothing_right_in_it() -> None:
    found = errors_of(
        "apiVersion: ai.apexlogic.com/v1alpha1\nkind: ServerlessModelDeployment\nmetadata: 3\nspec: [x]\n"
    )
    assert [error.path for error in found] == ["metadata", "spec"]


def test_a_variable_that_says_the_same_as_its_field() -> None:
    assert load_one(with_runtime("environment: {MODEL_NAME: fraud, MODEL_URI: anything}")).deployment()


def test_a_format_is_that_of_the_file() -> None:
    def written(uri: str, format_: str) -> str:
        return MINIMAL.replace('"1"\n', f'"1"\n    uri: {uri}\n    format: {format_}\n')

    error = only_error(written("s3://models/fraud.ONNX", "gguf"))
    assert (error.code, error.path) == (codes.OTHER_FORMAT, "spec.modelRef.format")
    for uri, format_ in (("s3://models/fraud.onnx", "onnx"), ("s3://m/fraud.bin", "gguf"), ("a.onnx", "custom")):
        load_one(written(uri, format_))


def test_a_latency_that_no_answer_can_exceed_is_no_promise() -> None:
    error = only_error(with_runtime("timeout: 10s") + "  slo: {latencyP95: 10s}\n")
    assert (error.code, error.path, error.line) == (codes.LATENCY_AT_TIMEOUT, "spec.slo.latencyP95", 12)
    load_one(with_runtime("timeout: 10s") + "  slo: {latencyP95: 9.9s}\n")
