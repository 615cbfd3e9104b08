"""`apexai targets`: the capability matrix in three formats, and one setting in full."""

import json
import subprocess
import sys

import pytest

from apexai.cli.main import run
from apexai.spec.leaves import spec_leaves
from apexai.targets.registry import available_platforms, load_target


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert run(["targets", *arguments]) == 0
    return capsys.readouterr().out


def test_every_setting_has_its_line_and_every_platform_its_answer(capsys: pytest.CaptureFixture[str]) -> None:
    lines = printed(capsys).splitlines()
    heads = [line for line in lines if not line.startswith(("spec.", "metadata."))]
    lines = lines[len(heads) :]
    words = "".join("".join(heads).split())
    assert sorted(words) == sorted("setting" + "".join(map(str, available_platforms())))
    assert [line.split()[0] for line in lines] == list(spec_leaves())
    assert {word for line in lines for word in line.split()[1:]} == {"honoured", "emulated", "informs", "refused"}


def test_json_has_the_whole_answers(capsys: pytest.CaptureFixture[str]) -> None:
    document = json.loads(printed(capsys, "--format", "json"))
    answers = {item["leaf"]: item["answers"] for item in document["leaves"]}
    assert document["schemaVersion"] == 1
    assert list(answers) == list(spec_leaves())
    assert answers["spec.runtime.memory"]["aws-lambda"]["sets"][0]["type"] == "aws:lambda/function:Function"
    refused = answers["spec.runtime.gpu.type"]["aws-lambda"]
    assert refused["answer"] == "refused"
    assert all(refused[key] for key in ("code", "reason", "instead", "source"))


def test_markdown_is_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    lines = printed(capsys, "--format", "markdown").splitlines()
    assert len(lines) == len(spec_leaves()) + 2
    assert {line.replace("\\|", "").count("|") for line in lines} == {len(available_platforms()) + 2}


@pytest.mark.parametrize("leaf", spec_leaves())
def test_every_setting_can_be_explained(leaf: str, capsys: pytest.CaptureFixture[str]) -> None:
    text = printed(capsys, "--explain", leaf)
    assert text.startswith(f"{leaf}\n")
    for platform in available_platforms():
        assert f"  {platform}: {type(load_target(platform).capability[leaf]).__name__.lower()}\n" in text


@pytest.mark.parametrize("written", ["runtime.environment.LOG_LEVEL", "spec.autoscaling.schedules[0].start"])
def test_a_path_of_a_document_is_understood(written: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert "honoured" in printed(capsys, "--explain", written)


def test_a_section_is_all_that_is_in_it(capsys: pytest.CaptureFixture[str]) -> None:
    text = printed(capsys, "--explain", "runtime.gpu")
    assert [line for line in text.splitlines() if line.startswith("spec.")] == [
        leaf for leaf in spec_leaves() if leaf.startswith("spec.runtime.gpu.")
    ]


def test_a_setting_that_does_not_exist_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["targets", "--explain", "runtime.memroy"]) == 2
    assert "did you mean spec.runtime.memory?" in capsys.readouterr().err
    assert run(["targets", "--explain", "probes"]) == 2
    assert "did you mean spec.runtime.probes?" in capsys.readouterr().err


def test_it_imports_no_sdk() -> None:
    code = (
        "import sys\nfrom apexai.cli.main import run\nassert run(['targets']) == 0\n"
        "found = sorted(name for name in sys.modules if name.partition('.')[0].startswith(('pulumi', 'grpc')))\n"
        "assert not found, found\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, stdout=subprocess.DEVNULL)
