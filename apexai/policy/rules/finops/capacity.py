"""How much a service may take: memory, replicas, timeouts, what is kept warm."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Final

from apexai.policy.rule import Answer, Fail, NotApplicable, Parameter, Rule, Severity, Tighter
from apexai.policy.rules.frameworks import finops
from apexai.policy.rules.memory import MEASURED, memory_of
from apexai.policy.rules.types import CLOUD_FUNCTION, CLOUD_FUNCTION_V1, LAMBDA, RUN_SERVICE, RUN_SERVICE_V1
from apexai.policy.subject import SERVICE, Subject
from apexai.units import HOURS_PER_MONTH, SECONDS_PER_HOUR, parse_duration, parse_rate

UNBOUNDED: Final = ("cloudflare-workers", "lambda-edge")
"""Platforms where a spec can't bound how far a service scales; their capability tables say why."""
_IDLE_AT_NOTHING: Final = ("aws-lambda", "azure-functions", "azure-container-apps", "cloud-run")
"""Platforms where an instance costs only while it works, unless it is kept."""
_BUDGET: Final = 'add spec.finops.budgetLimit, e.g. "$500/month"'
_TIMEOUTS: Final[Mapping[str, str]] = {
    LAMBDA: "timeout",
    CLOUD_FUNCTION: "serviceConfig.timeoutSeconds",
    CLOUD_FUNCTION_V1: "timeout",
    RUN_SERVICE: "template.timeout",
    RUN_SERVICE_V1: "template.spec.timeoutSeconds",
}
"""Type → where it says how long a call may take; Azure has that in the app's host.json."""


def memory_within_ceiling(subject: Subject) -> Iterator[Answer]:
    ceiling = subject.limit("ceilingMib")
    if ceiling is None:
        raise NotApplicable("no ceiling is set")
    memory, path = memory_of(subject)
    if memory > ceiling:
        yield Fail(
            message=f"Serverless function memory limit exceeds {ceiling}MB for cost optimization.",
            path=path,
            edit=f"set {path} to {ceiling} MiB or less; it is {memory.normalize():f}",
        )


def replicas_bounded(subject: Subject) -> Iterator[Answer]:
    platform = subject.spec("runtime.platform").text()
    if platform in UNBOUNDED:
        if subject.spec("finops.budgetLimit").absent:
            message = f"{platform} scales without a bound, and there is no budget either"
            yield Fail(message=message, path="spec.finops.budgetLimit", edit=_BUDGET)
        return
    if platform == "kubernetes":
        replicas = subject.spec("autoscaling")
        if replicas.absent:
            raise NotApplicable("without autoscaling the number of replicas is fixed")
    most = subject.spec("autoscaling.maxReplicas").number()
    ceiling = subject.limit("mostReplicas")
    path = "spec.autoscaling.maxReplicas"
    if most is None:
        yield Fail(message="nothing bounds how far the service scales", path=path)
    elif ceiling is not None and most > ceiling:
        yield Fail(message=f"{most} replicas are more than the {ceiling} that are allowed", path=path)


def warm_capacity_used(subject: Subject) -> Iterator[Answer]:
    warm = subject.spec("autoscaling.minReplicas").number()
    if not warm or subject.spec("runtime.platform").text() not in _IDLE_AT_NOTHING:
        raise NotApplicable("nothing is kept warm that could sleep")
    path = "spec.autoscaling.minReplicas"
    usage = subject.spec("finops.usage")
    if usage.absent or usage["requests"].absent or usage["duration"].absent:
        yield Fail(message=f"minReplicas {warm} is kept warm, and no usage says what for", path=path)
        return
    busy = usage["requests"].parsed(parse_rate) * usage["duration"].parsed(parse_duration)
    share = 100 * busy / (warm * HOURS_PER_MONTH * SECONDS_PER_HOUR)
    least = subject.limit("leastUtilisationPercent") or Decimal(0)
    if share < least:
        message = f"minReplicas {warm} is kept warm and works {share:.1f} % of the time, less than {least} %"
        yield Fail(message=message, path=path)


def timeout_not_oversized(subject: Subject) -> Iterator[Answer]:
    longest, path = subject.limit("longestSeconds"), _TIMEOUTS[subject.type]
    written = subject[path]
    if written.absent or longest is None:
        return
    timeout = written.parsed(parse_duration) if written.text().endswith("s") else written.number()
    if timeout is not None and timeout > longest:
        message = f"a hanging call is paid for {timeout} seconds, more than {longest}"
        yield Fail(message=message, path=path, edit=f"set {path} to {longest} seconds or less")


RULES: Final = (
    Rule(
        id="APX-FIN-001",
        title="serverless memory is within the ceiling",
        severity=Severity.MEDIUM,
        types=MEASURED,
        check=memory_within_ceiling,
        reason="A function is billed for the memory that it reserves, used or not.",
        remediation="Lower its memory, or raise the ceiling for this kind of function.",
        source="https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html",
        frameworks=(finops("Workload optimization"),),
        parameters=(
            Parameter(
                name="ceilingMib",
                kind="integer",
                default=None,
                description="most memory of a function in MiB; without it the rule asks nothing",
                tighter=Tighter.LOWER,
            ),
        ),
    ),
    Rule(
        id="APX-FIN-007",
        title="an upper bound of replicas is declared",
        severity=Severity.HIGH,
        types=(SERVICE,),
        check=replicas_bounded,
        reason="Without a bound a burst of requests, or a loop, scales the bill with it.",
        remediation="Add spec.autoscaling with maxReplicas; on the edge a budget.",
        source="https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html",
        frameworks=(finops("Workload optimization"),),
        parameters=(
            Parameter(
                name="mostReplicas",
                kind="integer",
                default=None,
                description="largest bound that is allowed; any without it",
                tighter=Tighter.LOWER,
            ),
        ),
    ),
    Rule(
        id="APX-FIN-011",
        title="usage justifies what is kept warm",
        severity=Severity.MEDIUM,
        types=(SERVICE,),
        check=warm_capacity_used,
        reason="What is kept warm is billed by the hour, whether requests come or not.",
        remediation="Declare finops.usage with requests and duration, lower minReplicas, or use schedules.",
        source="https://docs.aws.amazon.com/lambda/latest/dg/provisioned-concurrency.html",
        frameworks=(finops("Rate optimization"),),
        parameters=(
            Parameter(
                name="leastUtilisationPercent",
                kind="number",
                default=5,
                description="share of the time in percent that warm instances work at least",
                tighter=Tighter.HIGHER,
            ),
        ),
    ),
    Rule(
        id="APX-FIN-018",
        title="the timeout of a function is not oversized",
        severity=Severity.LOW,
        types=tuple(_TIMEOUTS),
        check=timeout_not_oversized,
        reason="A call that hangs is billed until its timeout.",
        remediation="Set timeout to what the slowest good request needs.",
        source="https://docs.aws.amazon.com/lambda/latest/dg/configuration-timeout.html",
        frameworks=(finops("Workload optimization"),),
        parameters=(
            Parameter(
                name="longestSeconds",
                kind="integer",
                default=300,
                description="longest timeout of a function in seconds",
                tighter=Tighter.LOWER,
            ),
        ),
    ),
)
