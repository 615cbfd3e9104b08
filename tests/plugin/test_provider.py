"""The provider under the offline engine: every component, and every error with the path of its input."""

import asyncio
import json
from typing import Any

import pulumi
import pytest

from apexai.components.refusal import RefusedArgumentsError
from apexai.graph import ResourceGraph, Secret
from apexai.graph.offline import Capture, ScriptProgram, capture_program
from apexai.plugin.deriving import argument_record
from apexai.plugin.inputs import InferenceServiceInputs
from apexai.plugin.provider import Settled
from apexai.plugin.reading import read_inputs

PROGRAM = """
import json
import pulumi
from pulumi.output import Unknown
from apexai.plugin.provider import ComponentProvider

provider = ComponentProvider()

def refused(component, options=None, **inputs):
    try:
        provider.construct("it", f"apexai:index:{component}", inputs, options and pulumi.ResourceOptions(**options))
    except pulumi.InputPropertiesError as error:
        return [error.message, {found["property_path"]: found["reason"] for found in error.errors}]

late = pulumi.Output.from_input(Unknown())
provider.construct("pool", "apexai:index:GpuNodePool", {
    "accelerator": "nvidia-l4",
    "count": 1.0,
    "pool": {"cluster": {"kind": "eks", "name": "ai", "subnets": [late, Unknown()]}, "maxNodes": 4.0},
})
provider.construct("edge", "apexai:index:EdgeInferenceWorker", {
    "origin": "https://fraud.example.com",
    "originToken": pulumi.Output.secret("s3cret"),
    "accountId": "a" * 32,
    "routes": [{"zoneId": late, "pattern": "example.com/score/*"}],
    "public": True,
    "rateLimit": {"requests": 10.0, "periodSeconds": 10.0},
    "traceShare": 0.5,
})
provider.construct("guard", "apexai:index:BudgetGuard", {
    "limit": "5 EUR/month",
    "thresholds": ["80%", 50.0],
    "alerts": [late],
    "scope": {"google": {
        "project": late, "billingAccount": "012345-6789AB-CDEF01", "label": {"key": "service", "value": "fraud"},
    }},
})
provider.construct("azure", "apexai:index:BudgetGuard", {
    "limit": "$5/month",
    "scope": {"azure": {"scope": "/subscriptions/1", "resourceGroup": "ai", "start": "2026-11-01"}},
})
provider.construct("account", "apexai:index:AwsBudgetFoundation", {"anomalyMonitor": False})
provider.construct("service", "apexai:index:InferenceService", {
    "file": FILE,
    "overrides": {"runtime": {"memory": "2048MB", "timeout": "5s", "environment": {"QUEUE": late}}},
    "foundation": {"registry": "111122223333.dkr.ecr.us-east-1.amazonaws.com"},
})
secret = {"metadata": {"name": pulumi.Output.secret("s3cret")}, "spec": {"modelRef": late}}
told = refused("InferenceService", **secret)
print(json.dumps([told, *(refused(component, **inputs) for component, inputs in json.loads(CASES))]))
"""
SPEC = {
    "apiVersion": "ai.apexlogic.com/v1alpha1",
    "kind": "ServerlessModelDeployment",
    "metadata": {"name": "fraud"},
    "spec": {
        "modelRef": {"name": "fraud", "version": "2.1.0"},
        "runtime": {"platform": "aws-lambda", "region": "us-east-1"},
    },
}
DOCUMENT: dict[str, Any] = {"metadata": SPEC["metadata"], "spec": SPEC["spec"]}
IMAGE = "111122223333.dkr.ecr.us-east-1.amazonaws.com/fraud:1"
KEY = "AKIA" + "ABCDEFGHIJKLMNOP"
AWS = {"aws": {"tag": {"key": "a", "value": "b"}, "region": "us-east-1"}}


def with_runtime(**runtime: object) -> dict[str, Any]:
    return {**DOCUMENT, "spec": {**DOCUMENT["spec"], "runtime": {**DOCUMENT["spec"]["runtime"], **runtime}}}


CASES: list[tuple[str, dict[str, Any], dict[str, str]]] = [
    ("InferenceService", {}, {"spec": "there is no document; give metadata and spec, or file"}),
    ("InferenceService", {"file": "no.yaml"}, {"file": "no.yaml: No such file or directory"}),
    ("InferenceService", {"file": "a", **DOCUMENT}, {"file": "there is metadata and spec beside it"}),
    (
        "InferenceService",
        {**DOCUMENT, "kind": "Pod", "platfrm": "x", "platform": "lambda"},
        {
            "kind": "'Pod' is not ServerlessModelDeployment",
            "platfrm": "did you mean platform?",
            "platform": "did you mean aws-lambda?",
        },
    ),
    (
        "InferenceService",
        {**with_runtime(cpu=2.0, concurrency=1.5), "overrides": {"runtime": {"memory": "5GHz", "ports": {"a": 0.0}}}},
        {
            "spec.runtime.concurrency": "1.5 is not a whole number",
            "overrides.runtime.memory": "'5GHz' is not an amount of memory",
            "overrides.runtime.ports.a": "0 is less than 1",
        },
    ),
    ("InferenceService", with_runtime(cpu=2.0, image=IMAGE), {"spec.runtime.cpu": "2 can't be used on aws-lambda"}),
    ("GpuNodePool", {"pool": []}, {"accelerator": "is missing", "pool": "a list of 0 is not a mapping"}),
    (
        "GpuNodePool",
        {"accelerator": "nvidia-l4", "count": 0.0, "pool": {"cluster": {"kind": "eks"}}},
        {"count": "0 is out of range; it should be greater than or equal to 1"},
    ),
    (
        "GpuNodePool",
        {"accelerator": "nvidia-l4", "pool": {"cluster": {"kind": "eks"}, "maxNodes": 1.0}},
        {"pool.cluster.name": "", "pool.cluster.subnets": ""},
    ),
    (
        "BudgetGuard",
        {"limit": "$5/month", "scope": {}},
        {"scope": "a guard watches one platform, and there is nothing"},
    ),
    (
        "BudgetGuard",
        {"limit": "5", "scope": {"aws": {"tag": {"key": 3.0}, "regin": "x"}}, "thresholds": ["80%", 101.0]},
        {
            "limit": "'5' is not ",
            "scope.aws.regin": "did you mean region?",
            "scope.aws.tag.key": "3 is not text",
            "scope.aws.tag.value": "is missing",
            "scope.aws.region": "is missing",
            "thresholds[1]": "101 is not a percentage",
        },
    ),
    (
        "BudgetGuard",
        {"limit": "$5/month", "onBreach": "pause", "alerts": ["#chat"], "scope": AWS},
        {"onBreach": "pause of what?", "alerts[0]": "'#chat' can't be told"},
    ),
    (
        "EdgeInferenceWorker",
        {
            "origin": "https://a.example.com",
            "platformModel": "x",
            "rateLimit": {"requests": 5.0, "periodSeconds": 11.0},
        },
        {"platformModel": "'x' is no model of the platform", "rateLimit.periodSeconds": "11 s can't be"},
    ),
    (
        "EdgeInferenceWorker",
        {"origin": "https://a.example.com", "originToken": "a", "originTokenSecret": {"store": "b", "name": "c"}},
        {"originTokenSecret": "the token is given twice; remove it or originToken"},
    ),
    (
        "GpuNodePool",
        {
            "options": {"ignore_changes": ["tags"]},
            "accelerator": "nvidia-l4",
            "pool": {"cluster": {"kind": "eks", "name": "ai", "subnets": ["subnet-1"]}, "maxNodes": 1.0},
        },
        {"options.ignoreChanges": "give it to those that are meant by options.transforms"},
    ),
    ("Nothing", {}, {}),
    ("InferenceService", with_runtime(image="a/b:1", environment={"KEY": KEY}), {}),
]


@pytest.fixture(scope="module")
def capture(tmp_path_factory: pytest.TempPathFactory) -> Capture:
    directory = tmp_path_factory.mktemp("plugin")
    (directory / "service.yaml").write_text(json.dumps(SPEC))
    cases = json.dumps([(component, inputs) for component, inputs, _ in CASES])
    program = PROGRAM.replace("FILE", '"service.yaml"').replace("CASES", repr(cases))
    (directory / "program.py").write_text(program)
    return capture_program(ScriptProgram(script=directory / "program.py", project="demo"))


@pytest.fixture(scope="module")
def graph(capture: Capture) -> ResourceGraph:
    return capture.graph


def test_every_reason_has_the_path_of_its_input(capture: Capture) -> None:
    for (component, inputs, expected), (message, errors) in zip(CASES, json.loads(capture.stdout)[1:], strict=True):
        assert "it can't be made" in message or component == "Nothing", message
        assert {*errors} == {*expected}, (inputs, errors)
        for path, words in expected.items():
            assert words in errors[path], (inputs, errors)


def test_an_input_that_holds_a_credential_has_no_path_by_which_the_engine_would_print_it(capture: Capture) -> None:
    message, errors = json.loads(capture.stdout)[-1]
    assert (KEY in message, errors) == (False, {})
    assert "property spec.runtime.environment.KEY has a problem: this looks like an AWS access key" in message


def test_a_secret_that_can_t_stand_somewhere_is_not_named_so_that_the_engine_prints_it(capture: Capture) -> None:
    message, errors = json.loads(capture.stdout)[0]
    assert "property metadata.name has a problem: an Output can't stand here" in message
    assert {path: "an Output can't stand here" in reason for path, reason in errors.items()} == {
        "spec.modelRef": True,
        "spec.runtime": False,
    }


def test_what_a_late_value_is_wrong_for_is_an_error_of_the_inputs(monkeypatch: pytest.MonkeyPatch) -> None:
    async def wait(await_all_outstanding_tasks: bool) -> None:
        raise pulumi.RunError("the model's URI names no object")

    monkeypatch.setattr("apexai.plugin.provider.wait_for_rpcs", wait)
    record = argument_record(InferenceServiceInputs)
    settled = Settled(made=object(), name="it", record=record, inputs={})  # type: ignore[arg-type]

    async def settle() -> str:
        return await settled

    with pytest.raises(
        pulumi.InputPropertiesError, match="it can't be made: the model's URI names no object"
    ) as raised:
        asyncio.run(settle())
    assert raised.value.errors == []


def test_an_output_that_turns_out_to_be_no_text_is_told_with_its_path() -> None:
    async def settle() -> None:
        late = {"runtime": {"environment": {"QUEUE": pulumi.Output.from_input(["a"])}}}
        found: Any = read_inputs(argument_record(InferenceServiceInputs), {"metadata": {}, "spec": late})
        await found.spec["runtime"]["environment"]["QUEUE"].future()

    with pytest.raises(RefusedArgumentsError, match="a list, and text is needed") as raised:
        asyncio.run(settle())
    assert [error.path for error in raised.value.diagnostics] == ["spec.runtime.environment.QUEUE"]


def test_all_components_are_made(graph: ResourceGraph) -> None:
    made = {f"{item.type} {item.name}" for item in graph.resources if item.type.startswith("apexai:")}
    assert made == {
        "apexai:index:GpuNodePool pool",
        "apexai:index:EdgeInferenceWorker edge",
        "apexai:index:BudgetGuard guard",
        "apexai:index:BudgetGuard azure",
        "apexai:index:AwsBudgetFoundation account",
        "apexai:index:InferenceService service",
    }


def test_numbers_dates_and_pairs_arrive_as_such(graph: ResourceGraph) -> None:
    (group,) = graph.of_type("aws:eks/nodeGroup:NodeGroup")
    assert group.inputs["scalingConfig"] == {"maxSize": 4, "minSize": 0, "desiredSize": 0}
    (budget,) = graph.of_type("gcp:billing/budget:Budget")
    assert budget.inputs["amount"] == {"specifiedAmount": {"currencyCode": "EUR", "units": "5"}}
    assert [rule["thresholdPercent"] for rule in budget.inputs["thresholdRules"]] == [0.5, 0.8, 1, 1]  # type: ignore[index, union-attr]
    (azure,) = graph.of_type("azure-native:consumption:Budget")
    assert "2026-11-01" in str(azure.inputs["timePeriod"])


def test_a_file_takes_overrides_and_a_foundation(graph: ResourceGraph) -> None:
    (function,) = [item for item in graph.of_type("aws:lambda/function:Function") if "service" in item.name]
    assert (function.inputs["memorySize"], function.inputs["timeout"]) == (2048, 5)
    assert function.inputs["imageUri"] == "111122223333.dkr.ecr.us-east-1.amazonaws.com/fraud:2.1.0"


def test_a_secret_stays_one(graph: ResourceGraph) -> None:
    (version,) = graph.of_type("cloudflare:index/workerVersion:WorkerVersion")
    (token,) = [item for item in version.inputs["bindings"] if item.get("name") == "EDGE_ORIGIN_TOKEN"]  # type: ignore[union-attr]
    assert isinstance(token["text"], Secret)
