"""`apexai validate`: errors with their place, on standard error, for people and for programs."""

import io
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from apexai.cli.main import run
from tests.spec.documents import MINIMAL, PUBLISHED, with_runtime

PLACE = re.compile(r"^[^:]+:\d+:\d+: \S+: .+ \[APX-[A-Z]+-\d{3}\]$")
SOUND = with_runtime("access: internal", "cpu: 1", "memory: 1GB", "image: registry.example.com/fraud:1")


@pytest.fixture
def spec(tmp_path: Path) -> Path:
    return tmp_path / "service.yaml"


def test_the_published_document_is_valid(capsys: pytest.CaptureFixture[str]) -> None:
    registry = "123456789012.dkr.ecr.us-east-1.amazonaws.com"
    assert run(["validate", str(PUBLISHED), "--config", f"apexai:registry={registry}"]) == 0
    printed = capsys.readouterr()
    assert printed.out == f"{PUBLISHED}: fraud-detection-model-v2 is valid on aws-lambda\n"
    (warning,) = printed.err.splitlines()
    assert warning.endswith("[APX-BGT-007]")


def test_without_a_registry_it_is_warned(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["validate", str(PUBLISHED)]) == 0
    printed = capsys.readouterr().err
    assert printed.startswith(f"{PUBLISHED}:10:3: warning: spec.runtime.image: ")


def test_every_error_is_a_line_that_editors_understand(spec: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spec.write_text(with_runtime("memory: 4", "memroy: 1", "timeout: 1"), encoding="utf-8")
    assert run(["validate", str(spec)]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    lines = printed.err.splitlines()
    assert [line.split(": ")[1] for line in lines] == [
        "spec.runtime.memory",
        "spec.runtime.memroy",
        "spec.runtime.timeout",
    ]
    assert all(PLACE.match(line) for line in lines)


def test_the_target_is_checked_too(spec: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = SOUND.replace("memory: 1GB", "memory: 20GB").replace("kubernetes", "aws-lambda")
    spec.write_text(text, encoding="utf-8")
    assert run(["validate", str(spec)]) == 2
    printed = capsys.readouterr()
    assert "fraud is refused on aws-lambda" in printed.out
    assert f"{spec}:13:13: spec.runtime.memory: " in printed.err


def test_a_target_asked_for_by_name_must_take_it(spec: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spec.write_text(SOUND, encoding="utf-8")
    assert run(["validate", str(spec), "--target", "kubernetes"]) == 0
    assert run(["validate", str(spec), "--target", "azure-functions"]) == 2
    assert "azure-functions needs a region" in capsys.readouterr().err
    assert run(["validate", str(spec), "--target", "aws-lambda"]) == 2
    assert capsys.readouterr().err.count("; null in targets.aws-lambda takes it away there alone") == 1
    own = SOUND.replace("platform: kubernetes", "platform: aws-lambda\n    region: eu-west-1")
    spec.write_text(f"{own}  targets: {{kubernetes: {{runtime: {{region: null}}}}}}\n", encoding="utf-8")
    assert run(["validate", str(spec)]) == 2
    assert "below targets another platform can keep it" in capsys.readouterr().err


def test_all_targets_may_refuse_some(spec: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spec.write_text(SOUND, encoding="utf-8")
    assert run(["validate", str(spec), "--target", "all"]) == 0
    printed = capsys.readouterr()
    assert "fraud is valid on kubernetes" in printed.out
    assert "fraud is refused on aws-lambda" in printed.out
    spec.write_text(SOUND.replace("platform: kubernetes", "platform: azure-functions"), encoding="utf-8")
    assert run(["validate", str(spec), "--target", "all"]) == 2, "the platform that the document names must take it"


def test_one_wrong_path_does_not_hide_the_others(
    tmp_path: Path, spec: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spec.write_text(with_runtime("memory: 4"), encoding="utf-8")
    (tmp_path / "empty").mkdir()
    assert run(["validate", str(tmp_path / "nothing"), str(spec), str(tmp_path / "empty"), str(PUBLISHED)]) == 2
    printed = capsys.readouterr()
    assert "fraud-detection-model-v2 is valid" in printed.out
    assert [code for code in ("APX-SPC-011", "APX-SPC-106", "APX-SPC-012") if f"[{code}]" not in printed.err] == []


def test_standard_input(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(with_runtime("memory: 4").encode())))
    assert run(["validate", "-"]) == 2
    assert capsys.readouterr().err.startswith("<stdin>:11:13: spec.runtime.memory: 4 is not")


def test_json_for_programs(spec: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spec.write_text(f"{SOUND}---\n{MINIMAL}", encoding="utf-8")
    assert run(["validate", str(spec), "--format", "json"]) == 2
    printed = capsys.readouterr()
    found = json.loads(printed.out)
    assert printed.err == ""
    assert (found["schemaVersion"], found["exitCode"], found["diagnostics"]) == (1, 2, [])
    sound, refused = found["deployments"]
    assert (sound["name"], sound["source"], sound["target"], sound["status"]) == (
        "fraud",
        str(spec),
        "kubernetes",
        "ok",
    )
    assert refused["status"] == "refused"
    errors = [one for one in refused["diagnostics"] if one["severity"] == "error"]
    assert {"code", "severity", "path", "file", "line", "column", "message", "suggestion"} == set(errors[0])


def test_json_of_what_does_not_load(spec: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spec.write_text(with_runtime("memory: 4"), encoding="utf-8")
    assert run(["validate", str(spec), "nothing", "--format", "json"]) == 2
    found = json.loads(capsys.readouterr().out)
    assert found["deployments"] == []
    wrong, missing = found["diagnostics"]
    assert (wrong["code"], wrong["path"], wrong["line"], wrong["column"]) == (
        "APX-SPC-106",
        "spec.runtime.memory",
        11,
        13,
    )
    assert (missing["code"], missing["file"]) == ("APX-SPC-011", "nothing")


def test_nothing_that_a_terminal_obeys_is_printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["validate", str(tmp_path / "\x1b[31mred")]) == 2
    assert "\x1b" not in capsys.readouterr().err


def test_no_provider_sdk_and_no_pulumi_is_imported() -> None:
    code = (
        "import sys\n"
        "from apexai.cli.main import run\n"
        f"assert run(['validate', {str(PUBLISHED)!r}, '--target', 'all']) == 0\n"
        "print(*sorted({name.split('.')[0] for name in sys.modules}), sep='\\n', file=sys.stderr)\n"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    imported = set(ended.stderr.split())
    assert not [
        name for name in imported if name.startswith(("pulumi", "grpc", "boto", "rich", "kubernetes", "jsonschema"))
    ]
