"""What a table says that the estimate or the rules read, they read; what it says that nobody reads, nobody does."""

import copy
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from typing import Final, TypeAlias

import pytest

from apexai.graph import Value
from apexai.preview import DeploymentPreview
from apexai.preview.criteria import criteria_of
from apexai.preview.judging import judge_deployment
from apexai.preview.specs import preview_specs
from apexai.spec.fields import Platform
from apexai.spec.leaves import leaf_of, spec_leaves
from apexai.spec.loader import document_of
from apexai.targets.capability import NOBODY, Answer, Informs
from apexai.targets.check import check_recorded
from apexai.targets.registry import load_target
from tests.projects import JUDGED
from tests.specs import write_spec
from tests.targets.change import Document, merged
from tests.targets.changes import change_of, document_with

SERVICE: Final = "apexai:index:InferenceService"
READ: Final = frozenset({"estimate", "rules"})
BESIDE: Final = {"spec.responsibleAI.humanOversight.contact": "spec.responsibleAI.humanOversight.stopControl"}
"""Leaf → the one without which it is read."""
Judged: TypeAlias = tuple[object, object]


def leaves() -> list[object]:
    return [
        pytest.param(platform, leaf, answer.reader, id=f"{platform}-{leaf}")
        for platform in Platform
        for leaf in spec_leaves()
        if isinstance(answer := load_target(platform).capability.get(leaf), Informs)
        and answer.reader in (*READ, NOBODY)
    ]


@pytest.fixture(scope="session")
def rich(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Platform], DeploymentPreview]:
    """A deployment on each platform with every such leaf that the platform takes."""

    @cache
    def preview(platform: Platform) -> DeploymentPreview:
        folder = tmp_path_factory.mktemp(platform)
        (folder / "package").mkdir()
        (folder / "package/app.py").write_text("")
        (folder / "model.onnx").write_bytes(b"")
        file = write_spec(folder, json.dumps(_document(platform)))
        (deployment,) = preview_specs(str(file), JUDGED).deployments
        assert deployment.graph is not None, deployment.problems
        return deployment

    return preview


@pytest.mark.parametrize(("platform", "leaf", "reader"), leaves())
def test_a_leaf_is_read_by_whom_the_table_says(
    platform: Platform, leaf: str, reader: str, rich: Callable[[Platform], DeploymentPreview]
) -> None:
    deployment = rich(platform)
    if leaf in BESIDE:
        deployment = next(without(deployment, BESIDE[leaf].split(".")))
    before = judged(deployment)
    after = [judged(changed) for changed in without(deployment, leaf.split("."))]
    read_by = {
        name
        for index, name in enumerate(("estimate", "rules"))
        if any(found[index] != before[index] for found in after)
    }
    assert (reader in read_by) if reader in READ and leaf not in unread(platform) else not read_by, read_by


@cache
def unread(platform: Platform) -> frozenset[str]:
    """Leaves that nobody reads in the platform's document, whoever does in others."""
    found = check_recorded(document_of(_document(platform)).deployment())
    return frozenset(leaf_of(diagnostic.path) for diagnostic in found)


def judged(deployment: DeploymentPreview) -> Judged:
    found = judge_deployment(deployment, criteria_of(JUDGED))
    assert found.estimate is not None
    assert found.evaluation is not None
    results = [(item.rule, item.urn, item.verdict, item.enforcement, item.message) for item in found.evaluation.results]
    return replace(found.estimate, assumptions=()), results


def without(deployment: DeploymentPreview, steps: list[str]) -> Iterator[DeploymentPreview]:
    """The deployment without the leaf, and with another value of it, in what the component says of its document."""
    graph = deployment.graph
    assert graph is not None
    for change in (_remove,) if _USE_PATH in ".".join(steps) else (_remove, _alter):
        inputs = {item.urn: _changed(item.inputs, steps, change) for item in graph.of_type(SERVICE)}
        resources = tuple(replace(item, inputs=inputs.get(item.urn, item.inputs)) for item in graph.resources)
        yield replace(deployment, graph=replace(graph, resources=resources))


def _changed(
    inputs: Mapping[str, Value], steps: list[str], change: Callable[[dict[str, Value], str], None]
) -> Mapping[str, Value]:
    copied = copy.deepcopy(dict(inputs))
    for document in (copied["spec"], copied["resolved"]):
        _change(document, steps, change)
    return copied


def _change(value: Value, steps: list[str], change: Callable[[dict[str, Value], str], None]) -> None:
    step, rest = steps[0].removesuffix("[]"), steps[1:]
    if not isinstance(value, dict) or value.get(step) is None:
        return
    if not rest:
        change(value, step)
    elif isinstance(below := value[step], list):
        for item in below:
            _change(item, rest, change)
    else:
        _change(below, rest, change)


def _remove(value: dict[str, Value], key: str) -> None:
    del value[key]


def _alter(value: dict[str, Value], key: str) -> None:
    match value[key]:
        case str() as text:
            value[key] = "$1/month" if text.startswith("$") else "2020-01-01"
        case bool() | None:
            pass
        case int() | float() as number:
            value[key] = number * 2


def _document(platform: Platform) -> Document:
    answers = load_target(platform).capability
    patch = merged(
        {}, *(change_of(leaf, platform).changed for leaf, answer in answers.items() if _is_rich(leaf, answer))
    )
    return document_with(platform, merged(patch, _USE, {"spec": _PLACES[platform]}))


def _is_rich(leaf: str, answer: Answer) -> bool:
    return isinstance(answer, Informs) and answer.reader in (*READ, NOBODY)


_BUSY: Final[Document] = {"minReplicas": 1, "maxReplicas": 20, "targetUtilization": 70}
_PLACES: Final[Mapping[Platform, Document]] = {
    Platform.AWS_LAMBDA: {"runtime": {"region": "us-east-1"}, "autoscaling": _BUSY},
    Platform.LAMBDA_EDGE: {"runtime": {"region": "us-east-1"}},
    Platform.KUBERNETES: {"runtime": {"region": "us-east-1"}, "autoscaling": _BUSY},
    Platform.AZURE_FUNCTIONS: {"runtime": {"region": "eastus2"}},
    Platform.AZURE_CONTAINER_APPS: {"runtime": {"region": "eastus2"}, "autoscaling": _BUSY},
    Platform.CLOUD_RUN: {"runtime": {"region": "us-central1"}, "autoscaling": _BUSY},
    Platform.CLOUDFLARE_WORKERS: {},
}
"""Where each runs, and as many instances as it lets a document ask for."""
_USE_PATH: Final = "finops.usage"
_USE: Final[Document] = {
    "spec": {
        "finops": {
            "usage": {
                "low": {"requests": "30M/month", "duration": "90ms", "tokensIn": 10, "tokensOut": 10,
                        "egress": "1GB/month", "gpuHours": "10h/month"},
                "requests": "40M/month", "duration": "200ms", "tokensIn": 20, "tokensOut": 20,
                "egress": "2GB/month", "gpuHours": "20h/month",
                "high": {"requests": "60M/month", "duration": "300ms", "tokensIn": 30, "tokensOut": 30,
                         "egress": "5GB/month", "gpuHours": "30h/month"},
            },
        },
    }
}  # fmt: skip
