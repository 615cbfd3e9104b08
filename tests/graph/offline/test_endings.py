"""However a program ends, the caller gets one clear result, and nothing of it is left running."""

import os
import re
import select
import subprocess
import sys
import time
from pathlib import Path

import pytest

from apexai.errors import ProgramError
from tests.graph.offline.conftest import Preview

A_BUCKET = "import os, sys, time\nimport pulumi, pulumi_aws as aws\naws.s3.Bucket('b')\n"


def ending(preview: Preview, program: str, **options: float) -> str:
    with pytest.raises(ProgramError) as caught:
        preview(program, **options)
    assert caught.value.exit_code == 3
    assert "/site-packages/" not in str(caught.value)
    return str(caught.value)


def test_an_exception_names_its_line_and_the_users_frames(preview: Preview) -> None:
    text = ending(preview, "def f(n):\n    return 1 / n\n\nf(0)\n")
    assert text.splitlines() == [
        "program.py:2: ZeroDivisionError: division by zero [APX-OFF-040]",
        "  program.py:4 in <module>: f(0)",
        "  program.py:2 in f: return 1 / n",
    ]


@pytest.mark.parametrize(
    ("program", "expected"),
    [
        ("raise KeyboardInterrupt", "program.py:1: KeyboardInterrupt"),
        ("def f():\n    f()\nf()", "RecursionError: maximum recursion depth exceeded"),
        ("x = = 1", "program.py:1: SyntaxError: invalid syntax"),
        ("class Odd(BaseException): pass\nraise Odd('no')", "program.py:2: Odd: no"),
        ("import pulumi\npulumi.Config().require('size')", "program.py:2: ConfigMissingError"),
        ("import pulumi\nraise pulumi.RunError('stop here')", "program.py:2: RunError: stop here"),
        ("class Worse(Exception):\n    def __str__(self): return 1\nraise Worse", "(its text can't be read)"),
        ("import pulumi\npulumi.Output.from_input(1).apply(lambda n: n.missing)", "program.py:2: AttributeError"),
    ],
)
def test_what_a_program_raises_is_said_with_its_line(preview: Preview, program: str, expected: str) -> None:
    assert expected in ending(preview, program)


def test_of_a_recursion_the_first_and_the_last_calls_are_told(preview: Preview) -> None:
    lines = ending(preview, "def f():\n    f()\nf()").splitlines()
    assert lines[1] == "  program.py:3 in <module>: f()"
    assert re.fullmatch("  … and [0-9,]+ more calls", lines[11])
    assert len(lines) == 22


def test_a_message_without_end_is_cut(preview: Preview) -> None:
    assert len(ending(preview, "raise ValueError('x' * 10_000_000)")) < 20_000
    assert "… and 9,990,000 more characters" in ending(preview, "raise ValueError('x' * 10_000_000)")
    assert "… and 9,990,000 more characters" in ending(preview, "import sys\nsys.exit('x' * 10_000_000)")


def test_a_missing_package_is_named_with_the_command_that_installs_it(preview: Preview) -> None:
    text = ending(preview, "import pulumi_snowflake\n")
    assert text.startswith("program.py:1: No module named 'pulumi_snowflake'")
    assert "-m pip install pulumi-snowflake" in text
    assert "another version of pulumi-aws" in ending(preview, "import pulumi_aws.gone\n")


def test_an_error_in_a_registration_names_the_resource(preview: Preview) -> None:
    text = ending(preview, A_BUCKET + "aws.s3.Bucket('c', tags={'a': object()})\n")
    assert text.startswith("program.py:4: aws:s3/bucket:Bucket 'c': ")


def test_exit_codes(preview: Preview) -> None:
    assert [r.name for r in preview(A_BUCKET + "sys.exit(0)\n").graph.resources][-1] == "b"
    assert "program.py:4: the program ended itself with exit code 7" in ending(preview, A_BUCKET + "sys.exit(7)\n")
    assert "exit code 1: no way" in ending(preview, A_BUCKET + "sys.exit('no way')\n")


def test_ending_the_process_without_the_interpreters_knowledge(preview: Preview) -> None:
    text = ending(preview, A_BUCKET + "print('last words', file=sys.stderr, flush=True)\nos._exit(5)\n")
    assert "the program ended its process with exit code 5" in text
    assert "last words" in text
    assert "was killed by signal 9" in ending(preview, A_BUCKET + "os.kill(os.getpid(), 9)\n")


def test_a_crash_of_the_interpreter_names_the_line(preview: Preview) -> None:
    text = ending(preview, "import ctypes\nctypes.string_at(0)\n")
    assert text.startswith("program.py:2: the program was killed by signal 11")


def test_a_hang_names_the_line(preview: Preview) -> None:
    text = ending(preview, "import time\ndef wait():\n    time.sleep(1000)\nwait()\n", timeout_seconds=1)
    assert text.startswith("program.py:3: the program was still running after 1 s")


def test_a_deadlock_of_threads_names_the_line(preview: Preview) -> None:
    program = "import threading\nlock = threading.Lock()\nlock.acquire()\nlock.acquire()\n"
    assert ending(preview, program, timeout_seconds=1).startswith("program.py:4: the program was still running")


def test_an_output_that_never_resolves_is_noticed_at_once(preview: Preview) -> None:
    program = (
        "import asyncio\n"
        + A_BUCKET
        + "aws.s3.Bucket('waits', bucket=pulumi.Output.from_input(asyncio.get_event_loop().create_future()))\n"
    )
    begun = time.monotonic()
    text = ending(preview, program, timeout_seconds=60)
    assert time.monotonic() - begun < 30  # noticed, not timed out
    assert "waits for ever" in text
    assert "program.py:5: aws:s3/bucket:Bucket 'waits'" in text


def test_a_urn_registered_twice_names_both_lines(preview: Preview) -> None:
    text = ending(preview, A_BUCKET + "\naws.s3.Bucket('b')\n")
    assert text.startswith(
        "program.py:5: aws:s3/bucket:Bucket 'b' is registered twice; the first is at program.py:3; give one of them"
    )


def test_output_of_any_kind_is_kept_apart_from_the_result(preview: Preview) -> None:
    capture = preview(
        A_BUCKET
        + """
print("plain")
sys.stdout.buffer.write(bytes(range(256)))
sys.stdout.flush()
print("problem", file=sys.stderr)
for fd in range(3, 10):
    try:
        os.write(fd, b"{}")
    except OSError:
        pass
"""
    )
    assert capture.stdout.startswith("plain\n")
    assert "\ufffd" in capture.stdout
    assert capture.stderr == "problem\n"
    assert len(capture.graph.of_type("aws:s3/bucket:Bucket")) == 1


def test_endless_output_is_cut(preview: Preview) -> None:
    capture = preview(A_BUCKET + "for _ in range(300):\n    print('x' * 10_000)\n")
    assert len(capture.stdout) == 1 << 20


def test_a_fork_leaves_one_result(preview: Preview) -> None:
    capture = preview(A_BUCKET + "if os.fork() == 0:\n    aws.s3.Bucket('in-the-fork')\n")
    assert [resource.name for resource in capture.graph.of_type("aws:s3/bucket:Bucket")] == ["b"]


def test_what_a_program_starts_ends_with_it(preview: Preview, tmp_path: Path) -> None:
    program = """
import pathlib, subprocess, sys
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(1000)"])
pathlib.Path("pid").write_text(str(child.pid))
"""
    capture = preview(A_BUCKET + program)
    pid = int((tmp_path / "pid").read_text())
    assert _ends(pid)
    assert [d.code for d in capture.diagnostics] == ["APX-OFF-032"]


def test_an_interrupted_call_leaves_nothing_running(tmp_path: Path) -> None:
    (tmp_path / "program.py").write_text(
        "import os, pathlib, time\npathlib.Path('pid').write_text(str(os.getpid()))\n"
        "os.kill(os.getppid(), 2)\ntime.sleep(1000)\n"
    )
    call = (
        "from pathlib import Path\nfrom apexai.graph.offline import *\n"
        f"capture_program(ScriptProgram(script=Path({str(tmp_path)!r}) / 'program.py', project='x'))\n"
    )
    done = subprocess.run([sys.executable, "-c", call], capture_output=True, text=True, check=False, timeout=60)
    assert "KeyboardInterrupt" in done.stderr
    assert _ends(int((tmp_path / "pid").read_text()))


def _ends(pid: int) -> bool:
    """Whether a process is over, or soon: one that was killed takes a moment on a busy machine."""
    try:
        process = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    ended, *_ = select.select([process], [], [], 10)
    os.close(process)
    return bool(ended)


def test_exit_functions_run(preview: Preview, tmp_path: Path) -> None:
    preview("import atexit, pathlib\natexit.register(lambda: pathlib.Path('gone').write_text('yes'))\n")
    assert (tmp_path / "gone").read_text() == "yes"


def test_the_call_leaves_no_file_behind(preview: Preview, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    private = tmp_path / "tmp"
    private.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(private))
    preview(A_BUCKET)
    assert list(private.iterdir()) == []


def test_many_resources(preview: Preview) -> None:
    graph = preview(
        "import pulumi\n"
        "class C(pulumi.ComponentResource):\n"
        "    def __init__(self, n): super().__init__('a:b:C', f'c{n}')\n"
        "for n in range(20_000): C(n)\n"
    ).graph
    assert len(graph.of_type("a:b:C")) == 20_000


def test_what_leaves_the_programs_group_ends_too(preview: Preview, tmp_path: Path) -> None:
    program = """
import pathlib, subprocess, sys
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(1000)"], start_new_session=True)
pathlib.Path("pid").write_text(str(child.pid))
"""
    preview(A_BUCKET + program)
    assert _ends(int((tmp_path / "pid").read_text()))
