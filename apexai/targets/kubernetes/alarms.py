"""When an objective is missed, in the words of Prometheus and of the gateway that measures it."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from apexai.spec.deployment import ServerlessModelDeployment
from apexai.spec.finops import Slo
from apexai.spec.runtime import GatewayImplementation
from apexai.targets.kubernetes.names import candidate_name, stable_service_name
from apexai.units import Percent, Seconds, render_decimal

_MILLISECONDS: Final = 1000
_QUANTILE: Final = "0.95"


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """One alerting rule."""

    alert: str
    expression: str
    duration: str
    """How long the expression has to hold."""
    severity: str
    summary: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BurnRate:
    """How fast the errors that an objective allows in 30 days are spent, over a long and a short window.

    Source: The Site Reliability Workbook, Alerting on SLOs, https://sre.google/workbook/alerting-on-slos/, table 5-8.
    """

    name: str
    factor: Decimal
    long: str
    short: str
    severity: str


BURN_RATES: Final = (
    BurnRate(name="Fast", factor=Decimal("14.4"), long="1h", short="5m", severity="critical"),
    BurnRate(name="Slow", factor=Decimal(6), long="6h", short="30m", severity="warning"),
)
PLAIN_RATE: Final = BurnRate(name="Slow", factor=Decimal(1), long="6h", short="30m", severity="warning")
"""More errors than are allowed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GatewayMetrics:
    """Where a gateway counts requests, with `{selector}` filled in."""

    requests: str
    errors: str
    milliseconds: str
    """Buckets of a histogram."""


def alarms_of(
    deployment: ServerlessModelDeployment, slo: Slo, implementation: GatewayImplementation
) -> Iterator[Alarm]:
    """The alarms of a service's objectives."""
    metrics = gateway_metrics(deployment, implementation)
    name = deployment.metadata.name
    if slo.latency_p95 is not None:
        yield _latency(name, slo.latency_p95, metrics)
    if slo.availability is not None:
        for rate in burn_rates(slo.availability):
            yield _errors(name, slo.availability, rate, metrics)


def burn_rates(promised: Percent) -> tuple[BurnRate, ...]:
    """The rates that errors can reach: a modest promise allows so many that not all requests could fail so fast."""
    allowed = 1 - promised / 100
    return tuple(rate for rate in BURN_RATES if allowed * rate.factor < 1) or (PLAIN_RATE,)


def gateway_metrics(deployment: ServerlessModelDeployment, implementation: GatewayImplementation) -> GatewayMetrics:
    """What the gateway's proxies count of this service's requests.

    Source: Envoy Gateway 1.9, Gateway API extension types: clusterStatName and the Envoy Clusters dashboard; Istio
    Standard Metrics, https://istio.io/latest/docs/reference/config/metrics/; read 2026-11-21.
    """
    name, namespace = deployment.metadata.name, deployment.metadata.namespace
    match implementation:
        case GatewayImplementation.ENVOY_GATEWAY:
            cluster = f'envoy_cluster_name=~"httproute/{namespace}/{name}/rule/0.*"'
            return GatewayMetrics(
                requests=f"envoy_cluster_upstream_rq_xx{{{cluster}}}",
                errors=f'envoy_cluster_upstream_rq_xx{{{cluster},envoy_response_code_class="5"}}',
                milliseconds=f"envoy_cluster_upstream_rq_time_bucket{{{cluster}}}",
            )
        case GatewayImplementation.ISTIO:
            services = f"{stable_service_name(name)}|{candidate_name(name)}"
            service = f'destination_service_name=~"{services}",destination_service_namespace="{namespace}"'
            source = f'reporter="source",{service}'
            return GatewayMetrics(
                requests=f"istio_requests_total{{{source}}}",
                errors=f'istio_requests_total{{{source},response_code=~"5.."}}',
                milliseconds=f"istio_request_duration_milliseconds_bucket{{{source}}}",
            )


def _latency(name: str, promised: Seconds, metrics: GatewayMetrics) -> Alarm:
    limit = render_decimal(promised * _MILLISECONDS)
    return Alarm(
        alert="LatencyObjectiveMissed",
        expression=f"histogram_quantile({_QUANTILE}, sum by (le) (rate({metrics.milliseconds}[5m]))) > {limit}",
        duration="10m",
        severity="warning",
        summary=f"{name}: 95 % of the requests should be answered within {limit} ms",
    )


def _errors(name: str, promised: Percent, rate: BurnRate, metrics: GatewayMetrics) -> Alarm:
    limit = render_decimal((1 - promised / 100) * rate.factor)
    windows = " and ".join(f"({_error_share(metrics, window)}) > {limit}" for window in (rate.long, rate.short))
    return Alarm(
        alert=f"ErrorBudgetBurn{rate.name}",
        expression=windows,
        duration="2m",
        severity=rate.severity,
        summary=f"{name}: errors use up what {render_decimal(promised)} % availability allows, "
        f"{render_decimal(rate.factor)} times too fast",
    )


def _error_share(metrics: GatewayMetrics, window: str) -> str:
    return f"sum(rate({metrics.errors}[{window}])) / sum(rate({metrics.requests}[{window}]))"
