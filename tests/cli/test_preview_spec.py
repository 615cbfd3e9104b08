"""`apexai preview` of specs: streams, exit codes, targets, standard input and the same bytes every time."""

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from apexai.cli.main import run
from apexai.targets.registry import available_platforms
from tests.cli.commands import apexai
from tests.report.preview_schema import validate_preview
from tests.specs import KUBERNETES, write_spec

ROOT = Path(__file__).parents[2]
EXAMPLE = "examples/fraud-detection/service.yaml"
REFUSED = KUBERNETES.replace("access: internal", "access: authenticated")


@pytest.fixture(scope="module")
def spec(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_spec(tmp_path_factory.mktemp("specs"))


def test_a_spec_on_standard_input(spec: Path) -> None:
    printed = apexai("preview", "-", stdin=spec.read_text(encoding="utf-8"))
    assert (printed.exit_code, printed.err) == (0, "")
    assert printed.out.splitlines()[0].split() == ["fraud", "→", "kubernetes", "<stdin>"]


def test_every_platform_at_once_fits_the_schema_and_says_the_same_everywhere(tmp_path: Path) -> None:
    arguments = ("--target", "all", "--format", "json")
    file = write_spec(tmp_path, (ROOT / EXAMPLE).read_text(encoding="utf-8"))
    first = apexai("preview", str(file), *arguments, PYTHONHASHSEED="1", TZ="UTC")
    second = apexai("preview", str(file), *arguments, PYTHONHASHSEED="2", TZ="Asia/Tokyo", directory=tmp_path)
    assert first.out == second.out
    document = json.loads(first.out)
    validate_preview(document)
    found = {item["target"]: item["status"] for item in document["deployments"]}
    assert list(found) == list(map(str, available_platforms()))
    assert [target for target, status in found.items() if status == "ok"][:2] == ["aws-lambda", "kubernetes"]
    elsewhere = write_spec(tmp_path / "elsewhere", file.read_text(encoding="utf-8"), name="renamed.yaml")
    moved = json.loads(apexai("preview", str(elsewhere), *arguments).out)
    digests = [[item.get("digest") for item in run["deployments"]] for run in (moved, document)]
    assert digests[0] == digests[1]


def test_a_refusal_is_exit_code_2_with_its_place_on_standard_error(tmp_path: Path) -> None:
    file = write_spec(tmp_path, REFUSED)
    printed = apexai("preview", "service.yaml", directory=tmp_path)
    assert printed.exit_code == 2
    assert printed.err.startswith("service.yaml:13:13: spec.runtime.access: ")
    assert printed.err.count("\n") == 1
    assert "Refused: 1 error." in printed.out
    assert file.name in printed.out


def test_a_refusal_is_in_the_json_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["preview", str(write_spec(tmp_path, REFUSED)), "--format", "json"]) == 2
    document = json.loads(capsys.readouterr().out)
    validate_preview(document)
    assert (document["exitCode"], document["deployments"][0]["status"]) == (2, "refused")


def test_a_path_that_is_not_there_is_in_the_json_too(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["preview", "nothing", "--format", "json"]) == 2
    printed = capsys.readouterr()
    (found,) = json.loads(printed.out)["diagnostics"]
    assert (found["code"], found["file"]) == ("APX-SPC-011", "nothing")
    assert printed.err == "nothing: No such file or directory [APX-SPC-011]\n"


def test_a_change_that_removes_the_last_spec_is_no_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (before := tmp_path / "before.json").write_text(
        '{"schemaVersion": 1, "deployments": [{"name": "fraud", "target": "kubernetes", "resources": [{"urn": "u", '
        '"type": "kubernetes:core/v1:Service", "name": "fraud", "custom": true, "inputs": {}}]}]}'
    )
    (tmp_path / "specs").mkdir()
    arguments = ["preview", str(tmp_path / "specs"), "--format", "json"]
    assert run([*arguments, "--against", str(before)]) == 0
    document = json.loads(capsys.readouterr().out)
    validate_preview(document)
    assert [gone["name"] for gone in document["against"]["removed"]] == ["fraud"]
    before.write_text('{"schemaVersion": 1, "deployments": []}')
    assert run([*arguments, "--against", str(before)]) == 2


def test_among_all_targets_a_refusal_does_not_fail_the_run(spec: Path) -> None:
    printed = apexai("preview", str(spec), "--target", "all")
    assert (printed.exit_code, printed.err) == (0, "")
    assert "error" in printed.out
    assert re.search(r"aws-lambda +Refused: ", printed.out)
    assert re.search(r"kubernetes +Would create ", printed.out)


def test_a_target_that_is_asked_for_by_name_does(spec: Path) -> None:
    printed = apexai("preview", str(spec), "--target", "aws-lambda")
    assert printed.exit_code == 2
    assert "can't be used on aws-lambda" in printed.err


def test_a_document_that_does_not_load_is_exit_code_2_with_all_its_errors(tmp_path: Path) -> None:
    text = KUBERNETES.replace("1GiB", "lots").replace("maxReplicas", "maxReplica")
    printed = apexai("preview", str(write_spec(tmp_path, text)), "--format", "json")
    assert printed.exit_code == 2
    assert len(printed.err.splitlines()) >= 2
    document = json.loads(printed.out)
    validate_preview(document)
    assert document["deployments"] == []
    assert [item["line"] for item in document["diagnostics"]] == [15, 20, 22]


def test_an_sdk_that_is_not_installed_is_exit_code_2(spec: Path) -> None:
    code = (
        "import importlib.util as util\n"
        "find = util.find_spec\n"
        "util.find_spec = lambda name, package=None: None if name == 'pulumi_kubernetes' else find(name, package)\n"
        "from apexai.cli.main import main\n"
        f"main(['preview', {str(spec)!r}])\n"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert ended.returncode == 2
    assert "pip install 'apexai[kubernetes]'" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_bug_is_exit_code_70_with_its_traceback(
    spec: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*arguments: object, **more: object) -> None:
        raise RuntimeError("surprise")

    monkeypatch.setattr("apexai.preview.specs.check_documents", broken)
    assert run(["preview", str(spec)]) == 70
    assert "RuntimeError: surprise" in capsys.readouterr().err


def test_the_parent_imports_neither_pulumi_nor_an_sdk(spec: Path) -> None:
    code = (
        "import sys\nfrom apexai.cli.main import run\n"
        f"assert run(['preview', {str(spec)!r}]) == 0\n"
        "found = sorted(name for name in sys.modules if name.partition('.')[0].startswith(('pulumi', 'grpc')))\n"
        "assert not found, found\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, stdout=subprocess.DEVNULL)


def test_a_graph_is_written_over_a_graph_and_over_nothing_else(
    spec: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    graph, before = tmp_path / "graph.json", spec.read_bytes()
    assert [run(["preview", str(spec), "--graph", str(graph)]) for _ in range(2)] == [0, 0]
    capsys.readouterr()
    assert run(["preview", str(spec), "--graph", str(spec)]) == 2
    printed = capsys.readouterr()
    assert (printed.out, printed.err) == (
        "",
        f"--graph {spec}: this file is no graph, and is not overwritten; name another [APX-PRV-007]\n",
    )
    assert spec.read_bytes() == before


@pytest.mark.parametrize("seconds", ["nan", "inf", "1e400", "0", "-1", "86401"])
def test_a_timeout_is_a_number_of_seconds_up_to_a_day(
    seconds: str, spec: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["preview", str(spec), "--timeout", seconds]) == 2
    assert "which is a day" in capsys.readouterr().err


def test_streams_that_are_closed_take_nothing(spec: Path) -> None:
    everything = ">&- 2>&- <&-"
    for format_, closed in (("text", ">&-"), ("text", "2>&-"), ("text", everything), ("json", "<&-"), ("json", ">&-")):
        command = shlex.join([sys.executable, "-m", "apexai.cli", "preview", str(spec), "--format", format_])
        ended = subprocess.run(f"{command} {closed}", shell=True, capture_output=True, text=True, check=False)
        assert (ended.returncode, ended.stderr) == (0, "")
        assert bool(ended.stdout) == (not closed.startswith(">"))


def test_standard_input_that_is_closed_holds_no_spec() -> None:
    command = f"{shlex.join([sys.executable, '-m', 'apexai.cli', 'preview', '-'])} <&-"
    ended = subprocess.run(command, shell=True, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout, ended.stderr) == (
        2,
        "",
        "<stdin>: standard input is closed [APX-SPC-011]\n",
    )


@pytest.mark.parametrize("command", ["preview", "validate"])
def test_an_empty_path_is_not_this_directory(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([command, ""]) == 2
    assert capsys.readouterr().err == '"": the path is empty [APX-SPC-011]\n'
