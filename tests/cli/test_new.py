"""`apexai new`: what it writes previews as it stands."""

import json
from pathlib import Path

import pytest

from apexai.cli.main import run
from apexai.scaffold import BESIDE
from apexai.targets.registry import available_platforms

PLATFORMS = [str(platform) for platform in available_platforms()]


def test_every_platforms_document_previews_without_an_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "build").mkdir()
    for file in BESIDE.values():
        (tmp_path / file).write_text("")
    for platform in PLATFORMS:
        assert run(["new", platform, str(tmp_path / f"{platform}.yaml"), "--name", f"on-{platform}"]) == 0
    capsys.readouterr()
    assert run(["preview", str(tmp_path), "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert sorted(found["target"] for found in told["deployments"]) == sorted(PLATFORMS)
    for found in told["deployments"]:
        assert found["status"] == "ok"
        assert found["name"] == f"on-{found['target']}"
        assert found["cost"]["monthly"]["expected"] is not None or found["target"] == "kubernetes"


def test_it_names_the_file_that_the_user_brings(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["new", "cloudflare-workers", str(tmp_path / "service.yaml")]) == 0
    assert "put your model.onnx beside it" in capsys.readouterr().out


def test_the_document_for_kubernetes_renders_as_it_stands(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["new", "kubernetes", str(tmp_path / "service.yaml")]) == 0
    assert run(["render", str(tmp_path / "service.yaml")]) == 0
    assert "namespace: default" in capsys.readouterr().out


def test_it_prints_where_it_is_asked_to(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["new", "aws-lambda", "-"]) == 0
    assert "platform: aws-lambda" in capsys.readouterr().out


def test_a_file_that_is_there_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "service.yaml"
    file.write_text("mine")
    assert run(["new", "aws-lambda", str(file)]) == 2
    assert file.read_text() == "mine"
    assert "APX-NEW-002" in capsys.readouterr().err
    assert run(["new", "aws-lambda", str(file), "--force"]) == 0
    assert "aws-lambda" in file.read_text()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["aws"], "aws-lambda"),
        (["aws-lambda", "-", "--name", "A_b"], "APX-NEW-001"),
        (["aws-lambda", "nowhere/service.yaml"], "APX-NEW-003"),
        (["aws-lambda", "/"], "/ is a directory: name a file in it"),
        (["aws-lambda", "-", "--name", ""], "APX-NEW-001"),
    ],
)
def test_what_is_wrong_is_told(arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["new", *arguments]) == 2
    assert said in capsys.readouterr().err
