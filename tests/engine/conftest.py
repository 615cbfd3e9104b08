"""Fixtures for tests against the real `pulumi` CLI."""

import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from tests.engine.launcher import launching
from tests.engine.stack import Stack
from tests.engine.standin import Cloud
from tests.engine.standin.plugins import write_plugins
from tests.engine.standin.server import Server
from tests.engine.vault import serving

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test that takes a stack needs the CLI."""
    for item in items:
        if item.path.is_relative_to(HERE) and {"stack", "stacks"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.engine)


@pytest.fixture(scope="session")
def launcher(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A virtual environment for the language host."""
    with launching(tmp_path_factory.mktemp("launcher")) as environment:
        yield environment


@pytest.fixture(scope="session")
def vault() -> Iterator[Mapping[str, str]]:
    """The environment in which the CLI finds what keeps the stacks' secrets."""
    with serving() as environment:
        yield environment


@pytest.fixture
def cloud(tmp_path: Path) -> Cloud:
    """Empty clouds."""
    return Cloud(tmp_path / "cloud")


@pytest.fixture
def stacks(tmp_path: Path, cloud: Cloud, launcher: Path, vault: Mapping[str, str]) -> Iterator[Callable[..., Stack]]:
    """Make stacks of one cloud and one backend: `stacks("network")` is a project of that name."""
    environment = {**_environment(tmp_path), **vault}
    with Server(cloud) as server:
        plugins = write_plugins(server, directory=tmp_path / "plugins")
        environment["PATH"] = f"{plugins}{os.pathsep}{os.environ['PATH']}"

        def make(project: str = "project", *, name: str = "dev", **config: str) -> Stack:
            directory = tmp_path / f"{project}-{name}"
            directory.mkdir()
            return Stack(
                directory=directory,
                cloud=cloud,
                environment=environment,
                virtualenv=launcher,
                project=project,
                name=name,
                config=config,
            )

        yield make


@pytest.fixture
def stack(stacks: Callable[..., Stack]) -> Stack:
    """One stack."""
    return stacks()


def _environment(root: Path) -> dict[str, str]:
    for name in ("backend", "home"):
        (root / name).mkdir()
    return {
        "PULUMI_BACKEND_URL": f"file://{root / 'backend'}",
        "PULUMI_CONFIG_PASSPHRASE": "",
        "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
        "PULUMI_DISABLE_REGISTRY_RESOLVE": "true",
        "PULUMI_DIY_BACKEND_DISABLE_CHECKPOINT_BACKUPS": "true",
        "PULUMI_HOME": str(root / "home"),
        "PULUMI_SKIP_CONFIRMATIONS": "true",
        "PULUMI_SKIP_UPDATE_CHECK": "true",
        "PYTHONWARNINGS": "ignore",
    }
