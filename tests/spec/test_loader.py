"""Files, directories and standard input."""

import io
import os
from pathlib import Path

import pytest

from apexai.errors import SpecError
from apexai.spec import codes
from apexai.spec.loader import PathError, load_specs
from apexai.spec.source_text import MAX_BYTES
from tests.spec.documents import MINIMAL, with_runtime

CONFIG_MAP = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\n"
OTHER_KIND = "apiVersion: ai.apexlogic.com/v1alpha1\nkind: Experiment\nmetadata: {name: x}\n"


def write(directory: Path, files: dict[str, str | bytes]) -> Path:
    for name, content in files.items():
        file = directory / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return directory


def named(name: str) -> str:
    return MINIMAL.replace("  name: fraud\nspec", f"  name: {name}\nspec")


def test_a_directory_is_read_in_the_order_of_its_paths(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "b.yaml": named("b"),
            "a/z.yml": named("z"),
            "a/y.JSON": '{"apiVersion": "ai.apexlogic.com/v1alpha1", "kind": "ServerlessModelDeployment", '
            '"metadata": {"name": "y"}, "spec": {"modelRef": {"name": "y", "version": "1"}, '
            '"runtime": {"platform": "kubernetes"}}}',
            "c.yaml": f"{CONFIG_MAP}---\n{named('c')}---\n{OTHER_KIND}",
            "readme.md": named("no"),
            "other.yaml": CONFIG_MAP,
            "chart.yaml": "{{ template }}",
            ".hidden/a.yaml": named("hidden"),
            "node_modules/a.yaml": named("module"),
        },
    )
    documents = load_specs(tmp_path)
    assert [document.name for document in documents] == ["y", "z", "b", "c"]
    assert documents[-1].index == 1
    assert documents[-1].file == str(tmp_path / "c.yaml")


def test_every_error_of_every_file(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "a.yaml": with_runtime("memory: 4"),
            "b.yaml": f"{named('b')}---\n{with_runtime('cpu: x')}",
            "c.yaml": "ai.apexlogic.com/: [",
        },
    )
    with pytest.raises(SpecError) as error:
        load_specs(tmp_path)
    assert [(Path(found.file).name, found.path) for found in error.value.diagnostics] == [
        ("a.yaml", "spec.runtime.memory"),
        ("b.yaml", "spec.runtime.cpu"),
        ("c.yaml", ""),
    ]


def test_a_broken_document_beside_another_kind_is_not_passed_over(tmp_path: Path) -> None:
    broken = MINIMAL.replace("metadata:", "metadata: [")
    write(tmp_path, {"a.yaml": f"{CONFIG_MAP}---\n{broken}", "b.yaml": f"{MINIMAL}---\nname: {{{{ template }}}}: x\n"})
    with pytest.raises(SpecError) as error:
        load_specs(tmp_path)
    (found,) = error.value.diagnostics
    assert (Path(found.file).name, found.code, found.line) == ("a.yaml", codes.SYNTAX, 9)


def test_a_file_of_ours_that_is_no_text_is_not_passed_over(tmp_path: Path) -> None:
    write(tmp_path, {"a.yaml": MINIMAL.encode() + b"\xff"})
    with pytest.raises(SpecError, match="0xff is not UTF-8"):
        load_specs(tmp_path)


def test_a_slip_in_the_kind_is_not_passed_over(tmp_path: Path) -> None:
    write(tmp_path, {"a.yaml": MINIMAL.replace("ServerlessModelDeployment", "ServerlesModelDeployment")})
    with pytest.raises(SpecError, match="did you mean ServerlessModelDeployment"):
        load_specs(tmp_path)


def test_large_files_of_others_are_passed_over(tmp_path: Path) -> None:
    write(tmp_path, {"a.yaml": MINIMAL, "data.json": b"[" + b"1," * MAX_BYTES + b"1]"})
    assert len(load_specs(tmp_path)) == 1


@pytest.mark.parametrize("files", [{}, {"a.yaml": CONFIG_MAP}, {"a.yaml": OTHER_KIND}, {"a.txt": MINIMAL}])
def test_a_directory_without_specs(tmp_path: Path, files: dict[str, str]) -> None:
    with pytest.raises(PathError) as error:
        load_specs(write(tmp_path, dict(files)))
    assert (error.value.diagnostic.code, error.value.exit_code) == (codes.NO_SPECS, 2)


def test_a_path_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(PathError) as error:
        load_specs(tmp_path / "nothing.yaml")
    assert error.value.diagnostic.code == codes.NO_SUCH_PATH
    assert str(error.value) == f"{tmp_path}/nothing.yaml: No such file or directory [{codes.NO_SUCH_PATH}]"


@pytest.mark.parametrize("path", ["a\0b", "x" * 5000, "", "nothing/../there"])
def test_paths_that_can_be_none(path: str) -> None:
    with pytest.raises(PathError):
        load_specs(path or "nothing")


def test_a_link_that_leads_nowhere(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").symlink_to(tmp_path / "b.yaml")
    with pytest.raises(PathError):
        load_specs(tmp_path / "a.yaml")
    (tmp_path / "c.yaml").write_text(MINIMAL, encoding="utf-8")
    assert [document.name for document in load_specs(tmp_path)] == ["fraud"]


def test_a_pipe_is_a_file(tmp_path: Path) -> None:
    reader, writer = os.pipe()
    with os.fdopen(writer, "w") as stream:
        stream.write(MINIMAL)
    (document,) = load_specs(f"/dev/fd/{reader}")
    os.close(reader)
    assert document.name == "fraud"


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.TextIOWrapper(io.BytesIO(with_runtime("memory: 4").encode()))
    monkeypatch.setattr("sys.stdin", stream)
    with pytest.raises(SpecError) as error:
        load_specs("-")
    assert error.value.diagnostics[0].location == "<stdin>:11:13"


def test_an_endless_stream_is_not_read_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    with open("/dev/zero", "rb") as zeros:  # noqa: PTH123
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(zeros))
        with pytest.raises(SpecError) as error:
            load_specs("-")
        assert error.value.diagnostics[0].code == codes.TOO_LARGE
