"""Previews of specs: each document on each target, in as few child processes as possible."""

import itertools
from dataclasses import replace
from pathlib import Path

import pytest

from apexai.errors import MissingExtraError, UsageError
from apexai.graph.offline import ScriptProgram, capture_program
from apexai.preview import PreviewOptions, Status, requests, specs
from apexai.report.notes import notes_of
from tests.projects import JUDGED
from tests.specs import KUBERNETES, deployment_of, preview_of, write_spec

REFUSED = KUBERNETES.replace("access: internal", "access: authenticated")


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[ScriptProgram]:
    """The programs that were started."""
    programs: list[ScriptProgram] = []

    def capture(program: ScriptProgram, **settings: object) -> object:
        programs.append(program)
        return capture_program(program, **settings)  # type: ignore[arg-type]

    monkeypatch.setattr(requests, "capture_program", capture)
    return programs


def named(*names: str) -> str:
    return "---\n".join(KUBERNETES.replace("name: fraud\n", f"name: {name}\n") for name in names)


def test_a_document_is_the_component_and_what_it_creates(tmp_path: Path) -> None:
    deployment = deployment_of(write_spec(tmp_path))
    assert (deployment.name, deployment.target, deployment.status) == ("fraud", "kubernetes", Status.OK)
    assert deployment.graph is not None
    types = {resource.type for resource in deployment.graph.resources}
    assert {"apexai:index:InferenceService", "kubernetes:apps/v1:Deployment", "pulumi:pulumi:Stack"} <= types
    assert deployment.digest


def test_what_is_refused_starts_no_program(tmp_path: Path, started: list[ScriptProgram]) -> None:
    preview = preview_of(write_spec(tmp_path, REFUSED))
    (deployment,) = preview.deployments
    assert (deployment.status, deployment.graph, deployment.digest, preview.exit_code) == (Status.REFUSED, None, "", 2)
    (error,) = (item for item in deployment.problems if item.is_error)
    assert (error.path, error.line, error.column) == ("spec.runtime.access", 13, 13)
    assert started == []


def test_documents_that_do_not_load_are_all_told_and_nothing_runs(tmp_path: Path, started: list[ScriptProgram]) -> None:
    write_spec(tmp_path, KUBERNETES.replace("memory: 1GiB", "memory: lots"), name="a.yaml")
    write_spec(tmp_path, KUBERNETES.replace("cpu:", "cpus:"), name="b.yaml")
    write_spec(tmp_path, KUBERNETES, name="c.yaml")
    preview = preview_of(tmp_path)
    assert (preview.deployments, preview.exit_code, started) == ((), 2, [])
    places = [(Path(item.file).name, item.line) for item in preview.diagnostics if item.is_error]
    assert places == [("a.yaml", 15), ("b.yaml", 14)]


def test_a_directory_shares_one_program(tmp_path: Path, started: list[ScriptProgram]) -> None:
    for number in range(5):
        write_spec(tmp_path / f"team-{number}", named(f"service-{number}"))
    write_spec(tmp_path / "team-9", named("one", "two"))
    preview = preview_of(tmp_path)
    names = [deployment.name for deployment in preview.deployments]
    assert names == [*(f"service-{number}" for number in range(5)), "one", "two"]
    assert len(started) == 1


def test_documents_of_one_program_are_as_if_each_were_alone(tmp_path: Path) -> None:
    together = preview_of(write_spec(tmp_path, named("one", "two", "three")))
    for name, deployment in zip(("one", "two", "three"), together.deployments, strict=True):
        alone = deployment_of(write_spec(tmp_path / name, named(name)))
        assert deployment.digest == alone.digest
        assert alone.graph is not None
        assert deployment.graph is not None
        assert set(deployment.graph.by_urn) == set(alone.graph.by_urn)


def test_many_documents_are_several_programs(
    tmp_path: Path, started: list[ScriptProgram], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(requests, "_MOST", 2)
    names = ["one", "two", "three", "four", "five"]
    preview = preview_of(write_spec(tmp_path, named(*names)))
    assert [deployment.name for deployment in preview.deployments] == names
    assert {deployment.status for deployment in preview.deployments} == {Status.OK}
    assert len(started) == 3


def test_the_same_name_twice_needs_two_programs(tmp_path: Path, started: list[ScriptProgram]) -> None:
    write_spec(tmp_path / "a")
    write_spec(tmp_path / "b", KUBERNETES.replace("memory: 1GiB", "memory: 2GiB"))
    one, other = preview_of(tmp_path).deployments
    assert one.name == other.name
    assert one.digest != other.digest
    assert len(started) == 2


def test_one_that_fails_does_not_take_the_others_along(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, started: list[ScriptProgram]
) -> None:
    program = write_spec(
        tmp_path / "program",
        f"import json, sys\nassert 'two' not in open(sys.argv[1]).read(), 'no two'\n"
        f"exec(open({str(requests.PROGRAM)!r}).read())\n",
        name="__main__.py",
    )
    monkeypatch.setattr(requests, "PROGRAM", program)
    preview = preview_of(write_spec(tmp_path / "specs", named("one", "two", "three")))
    statuses = [deployment.status for deployment in preview.deployments]
    assert statuses == [Status.OK, Status.FAILED, Status.OK]
    assert "no two" in preview.deployments[1].failure
    assert preview.exit_code == 70  # the program is ours
    assert len(started) == 4


def test_an_sdk_that_is_not_installed_names_the_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(specs, "find_spec", lambda name: None)
    file = write_spec(tmp_path)
    with pytest.raises(MissingExtraError, match=r"apexai\[kubernetes\]"):
        preview_of(file)
    everywhere = specs.preview_specs(str(file), PreviewOptions(), target="all")
    kubernetes = next(found for found in everywhere.deployments if found.target == "kubernetes")
    assert (kubernetes.status, everywhere.exit_code) == (Status.REFUSED, 0)
    (lacking,) = [item for item in kubernetes.problems if item.is_error]
    assert str(lacking).endswith("pip install 'apexai[kubernetes]' [APX-INS-001]")


def test_a_registry_that_nobody_named_is_a_visible_placeholder(tmp_path: Path) -> None:
    file = write_spec(tmp_path, KUBERNETES.replace("    image: ghcr.io/apexlogic/fraud:2.1.0\n", ""))
    deployment = deployment_of(file)
    assert [item.code for item in deployment.problems] == ["APX-PRV-001"]
    assert image_in(deployment) == "<apexai:registry>/fraud-detection-model:2.1.0"
    given = deployment_of(file, PreviewOptions(config={"apexai:registry": "ghcr.io/apexlogic"}))
    assert given.problems == ()
    assert image_in(given) == "ghcr.io/apexlogic/fraud-detection-model:2.1.0"


def image_in(deployment: object) -> object:
    graph = deployment.graph  # type: ignore[attr-defined]
    (workload,) = graph.of_type("kubernetes:apps/v1:Deployment")
    return workload.inputs["spec"]["template"]["spec"]["containers"][0]["image"]


def test_what_is_only_recorded_is_noted(tmp_path: Path) -> None:
    usage = "{egress: 1GB/month, gpuHours: 5h/month, low: {gpuHours: 1h/month}}"
    deployment = deployment_of(write_spec(tmp_path, f"{KUBERNETES}  finops:\n    usage: {usage}\n"))
    notes = [item for item in deployment.notes if item.code == "APX-CAP-003"]
    assert {(note.path, note.line) for note in notes} == {
        ("spec.finops.usage.gpuHours", 25),
        ("spec.finops.usage.low.gpuHours", 25),
    }
    assert all("nothing of this version reads it" in note.message for note in notes)
    (said,) = (note.text for note in notes_of(notes, source=deployment.source))
    assert said == "nothing of this version reads: finops.usage.{gpuHours, low.gpuHours}"


def test_no_note_is_told_twice(tmp_path: Path) -> None:
    deployment = deployment_of(write_spec(tmp_path, KUBERNETES.replace("    cpu:", "    timeout: 30s\n    cpu:")))
    assert [item.path for item in deployment.notes] == ["spec.runtime.timeout"]
    words = [item.message for item in deployment.diagnostics]
    assert not [pair for pair in itertools.combinations(words, 2) if pair[0] in pair[1] or pair[1] in pair[0]]
    assert all(item.file for item in deployment.diagnostics)


def test_a_file_of_answers_that_is_not_there_is_wrong_usage(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"none\.yaml"):
        preview_of(write_spec(tmp_path), PreviewOptions(invokes=tmp_path / "none.yaml"))


def test_too_little_time_is_no_bug(tmp_path: Path) -> None:
    preview = preview_of(write_spec(tmp_path), PreviewOptions(timeout_seconds=0.01))
    assert preview.exit_code == 3
    assert "--timeout" in preview.deployments[0].failure


def test_overrides_of_the_stack_around_a_spec_are_not_left_out_in_silence(tmp_path: Path) -> None:
    (tmp_path / "Pulumi.yaml").write_text("name: shop\nruntime: python\n")
    (tmp_path / "Pulumi.prod.yaml").write_text("config:\n  apexai:overrides:\n    fraud: {runtime: {cpu: '2'}}\n")
    spec = write_spec(tmp_path / "specs")
    warned = deployment_of(spec, replace(JUDGED, stack="prod")).diagnostics
    (found,) = [item for item in warned if item.code == "APX-PRV-016"]
    assert (found.line, found.is_error) == (4, False)
    assert f"apexai preview {tmp_path} --stack prod" in found.message
    assert "APX-PRV-016" not in {item.code for item in deployment_of(spec, JUDGED).diagnostics}
