"""Every command that a page shows: ours are run, of the others is checked what can be without an account."""

import io
import itertools
import json
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import click
import pytest
from ruamel.yaml import YAML

from apexai.brake.decision import Act
from apexai.brake.kubernetes import main as kubernetes_brake
from apexai.cli.main import cli, run
from apexai.graph.offline import Capture, ScriptProgram, capture_program
from apexai.preview import requests
from tests.docs.pages import PAGES, ROOT, SHELL, Command, blocks, commands_of, lines_of
from tests.docs.places import RECORDED, make_clone, make_own
from tests.projects import DAY

IN_A_CLONE: Final = ("CONTRIBUTING.md", "docs/stacks.md", "examples/", "stacks/")
"""Pages whose commands are given in a clone of this repository; the others', in a repository of one's own."""
NOT_RUN: Final = {
    "apexai prices update aws --offer AWSLambda --region us-east-1": "reads the price list of AWS from the network",
}
"""Lines of ours that need more than a machine, and what; they are parsed, as are those that another test runs."""
_EXAMPLE: Final = "tests/test_examples.py::test_an_example_previews"
_MAIN: Final = "tests/test_examples.py::test_the_main_example_previews_where_it_fits_without_an_error"
_PORTABLE: Final = "tests/test_examples.py::test_the_portable_example_previews_on_every_platform_and_says_what_it_costs"
_STACKS: Final = "tests/test_stacks.py::test_every_stack_of_the_reference_deploys_the_same_specs"
_FOUNDATION: Final = "tests/test_stacks.py::test_a_foundation_brings_gpu_nodes_where_it_is_told_to"
_FLEET: Final = "tests/test_stacks.py::test_what_a_foundation_answers_is_unknown_unless_somebody_says_it"
RUN_BY: Final = {
    "apexai eject service.yaml --output ejected": "tests/eject/test_ejection.py::test_a_platform",
    "apexai preview examples/edge": _EXAMPLE,
    "apexai preview examples/edge/screening.yaml": _EXAMPLE,
    "apexai preview examples/fraud-detection/service.yaml": _MAIN,
    "apexai preview examples/fraud-detection/service.yaml --target all": _MAIN,
    "apexai preview examples/multimodal/service.yaml": _EXAMPLE,
    "apexai preview examples/other-languages/service.yaml": _EXAMPLE,
    "apexai preview examples/portable/service.yaml": _PORTABLE,
    "apexai preview examples/portable/service.yaml --target cloud-run": _PORTABLE,
    "apexai preview examples/portable/service.yaml --target all": _PORTABLE,
    "apexai compare examples/portable/service.yaml": "tests/compare/test_compare.py::test_platforms_stand_side_by_side",
    "apexai preview examples/recommendation": _EXAMPLE,
    "apexai preview examples/recommendation/service.yaml": _EXAMPLE,
    "apexai preview . --stack dev": _STACKS,
    "apexai preview stacks/foundation --stack prod": _FOUNDATION,
    "apexai preview stacks/fleet": _FLEET,
    "apexai preview stacks/fleet --invokes stacks/fleet/foundations.yaml": _FLEET,
    "apexai preview stacks/web": "tests/test_stacks.py::test_the_web_stack_previews",
}
"""Lines of ours that do what this test does."""
BEFORE: Final = {"docs/delivery.md": ("apexai new --ci deployments", "apexai new --ci operator")}
"""What the reader of a page has done before, as the page says."""
WITH_COMMANDS: Final = [page for page in PAGES if blocks(page, SHELL)]
Places = tuple[Path, Path]


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Places:
    top = tmp_path_factory.mktemp("places")
    return make_clone(top / "clone"), make_own(top / "own")


class Reader:
    """Somebody who gives the commands of a page one after the other."""

    def __init__(self, top: Path, patch: pytest.MonkeyPatch, capture: pytest.CaptureFixture[bytes]) -> None:
        self.directory = top
        self._patch = patch
        self._capture = capture

    def follow(self, line: str) -> None:
        printed = b""
        for command in commands_of(line):
            printed = self._give(command, printed if command.piped else b"")
            if command.output:
                (self.directory / command.output).write_bytes(printed)

    def _give(self, command: Command, read: bytes) -> bytes:
        program, *arguments = command.words
        self._patch.chdir(self.directory)
        if program == "apexai":
            return self._run(arguments, read)
        if program == "cd":
            self.directory = self.directory / arguments[0]
            assert self.directory.is_dir(), command
            return b""
        return OTHERS[program.removeprefix("key=$(")](arguments, read)

    def _run(self, arguments: list[str], read: bytes) -> bytes:
        line = " ".join(["apexai", *arguments])
        if line in NOT_RUN or line in RUN_BY:
            parse(arguments)
            return b""
        self._patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(read), encoding="utf-8"))
        code = run(arguments)
        printed = self._capture.readouterr()
        assert (code, line) == (0, line), printed.err.decode()
        return printed.out


def parse(arguments: list[str]) -> None:
    """Raise what the command line raises on wrong commands, options and files that are not there."""
    command: click.Command = cli
    context = click.Context(cli)
    while isinstance(command, click.Group):
        found = command.get_command(context, arguments[0])
        assert found is not None, arguments
        command, arguments = found, arguments[1:]
    command.make_context(str(command.name), list(arguments))


@pytest.fixture(autouse=True, scope="module")
def shared_captures() -> Iterator[None]:
    """What was built once is not built again by the next line that asks for it."""
    captures: dict[object, Capture] = {}

    def capture(program: ScriptProgram, **settings: Any) -> Capture:
        key = (Path(program.arguments[0]).read_text(encoding="utf-8"), program.directory, repr(settings))
        if key not in captures:
            captures[key] = capture_program(program, **settings)
        return captures[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(requests, "capture_program", capture)
        yield


@pytest.mark.parametrize("page", WITH_COMMANDS)
def test_the_commands_of_a_page(
    page: str,
    places: Places,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsysbinary: pytest.CaptureFixture[bytes],
) -> None:
    monkeypatch.setenv("APEXAI_AS_OF", str(DAY))
    top = shutil.copytree(places[0] if page.startswith(IN_A_CLONE) else places[1], tmp_path / "here", symlinks=True)
    for line in BEFORE.get(page, ()):
        Reader(top, monkeypatch, capsysbinary).follow(line)
    for block in blocks(page, SHELL):
        reader = Reader(top, monkeypatch, capsysbinary)
        for line in lines_of(block.body):
            reader.follow(line)


def check_make(arguments: list[str], read: bytes) -> bytes:
    assert f"\n{arguments[0]}: " in (ROOT / "Makefile").read_text(encoding="utf-8")
    return read


def check_pip(arguments: list[str], read: bytes) -> bytes:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    (extras,) = re.findall(r"^install \.\[(.*)\]$", " ".join(arguments))
    assert set(extras.split(",")) <= set(project["optional-dependencies"])
    return read


def copy(arguments: list[str], read: bytes) -> bytes:
    shutil.copy(arguments[0], arguments[1])
    return read


def check_pulumi(arguments: list[str], read: bytes) -> bytes:
    """What it reads is there; what it prints was recorded."""
    for option, value in itertools.pairwise(arguments):
        if option in ("-C", "--policy-pack"):
            assert (Path(value) / FILES[option]).is_file(), value
        if option in ("--policy-pack-config", "add"):
            assert Path(value).exists(), value
    if arguments[0] == "install" and Path("__main__.py").is_file():
        Path(".venv").symlink_to(sys.prefix)
    if arguments[0] in RECORDINGS:
        return (RECORDED / RECORDINGS[arguments[0]]).read_bytes()
    return b""


def check_kubectl(arguments: list[str], read: bytes) -> bytes:
    """The files that it reads are manifests; annotations are those that the brake reads."""
    if arguments[:2] == ["diff", "-f"]:
        assert all({"apiVersion", "kind", "metadata"} <= set(item) for item in YAML(typ="safe").load_all(read))
    if arguments[:2] == ["apply", "-f"]:
        assert Path(arguments[2]).is_file(), arguments
    if arguments[:2] == ["apply", "-k"]:
        assert (Path(arguments[2]) / "kustomization.yaml").is_file(), arguments
    if arguments[0] == "annotate":
        assert dict(item.split("=") for item in arguments[3:]).keys() == {
            kubernetes_brake.WANTED,
            kubernetes_brake.REASON,
        }
    return b""


def check_account(arguments: list[str], read: bytes) -> bytes:
    """What needs an account is not run; the JSON in it can be read, and a brake is told what brakes hear."""
    for value in (json.loads(argument) for argument in arguments if argument.startswith("{")):
        if "action" in value:
            assert Act(value["action"]) is Act.RELEASE
            assert set(value) == {"action", "reason"}
    return read


FILES: Final = {"-C": "Pulumi.yaml", "--policy-pack": "PulumiPolicy.yaml"}
RECORDINGS: Final = {"stack": "state.json", "preview": "preview-new.json"}
OTHERS: Final[dict[str, Callable[[list[str], bytes], bytes]]] = {
    "aws": check_account,
    "az": check_account,
    "cp": copy,
    "curl": check_account,
    "gcloud": check_account,
    "kubectl": check_kubectl,
    "make": check_make,
    "pip": check_pip,
    "pulumi": check_pulumi,
}
"""Programs that aren't ours, and what is checked of them."""


@pytest.mark.engine
def test_pulumi_knows_the_commands_and_options(tmp_path: Path) -> None:
    subprocess.run(["pulumi", "gen-markdown", str(tmp_path)], check=True, capture_output=True)
    given = {
        command.words[1:]
        for page in WITH_COMMANDS
        for block in blocks(page, SHELL)
        for line in lines_of(block.body)
        for command in commands_of(line)
        if command.words[0] == "pulumi"
    }
    assert len(given) > 10
    unknown = [words for words in given if not is_known(words, tmp_path)]
    assert unknown == []


def is_known(words: tuple[str, ...], manual: Path) -> bool:
    """Whether the manual has a page of the command, and that page its options."""
    names = list(words[2:] if words[0] == "-C" else words)
    depth = max(n for n in range(len(names) + 1) if (manual / f"{'_'.join(['pulumi', *names[:n]])}.md").is_file())
    page = (manual / f"{'_'.join(['pulumi', *names[:depth]])}.md").read_text(encoding="utf-8")
    options = [word for word in words if word.startswith("-")]
    return depth > 0 and all(re.search(rf"(^|\s|,){re.escape(option)}\b", page) for option in options)
