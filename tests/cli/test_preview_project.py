"""`apexai preview DIRECTORY` of Pulumi projects: streams, exit codes and files."""

import json
import os
import pty
import select
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from apexai.cli.main import run
from tests.cli.commands import apexai
from tests.projects import write_project
from tests.report.preview_schema import validate_preview

QUEUES = """
import pulumi
import pulumi_aws as aws

print("one\\x1b[31mtwo")
for number in range(20):
    aws.sqs.Queue(f"q{number}", tags={"n": str(number)})
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_project(tmp_path_factory.mktemp("projects") / "demo", QUEUES)


def test_the_report_is_on_standard_output_and_what_the_program_printed_on_standard_error(project: Path) -> None:
    printed = apexai("preview", "demo", directory=project.parent)
    assert (printed.exit_code, printed.err) == (0, "onetwo\n")
    assert "20 to create" in printed.out
    assert "\x1b" not in printed.out


def test_json_fits_the_published_schema(project: Path) -> None:
    printed = apexai("preview", "demo", "--format", "json", directory=project.parent)
    document = json.loads(printed.out)
    validate_preview(document)
    assert document["deployments"][0]["source"] == "demo"


def test_the_same_input_is_the_same_bytes(project: Path, tmp_path: Path) -> None:
    arguments = ("preview", str(project), "--format", "json")
    first = apexai(*arguments, PYTHONHASHSEED="1", TZ="UTC", LC_ALL="C.UTF-8")
    second = apexai(*arguments, PYTHONHASHSEED="2", TZ="Asia/Tokyo", LC_ALL="C", directory=tmp_path, COLUMNS="30")
    assert first.out == second.out != ""


def test_colour_is_for_terminals_and_for_those_who_ask(project: Path) -> None:
    assert "\x1b[" in apexai("preview", str(project), FORCE_COLOR="1").out
    assert "\x1b[" not in apexai("preview", str(project), FORCE_COLOR="1", NO_COLOR="1").out


def test_an_old_terminal_gets_plain_characters(project: Path) -> None:
    printed = apexai("preview", str(project), PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert printed.exit_code == 0
    assert "demo -> pulumi dev" in printed.out
    assert printed.out.isascii()


def test_the_graph_goes_to_its_file(project: Path, tmp_path: Path) -> None:
    file = tmp_path / "graph.json"
    assert apexai("preview", str(project), "--graph", str(file)).exit_code == 0
    (graph,) = json.loads(file.read_text(encoding="utf-8"))["graphs"]
    assert sum(resource["type"] == "aws:sqs/queue:Queue" for resource in graph["resources"]) == 20


def test_a_graph_that_can_not_be_written_is_bad_input(project: Path, tmp_path: Path) -> None:
    printed = apexai("preview", str(project), "--graph", str(tmp_path / "missing" / "graph.json"))
    assert printed.exit_code == 2
    assert "--graph" in printed.err
    assert "No such file or directory" in printed.err
    assert "20 to create" in printed.out


def test_a_failing_program_is_exit_code_3_with_its_line(tmp_path: Path) -> None:
    printed = apexai("preview", str(write_project(tmp_path, "raise ValueError('boom')\n")))
    assert printed.exit_code == 3
    assert printed.err.startswith("__main__.py:1: ValueError: boom [APX-OFF-")
    assert "Traceback" not in printed.err
    assert "The program failed: 1 error." in printed.out


def test_a_program_that_hangs_is_ended(tmp_path: Path) -> None:
    project = write_project(tmp_path, "import threading\nthreading.Event().wait()\n")
    printed = apexai("preview", str(project), "--timeout", "0.5")
    assert printed.exit_code == 3
    assert "--timeout" in printed.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("preview", "{project}", "--target", "kubernetes"), "is a Pulumi project"),
        (("preview", "{project}", "--config", "novalue"), "write KEY=VALUE"),
        (("preview", "{project}", "--timeout", "0"), "--timeout"),
        (("preview", "{project}", "--invokes", "{project}/none.yaml"), "none.yaml"),
        (("preview", "{project}/none"), "No such file or directory"),
        (("preview",), "Missing argument"),
        (("preview", "{project}", "--format", "xml"), "--format"),
    ],
)
def test_wrong_usage_is_exit_code_2_and_one_clear_error(
    project: Path, arguments: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([argument.format(project=project) for argument in arguments]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert said in printed.err
    assert "Traceback" not in printed.err


def test_a_reader_that_goes_away_is_no_bug(project: Path) -> None:
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "wb") as closed:
        ended = subprocess.run(
            [sys.executable, "-m", "apexai.cli", "preview", str(project), "--format", "json"],
            stdout=closed,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert b"Traceback" not in ended.stderr
    assert ended.returncode not in (0, 70)


def test_the_parent_imports_no_pulumi(project: Path) -> None:
    code = (
        "import sys\nfrom apexai.cli.main import run\n"
        f"assert run(['preview', {str(project)!r}]) == 0\n"
        "found = sorted(name for name in sys.modules if name.partition('.')[0].startswith(('pulumi', 'grpc')))\n"
        "assert not found, found\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, stdout=subprocess.DEVNULL)


@pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="only Linux tells when a process ends")
def test_an_interrupt_ends_the_program_too(tmp_path: Path) -> None:
    program = "import os, threading\nopen('pid', 'w').write(str(os.getpid()))\nthreading.Event().wait()\n"
    project = write_project(tmp_path, program)
    child = subprocess.Popen([sys.executable, "-m", "apexai.cli", "preview", str(project)], stderr=subprocess.PIPE)
    pid = tmp_path / "pid"
    while not (pid.is_file() and pid.read_text()):
        assert child.poll() is None
    running = os.pidfd_open(int(pid.read_text()))
    child.send_signal(signal.SIGINT)
    _, err = child.communicate()
    assert (child.returncode, err) == (130, b"interrupted\n")
    ended, _, _ = select.select([running], [], [], 60)
    os.close(running)
    assert ended


def test_long_work_shows_a_sign_of_life_on_a_terminal(tmp_path: Path) -> None:
    project = write_project(tmp_path, "import threading\nthreading.Event().wait()\n")
    master, terminal = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "apexai.cli", "preview", str(project), "--timeout", "1.5"],
        stdout=subprocess.DEVNULL,
        stderr=terminal,
        env={**os.environ, "TERM": "xterm"},
    ):
        os.close(terminal)
        seen = b""
        while b"previewing" not in seen:
            chunk = _read(master)
            assert chunk, seen
            seen += chunk
        while _read(master):
            pass
    os.close(master)


def _read(terminal: int) -> bytes:
    """What a pseudo-terminal has; nothing once the other side is closed, which Linux says by an error."""
    try:
        return os.read(terminal, 1 << 16)
    except OSError:
        return b""
