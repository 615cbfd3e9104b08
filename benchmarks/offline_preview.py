"""The offline preview beside the real `pulumi preview` of the same 1,000 resources, without the stand-in's own time."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from apexai.graph.offline import ProjectProgram, capture_program
from benchmarks._programs import lambda_program

RESOURCES = 1_000
TICKS = os.sysconf("SC_CLK_TCK")


def main() -> None:
    """Print both times and their ratio."""
    if shutil.which("pulumi") is None:
        print("needs the pulumi CLI on PATH")
        return
    with tempfile.TemporaryDirectory() as root, _stand_in(Path(root)) as (plugins, stand_in):
        project = _write_project(Path(root))
        environment = _environment(Path(root), plugins=plugins)
        _pulumi(project, environment, "stack", "init", "dev", "--secrets-provider", "passphrase")
        _pulumi(project, environment, "preview", "--non-interactive")  # warm, as ours is after its first run
        offline = min(_timed(lambda: capture_program(ProjectProgram(directory=project))) for _ in range(3))
        served = _cpu_seconds(stand_in)
        real = _timed(lambda: _pulumi(project, environment, "preview", "--non-interactive"))
        served = _cpu_seconds(stand_in) - served
    print(f"offline, {RESOURCES:,} resources: {offline:.2f} s")
    print(f"pulumi preview: {real:.2f} s, of which the stand-in computed {served:.2f} s")
    print(f"times faster: {real / offline:.1f}, with the stand-in's time taken off {(real - served) / offline:.1f}")


def _write_project(root: Path) -> Path:
    project = root / "project"
    project.mkdir()
    (project / "Pulumi.yaml").write_text(
        f"name: bench\nruntime:\n  name: python\n  options:\n    virtualenv: {sys.prefix}\n"
    )
    (project / "__main__.py").write_text(lambda_program(RESOURCES))
    return project


@contextmanager
def _stand_in(root: Path) -> Iterator[tuple[Path, int]]:
    """The provider stand-in in a process of its own: where its plugins are, and its process id."""
    command = [sys.executable, "-m", "tests.engine.standin", str(root / "cloud")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield Path(process.stdout.readline().strip()), process.pid
        process.terminate()


def _cpu_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[-1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def _environment(root: Path, *, plugins: Path) -> dict[str, str]:
    for name in ("backend", "home"):
        (root / name).mkdir()
    return {
        **os.environ,
        "PATH": f"{plugins}{os.pathsep}{os.environ['PATH']}",
        "PULUMI_BACKEND_URL": f"file://{root / 'backend'}",
        "PULUMI_HOME": str(root / "home"),
        "PULUMI_CONFIG_PASSPHRASE": "",
        "PULUMI_SKIP_UPDATE_CHECK": "true",
        "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
        "PULUMI_DISABLE_REGISTRY_RESOLVE": "true",
    }


def _pulumi(project: Path, environment: dict[str, str], *arguments: str) -> None:
    done = subprocess.run(
        ["pulumi", *arguments], cwd=project, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"pulumi {' '.join(arguments)} failed:\n{done.stdout}\n{done.stderr}")


def _timed(action: Callable[[], object]) -> float:
    begun = time.perf_counter()
    action()
    return time.perf_counter() - begun
