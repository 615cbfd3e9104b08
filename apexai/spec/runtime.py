"""How a model is run and reached: `spec.runtime`."""

from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from pydantic import BeforeValidator, Field

from apexai.spec.fields import Flag, GivenText, Plain, Platform, Port, Positive, Section, Text
from apexai.spec.formats import Domain, Egress, Image, Name, SecretText, SecureUrl, ServiceName, UrlPath, VariableName
from apexai.spec.quantities import Cpu, Duration, Memory, PositiveDuration
from apexai.units import MiB, Seconds


class Architecture(StrEnum):
    X86_64 = "x86_64"
    ARM64 = "arm64"


class Access(StrEnum):
    """Who may call the service."""

    PUBLIC = "public"
    AUTHENTICATED = "authenticated"
    INTERNAL = "internal"


class GatewayImplementation(StrEnum):
    """Gateway API controllers whose own resources (authentication, metrics) are known here."""

    ENVOY_GATEWAY = "envoy-gateway"
    ISTIO = "istio"


class Package(Section):
    """Code for platforms that take code and not images."""

    path: Plain
    """A zip file or a module directory, relative to the spec file."""
    handler: Plain
    """Entry point, e.g. `app.handler`."""
    runtime: Plain
    """Language runtime as the platform names it, e.g. `python3.13`."""


class Probes(Section):
    """How the platform finds out that an instance is started, ready and alive; all three ask the same path."""

    path: UrlPath
    port: Port | None = None
    """The first of `ports` where absent."""
    initial_delay: Duration = Seconds(Decimal(0))
    """Before the first probe."""
    period: PositiveDuration | None = None
    timeout: PositiveDuration | None = None
    failure_threshold: Positive | None = None
    startup_budget: PositiveDuration | None = None
    """How long loading the model may take before the instance counts as failed."""


class Requests(Section):
    """What is reserved, where the platform tells it from the limit."""

    cpu: Cpu | None = None
    memory: Memory | None = None


def _pool_name(value: object) -> object:
    if isinstance(value, dict):
        raise ValueError("creating a node pool is not available yet: give the name of a pool that exists")
    return value


class Gpu(Section):
    """Accelerators for one instance."""

    type: Plain
    """Accelerator model, e.g. `nvidia-l4`."""
    count: Positive = 1
    pool: Annotated[Name | None, BeforeValidator(_pool_name)] = None
    """Node pool that has them, by the value of its nodes' label `finops.apexlogic.com/gpu-pool`."""


class Jwt(Section):
    """Who signs the tokens of callers, and for whom."""

    issuer: SecureUrl
    """HTTPS URL."""
    audiences: Annotated[list[GivenText], Field(min_length=1)]
    jwks_uri: SecureUrl | None = None
    """Where the keys are; `<issuer>/.well-known/jwks.json` where absent."""


class Auth(Section):
    """How callers prove who they are when access is `authenticated`."""

    jwt: Jwt | None = None
    iam: Flag | None = None
    """The cloud's own identities sign requests."""
    gateway: Flag | None = None
    """Put a managed API gateway in front; implied by `jwt`."""


class Gateway(Section):
    """A Kubernetes Gateway that exists and routes to the service."""

    name: Name
    namespace: Name
    implementation: GatewayImplementation | None = None
    """Needed for `auth.jwt` and for alarms, which each controller does its own way."""
    service: ServiceName | None = None
    """The Service in front of the gateway's proxies, for callers inside the cluster: a name in the gateway's namespace,
    or `name.namespace` where the controller puts it elsewhere."""


class Network(Section):
    """Networks that the service is in, and what it may reach."""

    vpc: GivenText | None = None
    subnets: list[GivenText] = []
    security_groups: list[GivenText] = []
    egress: list[Egress] = []
    """Host names or CIDRs, optionally with `:port`, beyond DNS and what the spec itself names."""
    gateway: Gateway | None = None
    domain: Domain | None = None
    """Host name that callers use."""


class Permission(Section):
    """A grant beyond the least that the service needs; wildcards are refused."""

    actions: Annotated[list[Plain], Field(min_length=1)]
    resources: Annotated[list[GivenText], Field(min_length=1)]


class Sidecar(Section):
    """A container beside the model."""

    image: Image
    command: list[Text] = []
    args: list[Text] = []
    port: Port | None = None
    """Where it listens, when requests go through it to the model."""
    environment: dict[VariableName, Text] = {}
    cpu: Cpu | None = None
    memory: Memory | None = None


class Cache(Section):
    """Response cache."""

    ttl: PositiveDuration


class Runtime(Section):
    """How the model is run and reached."""

    platform: Platform
    region: Plain | None = None
    """The cloud's own name of the region, e.g. `us-east-1`."""
    image: Image | None = None
    """OCI reference; `<apexai:registry>/<model name>:<model version>` where absent."""
    package: Package | None = None
    command: list[Text] = []
    args: list[Text] = []
    ports: dict[Name, Port] = {}
    """Port name → number."""
    probes: Probes | None = None
    cpu: Cpu | None = None
    memory: Memory = MiB(1024)
    """Limit of one instance."""
    ephemeral_storage: Memory | None = None
    """Scratch space of one instance."""
    timeout: PositiveDuration = Seconds(Decimal(30))
    """Of one request."""
    requests: Requests | None = None
    gpu: Gpu | None = None
    concurrency: Positive | None = None
    """Requests in one instance at once."""
    architecture: Architecture = Architecture.X86_64
    access: Access = Access.AUTHENTICATED
    auth: Auth | None = None
    network: Network | None = None
    identity: GivenText | None = None
    """Cloud identity of the pods that exists already: an IAM role ARN, a service account e-mail, a client id."""
    permissions: list[Permission] = []
    environment: dict[VariableName, Text] = {}
    secrets: dict[VariableName, SecretText] = {}
    """Variable → reference (`aws-sm://…`, `aws-ssm://…`, `k8s://secret/key`, …); never a value."""
    preprocessor: Sidecar | None = None
    cache: Cache | None = None
