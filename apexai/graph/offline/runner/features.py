"""What the monitor says it can do, in the two ways in which SDKs ask."""

from __future__ import annotations

from typing import Any

from pulumi.runtime.proto import resource_pb2

_LEGACY = frozenset(
    {
        "secrets",
        "resourceReferences",
        "outputValues",
        "aliasSpecs",
        "deletedWith",
        "replaceWith",
        "transforms",
        "invokeTransforms",
        "parameterization",
        "resourceHooks",
        "errorHooks",
    }
)
_NAMED = (
    "SECRETS",
    "RESOURCE_REFERENCES",
    "OUTPUT_VALUES",
    "ALIAS_SPECS",
    "REPLACEMENT_TRIGGER",
    "DELETED_WITH",
    "REPLACE_WITH",
    "TRANSFORMS",
    "INVOKE_TRANSFORMS",
    "PARAMETERIZATION",
    "RESOURCE_HOOKS",
    "ERROR_HOOKS",
)
"""Not `INVOKE_DEPENDS_ON`: without it the SDK itself leaves a result unknown that waits for a resource's creation."""


def is_legacy_feature(name: str) -> bool:
    return name in _LEGACY


def features_of_this_sdk() -> list[Any]:
    """The numbers of our features, of those that this version's protocol has."""
    known = resource_pb2.ResourceMonitorFeature
    wanted = {f"RESOURCE_MONITOR_FEATURE_{name}" for name in _NAMED}
    return [number for name, number in known.items() if name in wanted]
