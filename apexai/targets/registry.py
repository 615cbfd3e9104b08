"""The targets: one table, loaded one by one."""

from importlib import import_module
from typing import Final

from apexai.errors import Diagnostic, RefusedError
from apexai.spec.fields import Platform
from apexai.targets.target import Target

_MODULES: Final = {
    Platform.AWS_LAMBDA: "apexai.targets.aws_lambda",
    Platform.AZURE_CONTAINER_APPS: "apexai.targets.azure_container_apps",
    Platform.AZURE_FUNCTIONS: "apexai.targets.azure_functions",
    Platform.CLOUDFLARE_WORKERS: "apexai.targets.cloudflare_workers",
    Platform.CLOUD_RUN: "apexai.targets.cloud_run",
    Platform.LAMBDA_EDGE: "apexai.targets.lambda_edge",
    Platform.KUBERNETES: "apexai.targets.kubernetes",
}
"""Platform → package whose `target` module holds `TARGET`."""


def available_platforms() -> tuple[Platform, ...]:
    """The platforms that this version builds, in the order of `Platform`."""
    return tuple(platform for platform in Platform if platform in _MODULES)


def load_target(platform: Platform) -> Target:
    """Import what a platform offers, without its SDK.

    Raises:
        RefusedError: the platform is known to the spec and not built by this version.
    """
    if platform not in _MODULES:
        raise RefusedError([_not_available(platform)])
    target: Target = import_module(f"{_MODULES[platform]}.target").TARGET
    return target


def _not_available(platform: Platform) -> Diagnostic:
    return Diagnostic(
        code="APX-CAP-001",
        path="spec.runtime.platform",
        message=f"{platform} is not available yet",
        suggestion=f"use {' or '.join(available_platforms())}",
    )
