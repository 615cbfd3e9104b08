"""The providers that the engine makes by itself, one for each package and version used without naming one."""

from __future__ import annotations

import re
from typing import Any

from . import wire

TYPE_PREFIX = "pulumi:providers:"
_VERSION = re.compile(r"^v?(\d+)\.(\d+)\.(\d+)(?:-([0-9A-Za-z.-]+))?(?:\+([0-9A-Za-z.-]+))?$")
_NOT_A_NAME = re.compile(r"^[^A-Za-z0-9_.]|[^A-Za-z0-9_.-]")


class Package:
    """What serves a resource: a plugin and its version."""

    def __init__(self, *, name: str, version: str = "", url: str = "", plugin_version: str | None = None) -> None:
        self.name = name
        self.version = version
        self.url = url.rstrip("/")
        self.plugin_version = version if plugin_version is None else plugin_version
        """The plugin's own version, which differs where the package is a parameterization of the plugin."""

    @property
    def key(self) -> tuple[str, str, str]:
        return self.name, self.version, self.url

    @property
    def provider_name(self) -> str:
        """The default provider's name. Source: pulumi pkg/resource/deploy/providers, ProviderRequest.DefaultName."""
        parts = ["default"]
        match = _VERSION.match(self.version)
        if match:
            parts += [*match.group(1, 2, 3)]
            parts += [part for suffix in match.group(4, 5) if suffix for part in suffix.split(".")]
        if self.url:
            parts.append("/".join(_NOT_A_NAME.sub("_", segment) for segment in self.url.split("/") if segment))
        return "_".join(parts)


def default_provider_inputs(package: Package, config: dict[str, str], secret_keys: list[str]) -> dict[str, Any]:
    """The stack's configuration of the package, as the texts that the engine hands over."""
    prefix = f"{package.name}:"
    return {
        key[len(prefix) :]: wire.secret(value) if key in secret_keys else value
        for key, value in config.items()
        if key.startswith(prefix)
    }
