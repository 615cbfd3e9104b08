"""`docs/offline-engine.md` says what the code does, and its examples run."""

import re
from pathlib import Path
from typing import Final

import pytest

from apexai.graph.offline.answers import load_answers
from apexai.graph.offline.runner import versions

PAGE: Final = (Path(__file__).parents[3] / "docs/offline-engine.md").read_text(encoding="utf-8")


def block(language: str) -> str:
    found = re.search(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)
    assert found is not None
    return found[1]


def test_the_python_example_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "infra").mkdir()
    (tmp_path / "infra/Pulumi.yaml").write_text("name: shop\nruntime: python\n")
    (tmp_path / "infra/__main__.py").write_text("import pulumi\npulumi.ComponentResource('a:b:C', 'c')\n")
    monkeypatch.chdir(tmp_path)
    exec(block("python"), {})
    assert "a:b:C c SourcePosition(file='__main__.py', line=2)" in capsys.readouterr().out


def test_the_invokes_example_loads(tmp_path: Path) -> None:
    path = tmp_path / "answers.yaml"
    path.write_text(block("yaml"))
    answers = load_answers(path)
    assert len(answers.invokes["aws:ec2/getAmi:getAmi"]) == 2
    assert answers.stack_references["acme/network/prod"]["secretOutputs"] == ["token"]


def test_the_range_of_sdks_is_the_codes() -> None:
    *earlier, last = versions.TESTED
    oldest = ".".join(map(str, versions.OLDEST[:2]))
    assert f"`>={oldest},<{versions.NEXT_MAJOR[0]}`; tested with {', '.join(earlier)} and {last};" in PAGE
