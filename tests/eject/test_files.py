"""Where an ejected program is written, and of which stack it is."""

from pathlib import Path

import pytest

from apexai.cli.main import run
from apexai.eject.stack import stack_of
from apexai.eject.writing import write_files
from apexai.errors import UsageError
from tests.specs import KUBERNETES, write_spec


def test_files_are_written_all_or_none(tmp_path: Path) -> None:
    directory = tmp_path / "a" / "b"
    write_files(directory, {"x": b"1", "deep/y": b"2"}, force=False)
    assert (directory / "deep" / "y").read_bytes() == b"2"
    (directory / "own").write_text("mine")
    with pytest.raises(UsageError, match=r"deep/y is there already: write --force to replace it \[APX-EJT-005\]"):
        write_files(directory, {"new": b"3", "deep/y": b"4"}, force=False)
    assert not (directory / "new").exists()
    assert (directory / "deep" / "y").read_bytes() == b"2"
    write_files(directory, {"new": b"3", "deep/y": b"4"}, force=True)
    assert (directory / "deep" / "y").read_bytes() == b"4"
    assert (directory / "own").read_text() == "mine"
    assert sorted(path.name for path in tmp_path.rglob("*") if path.name.startswith(".")) == []


def test_a_directory_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match="APX-EJT-006"):
        write_files(tmp_path / "file", {"x": b""}, force=False)


def test_the_project_around_a_spec(tmp_path: Path) -> None:
    spec = write_spec(tmp_path / "specs", KUBERNETES)
    with pytest.raises(UsageError, match="around it: name the project of its stack"):
        stack_of(str(spec), project=None, stack="dev", config={})
    (tmp_path / "Pulumi.yaml").write_text("name: shop\nruntime: python\n")
    (tmp_path / "Pulumi.prod.yaml").write_text(
        "config:\n  apexai:registry: r.example.com\n  apexai:spec: specs\n  aws:region: eu-west-1\n"
        "  aws:token: {secure: v1:x}\n"
    )
    found = stack_of(str(spec), project=None, stack="prod", config={"aws:region": "eu-west-2"})
    assert found.project == "shop"
    assert found.config == {"apexai:registry": "r.example.com", "aws:region": "eu-west-2"}
    assert stack_of(str(spec), project="other", stack="prod", config={}).config == {}


def test_what_can_not_be_ejected(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    output = tmp_path / "out"
    two = write_spec(tmp_path, KUBERNETES + "---\n" + KUBERNETES.replace("name: fraud\n", "name: other\n"))
    assert run(["eject", str(two), "--project", "p", "--output", str(output)]) == 2
    assert "holds 2 documents: a program is written of one [APX-EJT-003]" in capsys.readouterr().err
    assert run(["eject", str(tmp_path), "--output", str(output)]) == 2
    assert "is a directory: name the spec file in it" in capsys.readouterr().err
    without_image = write_spec(tmp_path, KUBERNETES.replace("    image: ghcr.io/apexlogic/fraud:2.1.0\n", ""))
    assert run(["eject", str(without_image), "--project", "p", "--output", str(output)]) == 2
    assert "give --config apexai:registry=HOST/PATH, as the stack has it [APX-EJT-004]" in capsys.readouterr().err
    refused = write_spec(tmp_path, KUBERNETES.replace("access: internal", "access: authenticated"))
    assert run(["eject", str(refused), "--project", "p", "--output", str(output)]) == 2
    assert "service.yaml:13:13: spec.runtime.access" in capsys.readouterr().err
    assert not output.exists()


@pytest.mark.parametrize("option", ["--project", "--stack", "--name"])
@pytest.mark.parametrize("name", ['x"""\n;import os', "p\ndescription: injected", "a\\", "-x", ""])
def test_a_name_that_would_end_the_text_around_it_is_refused(
    option: str, name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "program"
    assert run(["eject", "spec.yaml", f"{option}={name}", "--output", str(output)]) == 2
    assert "APX-EJT-009" in capsys.readouterr().err
    assert not output.exists()
