"""The reference stacks preview offline, differ by configuration alone, and are as short as they claim."""

from pathlib import Path
from typing import Final

import pytest

from apexai.errors import ProgramError
from apexai.graph import UNKNOWN, ResourceGraph
from apexai.graph.offline import ProjectProgram, capture_program

ROOT: Final = Path(__file__).parents[1]
STACKS: Final = ROOT / "stacks"
PROJECTS: Final = {file.parent for file in [ROOT / "Pulumi.yaml", *STACKS.glob("*/Pulumi.yaml")]}
LONGEST: Final = 40


def graph_of(project: Path, stack: str, *, invokes: Path | None = None) -> ResourceGraph:
    return capture_program(ProjectProgram(directory=project), stack=stack, invokes=invokes).graph


def services(graph: ResourceGraph) -> dict[str, str]:
    """Name of each service and its platform."""
    found = {}
    for service in graph.of_type("apexai:index:InferenceService"):
        resolved = service.inputs["resolved"]
        found[service.name] = str(resolved["spec"]["runtime"]["platform"])  # type: ignore[index, call-overload]
    return found


def test_every_stack_of_the_reference_deploys_the_same_specs() -> None:
    names = sorted(file.name.split(".")[1] for file in STACKS.glob("Pulumi.*.yaml"))
    assert names == ["dev", "prod", "staging"]
    found = [services(graph_of(ROOT, name)) for name in ("dev", "staging")]
    assert found == [{"card-fraud": "aws-lambda", "document-embedding": "kubernetes"}] * 2


def test_overrides_of_a_service_that_is_not_there_are_refused() -> None:
    config = {"apexai:spec": "stacks/specs/document-embedding.yaml"}
    with pytest.raises(ProgramError, match=r"apexai:overrides: this stack deploys no card-fraud"):
        capture_program(ProjectProgram(directory=ROOT), stack="dev", config=config)


@pytest.mark.parametrize(
    ("placed", "said"), [('{"x": "y"}', "no spec of x"), ('{"card-fraud": "y"}', "homes: there is no y")]
)
def test_a_home_that_is_not_there_is_one_clear_error(placed: str, said: str) -> None:
    with pytest.raises(ProgramError, match=said):
        capture_program(ProjectProgram(directory=STACKS / "fleet"), stack="prod", config={"fleet:placed": placed})


def test_a_wrong_path_is_one_clear_error() -> None:
    with pytest.raises(ProgramError, match=r"nowhere\.yaml") as caught:
        capture_program(ProjectProgram(directory=ROOT), stack="prod", config={"apexai:spec": "stacks/nowhere.yaml"})
    assert "Traceback" not in str(caught.value)


def test_a_foundation_brings_gpu_nodes_where_it_is_told_to() -> None:
    graph = graph_of(STACKS / "foundation", "payments")
    assert len(graph.of_type("aws:eks/cluster:Cluster")) == 1
    assert graph.of_type("apexai:index:GpuNodePool") == ()


def test_what_a_foundation_answers_is_unknown_unless_somebody_says_it() -> None:
    specs = {file.stem for file in (STACKS / "specs").glob("*.yaml")}
    unknown = graph_of(STACKS / "fleet", "prod")
    known = graph_of(STACKS / "fleet", "prod", invokes=STACKS / "fleet" / "foundations.yaml")
    assert set(services(unknown)) == set(services(known)) == specs
    assert len(set(services(known).values())) == 4
    images = [graph.of_type("aws:lambda/function:Function")[0].inputs["imageUri"] for graph in (unknown, known)]
    assert images == [UNKNOWN, "444455556666.dkr.ecr.eu-west-1.amazonaws.com/models/card-fraud:2.3.0"]


def test_the_web_stack_previews() -> None:
    graph = graph_of(STACKS / "web", "prod")
    assert services(graph) == {"recommendation": "kubernetes"}
    assert len(graph.of_type("apexai:index:EdgeInferenceWorker")) == 1


def test_programs_are_short_and_the_readme_names_every_project() -> None:
    programs = [STACKS / "__main__.py", *STACKS.glob("*/__main__.py")]
    assert len(programs) == len(PROJECTS) == 4
    assert {file.parent.name: len(file.read_text().splitlines()) for file in programs if too_long(file)} == {}
    readme = (STACKS / "README.md").read_text(encoding="utf-8")
    assert [project.name for project in PROJECTS - {ROOT} if f"]({project.name})" not in readme] == []


def too_long(program: Path) -> bool:
    return len(program.read_text(encoding="utf-8").splitlines()) > LONGEST
