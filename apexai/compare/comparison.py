"""One document on every platform: its cost there, what keeps it away, and where the order of the platforms changes."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from apexai.compare.curve import Curve
from apexai.compare.ranking import Contender, RankedRange, rank_curves
from apexai.compare.remarks import Remark, remarks_of
from apexai.compare.volumes import NoCurve, trace_volumes
from apexai.cost.estimate import Estimate
from apexai.cost.load import Load
from apexai.cost.quantity import Case
from apexai.cost.usage_sources import component_usage, profile_usage
from apexai.cost.view import COMPONENT
from apexai.errors import Diagnostic
from apexai.preview.criteria import Criteria
from apexai.preview.result import DeploymentPreview, Preview, Status
from apexai.spec.fields import Platform


@dataclass(frozen=True, slots=True, kw_only=True)
class PlatformColumn:
    """One platform in the comparison."""

    platform: Platform
    region: str
    status: Status
    refusals: tuple[Diagnostic, ...] = ()
    """What keeps the document away, with file and line."""
    failure: str = ""
    """How the program ended that failed."""
    estimate: Estimate | None = None
    failed_gates: tuple[str, ...] = ()
    """What a preview on it would fail by."""
    remarks: tuple[Remark, ...] = ()
    curve: Curve | None = None
    """Expected cost by requests."""
    no_curve: str = ""
    """Why there is none, where the document can be had."""
    load: Load | None = None
    """How many requests come, and how many its limits let through; None where that is not known."""
    resources: int = 0

    @property
    def carries(self) -> Decimal | None:
        """Requests a month that its limits let through at the declared duration; None where nothing bounds them."""
        return None if self.load is None else self.load.carries.expected

    @property
    def falls_short(self) -> bool:
        """Whether its limits don't let the expected requests through, so that its cost is none to lay beside others."""
        return self.load is not None and any(found.case is Case.EXPECTED for found in self.load.shortfalls())

    @property
    def is_ranked(self) -> bool:
        """Whether nothing is missing from its cost, so that it can be laid beside others."""
        return self.curve is not None and self.estimate is not None and not self.estimate.monthly.expected.at_least


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """One document on every platform that this version builds."""

    name: str
    source: str
    as_of: datetime.date
    billing_currency: str
    declared: Platform | None
    """The platform that the document itself names."""
    requests: Decimal | None
    """Expected requests a month, as declared."""
    columns: tuple[PlatformColumn, ...]
    """Those with a known expected cost first, from the cheapest on, and of these last what can't carry the declared
    requests; what is refused is last of all."""
    ranges: tuple[RankedRange, ...] = ()
    """The order of the ranked platforms at every number of requests."""
    assumptions: tuple[str, ...] = ()

    @property
    def contenders(self) -> tuple[Contender, ...]:
        """The platforms that are ranked."""
        return tuple(
            Contender(name=str(column.platform), curve=column.curve, carries=column.carries)
            for column in self.columns
            if column.is_ranked and column.curve is not None
        )


def compare_preview(
    preview: Preview, criteria: Criteria, *, declared: Mapping[str, Platform]
) -> tuple[Comparison, ...]:
    """Lay the deployments of each document beside each other.

    Args:
        preview: Of the documents on all platforms.
        criteria: What it was judged by.
        declared: `metadata.name` → the platform that the document names.

    Raises:
        UsageError: the declared use contradicts itself.
    """
    groups: dict[tuple[str, str], list[DeploymentPreview]] = {}
    for deployment in preview.deployments:
        groups.setdefault((deployment.source, deployment.name), []).append(deployment)
    return tuple(_comparison(group, criteria, declared.get(name)) for (_, name), group in groups.items())


def _comparison(group: list[DeploymentPreview], criteria: Criteria, declared: Platform | None) -> Comparison:
    columns = tuple(sorted((_column(deployment, criteria) for deployment in group), key=_weight))
    estimates = [column.estimate for column in columns if column.estimate is not None]
    found = Comparison(
        name=group[0].name,
        source=group[0].source,
        as_of=criteria.as_of,
        billing_currency=estimates[0].billing_currency if estimates else "USD",
        declared=declared,
        requests=_requests(group, criteria),
        columns=columns,
        assumptions=tuple(sorted({text for estimate in estimates for text in estimate.assumptions})),
    )
    return replace(found, ranges=rank_curves(found.contenders))


def _column(deployment: DeploymentPreview, criteria: Criteria) -> PlatformColumn:
    platform = Platform(deployment.target)
    bare = PlatformColumn(
        platform=platform,
        region=deployment.region,
        status=deployment.status,
        refusals=tuple(found for found in deployment.problems if found.is_error),
        failure=deployment.failure,
        load=(load := _load(deployment)),
        remarks=remarks_of(platform, deployment.graph, load),
    )
    if deployment.status is not Status.OK or deployment.graph is None:
        return bare
    return _priced(bare, deployment, criteria)


def _priced(bare: PlatformColumn, deployment: DeploymentPreview, criteria: Criteria) -> PlatformColumn:
    assert deployment.graph is not None
    traced = trace_volumes(deployment.graph, criteria)
    return replace(
        bare,
        estimate=deployment.estimate,
        failed_gates=tuple(gate.reason for gate in deployment.failed_gates),
        curve=None if isinstance(traced, NoCurve) else traced,
        no_curve=traced.reason if isinstance(traced, NoCurve) else "",
        resources=sum(item.custom and not item.is_provider and not item.read for item in deployment.graph.resources),
    )


def _load(deployment: DeploymentPreview) -> Load | None:
    services = deployment.estimate.services if deployment.estimate is not None else ()
    return services[0].load if len(services) == 1 else None


def _weight(column: PlatformColumn) -> tuple[bool, bool, bool, Decimal, int]:
    """What is refused last, before it what has no expected cost, before it what can't carry the declared requests; then
    by cost and by the order of the platforms."""
    total = column.estimate.monthly.expected if column.estimate is not None else None
    amount = total.amount if total is not None else None
    place = list(Platform).index(column.platform)
    missing = total is None or amount is None or total.at_least
    return column.status is not Status.OK, missing, column.falls_short, amount or Decimal(0), place


def _requests(group: Iterable[DeploymentPreview], criteria: Criteria) -> Decimal | None:
    """As the document declares them, else the profile."""
    profile = criteria.usage.profile
    assumed = profile_usage(profile).expected.get("requests") if profile is not None else None
    for deployment in group:
        for service in deployment.graph.of_type(COMPONENT) if deployment.graph is not None else ():
            return component_usage(service).expected.get("requests", assumed)
    return assumed
