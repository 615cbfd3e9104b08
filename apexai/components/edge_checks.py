"""What an EdgeInferenceWorker can't be, found before any resource is registered."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from apexai.components.edge_args import EdgeCache, EdgeInferenceWorkerArgs
from apexai.components.edge_variables import check_variables
from apexai.components.inference_service import InferenceService
from apexai.errors import Diagnostic
from apexai.spec.cron import read_cron
from apexai.spec.fields import Platform
from apexai.spec.formats import Domain, SecureUrl, Url
from apexai.spec.runtime import Access, Runtime
from apexai.spec.shown import shown
from apexai.spec.structure import form_of
from apexai.targets.cloudflare_workers.facts import worker_facts
from apexai.targets.cloudflare_workers.program import PLATFORM_MODELS
from apexai.targets.cloudflare_workers.rules.traffic import VERSION_ID
from apexai.targets.diagnostics import error
from apexai.units import FormError, parse_duration

_JURISDICTIONS: Final = ("eu", "fedramp", "us")
"""Source: pulumi-cloudflare 6.23.1, R2Bucket.jurisdiction."""


def check_args(args: EdgeInferenceWorkerArgs) -> Iterator[Diagnostic]:
    """Every reason why the Worker can't be had; paths are the names of arguments."""
    for check in (_backend, _addresses, _origin, _callers, _cache, _limits, _stores, check_variables, _stable):
        yield from check(args)


def _backend(args: EdgeInferenceWorkerArgs) -> Iterator[Diagnostic]:
    given = [name for name in ("origin", "model", "platform_model") if getattr(args, name) is not None]
    if len(given) != 1:
        found = " and ".join(given) or "nothing"
        message = f"exactly one of origin, model and platform_model says who answers, and there is {found}"
        yield error("APX-EDG-001", given[1] if given else "origin", message, instead="give one of them")
    if args.model is not None:
        yield from _model(Path(args.model))
    if args.platform_model is not None and not args.platform_model.startswith(PLATFORM_MODELS):
        message = f"{args.platform_model!r} is no model of the platform, whose names begin with @cf/ or @hf/"
        yield error("APX-EDG-003", "platform_model", message, instead="write e.g. @cf/meta/llama-3.1-8b-instruct")
    if args.gateway is not None and args.platform_model is None:
        message = "an AI Gateway is for models of the platform"
        yield error("APX-EDG-004", "gateway", message, instead="remove it, or give platform_model")
    if args.origin_token is not None and args.origin is None:
        message = "there is no origin that it could be shown to"
        yield error("APX-EDG-005", "origin_token", message, instead="remove it, or give origin")


def _addresses(args: EdgeInferenceWorkerArgs) -> Iterator[Diagnostic]:
    """What is written as an address and is none; of an Output nobody knows it."""
    tokens = args.tokens
    given = (
        ("origin", args.origin, Url),
        ("domain", args.domain, Domain),
        ("tokens.issuer", tokens and tokens.issuer, SecureUrl),
        ("tokens.jwks_uri", tokens and tokens.jwks_uri, SecureUrl),
    )
    for path, value, kind in given:
        form = form_of(kind)
        if isinstance(value, str) and form and form.pattern and not re.fullmatch(form.pattern, value):
            message = f"{shown(value)} is not {form.text}"
            yield error("APX-EDG-013", path, message, instead=f"write e.g. {form.examples[0]}")


def _origin(args: EdgeInferenceWorkerArgs) -> Iterator[Diagnostic]:
    """A Worker is in nobody's network, and has no identity of another cloud."""
    if not isinstance(args.origin, InferenceService):
        return
    runtime = args.origin.runtime
    if runtime.access is Access.INTERNAL:
        message = "the service has access internal, and a Worker is outside of its network"
        instead = "let it be authenticated or public, or give the URL by which it is reached from outside"
        yield error("APX-EDG-007", "origin", message, instead=instead)
    elif (
        runtime.platform is Platform.AWS_LAMBDA and runtime.access is Access.AUTHENTICATED and not _has_tokens(runtime)
    ):
        message = "the service takes requests that are signed with AWS's keys for its own host, which a Worker has not"
        instead = "give it runtime.auth.jwt, or let it be public and check tokens in its code"
        yield error("APX-EDG-008", "origin", message, instead=instead)


def _has_tokens(runtime: Runtime) -> bool:
    return runtime.auth is not None and runtime.auth.jwt is not None


def _model(file: Path) -> Iterator[Diagnostic]:
    most = worker_facts()["model_bytes"]
    if not _is_file(file):
        message = f"there is no file {shown(str(file))}"
        yield error(
            "APX-EDG-002", "model", message, instead="give the path of an ONNX file from the program's directory"
        )
    elif file.stat().st_size > most.number:
        yield most.violated(
            code="APX-EDG-006",
            path="model",
            message=f"the model has {file.stat().st_size:,} bytes; with the runtime it has to fit into 128 MB",
            suggestion="quantise it, or serve it elsewhere and give that service as origin",
        )


def _is_file(file: Path) -> bool:
    """Whether there is such a file; what can be no path, such as one that is too long, is none."""
    try:
        return file.is_file()
    except (OSError, ValueError):
        return False


def _callers(args: EdgeInferenceWorkerArgs) -> Iterator[Diagnostic]:
    reached = args.domain is not None or bool(args.routes) or args.workers_dev
    if reached and args.tokens is None and not args.public:
        message = "callers from outside would be let in unasked"
        yield error("APX-EDG-010", "tokens", message, instead="give tokens, or set public")
    if args.public and args.tokens is not None:
        message = "everybody is let in, and tokens are asked for"
        yield error("APX-EDG-011", "public", message, instead="remove one of them")
    if args.tokens is not None and not args.tokens.audiences:
        message = "tokens for anybody would be taken"
        yield error("APX-EDG-012", "tokens.audiences", message, instead="name the audience that tokens are for")


def _cache(args: EdgeInferenceWorkerArgs) -> Iterator[Diagnostic]:
    cache = args.cache
    if cache is None:
        return
    for name in ("ttl", "stale", "stale_if_error"):
        yield from _duration(f"cache.{name}", getattr(cache, name), positive=name == "ttl")
    if cache.prefetch and args.origin is None:
        message = "only an origin is asked by paths"
        yield error("APX-EDG-021", "cache.prefetch", message, instead="remove it")
    yield from _times(cache)


def _times(cache: EdgeCache) -> Iterator[Diagnostic]:
    if bool(cache.prefetch) != bool(cache.prefetch_at):
        name = "prefetch_at" if cache.prefetch else "prefetch"
        message = "paths are refreshed at times: one is there without the other"
        yield error("APX-EDG-022", f"cache.{name}", message, instead='write e.g. prefetch_at=("*/5 * * * *",)')
    for path in cache.prefetch:
        if not path.startswith("/"):
            yield error("APX-EDG-023", "cache.prefetch", f"{path!r} is no path", instead="begin it with /")
    for cron in cache.prefetch_at:
        yield from _parsed("APX-EDG-024", "cache.prefetch_at", cron, read_cron)


def _limits(args: EdgeInferenceWorkerArgs) -> Iterator[Diagnostic]:
    yield from _duration("timeout", args.timeout, positive=True)
    periods, body = worker_facts()["rate_limit_periods"], worker_facts()["body_bytes"]
    limit = args.rate_limit
    if limit is not None and str(limit.period_seconds) not in periods.value.split("|"):
        yield periods.violated(
            code="APX-EDG-030",
            path="rate_limit.period_seconds",
            message=f"{limit.period_seconds} s can't be the period of a rate limit",
            suggestion="write 10 or 60",
        )
    if limit is not None and limit.requests < 1:
        yield error("APX-EDG-031", "rate_limit.requests", "nobody would be let in", instead="write 1 or more")
    if not 0 < args.max_body_bytes <= body.number:
        yield error(
            "APX-EDG-032",
            "max_body_bytes",
            f"{args.max_body_bytes:,} bytes can't be the limit: the platform takes up to {body.number:,}",
            instead="write a number of bytes between them, e.g. 1_048_576",
        )
    if not args.content_types:
        message = "bodies of no media type would be read"
        yield error("APX-EDG-033", "content_types", message, instead='write e.g. ("application/json",)')


def _stores(args: EdgeInferenceWorkerArgs) -> Iterator[Diagnostic]:
    recording = args.recording
    if recording is not None and not 0 < recording.share <= 1:
        message = f"{recording.share} is no share of the requests"
        yield error("APX-EDG-040", "recording.share", message, instead="write a number above 0, and 1 at most")
    if recording is not None and not (recording.bucket or recording.queue):
        message = "it would be written nowhere"
        yield error("APX-EDG-041", "recording", message, instead="set bucket or queue")
    if args.jurisdiction is not None and args.jurisdiction not in _JURISDICTIONS:
        message = f"{args.jurisdiction!r} is no jurisdiction of Cloudflare"
        yield error("APX-EDG-042", "jurisdiction", message, instead=f"write one of {', '.join(_JURISDICTIONS)}")
    elif args.jurisdiction is not None and recording is None and not (args.cache is not None and args.cache.shared):
        message = "there is no store that would be held there: the Worker itself runs wherever its callers are"
        yield error("APX-EDG-044", "jurisdiction", message, instead="remove it, or set recording or cache.shared")
    if not 0 <= args.trace_share <= 1:
        message = f"{args.trace_share} is no share of the requests"
        yield error("APX-EDG-043", "trace_share", message, instead="write a number from 0 to 1")


def _stable(args: EdgeInferenceWorkerArgs) -> Iterator[Diagnostic]:
    stable = args.stable
    if stable is None:
        return
    least = float(worker_facts()["percentage_minimum"].decimal)
    if not (least <= stable.share <= 100 - least or stable.share == 100):
        message = f"{stable.share} can't be the per cent of the version that runs already"
        yield error("APX-EDG-060", "stable.share", message, instead=f"write {least} to {100 - least}, or 100")
    if isinstance(stable.revision, str) and not VERSION_ID.fullmatch(stable.revision):
        message = f"{stable.revision!r} is no id of a version"
        yield error("APX-EDG-061", "stable.revision", message, instead="write the output `revision` of that release")


def _duration(path: str, text: str, *, positive: bool) -> Iterator[Diagnostic]:
    yield from _parsed("APX-EDG-020", path, text, parse_duration)
    most = worker_facts()["cpu_seconds_maximum"]
    try:
        seconds = parse_duration(text)
    except FormError:
        return
    if positive and seconds == 0:
        yield error("APX-EDG-025", path, "it would be over at once", instead="write e.g. 60s")
    elif path == "timeout" and seconds > most.number:
        yield most.violated(
            code="APX-EDG-026",
            path=path,
            message=f"{text} is more processor time than a request may have",
            suggestion=f"write {most.number}s at most",
        )


def _parsed(code: str, path: str, text: str, parse: Callable[[str], object]) -> Iterator[Diagnostic]:
    try:
        parse(text)
    except FormError as wrong:
        yield error(code, path, str(wrong), instead="write it in that form")
