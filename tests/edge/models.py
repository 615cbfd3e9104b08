"""Small ONNX models for tests: a classifier of two layers, and one with two inputs of different types."""

from pathlib import Path

import numpy
import onnx
from onnx import TensorProto, helper, numpy_helper

FEATURES = 20
_OPSET = 17
_IR = 8


def write_classifier(path: Path) -> None:
    """20 numbers → probabilities of two classes, and the likelier one."""
    random = numpy.random.default_rng(1)
    shapes = {"w1": (FEATURES, 64), "b1": (64,), "w2": (64, 2), "b2": (2,)}
    weights = {name: random.normal(scale=0.3, size=shape).astype("float32") for name, shape in shapes.items()}
    nodes = [
        helper.make_node("Gemm", ["features", "w1", "b1"], ["hidden"]),
        helper.make_node("Relu", ["hidden"], ["active"]),
        helper.make_node("Gemm", ["active", "w2", "b2"], ["logits"]),
        helper.make_node("Softmax", ["logits"], ["probabilities"], axis=1),
        helper.make_node("ArgMax", ["probabilities"], ["label"], axis=1, keepdims=0),
    ]
    inputs = [helper.make_tensor_value_info("features", TensorProto.FLOAT, ["batch", FEATURES])]
    outputs = [
        helper.make_tensor_value_info("probabilities", TensorProto.FLOAT, ["batch", 2]),
        helper.make_tensor_value_info("label", TensorProto.INT64, ["batch"]),
    ]
    initial = [numpy_helper.from_array(value, name) for name, value in weights.items()]
    _write(path, helper.make_graph(nodes, "classifier", inputs, outputs, initial))


def write_mixed(path: Path) -> None:
    """Whole numbers and a mask → the numbers where the mask holds, else 0."""
    nodes = [
        helper.make_node("Cast", ["mask"], ["factors"], to=TensorProto.INT64),
        helper.make_node("Mul", ["numbers", "factors"], ["kept"]),
    ]
    inputs = [
        helper.make_tensor_value_info("numbers", TensorProto.INT64, ["length"]),
        helper.make_tensor_value_info("mask", TensorProto.BOOL, ["length"]),
    ]
    outputs = [helper.make_tensor_value_info("kept", TensorProto.INT64, ["length"])]
    _write(path, helper.make_graph(nodes, "mixed", inputs, outputs))


def _write(path: Path, graph: onnx.GraphProto) -> None:
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", _OPSET)], ir_version=_IR)
    onnx.checker.check_model(model)
    onnx.save(model, str(path))
