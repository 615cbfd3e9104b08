"""A release's state under the code as it is: an upgrade of the library makes nothing anew and takes nothing away.

`releases/<version>/` has the portable example as it was, and the `state.json` that the release left of it, with the
example on every platform in one stack. `APEXAI_RECORD_RELEASE=1 python -m pytest tests/engine/test_upgrade.py` writes
that of `apexai.__version__`; it belongs to the commit that is released, and is not touched afterwards.
"""

import json
import os
import shutil
from pathlib import Path
from typing import Any, Final

import pytest

from apexai import __version__
from apexai.spec.fields import Platform
from tests.engine.stack import Stack

ROOT: Final = Path(__file__).parents[2]
EXAMPLE: Final = ROOT / "examples" / "portable"
RELEASES: Final = Path(__file__).parent / "releases"
STATE: Final = "state.json"
CONFIG: Final = {
    "apexai:azureGroup": "shared",
    "apexai:billingAccount": "000000-111111-222222",
    "apexai:cloudflareAccountId": "0123456789abcdef0123456789abcdef",
    "apexai:prometheus": "http://prometheus.monitoring:9090",
}
PROGRAM: Final = f"""
    from apexai import InferenceService

    for platform in {list(map(str, Platform))}:
        InferenceService(f"triage-{{platform}}", spec="service.yaml", platform=platform)
"""


def test_this_version_or_one_before_it_is_recorded(request: pytest.FixtureRequest) -> None:
    if os.environ.get("APEXAI_RECORD_RELEASE"):
        folder = RELEASES / __version__
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(EXAMPLE, folder)
        stack = project(request.getfixturevalue("stack"), folder)
        stack.up()
        (folder / STATE).write_text(f"{json.dumps(recorded(stack), indent=1)}\n")
    assert list(RELEASES.iterdir())


@pytest.mark.parametrize("release", [pytest.param(folder, id=folder.name) for folder in sorted(RELEASES.iterdir())])
def test_an_upgrade_replaces_and_removes_nothing(stack: Stack, release: Path) -> None:
    project(stack, release)
    state = (release / STATE).read_text().replace("/library/", f"{ROOT}/")  # the stand-in looks into files
    stack.pulumi("stack", "import", "--file", str(stack.file(STATE, state)))
    steps: list[dict[str, Any]] = stack.preview("--show-sames").document["steps"]
    assert {step["op"] for step in steps} <= {"same", "update", "create"}
    urns = {item["urn"] for item in json.loads(state)["deployment"]["resources"]}
    kept = {urn for urn in urns if "::pulumi:providers:" not in urn}  # the engine names default ones by their version
    assert len(kept) > 70
    assert kept - {step["urn"] for step in steps} == set()


def project(stack: Stack, files: Path) -> Stack:
    """The program over these files, with nothing deployed."""
    shutil.copytree(files, stack.directory, dirs_exist_ok=True)
    stack.config.update(CONFIG)
    return stack.write(PROGRAM)


def recorded(stack: Stack) -> dict[str, Any]:
    """The state without what is of the machine that recorded it."""
    state = stack.export()
    for resource in state["deployment"]["resources"]:
        resource.pop("sourcePosition", None)
        resource.pop("stackTrace", None)
    text = json.dumps(state, sort_keys=True)
    found: dict[str, Any] = json.loads(text.replace(str(stack.directory), "/project").replace(str(ROOT), "/library"))
    return found
