"""What a version gets: variables, secrets, stores, models of the platform, the rate limiter."""

from collections.abc import Iterator

import pulumi

from apexai.targets.cloudflare_workers import sdk
from apexai.targets.cloudflare_workers.created.scope import Scope
from apexai.targets.cloudflare_workers.names import counter_id
from apexai.targets.cloudflare_workers.plan import Gateway, Plan, Recording


def build_bindings(scope: Scope, plan: Plan) -> list[sdk.WorkerVersionBindingArgs]:
    """The bindings with the resources behind them, in the order in which the API gives them back."""
    bindings = [*_variables(plan), *_stores(scope, plan), *_services(scope, plan)]
    return sorted(bindings, key=lambda binding: str(binding.name))


def _variables(plan: Plan) -> Iterator[sdk.WorkerVersionBindingArgs]:
    for name, text in plan.texts.items():
        yield sdk.WorkerVersionBindingArgs(name=name, type="plain_text", text=text)
    for name, text in plan.secret_texts.items():
        yield sdk.WorkerVersionBindingArgs(name=name, type="secret_text", text=pulumi.Output.secret(text))
    for name, secret in plan.secrets.items():
        yield sdk.WorkerVersionBindingArgs(
            name=name, type="secrets_store_secret", store_id=secret.store, secret_name=secret.name
        )
    yield sdk.WorkerVersionBindingArgs(name="EDGE_VERSION", type="version_metadata")


def _stores(scope: Scope, plan: Plan) -> Iterator[sdk.WorkerVersionBindingArgs]:
    if plan.shared_cache:
        namespace = sdk.WorkersKvNamespace(
            scope.name("cache"),
            account_id=scope.account,
            title=scope.account_name("cache"),
            jurisdiction=plan.jurisdiction,
            opts=scope.options(),
        )
        yield sdk.WorkerVersionBindingArgs(name="EDGE_CACHE", type="kv_namespace", namespace_id=namespace.id)
    if plan.recording is not None:
        yield from _recording(scope, plan, plan.recording)


def _recording(scope: Scope, plan: Plan, recording: Recording) -> Iterator[sdk.WorkerVersionBindingArgs]:
    if recording.bucket:
        bucket = sdk.R2Bucket(
            scope.name("samples"),
            account_id=scope.account,
            name=scope.account_name("samples"),
            jurisdiction=plan.jurisdiction,
            opts=scope.options(),
        )
        yield sdk.WorkerVersionBindingArgs(
            name="EDGE_SAMPLES", type="r2_bucket", bucket_name=bucket.name, jurisdiction=plan.jurisdiction
        )
    if recording.queue:
        queue = sdk.Queue(
            scope.name("review"),
            account_id=scope.account,
            queue_name=scope.account_name("review"),
            jurisdiction=plan.jurisdiction,
            opts=scope.options(),
        )
        yield sdk.WorkerVersionBindingArgs(name="EDGE_REVIEW", type="queue", queue_name=queue.queue_name)


def _services(scope: Scope, plan: Plan) -> Iterator[sdk.WorkerVersionBindingArgs]:
    if plan.rate_limit is not None:
        yield sdk.WorkerVersionBindingArgs(
            name="EDGE_LIMITER",
            type="ratelimit",
            namespace_id=counter_id(scope.account_name()),
            simple=sdk.WorkerVersionBindingSimpleArgs(
                limit=plan.rate_limit.requests, period=plan.rate_limit.period_seconds
            ),
        )
        yield sdk.WorkerVersionBindingArgs(
            name="EDGE_LIMIT_PERIOD_SECONDS", type="plain_text", text=str(plan.rate_limit.period_seconds)
        )
    if plan.platform_model:
        yield sdk.WorkerVersionBindingArgs(name="AI", type="ai")
    if plan.gateway is not None:
        gateway = _gateway(scope, plan.gateway)
        yield sdk.WorkerVersionBindingArgs(name="EDGE_AI_GATEWAY", type="plain_text", text=gateway.ai_gateway_id)


def _gateway(scope: Scope, gateway: Gateway) -> sdk.AiGateway:
    """All that has no default of its own is said: the provider asks for it."""
    return sdk.AiGateway(
        scope.name("gateway"),
        account_id=scope.account,
        ai_gateway_id=scope.account_name("gateway"),
        cache_ttl=gateway.cache_ttl_seconds,
        cache_invalidate_on_update=True,
        collect_logs=gateway.collect_logs,
        rate_limiting_interval=gateway.period_seconds if gateway.requests else 0,
        rate_limiting_limit=gateway.requests,
        rate_limiting_technique="sliding" if gateway.requests else None,
        guardrails=_guardrails() if gateway.guardrails else None,
        spend_limits=_spend_limits(gateway.spend_limit_dollars),
        opts=scope.options(),
    )


_MONTH_SECONDS = 30 * 24 * 3600


def _spend_limits(dollars: float | None) -> sdk.AiGatewaySpendLimitsArgs | None:
    if dollars is None:
        return None
    rule = sdk.AiGatewaySpendLimitsRuleArgs(
        limit=dollars, limit_type="cost", window=_MONTH_SECONDS, technique="sliding", enabled=True
    )
    return sdk.AiGatewaySpendLimitsArgs(enabled=True, rules=[rule])


def _guardrails() -> sdk.AiGatewayGuardrailsArgs:
    """Every hazard category blocks, in prompts and in answers; `p1` are attacks by prompts, which answers have none."""
    hazards = {f"s{number}": "BLOCK" for number in range(1, 14)}
    return sdk.AiGatewayGuardrailsArgs(
        prompt=sdk.AiGatewayGuardrailsPromptArgs(p1="BLOCK", **hazards),
        response=sdk.AiGatewayGuardrailsResponseArgs(**hazards),
    )
