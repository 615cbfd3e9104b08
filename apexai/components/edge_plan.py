"""The plan of a Worker from the options of an EdgeInferenceWorker."""

import json
from pathlib import Path

from apexai.components.edge_args import EdgeCache, EdgeInferenceWorkerArgs, Text
from apexai.edge.modules import Module, forwarding_modules, onnx_modules
from apexai.targets.cloudflare_workers.plan import Entry, Plan, StoredSecret
from apexai.targets.cloudflare_workers.tags import tags_from
from apexai.targets.cloudflare_workers.variables import milliseconds
from apexai.units import parse_duration, render_decimal


def plan_of_args(args: EdgeInferenceWorkerArgs) -> Plan:
    """What the options ask for; they are checked already."""
    token = args.origin_token
    stored = {"EDGE_ORIGIN_TOKEN": token} if isinstance(token, StoredSecret) else {}
    texts = {} if token is None or isinstance(token, StoredSecret) else {"EDGE_ORIGIN_TOKEN": token}
    return Plan(
        modules=_modules(args),
        texts={**args.environment, **_variables(args)},
        secrets={**args.secrets, **stored},
        secret_texts=texts,
        tags=tags_from({"model": args.model_name, **args.tags}),
        version=args.model_version,
        message=f"{args.model_name} {args.model_version}".strip(),
        cpu_seconds=float(parse_duration(args.timeout)),
        trace_share=args.trace_share,
        entry=Entry(domain=args.domain, routes=tuple(args.routes), workers_dev=args.workers_dev),
        stable=args.stable,
        rate_limit=args.rate_limit,
        shared_cache=args.cache is not None and args.cache.shared,
        recording=args.recording,
        platform_model=args.platform_model is not None,
        gateway=args.gateway,
        crons=() if args.cache is None else args.cache.prefetch_at,
        jurisdiction=args.jurisdiction,
    )


def _modules(args: EdgeInferenceWorkerArgs) -> tuple[Module, ...]:
    return forwarding_modules() if args.model is None else onnx_modules(Path(args.model))


def _variables(args: EdgeInferenceWorkerArgs) -> dict[str, Text]:
    found: dict[str, Text] = {
        "MODEL_NAME": args.model_name,
        "EDGE_TIMEOUT_MS": milliseconds(parse_duration(args.timeout)),
        "EDGE_MAX_BODY_BYTES": str(args.max_body_bytes),
        "EDGE_CONTENT_TYPES": json.dumps(list(args.content_types)),
        **_backend(args),
        **_tokens(args),
        **({} if args.cache is None else _cache(args.cache)),
    }
    if args.model_version:
        found["MODEL_VERSION"] = args.model_version
    if args.recording is not None:
        found["EDGE_SAMPLE_RATE"] = str(args.recording.share)
    return found


def _backend(args: EdgeInferenceWorkerArgs) -> dict[str, Text]:
    if args.origin_url is not None:
        return {"EDGE_MODE": "origin", "EDGE_ORIGIN_URL": args.origin_url}
    if args.platform_model is not None:
        return {"EDGE_MODE": "workers-ai", "EDGE_AI_MODEL": args.platform_model}
    return {}


def _tokens(args: EdgeInferenceWorkerArgs) -> dict[str, Text]:
    tokens = args.tokens
    if tokens is None:
        return {}
    found: dict[str, Text] = {
        "EDGE_JWT_ISSUER": tokens.issuer,
        "EDGE_JWT_AUDIENCES": json.dumps(list(tokens.audiences)),
    }
    return found if tokens.jwks_uri is None else {**found, "EDGE_JWT_JWKS_URI": tokens.jwks_uri}


def _cache(cache: EdgeCache) -> dict[str, Text]:
    seconds = {
        "EDGE_CACHE_TTL_SECONDS": cache.ttl,
        "EDGE_STALE_SECONDS": cache.stale,
        "EDGE_STALE_IF_ERROR_SECONDS": cache.stale_if_error,
    }
    found: dict[str, Text] = {name: render_decimal(parse_duration(text)) for name, text in seconds.items()}
    return found if not cache.prefetch else {**found, "EDGE_PREFETCH": json.dumps(list(cache.prefetch))}
