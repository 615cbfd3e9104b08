"""Which use is declared for a resource: a usage file, the InferenceService that it belongs to, a profile.

Each key comes from the first of these that declares it: the file's entry for the URN, the file's entry for the type,
`finops.usage` of the InferenceService above the resource, the profile.
"""

import csv
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Final

from pydantic import ValidationError

from apexai.cost.usage import EGRESS, REQUESTS, Usage
from apexai.cost.view import GUARD, GraphView, value_at
from apexai.cost.yaml_file import YamlFile
from apexai.errors import Diagnostic, UsageError
from apexai.graph.model import Resource
from apexai.spec.finops import Usage as DeclaredUsage
from apexai.spec.finops import UsageCase
from apexai.units import HOURS_PER_MONTH, SECONDS_PER_HOUR

PROFILES: Final = ("small", "medium", "large")

_SERVICE: Final = (REQUESTS, "duration", "tokensIn", "tokensOut", EGRESS, "gpuHours")
COMPONENT_KEYS: Final[Mapping[str, tuple[str, ...]]] = {
    "aws:apigatewayv2/api:Api": ("requests",),
    "aws:cloudfront/distribution:Distribution": ("requests", "egress"),
    "aws:lambda/function:Function": _SERVICE,
    "aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig": ("requests", "duration"),
    "azure-native:app:ContainerApp": ("requests", "duration", "egress", "gpuHours"),
    "azure-native:web:WebApp": ("requests", "duration", "egress"),
    "gcp:cloudrunv2/service:Service": ("requests", "duration", "egress", "gpuHours"),
    "cloudflare:index/worker:Worker": ("requests", "duration", "tokensIn", "tokensOut"),
    "kubernetes:apps/v1:Deployment": ("requests", "duration", "egress"),
}
"""Type of a child of an InferenceService → the keys of `finops.usage` that say how much it is used.

What is counted by another child, such as the logs of a function, is read from that child's use.
"""

_TICKS: Final = {"requests": Decimal(HOURS_PER_MONTH), "duration": Decimal(2), "processed": Decimal("0.001")}
BRAKE_USAGE: Final = Usage(low=_TICKS, expected=_TICKS, high=_TICKS)
"""Of a budget's brake, which looks once an hour and is not used by anybody else; alerts are a few a day, of 1 KB."""
_PUSHES: Final = {**_TICKS, "requests": Decimal(4 * HOURS_PER_MONTH)}
_PUSHED: Final = Usage(low=_PUSHES, expected=_PUSHES, high=_PUSHES)
"""Of the brake on Cloud Run, whose budget also notifies two or three times an hour of what was spent so far."""
_LOOKS: Final = {"hours": Decimal(6 * 10 * HOURS_PER_MONTH) / SECONDS_PER_HOUR}
_LOOKED: Final = Usage(low=_LOOKS, expected=_LOOKS, high=_LOOKS)
"""Of the brake in a cluster, which looks every ten minutes, for ten seconds with its start."""
_RUN_SERVICE: Final = "gcp:cloudrunv2/service:Service"
_CRON_JOB: Final = "kubernetes:batch/v1:CronJob"
_BRAKES: Final = {_RUN_SERVICE: _PUSHED, _CRON_JOB: _LOOKED}
"""Type of a guard's resource → its use, where that is not `BRAKE_USAGE`."""


@dataclass(frozen=True, kw_only=True)
class UsageSources:
    """What is declared about the use of a graph's resources."""

    by_urn: Mapping[str, Usage] = field(default_factory=dict)
    by_type: Mapping[str, Usage] = field(default_factory=dict)
    profile: str | None = None
    file: YamlFile | None = None
    """Where the use by URN and by type stands; None where in no file."""
    problems: tuple[Diagnostic, ...] = ()
    """What is wrong in the file by itself, where that is told with what is wrong for a graph."""
    traffic: Decimal | None = None
    """Requests a month to each InferenceService, instead of what is declared; None where that holds."""

    def resolver(self, view: GraphView) -> Callable[[Resource], Usage]:
        """A function that gives the use of each resource of a graph.

        Raises:
            UsageError: there is no such profile, or an InferenceService declares use that contradicts itself.
        """
        fallback = profile_usage(self.profile) if self.profile else Usage()
        found: dict[tuple[str, str], Usage] = {}

        def usage_of(resource: Resource) -> Usage:
            component = view.guard(resource) or view.component(resource)
            own = resource.urn if resource.urn in self.by_urn else ""
            key = (own or (component.urn if component is not None else ""), resource.type)
            if key not in found:
                found[key] = self._usage(resource, component, fallback)
            return found[key]

        return usage_of

    def _usage(self, resource: Resource, component: Resource | None, fallback: Usage) -> Usage:
        written = self.by_urn.get(resource.urn, Usage()).over(self.by_type.get(resource.type, Usage()))
        guarded = component is not None and component.type == GUARD
        keys = (*_TICKS, *_LOOKS) if guarded else COMPONENT_KEYS.get(resource.type, ())
        if component is None or not keys:
            return written.over(fallback)
        if component.type == GUARD:
            heard = _BRAKES.get(resource.type, BRAKE_USAGE)
            return written.over(heard.only(keys)).over(fallback)
        declared = written.over(component_usage(component).only(keys)).over(fallback)
        if self.traffic is None or REQUESTS not in keys:
            return declared
        return declared.at_traffic(self.traffic)


def component_usage(component: Resource) -> Usage:
    """What `finops.usage` of an InferenceService declares. Raises UsageError."""
    written = value_at(component.inputs, "spec", "spec", "finops", "usage")
    if not isinstance(written, dict):
        return Usage()
    try:
        declared = DeclaredUsage.model_validate(written)
    except ValidationError as error:
        reasons = "; ".join(found["msg"] for found in error.errors(include_url=False))
        raise UsageError(f"{component.name}: spec.finops.usage: {reasons} [APX-CST-004]") from None
    usage = Usage(low=_amounts(declared.low), expected=_amounts(declared), high=_amounts(declared.high))
    if wrong := usage.contradiction():
        raise UsageError(f"{component.name}: spec.finops.usage.{wrong} [APX-CST-005]")
    return usage


@cache
def profile_usage(name: str) -> Usage:
    """The amounts of a profile. Raises UsageError."""
    if name not in PROFILES:
        raise UsageError(f"{name!r} is no usage profile: use one of {', '.join(PROFILES)} [APX-CST-006]")
    text = (files("apexai.cost") / "profiles.csv").read_text(encoding="utf-8")
    return Usage(expected={row["key"]: Decimal(row[name]) for row in csv.DictReader(text.splitlines(), strict=True)})


def _amounts(case: UsageCase | None) -> dict[str, Decimal]:
    if case is None:
        return {}
    named: Iterable[tuple[str, Decimal | int | None]] = (
        ("requests", case.requests),
        ("duration", case.duration),
        ("tokensIn", case.tokens_in),
        ("tokensOut", case.tokens_out),
        ("egress", case.egress),
        ("gpuHours", case.gpu_hours),
    )
    return {key: Decimal(amount) for key, amount in named if amount is not None}
