"""What every test shares: the markers that name a need, and what a missing need means."""

import os
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import hypothesis
import pytest

from apexai.graph.offline import child
from tests.warm import Warm

hypothesis.settings.register_profile("apexai", deadline=None)
hypothesis.settings.load_profile("apexai")

TESTS: Final = Path(__file__).parent
SHARING: Final = ("cost", "edge", "policy")
"""Folders whose tests share captured programs, or a running server."""
WORKER_MODULES: Final = TESTS.parent / "apexai" / "edge" / "worker" / "node_modules"
TOOLS: Final = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
"""Where programs are looked for: first beside the interpreter."""
TYPESCRIPT_MODULES: Final = TESTS / "engine" / "languages" / "node_modules"
NEEDS: Final[dict[str, tuple[Callable[[], bool], str]]] = {
    "actionlint": (
        lambda: shutil.which("actionlint", path=TOOLS) is not None,
        "actionlint is not on PATH: `make actionlint` installs it, which needs Go",
    ),
    "engine": (lambda: shutil.which("pulumi") is not None, "the pulumi CLI is not on PATH"),
    "node": (
        lambda: shutil.which("node") is not None and WORKER_MODULES.is_dir(),
        "Node.js is not on PATH, or `make worker-modules` was not run",
    ),
    "typescript": (
        lambda: shutil.which("pulumi-language-nodejs") is not None and TYPESCRIPT_MODULES.is_dir(),
        "Pulumi's language host for Node.js is not on PATH, or `make typescript-modules` was not run",
    ),
    "browser": (
        lambda: any(shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome")),
        "Chromium is not on PATH",
    ),
    "yardstick": (lambda: bool(os.environ.get("APEXAI_EXAMPLES")), "APEXAI_EXAMPLES names no checkout"),
}
"""Marker → whether its need is met here, and what to say when not."""

REQUIRED: Final = "APEXAI_REQUIRE_MARKERS"
"""Comma-separated markers whose tests have to run: a missing need is then a failure, not a skip."""


def pytest_configure(config: pytest.Config) -> None:
    """Fail at once where a need is missing that has to be met; let tests interrupt what they start."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # as shells start what runs in the background
        signal.signal(signal.SIGINT, signal.default_int_handler)
    required = {name.strip() for name in os.environ.get(REQUIRED, "").split(",") if name.strip()}
    if unheard := required - set(NEEDS):
        raise pytest.UsageError(f"{REQUIRED}: no such marker: {', '.join(sorted(unheard))}")
    for marker in sorted(required):
        is_met, complaint = NEEDS[marker]
        if not is_met():
            raise pytest.UsageError(f"{REQUIRED} asks for {marker} tests, but {complaint}")


@pytest.fixture(scope="session", autouse=True)
def warm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Captures start in an interpreter that has the SDKs."""
    found = Warm(tmp_path_factory.mktemp("warm"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(child, "run_child", found.run_child)
        yield
    found.end()


def pytest_xdist_auto_num_workers() -> int:
    """One worker more than processors: most tests wait for a process that they started."""
    return (os.cpu_count() or 1) + 1


def pytest_itemcollected(item: pytest.Item) -> None:
    """Group the tests for workers; after the collection it is too late, xdist has looked."""
    if group := _group(item):
        item.add_marker(pytest.mark.xdist_group(group))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out, in one line for each marker, the tests whose need is not met."""
    for marker, (is_met, complaint) in NEEDS.items():
        if not is_met():
            _leave_out(config, items, marker=marker, complaint=complaint)


def _group(item: pytest.Item) -> str:
    """Tests that share what takes long to make: one worker makes it; those of the engine share nothing."""
    folder = item.path.parent.relative_to(TESTS).as_posix()
    if folder == "engine":
        return ""
    if item.path.name == "test_capability.py" and folder == "targets":
        platform = getattr(item, "callspec", None) and item.callspec.params.get("platform")  # type: ignore[attr-defined]
        return f"capability-{platform}"
    return folder if folder in SHARING or folder.startswith("targets/") else f"{folder}/{item.path.name}"


def _leave_out(config: pytest.Config, items: list[pytest.Item], *, marker: str, complaint: str) -> None:
    concerned = [item for item in items if item.get_closest_marker(marker)]
    for item in concerned[1:]:
        items.remove(item)
    if concerned:
        config.hook.pytest_deselected(items=concerned[1:])
        reason = f"{len(concerned)} {marker} tests: {complaint}"
        concerned[0].add_marker(pytest.mark.skip(reason=reason))
