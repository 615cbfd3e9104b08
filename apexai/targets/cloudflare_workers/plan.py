"""What a Worker is made of, whoever asks for it: a spec on this platform, or an EdgeInferenceWorker."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from apexai.edge.modules import Module

if TYPE_CHECKING:
    import pulumi

Text: TypeAlias = "pulumi.Input[str]"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredSecret:
    """A secret in a Secrets Store of the account."""

    store: Text
    """Id of the store."""
    name: Text
    """Of the secret in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RateLimit:
    """How often one caller may ask in one location."""

    requests: int
    """Most requests in a period."""
    period_seconds: int = 60
    """10 or 60."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """A share of the requests that is written down with its answers."""

    share: float
    """From 0 to 1."""
    bucket: bool = True
    """Whether an R2 bucket gets them."""
    queue: bool = False
    """Whether a queue gets them, for people who review."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gateway:
    """An AI Gateway between the Worker and a model of the platform."""

    cache_ttl_seconds: int = 0
    """How long it keeps answers; 0: not at all."""
    requests: int = 0
    """Most requests in a period; 0: no limit."""
    period_seconds: int = 60
    """Of `requests`."""
    spend_limit_dollars: float | None = None
    """What the models behind it may cost in 30 days; requests beyond it are refused."""
    collect_logs: bool = True
    """Whether it keeps prompts and answers."""
    guardrails: bool = False
    """Whether prompts and answers with hazards are blocked; billed as Workers AI."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """A pattern of addresses in a zone of the account."""

    zone_id: Text
    """Id of the zone."""
    pattern: str
    """As Cloudflare writes it, e.g. `example.com/score/*`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """How callers reach the Worker; with none of them only other Workers of the account do."""

    domain: str | None = None
    routes: tuple[Route, ...] = ()
    workers_dev: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Stable:
    """The version that runs already."""

    revision: Text
    """Its id."""
    share: float
    """Per cent of the requests that it gets."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """One Worker with its version, what is bound to it, and who reaches it."""

    modules: tuple[Module, ...]
    """The first one is the main module."""
    texts: Mapping[str, Text]
    """Variables."""
    secrets: Mapping[str, StoredSecret] = field(default_factory=dict)
    secret_texts: Mapping[str, Text] = field(default_factory=dict)
    """Variables whose values nobody sees again."""
    tags: tuple[str, ...] = ()
    version: str = ""
    """The model's version."""
    message: str = ""
    """What the deployment is about."""
    cpu_seconds: float = 30
    trace_share: float = 0
    """Share of the requests that are traced, from 0 to 1."""
    entry: Entry = Entry()
    stable: Stable | None = None
    rate_limit: RateLimit | None = None
    shared_cache: bool = False
    """Whether a KV namespace keeps answers for all locations."""
    recording: Recording | None = None
    platform_model: bool = False
    gateway: Gateway | None = None
    crons: tuple[str, ...] = ()
    jurisdiction: str | None = None
    """Where stores keep what is in them: `eu`, `fedramp`."""
