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
from apexai.spec.loader import document_of
from apexai.targets.check import check_recorded
from tests.cost.bills import AS_OF, frozen_book
from tests.targets.captured import MODELS, MODULES, PACKAGES
from tests.targets.change import at, merged
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
WORKER: Final = {"path": "package", "handler": "index.js", "runtime": "javascript"}
GPU: Final = {"memory": "16GiB", "gpu": {"type": "nvidia-l4"}}
ONE: Final[Document] = {"minReplicas": 0, "maxReplicas": 1}
WAYS: Final[Mapping[str, tuple[Document, ...]]] = {
    Platform.AWS_LAMBDA: (at("spec.runtime.region", "us-east-1"),),
    Platform.AZURE_CONTAINER_APPS: (
        at("spec.runtime", {"region": "eastus2", "concurrency": 1}),
        at("spec.runtime.region", "eastus2"),
    ),
    f"{Platform.AZURE_CONTAINER_APPS}-gpu": (
        at("spec.runtime", {"region": "eastus2", "gpu": {"type": "nvidia-t4"}}),
        at(
            "spec",
            {"runtime": {"region": "eastus2", "concurrency": 1, "gpu": {"type": "nvidia-t4"}}, "autoscaling": ONE},
        ),
    ),
    f"{Platform.AZURE_FUNCTIONS}-flex": (
        at("spec", {"runtime": {"region": "eastus2", "image": None, "package": PACKAGE}, "autoscaling": SCALING}),
    ),
    f"{Platform.AZURE_FUNCTIONS}-premium": (at("spec.runtime.region", "eastus2"),),
    f"{Platform.CLOUDFLARE_WORKERS}-own-model": ({},),
    f"{Platform.CLOUDFLARE_WORKERS}-model-of-the-platform": (
        at("spec.modelRef", {"uri": "@cf/meta/llama-3.1-8b-instruct", "format": None}),
    ),
    f"{Platform.CLOUDFLARE_WORKERS}-own-code": (
        at("spec", {"modelRef": {"uri": None, "format": None}, "runtime": {"package": WORKER}}),
    ),
    Platform.CLOUD_RUN: (at("spec.runtime", {"region": "us-central1", "concurrency": 1}),),
    f"{Platform.CLOUD_RUN}-gpu": (
        at("spec.runtime", {"region": "us-central1", **GPU}),
        at("spec", {"runtime": {"region": "us-central1", "concurrency": 1, **GPU}, "autoscaling": ONE}),
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
"""Way in which a platform is paid → documents that are paid for so, with room for what is declared and without."""


def platform_of(way: str) -> Platform:
    return max((platform for platform in Platform if way.startswith(platform)), key=len)


DOCUMENTS: Final[Mapping[str, Document]] = {
    f"{way}-{number}": document_with(platform_of(way), patch)
    for way, patches in WAYS.items()
    for number, patch in enumerate(patches)
}


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
    (directory / "program.py").write_text(PROGRAM)
    (directory / "documents.json").write_text(json.dumps(DOCUMENTS))
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
    return found.monthly, found.per_thousand_requests, found.per_million_tokens, found.shortfalls


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


@pytest.mark.parametrize("way", WAYS)
def test_the_estimate_reads_what_is_not_noted_as_unread_and_nothing_else(
    way: str, services: Mapping[str, ResourceGraph]
) -> None:
    names = [f"{way}-{number}" for number in range(len(WAYS[way]))]
    (unread,) = {unread_of(DOCUMENTS[name]) for name in names}
    before = [cost_with(services[name], usage_of()) for name in names]
    for leaf in (f"{case}{key}" for case in CASES for key in QUANTITIES):
        reads = [cost_with(services[name], usage_of(leaf)) for name in names] != before
        assert (leaf, reads) == (leaf, f"spec.finops.usage.{leaf}" not in unread)


def unread_of(document: Document) -> frozenset[str]:
    """The paths of which the preview notes that nobody reads them."""
    used = document_of(merged(document, at("spec.finops.usage", usage_of()))).deployment()
    return frozenset(diagnostic.path for diagnostic in check_recorded(used))


def test_every_platform_is_held_against_the_estimate() -> None:
    assert set(map(platform_of, WAYS)) == set(Platform)
