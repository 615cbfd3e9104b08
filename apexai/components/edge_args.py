"""What an EdgeInferenceWorker is asked for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from os import PathLike
from typing import TypeAlias

import pulumi

from apexai.components.inference_service import InferenceService
from apexai.targets.cloudflare_workers.plan import (
    Gateway,
    RateLimit,
    Recording,
    Route,
    Stable,
    StoredSecret,
)

__all__ = [
    "EdgeCache",
    "EdgeInferenceWorkerArgs",
    "Gateway",
    "RateLimit",
    "Recording",
    "Route",
    "Stable",
    "StoredSecret",
    "Tokens",
]

Text: TypeAlias = pulumi.Input[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class EdgeCache:
    """How long answers are kept; durations such as `60s`."""

    ttl: str
    """How long an answer is fresh."""
    stale: str = "0s"
    """How long after that it is served while it is refreshed behind it."""
    stale_if_error: str = "0s"
    """How long after that it is served where the origin fails."""
    shared: bool = False
    """Whether a KV namespace keeps answers for all locations, beside the cache of each."""
    prefetch: tuple[str, ...] = ()
    """Paths whose answers are refreshed at the times of `prefetch_at`."""
    prefetch_at: tuple[str, ...] = ()
    """Cron expressions in UTC."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """The issuer whose tokens let callers in."""

    issuer: Text
    """HTTPS URL of the issuer."""
    audiences: tuple[str, ...]
    """Audiences that a token may be for."""
    jwks_uri: Text | None = None
    """`<issuer>/.well-known/jwks.json` where absent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EdgeInferenceWorkerArgs:
    """What is asked for; exactly one of `origin`, `model` and `platform_model` says who answers."""

    origin: Text | InferenceService | None = None
    """Service that answers: an InferenceService on any platform, or the URL of another one."""
    model: "str | PathLike[str] | None" = None
    """Path of a small ONNX model that answers inside the isolate."""
    platform_model: str | None = None
    """Model of Workers AI that answers, e.g. `@cf/meta/llama-3.1-8b-instruct`."""
    model_name: str = "model"
    """Name of the model in addresses, records and keys of kept answers."""
    model_version: str = ""
    """Version of the model; answers of one are never kept for another."""
    tokens: Tokens | None = None
    """Issuer whose tokens let callers in."""
    public: bool = False
    """Let everybody in that reaches the Worker."""
    domain: str | None = None
    """Host name in a zone of the account."""
    routes: Sequence[Route] = ()
    """Patterns of addresses in zones of the account."""
    workers_dev: bool = False
    """Whether the account's workers.dev address leads here too."""
    cache: EdgeCache | None = None
    """How long answers are kept, and which are fetched ahead."""
    rate_limit: RateLimit | None = None
    """How often a caller may ask in one location."""
    recording: Recording | None = None
    """Share of the requests that is written down with its answers, to R2 or a queue."""
    gateway: Gateway | None = None
    """AI Gateway in front of `platform_model`."""
    origin_token: Text | StoredSecret | None = None
    """Bearer token that the origin asks for; else the caller's own is passed on."""
    timeout: str = "30s"
    """How long an answer may take: of the origin or the platform's model, and as processor time."""
    max_body_bytes: int = 1_048_576
    """Largest body that is read."""
    content_types: Sequence[str] = ("application/json",)
    """Media types that bodies may have."""
    environment: Mapping[str, Text] = field(default_factory=dict)
    """Variables beside those of the program."""
    secrets: Mapping[str, StoredSecret] = field(default_factory=dict)
    """Variables whose values are in the account's Secrets Store."""
    tags: Mapping[str, str] = field(default_factory=dict)
    """Tags of the Worker, as `key:value`; nothing else of it can carry any."""
    trace_share: float = 0
    """Share of the requests that are traced, from 0 to 1."""
    jurisdiction: str | None = None
    """Where stores keep what is in them: `eu`, `fedramp` or `us`."""
    stable: Stable | None = None
    """Version that runs already and keeps a share of the requests."""
    account_id: Text | None = None
    """Account; else `apexai:cloudflareAccountId`, else the only one that the credentials lead to."""

    @property
    def origin_url(self) -> Text | None:
        """The origin's address."""
        return self.origin.endpoint if isinstance(self.origin, InferenceService) else self.origin
