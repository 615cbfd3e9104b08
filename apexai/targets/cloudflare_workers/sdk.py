"""The classes of pulumi-cloudflare that are used here, without importing its other 750 modules.

Importing any module of a package imports the package first, and this one imports all of them, which takes longer than
the rest of a preview. Until something asks for more, the package stands there unexecuted; whoever then asks gets all.
"""

import sys
from importlib import import_module
from importlib.util import find_spec, module_from_spec
from types import ModuleType
from typing import Any, Final

_PACKAGE: Final = "pulumi_cloudflare"


class _LatePackage(ModuleType):
    """A package that executes itself when it is asked for what it does not have yet."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") and name != "__all__":
            raise AttributeError(name)
        if find_spec(f"{_PACKAGE}.{name}") is not None:
            return import_module(f"{_PACKAGE}.{name}")
        spec = self.__spec__
        assert spec is not None
        assert spec.loader is not None
        self.__class__ = ModuleType  # type: ignore[assignment]
        spec.loader.exec_module(self)
        return getattr(self, name)


def _hold_back() -> None:
    spec = None if _PACKAGE in sys.modules else find_spec(_PACKAGE)
    if spec is None:
        return
    package = module_from_spec(spec)
    package.__class__ = _LatePackage
    sys.modules[_PACKAGE] = package


_hold_back()

from pulumi_cloudflare._inputs import (  # noqa: E402
    AiGatewayGuardrailsArgs,
    AiGatewayGuardrailsPromptArgs,
    AiGatewayGuardrailsResponseArgs,
    AiGatewaySpendLimitsArgs,
    AiGatewaySpendLimitsRuleArgs,
    WorkerObservabilityArgs,
    WorkerObservabilityLogsArgs,
    WorkerObservabilityTracesArgs,
    WorkersCronTriggerScheduleArgs,
    WorkersDeploymentAnnotationsArgs,
    WorkersDeploymentVersionArgs,
    WorkerSubdomainArgs,
    WorkerVersionAnnotationsArgs,
    WorkerVersionBindingArgs,
    WorkerVersionBindingSimpleArgs,
    WorkerVersionLimitsArgs,
    WorkerVersionModuleArgs,
)
from pulumi_cloudflare.ai_gateway import AiGateway  # noqa: E402
from pulumi_cloudflare.get_accounts import get_accounts_output  # noqa: E402
from pulumi_cloudflare.queue import Queue  # noqa: E402
from pulumi_cloudflare.r2_bucket import R2Bucket  # noqa: E402
from pulumi_cloudflare.worker import Worker  # noqa: E402
from pulumi_cloudflare.worker_version import WorkerVersion  # noqa: E402
from pulumi_cloudflare.workers_cron_trigger import WorkersCronTrigger  # noqa: E402
from pulumi_cloudflare.workers_custom_domain import WorkersCustomDomain  # noqa: E402
from pulumi_cloudflare.workers_deployment import WorkersDeployment  # noqa: E402
from pulumi_cloudflare.workers_kv_namespace import WorkersKvNamespace  # noqa: E402
from pulumi_cloudflare.workers_route import WorkersRoute  # noqa: E402

__all__ = [
    "AiGateway",
    "AiGatewayGuardrailsArgs",
    "AiGatewayGuardrailsPromptArgs",
    "AiGatewayGuardrailsResponseArgs",
    "AiGatewaySpendLimitsArgs",
    "AiGatewaySpendLimitsRuleArgs",
    "Queue",
    "R2Bucket",
    "Worker",
    "WorkerObservabilityArgs",
    "WorkerObservabilityLogsArgs",
    "WorkerObservabilityTracesArgs",
    "WorkerSubdomainArgs",
    "WorkerVersion",
    "WorkerVersionAnnotationsArgs",
    "WorkerVersionBindingArgs",
    "WorkerVersionBindingSimpleArgs",
    "WorkerVersionLimitsArgs",
    "WorkerVersionModuleArgs",
    "WorkersCronTrigger",
    "WorkersCronTriggerScheduleArgs",
    "WorkersCustomDomain",
    "WorkersDeployment",
    "WorkersDeploymentAnnotationsArgs",
    "WorkersDeploymentVersionArgs",
    "WorkersKvNamespace",
    "WorkersRoute",
    "get_accounts_output",
]
