"""The frame around all commands: exit codes, messages, streams, and what gets imported."""

import errno
import os
import subprocess
import sys
from importlib.metadata import entry_points

import click
import pytest

import apexai
from apexai.cli import main as main_module
from apexai.cli.commands import COMMANDS, LazyGroup
from apexai.cli.main import run
from apexai.errors import ProgramError, UsageError
from tests.cli.commands import apexai as start


def test_the_overview_lists_every_command_with_its_summary(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--help"]) == 0
    printed = capsys.readouterr().out
    assert all(name in printed and entry.summary in printed for name, entry in COMMANDS.items())


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_that_begins_like_its_summary(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([name, "--help"]) == 0
    assert f"apexai {name}" in capsys.readouterr().out


def test_the_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--version"]) == 0
    assert capsys.readouterr().out == f"apexai, version {apexai.__version__}\n"


def test_the_script_of_the_package_is_this_one() -> None:
    (script,) = entry_points(group="console_scripts", name="apexai")
    assert script.load() is main_module.main


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["validat"], "Did you mean validate?"),
        (["frobnicate"], "The commands are compare, "),
        (["validate"], "Missing argument 'PATH...'"),
        (["validate", "--nope", "x"], "No such option"),
        (["--nope"], "No such option"),
        (["validate", "x", "--config", "novalue"], "write KEY=VALUE"),
        (["validate", "x", "--target", "lambda"], "'lambda' is not one of"),
    ],
)
def test_wrong_usage_is_two(arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(arguments) == 2
    printed = capsys.readouterr()
    assert said in printed.err
    assert printed.out == ""


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (UsageError("there is no such thing"), 2, "there is no such thing\n"),
        (OSError(errno.ENAMETOOLONG, "File name too long", "x"), 2, "x: File name too long [APX-CLI-001]\n"),
        (ProgramError("the program hangs"), 3, "the program hangs\n"),
        (KeyboardInterrupt(), 130, "interrupted\n"),
        (click.Abort(), 130, "interrupted\n"),
    ],
)
def test_errors_end_without_a_traceback(
    error: BaseException, code: int, said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _command_that(monkeypatch, error)
    assert run(["probe"]) == code
    assert capsys.readouterr().err == said


def test_a_bug_is_seventy_with_its_traceback_and_where_to_report_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _command_that(monkeypatch, ZeroDivisionError("division by zero"))
    assert run(["probe"]) == 70
    printed = capsys.readouterr().err
    assert "Traceback (most recent call last)" in printed
    assert "ZeroDivisionError: division by zero" in printed
    assert f"This is a bug in apexai {apexai.__version__}" in printed
    assert "README" in printed


def test_a_reader_that_goes_away_is_no_error() -> None:
    read, write = os.pipe()
    os.close(read)
    ended = subprocess.run(
        [sys.executable, "-m", "apexai.cli", "schema"], stdout=write, stderr=subprocess.PIPE, check=False
    )
    os.close(write)
    assert (ended.returncode, ended.stderr) == (141, b"")


def test_a_full_disk_is_told() -> None:
    with open("/dev/full", "wb") as full:  # noqa: PTH123
        ended = subprocess.run(
            [sys.executable, "-m", "apexai.cli", "schema"], stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert ended.returncode == 2
    assert ended.stderr == b"the output can't be written: No space left on device\n"


@pytest.mark.parametrize("arguments", [["schema"], ["--version"], ["validate", "nothing"]])
def test_closed_streams(arguments: list[str]) -> None:
    command = " ".join([sys.executable, "-m", "apexai.cli", *arguments, ">&-", "2>&-"])
    ended = subprocess.run(command, shell=True, check=False)
    assert ended.returncode == (2 if "nothing" in arguments else 0)


def test_text_that_the_stream_can_not_encode() -> None:
    ended = start("validate", "é.yaml", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert ended.exit_code == 2
    assert "Traceback" not in ended.err


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_imports_no_other_command_and_no_sdk(name: str) -> None:
    """Asking for help imports the command's module; running `validate` imports no Pulumi either."""
    code = (
        "import sys\n"
        "from apexai.cli.main import run\n"
        f"run([{name!r}, '--help'])\n"
        "print(*sorted(sys.modules), sep='\\n', file=sys.stderr)\n"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    modules = set(ended.stderr.split())
    others = {entry.module for other, entry in COMMANDS.items() if other != name}
    assert COMMANDS[name].module in modules
    assert not others & modules
    assert not [module for module in modules if module.split(".")[0].startswith("pulumi")]


def test_the_table_and_the_modules_agree() -> None:
    group = main_module.cli
    assert isinstance(group, LazyGroup)
    for name in COMMANDS:
        command = group.get_command(click.Context(group), name)
        assert command is not None
        assert command.name == name
    assert group.get_command(click.Context(group), "nothing") is None


def _command_that(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    @click.command("probe")
    def probe() -> None:
        raise error

    known = LazyGroup.get_command
    monkeypatch.setattr(
        LazyGroup, "get_command", lambda self, ctx, name: probe if name == "probe" else known(self, ctx, name)
    )
    monkeypatch.setitem(main_module.LazyGroup.resolve_command.__globals__, "COMMANDS", {**COMMANDS, "probe": None})
