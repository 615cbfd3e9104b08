"""What a deployment may cost, who pays and what it is used for: `spec.finops`."""

from enum import StrEnum

from apexai.spec.fields import Count, GivenText, Plain, Section
from apexai.spec.formats import LabelKey, LabelValue
from apexai.spec.quantities import (
    AverageDuration,
    Budget,
    DataRate,
    Day,
    HoursRate,
    PositiveDuration,
    PositiveShare,
    Rate,
)


class OnBreach(StrEnum):
    """What happens when the budget is spent."""

    ALERT = "alert"
    THROTTLE = "throttle"
    PAUSE = "pause"


class UsageCase(Section):
    """How much the service is used."""

    requests: Rate | None = None
    """Requests a month."""
    duration: AverageDuration | None = None
    """Of one request, on average."""
    tokens_in: Count | None = None
    """Tokens read by one request."""
    tokens_out: Count | None = None
    """Tokens written by one request."""
    egress: DataRate | None = None
    """Data sent to the internet."""
    gpu_hours: HoursRate | None = None
    """Hours that accelerators run."""


class Usage(UsageCase):
    """The expected use, with the cases below and above it."""

    low: UsageCase | None = None
    """The least that is expected."""
    high: UsageCase | None = None
    """The most that is expected."""


class Finops(Section):
    """What the deployment may cost and who pays."""

    cost_center: Plain | None = None
    """Who pays; label `finops.apexlogic.com/cost-center` or tag on every resource."""
    tier: Plain | None = None
    """Class of service; label `finops.apexlogic.com/tier` or tag on every resource."""
    tags: dict[LabelKey, LabelValue] = {}
    """Go to every resource that can carry tags or labels."""
    budget_limit: Budget | None = None
    """What the deployment may cost a month."""
    alert_threshold: PositiveShare | None = None
    """Share of the budget at which `alerts` hear of it, beside all of it and a forecast beyond it."""
    alerts: list[GivenText] = []
    """Who hears of the budget: mail addresses, https URLs, or channels as the platform names them."""
    on_breach: OnBreach = OnBreach.ALERT
    """What happens when the budget is spent."""
    expires: Day | None = None
    """Day after which a non-production deployment should be gone."""
    usage: Usage | None = None
    """What the estimate multiplies by."""
    node_type: Plain | None = None
    """Machine type of the nodes, e.g. `g5.xlarge`."""


class Slo(Section):
    """What the service promises."""

    latency_p95: PositiveDuration | None = None
    """95 % of the requests are answered within it."""
    availability: PositiveShare | None = None
    """Share of requests that do not end in an error of the service."""
