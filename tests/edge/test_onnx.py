"""A model inside the isolate: the same numbers as Python's ONNX Runtime, and clear answers to what makes no sense."""

from pathlib import Path
from typing import Any

import numpy
import onnxruntime
import pytest

from tests.edge.models import FEATURES
from tests.edge.workerd import Workerd, once_kept

pytestmark = pytest.mark.node

INFER = "/v2/models/fraud/infer"


def tensor(name: str, datatype: str, shape: list[int], data: list[Any]) -> dict[str, Any]:
    return {"name": name, "datatype": datatype, "shape": shape, "data": data}


def features(rows: Any) -> dict[str, Any]:
    return {"inputs": [tensor("features", "FP32", list(rows.shape), rows.flatten().tolist())]}


def test_a_hundred_predictions_equal_those_of_python(workerd: Workerd, models: Path) -> None:
    rows = numpy.random.default_rng(7).normal(size=(100, FEATURES)).astype("float32")
    session = onnxruntime.InferenceSession(str(models / "classifier.onnx"))
    probabilities, labels = session.run(None, {"features": rows})
    for number in range(100):
        answer = workerd.post("classifier", features(rows[number : number + 1]), INFER)
        assert answer.status == 200
        found = {output["name"]: output for output in answer.json["outputs"]}
        assert found["probabilities"]["data"] == pytest.approx(probabilities[number].tolist(), abs=1e-5)
        assert found["label"]["data"] == [labels[number]]
    assert answer.json["model_name"] == "fraud"
    assert answer.json["model_version"] == "2.1.0"
    assert [(output["datatype"], output["shape"]) for output in answer.json["outputs"]] == [
        ("FP32", [1, 2]),
        ("INT64", [1]),
    ]


def test_instances_are_answered_with_predictions(workerd: Workerd, models: Path) -> None:
    rows = numpy.random.default_rng(8).normal(size=(3, FEATURES)).astype("float32")
    probabilities, labels = onnxruntime.InferenceSession(str(models / "classifier.onnx")).run(None, {"features": rows})
    answer = workerd.post("classifier", {"instances": rows.tolist()}, "/v1/models/fraud:predict")
    assert [found["label"] for found in answer.json["predictions"]] == labels.tolist()
    found = [prediction["probabilities"] for prediction in answer.json["predictions"]]
    assert numpy.array(found) == pytest.approx(probabilities, abs=1e-5)


def test_tensors_have_types(workerd: Workerd) -> None:
    inputs = [tensor("numbers", "INT64", [3], [5, -7, 2**40]), tensor("mask", "BOOL", [3], [True, False, True])]
    answer = workerd.post("mixed", {"inputs": inputs}, "/v2/models/mixed/infer")
    assert answer.json["outputs"] == [{"name": "kept", "datatype": "INT64", "shape": [3], "data": [5, 0, 2**40]}]


ONES = [1.0] * FEATURES
GOOD = tensor("features", "FP32", [1, FEATURES], ONES)


@pytest.mark.parametrize(
    ("document", "said"),
    [
        (b"{", "not JSON"),
        (b'{"instances": "\xff"}', "not JSON in UTF-8"),
        (b"", "not JSON"),
        ([1], "has to be an object"),
        ({}, "neither a list `inputs`"),
        ({"inputs": []}, "inputs are missing: features"),
        ({"inputs": [{}]}, "needs a name"),
        ({"inputs": [{**GOOD, "name": "other"}]}, 'no input "other": it has features'),
        ({"inputs": [GOOD, GOOD]}, "there twice"),
        ({"inputs": [{**GOOD, "datatype": "toString"}]}, "datatype has to be one of FP32"),
        ({"inputs": [{**GOOD, "shape": [1, -20]}]}, "shape has to be a list"),
        ({"inputs": [{**GOOD, "shape": [2, FEATURES]}]}, "a shape of 2×20 holds 40 values, and there are 20"),
        ({"inputs": [{**GOOD, "data": [None] * FEATURES}]}, "finite numbers"),
        ({"inputs": [{**GOOD, "datatype": "INT64", "data": [0.5] * FEATURES}]}, "whole numbers"),
        ({"inputs": [{**GOOD, "datatype": "INT64", "data": [1] * FEATURES}]}, "does not take inputs of this shape"),
        ({"inputs": [tensor("features", "FP32", [1, 3], [1, 2, 3])]}, "does not take inputs of this shape"),
        ({"instances": [ONES, [1.0]]}, "a shape of 2×20 holds 40 values, and there are 21"),
        ({"instances": []}, "holds 0 values"),
    ],
    ids=str,
)
def test_what_makes_no_sense_is_told(workerd: Workerd, document: Any, said: str) -> None:
    answer = workerd.post("classifier", document, INFER)
    assert answer.status == 400
    assert answer.headers["content-type"] == "application/problem+json"
    assert said in answer.detail


def test_other_addresses_are_nothing(workerd: Workerd) -> None:
    assert workerd.post("classifier", {"inputs": [GOOD]}, "/v2/models/other/infer").status == 404
    assert workerd.get("classifier", INFER).status == 404


def test_health_names_model_and_version(workerd: Workerd) -> None:
    ready = workerd.get("classifier", "/v2/health/ready")
    assert ready.status == 200
    told = ready.json
    assert 0 < told.pop("memory") < 64 * 2**20
    assert told == {"ready": True, "model": "fraud", "version": "2.1.0", "worker": None}
    assert workerd.get("classifier", "/v2/health/live").status == 200


def test_answers_are_kept_and_recorded(workerd: Workerd) -> None:
    first = workerd.post("remembering", {"inputs": [GOOD]}, INFER)
    assert once_kept(lambda: workerd.post("remembering", {"inputs": [GOOD]}, INFER)).json == first.json
    for _ in range(50):
        if records := workerd.ask(ask="r2", binding="EDGE_SAMPLES", worker="remembering"):
            break
    key, text = records[0]
    assert key.startswith("fraud/2")
    assert '"status":200' in text
    assert "127.0.0.1" not in text
