"""Captures many deployments in one run of the offline engine, so that a table of specs costs one cold start."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from apexai.graph import Resource, Value
from apexai.graph.offline import ScriptProgram, capture_program

SUBJECT: Final = "subject"
CONFIG: Final = {
    "apexai:budgetTopic": "arn:aws:sns:us-east-1:111122223333:budgets",
    "apexai:anomalyMonitor": "arn:aws:ce::111122223333:anomalymonitor/services",
    "apexai:prometheus": "http://prometheus.monitoring:9090",
    "apexai:brakeImage": "registry.example.com/python@sha256:" + 64 * "0",
    "apexai:billingAccount": "012345-6789AB-CDEF01",
    "apexai:azureGroup": "shared",
}
"""The foundation that budgets refer to."""
PACKAGES: Final = ("package", "other-package")
"""Directories with code that documents may name."""
MODULES: Final = ("index.js", "other.js")
MODELS: Final = ("model.onnx", "other.onnx")
"""Files beside the documents."""
_PROGRAM: Final = """
import json, pathlib
from apexai.components import InferenceService

for number, document in enumerate(json.loads(pathlib.Path("documents.json").read_text())):
    name = f"d{number:04}"
    InferenceService(name, spec=json.loads(json.dumps(document).replace('"subject-', f'"{name}-')))
"""


def capture_deployments(directory: Path, documents: Sequence[Mapping[str, object]]) -> list[tuple[Resource, ...]]:
    """The custom resources that each document makes, as if its component were `subject`.

    What begins with `subject-` in a document is named after the component.
    """
    written = [json.dumps(document) for document in documents]
    distinct = list(dict.fromkeys(written))
    script = directory / "program.py"
    script.write_text(_PROGRAM)
    (directory / "documents.json").write_text(f"[{','.join(distinct)}]")
    for package in PACKAGES:
        (directory / package).mkdir()
        (directory / package / "app.py").write_text("def handler(event, context): ...\n")
        for module in MODULES:
            (directory / package / module).write_text("export default {};\n")
    for model in MODELS:
        (directory / model).write_bytes(model.encode())
    program = ScriptProgram(script=script, project="capability", directory=directory)
    graph = capture_program(program, config=CONFIG).graph
    components = [resource for resource in graph.resources if resource.type == "apexai:index:InferenceService"]
    made = {
        document: tuple(_renamed(child, component.name) for child in graph.descendants(component.urn) if child.custom)
        for document, component in zip(distinct, components, strict=True)
    }
    return [made[document] for document in written]


def _renamed(resource: Resource, component: str) -> Resource:
    inputs = {key: _with_subject(value, component) for key, value in resource.inputs.items()}
    return replace(resource, name=resource.name.replace(component, SUBJECT, 1), inputs=inputs)


def _with_subject(value: Value, component: str) -> Value:
    """The value with the component's own name in it as if it were `subject`."""
    match value:
        case str():
            return value.replace(component, SUBJECT)
        case dict():
            return {key: _with_subject(item, component) for key, item in value.items()}
        case list():
            return [_with_subject(item, component) for item in value]
        case _:
            return value
