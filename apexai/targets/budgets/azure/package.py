"""The brake as a function app: what wakes each of its functions, and the code.

Functions of the first programming model: the second needs a library beside the code, and this code has none.
Source: Azure documentation, Azure Functions Python developer guide, folder structure; read 2026-11-21.
"""

import json
from typing import Final

import pulumi

from apexai.targets.budgets.code import brake_files

HEAR: Final = "hear"
"""The function that the action group and people call."""
_TICK: Final = "tick"
_HOST: Final = {"version": "2.0", "functionTimeout": "00:10:00"}
_HOURLY: Final = "0 5 * * * *"
"""Seconds first."""
_HEARS: Final = (
    {"type": "httpTrigger", "direction": "in", "name": "req", "authLevel": "function", "methods": ["post"]},
    {"type": "http", "direction": "out", "name": "$return"},
)
_TICKS: Final = ({"type": "timerTrigger", "direction": "in", "name": "timer", "schedule": _HOURLY},)
_CALLS: Final = {
    HEAR: ("answer", "req", "return answer(req.get_body())"),
    _TICK: ("tick", "timer", "tick()"),
}
"""Function → what it takes from the brake, its parameter, and what it does."""


def package_files() -> dict[str, str]:
    """Path in the archive → text."""
    bindings = {HEAR: _HEARS, _TICK: _TICKS}
    files = {"host.json": json.dumps(_HOST), **brake_files("azure")}
    for name, (taken, parameter, does) in _CALLS.items():
        files[f"{name}/function.json"] = json.dumps({"scriptFile": "__init__.py", "bindings": bindings[name]})
        # without annotations, which the host's worker would compare with types of a library
        files[f"{name}/__init__.py"] = (
            f"from apexai.brake.azure.main import {taken}\n\n\ndef main({parameter}):\n    {does}\n"
        )
    return files


def package_archive() -> pulumi.AssetArchive:
    """The package that Flex Consumption deploys."""
    return pulumi.AssetArchive({path: pulumi.StringAsset(text) for path, text in package_files().items()})
