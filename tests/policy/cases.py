"""The cases of tests/policy/programs, captured once and split by the names of the resources."""

import ast
import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Final

from apexai.errors import ApexError
from apexai.graph import Resource, ResourceGraph
from apexai.graph.offline import ScriptProgram, capture_program
from apexai.policy.evaluate import evaluate_graph
from apexai.policy.finding import Evaluation, Finding
from apexai.policy.rule import Rule
from apexai.policy.settings import Settings
from apexai.policy.spend import Spend

PROGRAMS: Final = Path(__file__).parent / "programs"
MODULES: Final = ("finops", "responsible_ai", "security", "azure", "google")
AS_OF: Final = datetime.date(2026, 11, 21)
STACK: Final = "pulumi:pulumi:Stack"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One function of a program."""

    module: str
    name: str

    @property
    def rule(self) -> str:
        """`apx_sec_001_fails_by_acl` → `APX-SEC-001`."""
        return "-".join(self.name.upper().split("_")[:3])

    @property
    def expected(self) -> str:
        """`passes`, `fails`, `unknown`, `refers` or `spared` (not applicable)."""
        return self.name.split("_")[3]

    @property
    def resource(self) -> str:
        """Logical name of the resource that is judged."""
        return self.name.replace("_", "-")


@cache
def cases() -> tuple[Case, ...]:
    return tuple(case for module in MODULES for case in _cases_of(module))


def graph_of(case: Case) -> ResourceGraph:
    """What the case registers, with the stack and the providers."""
    graph = captured(case.module)
    own = {resource.urn for resource in graph.resources if _is_of(resource, case)}
    kept = [
        resource
        for resource in graph.resources
        if resource.urn in own or resource.type == STACK or resource.is_provider or _within(resource, own, graph)
    ]
    return replace(graph, resources=tuple(kept))


def evaluate(
    case: Case, rule: Rule, *, settings: Settings | None = None, spends: Mapping[str, Spend] | None = None
) -> Evaluation:
    return evaluate_graph(graph_of(case), rules=[rule], as_of=AS_OF, settings=settings, spends=spends)


def judged(case: Case, evaluation: Evaluation) -> tuple[Finding, ...]:
    """The verdicts on the resource that the case is about."""
    own = [finding for finding in evaluation.results if finding.name == case.resource]
    return tuple(own or evaluation.results)


def captured(module: str) -> ResourceGraph:
    captured = _capture_once(module)
    if isinstance(captured, ApexError):
        raise captured
    return captured


@cache
def _capture_once(module: str) -> ResourceGraph | ApexError:
    program = ScriptProgram(
        script=PROGRAMS / "__main__.py", project="rules", arguments=(module,), directory=PROGRAMS.parents[2]
    )
    try:
        return capture_program(program).graph
    except ApexError as error:
        return error


def _cases_of(module: str) -> Iterator[Case]:
    tree = ast.parse((PROGRAMS / f"{module}.py").read_text(encoding="utf-8"))
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and node.name.startswith("apx_"):
            yield Case(module=module, name=node.name)


def _is_of(resource: Resource, case: Case) -> bool:
    """By its name: `<case>`, or `<case>-<anything>`; no case is the beginning of another one followed by a hyphen."""
    return resource.name == case.resource or resource.name.startswith(f"{case.resource}-")


def _within(resource: Resource, own: set[str], graph: ResourceGraph) -> bool:
    parent = graph.by_urn.get(resource.parent)
    return parent is not None and (parent.urn in own or _within(parent, own, graph))
