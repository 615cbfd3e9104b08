"""Every leaf of a pool, on every kind of cluster, does what the table of the kind says of it."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest

from apexai.graph import Resource, ResourceGraph
from apexai.graph.offline import ScriptProgram, capture_program
from apexai.spec.node_pool import ClusterKind, NodePool
from apexai.targets.capability import Honoured, Refused
from apexai.targets.gpu_pools.capability import pool_leaves, table_of
from apexai.targets.gpu_pools.plan import PoolPlan
from apexai.targets.gpu_pools.rules import check_pool
from tests.targets.change import Document
from tests.targets.gpu_pools.pools import ACCELERATORS, KINDS, pair, pool
from tests.targets.test_capability import values_at

PROGRAM = """
import json, pathlib
from apexai.components import GpuNodePool

for name, accelerator, pool in json.loads(pathlib.Path("pools.json").read_text()):
    GpuNodePool(name, accelerator=accelerator, pool={"name": "subject", **pool})
"""


def accelerator_of(kind: str, leaf: str) -> str:
    """Profiles are those of one accelerator that has them."""
    if leaf == "sharing.profile":
        return "nvidia-a100-80gb"
    return ACCELERATORS[kind]


def patches(kind: str, leaf: str) -> tuple[Document, Document]:
    """The pair, with a machine where one has to be named."""
    more: Document = {}
    if leaf == "sharing.profile" and kind in ("eks", "karpenter"):
        more = {"machineTypes": ["p4de.24xlarge"], "acceleratorsPerNode": 8}
    base, changed = pair(kind, leaf)
    left = {"devicePlugin"} if kind == "gke" and leaf.startswith("sharing") else set()
    return without({**base, **more}, left), without({**changed, **more}, left)


def without(document: Document, keys: set[str]) -> Document:
    return {key: value for key, value in document.items() if key not in keys}


LEAVES = [(kind, leaf) for kind in KINDS for leaf in pool_leaves()]
HONOURED = [(kind, leaf) for kind, leaf in LEAVES if isinstance(table_of(ClusterKind(kind))[leaf], Honoured)]
REFUSED = [(kind, leaf) for kind, leaf in LEAVES if isinstance(table_of(ClusterKind(kind))[leaf], Refused)]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, tuple[Resource, ...]]:
    """What each pool makes, by `<kind>|<leaf>|<0 or 1>`."""
    directory: Path = tmp_path_factory.mktemp("pools")
    wanted = [
        (f"{kind}|{leaf}|{index}", accelerator_of(kind, leaf), pool(kind, patch))
        for kind, leaf in HONOURED
        for index, patch in enumerate(patches(kind, leaf))
    ]
    (directory / "pools.json").write_text(json.dumps(wanted))
    (directory / "program.py").write_text(PROGRAM)
    program = ScriptProgram(script=directory / "program.py", project="pools", directory=directory)
    return _by_component(capture_program(program).graph)


def _by_component(graph: ResourceGraph) -> Mapping[str, tuple[Resource, ...]]:
    components = graph.of_type("apexai:index:GpuNodePool")
    return {component.name: tuple(graph.descendants(component.urn)) for component in components}


@pytest.mark.parametrize("kind", KINDS)
def test_table_answers_for_every_leaf_and_nothing_else(kind: str) -> None:
    assert sorted(table_of(ClusterKind(kind))) == sorted(pool_leaves())


@pytest.mark.parametrize(("kind", "leaf"), HONOURED)
def test_honoured_leaf_changes_what_it_names(kind: str, leaf: str, made: Mapping[str, tuple[Resource, ...]]) -> None:
    answer = table_of(ClusterKind(kind))[leaf]
    assert isinstance(answer, Honoured)
    base, changed = made[f"{kind}|{leaf}|0"], made[f"{kind}|{leaf}|1"]
    for sets in answer.sets:
        before, after = values_at(base, sets.type, sets.path), values_at(changed, sets.type, sets.path)
        assert before != after, f"{sets.type} {sets.path} stays {before}"


@pytest.mark.parametrize(("kind", "leaf"), REFUSED)
def test_refused_leaf_is_refused_at_its_place(kind: str, leaf: str) -> None:
    answer = table_of(ClusterKind(kind))[leaf]
    assert isinstance(answer, Refused)
    found = check_pool(plan(kind, pool(kind, patches(kind, leaf)[1])))
    told = {(item.code, item.path.replace("[0]", "[]")) for item in found if item.is_error}
    assert (answer.code, leaf.replace("tags.*", "tags.team")) in told


def test_a_minimum_of_none_is_what_karpenter_does() -> None:
    found = check_pool(plan("karpenter", pool("karpenter", {"minNodes": 0})))
    assert [item.code for item in found if item.is_error] == []


@cache
def _parsed(text: str) -> NodePool:
    return NodePool.model_validate(json.loads(text))


def plan(kind: str, document: Document) -> PoolPlan:
    return PoolPlan(name="subject", accelerator=ACCELERATORS[kind], count=1, pool=_parsed(json.dumps(document)))
