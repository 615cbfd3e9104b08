"""`--format` and `--output`: every format of one run, in files that nothing else is in."""

import json
import os
from pathlib import Path
from xml.etree import ElementTree

import pytest

from apexai.cli.main import run

STATE = Path(__file__).parents[1] / "graph" / "recorded" / "state.json"
SPEC = "apiVersion: ai.apexlogic.com/v1alpha1\nkind: ServerlessModelDeployment\n"


@pytest.fixture(autouse=True)
def directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("APEXAI_AS_OF", "2026-11-21")
    (tmp_path / "state.json").write_bytes(STATE.read_bytes())
    return tmp_path


def test_one_run_writes_several_formats(capsys: pytest.CaptureFixture[str]) -> None:
    files = ["found.sarif", "found.xml", "found.json", "github=found.log", "text=found"]
    code = run(["preview", "state.json", *(part for file in files for part in ("--output", file))])
    shown = capsys.readouterr().out
    assert shown == Path("found").read_text()
    run_, *_ = json.loads(Path("found.sarif").read_text())["runs"]
    places = {result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for result in run_["results"]}
    assert places <= {"__main__.py", "state.json"}
    assert ElementTree.parse("found.xml").getroot().tag == "testsuites"
    assert json.loads(Path("found.json").read_text())["exitCode"] == code
    assert all(line.startswith("::") for line in Path("found.log").read_text().splitlines())


def test_a_usage_file_is_begun_filled_in_and_never_overwritten(capsys: pytest.CaptureFixture[str]) -> None:
    begin = ["preview", "state.json", "--output", "usage=usage.yaml"]
    run(begin)
    begun = Path("usage.yaml").read_text()
    assert "    storage:  # GB stored, averaged over the month: a number, e.g. 0.5 or 100\n" in begun
    capsys.readouterr()
    use = ["preview", "state.json", "--usage", "usage.yaml", "--format", "usage"]
    assert run(use) == 2
    assert capsys.readouterr().err.count("nothing is written here, and a number") == begun.count("  # ") == 3
    filled = begun.replace("storage:", "storage: 5").replace("writes:", "writes: 1k/month")
    Path("usage.yaml").write_text(filled.replace("reads:", "reads: 1k/month"))
    assert run(use) == 0
    assert "resources: {}" in capsys.readouterr().out
    assert run(begin) == 2
    assert "--output usage.yaml: this file may be filled in, and is not overwritten" in capsys.readouterr().err


@pytest.mark.parametrize("form", ["json", "sarif", "junit", "github"])
def test_a_file_holds_what_standard_output_has(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["preview", "state.json", "--format", form, "--output", f"{form}=found"]
    run(arguments)
    first = capsys.readouterr().out
    assert first == Path("found").read_text()
    run(arguments)
    assert capsys.readouterr().out == first


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("found.log", "--output found.log: the format can't be told from the name"),
        ("md=found.md", "--output md=found.md: there is no format md; write one of text=found.md, json=found.md"),
        ("state.json", "--output state.json: this file is no json report, and is not overwritten"),
        ("text=service.yaml", "--output service.yaml: this file is no text report"),
        ("nowhere/found.json", "--output nowhere/found.json: No such file or directory"),
        ("sarif=", "--output .: "),
        (os.sep, "--output /: the format can't be told"),
    ],
)
def test_what_can_not_be_written_is_said(value: str, message: str, capsys: pytest.CaptureFixture[str]) -> None:
    Path("service.yaml").write_text(SPEC)
    before = {file: file.read_bytes() for file in Path().iterdir()}
    assert run(["preview", "state.json", "--output", value]) == 2
    assert message in capsys.readouterr().err
    assert {file: file.read_bytes() for file in Path().iterdir()} == before
