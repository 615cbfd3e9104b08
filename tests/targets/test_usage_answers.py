"""What the capability tables say of `finops.usage`, held against what the estimate does with it."""

import json
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Final

import pytest

from apexai.cost.estimating import estimate_graph
from apexai.cost.readers import providers_of
from apexai.graph.model import Resource, ResourceGraph
from apexai.graph.offline import ScriptProgram, capture_program
from apexai.spec.fields import Platform
from apexai.targets.capability import Informs
from apexai.targets.registry import load_target
from tests.cost.bills import AS_OF, frozen_book
from tests.targets.captured import MODELS, MODULES, PACKAGES
from tests.targets.change import at
from tests.targets.changes import Document, document_with

CASES: Final = {"": 2, "low.": 1, "high.": 3}
QUANTITIES: Final = {
    "requests": 10_000_000,
    "duration": 1,
    "tokensIn": 100,
    "tokensOut": 50,
    "egress": 40,
    "gpuHours": 100,
}
PROGRAM: Final = """
import json, pathlib
from apexai.components import InferenceService

for name, document in json.loads(pathlib.Path("documents.json").read_text()).items():
    InferenceService(name, spec=document)
"""
SCALING: Final[Document] = {"minReplicas": 1, "maxReplicas": 400}
SIZE: Final[Document] = {"region": "us-east-1", "cpu": "1", "memory": "2GiB"}
PACKAGE: Final = {"path": "package", "handler": "app.handler", "runtime": "python3.13"}
PATCHES: Final[Mapping[Platform, tuple[Document, ...]]] = {
    Platform.AWS_LAMBDA: (at("spec.runtime.region", "us-east-1"),),
    Platform.AZURE_CONTAINER_APPS: (
        at("spec.runtime", {"region": "eastus2", "concurrency": 1}),
        at("spec.runtime", {"region": "eastus2", "gpu": {"type": "nvidia-t4"}}),
    ),
    Platform.AZURE_FUNCTIONS: (
        at("spec", {"runtime": {"region": "eastus2", "image": None, "package": PACKAGE}, "autoscaling": SCALING}),
    ),
    Platform.CLOUDFLARE_WORKERS: ({}, at("spec.modelRef", {"uri": "@cf/meta/llama-3.1-8b-instruct", "format": None})),
    Platform.CLOUD_RUN: (
        at("spec.runtime", {"region": "us-central1", "concurrency": 1}),
        at("spec.runtime", {"region": "us-central1", "memory": "16GiB", "gpu": {"type": "nvidia-l4"}}),
    ),
    Platform.KUBERNETES: (
        at(
            "spec",
            {"runtime": SIZE, "autoscaling": {**SCALING, "targetUtilization": 50}, "finops": {"nodeType": "m5.large"}},
        ),
        at("spec", {"runtime": SIZE, "autoscaling": {"minReplicas": 1, "maxReplicas": 1}}),
    ),
    Platform.LAMBDA_EDGE: ({},),
}
"""Of each platform what is paid by all that the platform can be paid by, all documents together."""


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, ResourceGraph]:
    """Each document's service by platform and number, all from one program."""
    directory = tmp_path_factory.mktemp("usage")
    for package in PACKAGES:
        (directory / package).mkdir()
        (directory / package / "app.py").write_text("def handler(event, context): ...\n")
        for module in MODULES:
            (directory / package / module).write_text("export default {};\n")
    for model in MODELS:
        (directory / model).write_bytes(b"")
    documents = {
        f"{platform}-{number}": document_with(platform, patch)
        for platform, patches in PATCHES.items()
        for number, patch in enumerate(patches)
    }
    (directory / "program.py").write_text(PROGRAM)
    (directory / "documents.json").write_text(json.dumps(documents))
    program = ScriptProgram(script=directory / "program.py", project="usage", directory=directory)
    graph = capture_program(program, config={"aws:region": "us-east-1"}).graph
    return {found.name: of_service(graph, found) for found in graph.of_type("apexai:index:InferenceService")}


def of_service(graph: ResourceGraph, service: Resource) -> ResourceGraph:
    providers = [resource for resource in graph.resources if resource.is_provider]
    return replace(graph, resources=(service, *graph.descendants(service.urn), *providers))


def cost_with(graph: ResourceGraph, usage: Mapping[str, object]) -> tuple[object, ...]:
    """All that the estimate says of a service with that use."""
    service = graph.resources[0]
    spec = service.inputs["spec"]
    assert isinstance(spec, dict)
    assert isinstance(spec["spec"], dict)
    finops = {**(spec["spec"].get("finops") or {}), "usage": usage}
    inputs = {**service.inputs, "spec": {**spec, "spec": {**spec["spec"], "finops": finops}}}
    used = replace(graph, resources=(replace(service, inputs=inputs), *graph.resources[1:]))
    found = estimate_graph(used, book=frozen_book(*providers_of(used)), as_of=AS_OF)
    return found.monthly, found.per_thousand_requests, found.per_million_tokens


def usage_of(changed: str = "") -> dict[str, object]:
    """Every quantity in every case; a changed one a tenth larger."""

    def amounts(case: str, factor: int) -> dict[str, object]:
        found = {key: Decimal(amount) * factor for key, amount in QUANTITIES.items()}
        return {key: written(key, found[key] * (Decimal("1.1") if f"{case}{key}" == changed else 1)) for key in found}

    return {
        **amounts("", CASES[""]),
        "low": amounts("low.", CASES["low."]),
        "high": amounts("high.", CASES["high."]),
    }


def written(key: str, amount: Decimal) -> object:
    match key:
        case "requests":
            return f"{amount:f}/month"
        case "duration":
            return f"{amount:f}s"
        case "egress":
            return f"{amount:f}GB/month"
        case "gpuHours":
            return f"{amount:f}h/month"
        case _:
            return int(amount)


@pytest.mark.parametrize("platform", PATCHES)
def test_the_estimate_reads_what_the_table_says_that_it_reads_and_nothing_else(
    platform: Platform, services: Mapping[str, ResourceGraph]
) -> None:
    own = [graph for name, graph in services.items() if name.startswith(platform)]
    before = [cost_with(graph, usage_of()) for graph in own]
    table = load_target(platform).capability
    for leaf in (f"{case}{key}" for case in CASES for key in QUANTITIES):
        answer = table[f"spec.finops.usage.{leaf}"]
        assert isinstance(answer, Informs)
        reads = [cost_with(graph, usage_of(leaf)) for graph in own] != before
        assert (leaf, reads) == (leaf, answer.reader == "estimate")
