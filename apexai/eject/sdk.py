"""What SDKs call things: classes, functions, arguments, and the packages to install."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any, Final

from apexai.graph.offline.tracing import TracedResource

_ALIASES: Final = {
    "pulumi_aws": "aws",
    "pulumi_azure_native": "azure_native",
    "pulumi_cloudflare": "cloudflare",
    "pulumi_gcp": "gcp",
    "pulumi_kubernetes": "k8s",
}
"""As the SDKs' own documentation has them."""

ALIASES: Final = frozenset(_ALIASES.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Sdk:
    """A provider's package."""

    module: str

    @property
    def alias(self) -> str:
        return _ALIASES[self.module]

    @property
    def imported(self) -> str:
        return f"import {self.module} as {self.alias}"

    @property
    def requirement(self) -> str:
        return f"{self.module.replace('_', '-')}=={version(self.module)}"


def sdk_of(module: str) -> Sdk:
    """The package of a module."""
    return Sdk(module=module.partition(".")[0])


def class_of(resource: TracedResource) -> str:
    """A resource's class as programs name it: `aws.lambda_.Function`."""
    return _public(resource.module, resource.class_name)


def function_of(origin: Mapping[str, Any]) -> str:
    """A function that asks a provider, as programs name it: `aws.get_caller_identity_output`."""
    return _public(origin["module"], origin["function"])


def argument_of(origin: Mapping[str, Any], name: str) -> str:
    """The argument of a function by the name of its property."""
    by_letters = {_letters(parameter): parameter for parameter in origin["parameters"]}
    return str(by_letters.get(_letters(name), name))


def variable_of(class_name: str) -> str:
    """`BudgetGuard` as a variable: `budget_guard`."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", class_name).lower()


def requirements(sdks: Iterable[Sdk]) -> str:
    """What the program needs, at the versions that it was written with."""
    return "".join(f"{line}\n" for line in (f"pulumi=={version('pulumi')}", *sorted(sdk.requirement for sdk in sdks)))


def _public(module: str, name: str) -> str:
    """Each class is in a module of its own, and in the package around it too."""
    package, *inner = module.split(".")
    return ".".join([_ALIASES[package], *inner[:-1], name])


def _letters(name: str) -> str:
    return name.replace("_", "").lower()
