"""A directory that is rendered into: only our own files change, and all of them or none."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

import pytest

from apexai.cli.main import run
from apexai.errors import UsageError
from apexai.gitops.bundle import Bundle
from apexai.gitops.files import Update, write_bundles
from tests.cli.commands import apexai

SPEC: Final = """\
apiVersion: ai.apexlogic.com/v1alpha1
kind: ServerlessModelDeployment
metadata: {name: fraud, namespace: models}
spec:
  modelRef: {name: fraud, version: "1"}
  runtime: {platform: kubernetes, access: internal, region: us-east-1, cpu: 1, image: ghcr.io/acme/fraud:1}
  finops: {budgetLimit: $1/month, nodeType: m7i.large}
"""
FIRST: Final = {"fraud/deployment.yaml": "1", "fraud/hpa.yaml": "1", "fraud/kustomization.yaml": "1"}
SECOND: Final = {"fraud/deployment.yaml": "2", "fraud/kustomization.yaml": "2", "fraud/admission/a.yaml": "2"}


def write(directory: Path, files: Mapping[str, str], *, name: str = "fraud") -> Update:
    documents = {path: ({"value": value},) for path, value in files.items()}
    return write_bundles([Bundle(name=name, files=documents, objects=())], directory)


def content(directory: Path) -> dict[str, str]:
    """Every file, hidden ones too, without its mark."""
    files = (path for path in sorted(directory.rglob("*")) if path.is_file())
    return {path.relative_to(directory).as_posix(): path.read_text().split("\n", 1)[-1] for path in files}


def below(directory: Path, paths: Iterable[Path]) -> list[str]:
    return sorted(path.relative_to(directory).as_posix() for path in paths)


def test_what_nobody_needs_any_more_goes_and_what_is_somebody_elses_stays(tmp_path: Path) -> None:
    write(tmp_path, FIRST | {"argocd/fraud.yaml": "1"})
    write(tmp_path, {"other/deployment.yaml": "1"}, name="other")
    (tmp_path / "fraud" / "README.md").write_text("mine")
    (tmp_path / "fraud" / "own.yaml").write_text("kind: ConfigMap\n")
    written = write(tmp_path, SECOND)
    assert below(tmp_path, written.changed) == sorted(SECOND)
    assert below(tmp_path, written.removed) == ["argocd/fraud.yaml", "fraud/hpa.yaml"]
    assert set(content(tmp_path)) == {*SECOND, "fraud/README.md", "fraud/own.yaml", "other/deployment.yaml"}
    assert not (tmp_path / "argocd").exists()
    again = write(tmp_path, SECOND)
    assert again.is_empty


def test_a_file_that_somebody_edited_is_neither_replaced_nor_removed(tmp_path: Path) -> None:
    write(tmp_path, FIRST)
    edited = tmp_path / "fraud" / "hpa.yaml"
    edited.write_text(edited.read_text() + "# by hand\n")
    written = write(tmp_path, SECOND)
    assert below(tmp_path, written.kept) == ["fraud/hpa.yaml"]
    assert edited.exists()
    before = content(tmp_path)
    with pytest.raises(UsageError, match=r"fraud/hpa\.yaml: not written by .* or edited since.*APX-GIT-013"):
        write(tmp_path, FIRST)
    assert content(tmp_path) == before


def test_a_file_of_somebody_else_is_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "fraud").mkdir()
    (tmp_path / "fraud" / "deployment.yaml").write_text("kind: Deployment\n")
    with pytest.raises(UsageError, match="APX-GIT-013"):
        write(tmp_path, FIRST)
    assert list(content(tmp_path)) == ["fraud/deployment.yaml"]


def test_a_checkout_with_other_ends_of_lines_is_still_ours(tmp_path: Path) -> None:
    write(tmp_path, FIRST)
    for path in (tmp_path / "fraud").iterdir():
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert below(tmp_path, write(tmp_path, SECOND).removed) == ["fraud/hpa.yaml"]


@pytest.mark.parametrize(
    ("failing", "successes"), [("write_bytes", 0), ("write_bytes", 4), ("replace", 0), ("replace", 2), ("unlink", 0)]
)
def test_a_failure_in_the_middle_leaves_the_former_state(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: str, successes: int
) -> None:
    write(tmp_path, FIRST)
    before = content(tmp_path)
    calls = iter(range(100))
    real = getattr(Path, failing)

    def failing_once(path: Path, *arguments: object, **more: object) -> object:
        cleaning = failing == "unlink" and path.name.startswith(".")
        if not cleaning and next(calls) == successes:
            raise OSError(28, "No space left on device", str(path))
        return real(path, *arguments, **more)

    monkeypatch.setattr(Path, failing, failing_once)
    with pytest.raises(UsageError, match=r"No space left on device \[APX-GIT-014\]"):
        write(tmp_path, SECOND)
    assert content(tmp_path) == before
    assert not (tmp_path / "fraud" / "admission").exists()


def test_what_a_run_that_was_killed_left_goes_with_the_next(tmp_path: Path) -> None:
    write(tmp_path, FIRST)
    (tmp_path / "fraud" / ".hpa.yaml.apexai-render").write_text("half")
    write(tmp_path, SECOND)
    assert set(content(tmp_path)) == set(SECOND)


def test_no_link_is_followed_out_of_the_directory(tmp_path: Path) -> None:
    outside, inside = tmp_path / "outside", tmp_path / "inside"
    outside.mkdir()
    write(inside, {"fraud/pods.yaml": "a"})
    (inside / "other").symlink_to(outside, target_is_directory=True)
    with pytest.raises(UsageError, match="APX-GIT-014"):
        write(inside, {"other/pods.yaml": "b"}, name="other")
    assert list(outside.iterdir()) == []


def test_a_directory_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "fraud").write_text("")
    with pytest.raises(UsageError, match="APX-GIT-014"):
        write(tmp_path, FIRST)


def test_the_bytes_are_the_same_from_machine_to_machine(tmp_path: Path) -> None:
    """Once in a Git repository, named from its top; once from elsewhere, with other hashes of texts."""
    file = tmp_path / "fraud.yaml"
    file.write_text(SPEC.replace("$1/", "$1000/"))
    (tmp_path / ".git").mkdir()
    (tmp_path / "elsewhere").mkdir()
    common = ("--for", "flux", "--repo", "https://example.com/x.git", "--admission", "--create-namespace")
    day = {"APEXAI_AS_OF": "2026-11-21"}
    near = apexai("render", "fraud.yaml", *common, "--output", "apps", directory=tmp_path, PYTHONHASHSEED="1", **day)
    far = apexai("render", str(file), *common, "--path", "apps", "--output", str(tmp_path / "elsewhere" / "x"),
                 directory=Path("/"), PYTHONHASHSEED="2", LC_ALL="C", TZ="Asia/Tokyo", **day)  # fmt: skip
    assert (near.exit_code, far.exit_code) == (0, 0), near.err + far.err
    trees = [
        {path.relative_to(root): path.read_bytes() for path in root.rglob("*.yaml")}
        for root in (tmp_path / "apps", tmp_path / "elsewhere" / "x")
    ]
    assert trees[0] == trees[1]
    assert len(trees[0]) > 15
    checked = ("render", "fraud.yaml", *common, "--output", "apps", "--check")
    (tmp_path / "apps" / "fraud" / "service.yaml").unlink()
    outdated = apexai(*checked, directory=tmp_path, **day)
    assert outdated.exit_code == 1
    assert outdated.out == ""
    assert f"{Path('apps/fraud/service.yaml')}: is missing [APX-GIT-017]\n" in outdated.err
    assert not (tmp_path / "apps" / "fraud" / "service.yaml").exists()


def test_nothing_is_written_where_a_gate_fails(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "fraud.yaml"
    file.write_text(SPEC)
    assert run(["render", str(file), "--output", str(tmp_path / "out"), "--as-of", "2026-11-21"]) == 1
    assert "[APX-PRV-014]" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
