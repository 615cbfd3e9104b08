"""How a model is run and reached: `spec.runtime`."""

from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from pydantic import BeforeValidator, Field

from apexai.spec.fields import Flag, GivenText, Plain, Platform, Port, Positive, Section, Text
from apexai.spec.formats import Domain, Egress, Image, Name, SecretText, SecureUrl, ServiceName, UrlPath, VariableName
from apexai.spec.node_pool import NodePool
from apexai.spec.quantities import Cpu, Duration, Memory, PositiveDuration
from apexai.units import MiB, Seconds


class Architecture(StrEnum):
    """Processor architecture."""

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
    """HTTP path that answers 2xx when all is well."""
    port: Port | None = None
    """The first of `ports` where absent."""
    initial_delay: Duration = Seconds(Decimal(0))
    """Before the first probe."""
    period: PositiveDuration | None = None
    """Between two probes."""
    timeout: PositiveDuration | None = None
    """Of one probe."""
    failure_threshold: Positive | None = None
    """Failed probes in a row after which the instance counts as failed."""
    startup_budget: PositiveDuration | None = None
    """How long loading the model may take before the instance counts as failed."""


class Requests(Section):
    """What is reserved, where the platform tells it from the limit."""

    cpu: Cpu | None = None
    """vCPU that is reserved for one instance."""
    memory: Memory | None = None
    """Memory that is reserved for one instance."""


def _pool_name(value: object) -> object:
    if isinstance(value, dict):
        raise ValueError("it is the name of a pool that exists: write one to be made as runtime.gpu.nodePool")
    return value


class Gpu(Section):
    """Accelerators for one instance."""

    type: Plain
    """Accelerator model, e.g. `nvidia-l4`."""
    count: Positive = 1
    """Accelerators for one instance."""
    pool: Annotated[Name | None, BeforeValidator(_pool_name)] = None
    """Node pool that has them, by the value of its nodes' label `finops.apexlogic.com/gpu-pool`."""
    node_pool: NodePool | None = None
    """Node pool to be made for them."""


class Jwt(Section):
    """Who signs the tokens of callers, and for whom."""

    issuer: SecureUrl
    """HTTPS URL."""
    audiences: Annotated[list[GivenText], Field(min_length=1)]
    """Audiences that a token may be for."""
    jwks_uri: SecureUrl | None = None
    """Where the keys are; `<issuer>/.well-known/jwks.json` where absent."""


class Auth(Section):
    """How callers prove who they are when access is `authenticated`."""

    jwt: Jwt | None = None
    """Callers bring a JSON web token."""
    iam: Flag | None = None
    """The cloud's own identities sign requests."""
    gateway: Flag | None = None
    """Put a managed API gateway in front; implied by `jwt`."""


class Gateway(Section):
    """A Kubernetes Gateway that exists and routes to the service."""

    name: Name
    """Name of the Gateway resource."""
    namespace: Name
    """Namespace of the Gateway resource."""
    implementation: GatewayImplementation | None = None
    """Needed for `auth.jwt` and for alarms, which each controller does its own way."""
    service: ServiceName | None = None
    """The Service in front of the gateway's proxies, for callers inside the cluster: a name in the gateway's namespace,
    or `name.namespace` where the controller puts it elsewhere."""


class Network(Section):
    """Networks that the service is in, and what it may reach."""

    vpc: GivenText | None = None
    """Id of the virtual network."""
    subnets: list[GivenText] = []
    """Ids of the subnets that instances are in."""
    security_groups: list[GivenText] = []
    """Ids of the security groups of instances."""
    egress: list[Egress] = []
    """Host names or CIDRs, optionally with `:port`, beyond DNS and what the spec itself names."""
    gateway: Gateway | None = None
    """Gateway that routes to the service, on Kubernetes."""
    domain: Domain | None = None
    """Host name that callers use."""


class Permission(Section):
    """A grant beyond the least that the service needs; wildcards are refused."""

    actions: Annotated[list[Plain], Field(min_length=1)]
    """What is granted, in the words of the cloud, e.g. `s3:GetObject`."""
    resources: Annotated[list[GivenText], Field(min_length=1)]
    """On what it is granted, e.g. an ARN."""


class Sidecar(Section):
    """A container beside the model."""

    image: Image
    """OCI reference."""
    command: list[Text] = []
    """Replaces the image's entry point."""
    args: list[Text] = []
    """Arguments of the entry point."""
    port: Port | None = None
    """Where it listens, when requests go through it to the model."""
    environment: dict[VariableName, Text] = {}
    """Variables of the container."""
    cpu: Cpu | None = None
    """Limit of vCPU."""
    memory: Memory | None = None
    """Limit of memory."""


class Cache(Section):
    """Response cache."""

    ttl: PositiveDuration
    """How long an answer is kept."""


class Runtime(Section):
    """How the model is run and reached."""

    platform: Platform
    """Where the model runs: the target."""
    region: Plain | None = None
    """The cloud's own name of the region, e.g. `us-east-1`."""
    image: Image | None = None
    """OCI reference; `<apexai:registry>/<model name>:<model version>` where absent."""
    package: Package | None = None
    """A zip or a module directory, where the platform takes code and not images."""
    command: list[Text] = []
    """Replaces the image's entry point."""
    args: list[Text] = []
    """Arguments of the entry point."""
    ports: dict[Name, Port] = {}
    """Port name → number."""
    probes: Probes | None = None
    """How the platform finds out that an instance is well."""
    cpu: Cpu | None = None
    """Limit of vCPU of one instance."""
    memory: Memory = MiB(1024)
    """Limit of one instance."""
    ephemeral_storage: Memory | None = None
    """Scratch space of one instance."""
    timeout: PositiveDuration = Seconds(Decimal(30))
    """Of one request."""
    requests: Requests | None = None
    """What is reserved for one instance, where the platform tells it from the limit."""
    gpu: Gpu | None = None
    """Accelerators for one instance."""
    concurrency: Positive | None = None
    """Requests in one instance at once."""
    architecture: Architecture = Architecture.X86_64
    """Processor architecture that image or package are built for."""
    access: Access = Access.AUTHENTICATED
    """Who may call the service."""
    auth: Auth | None = None
    """How callers prove who they are when access is `authenticated`."""
    network: Network | None = None
    """Networks that the service is in, and what it may reach."""
    identity: GivenText | None = None
    """Cloud identity of the pods that exists already: an IAM role ARN, a service account e-mail, a client id."""
    permissions: list[Permission] = []
    """Grants beyond the least that the service needs."""
    environment: dict[VariableName, Text] = {}
    """Variables of the container."""
    secrets: dict[VariableName, SecretText] = {}
    """Variable → reference (`aws-sm://…`, `aws-ssm://…`, `k8s://secret/key`, …); never a value."""
    preprocessor: Sidecar | None = None
    """A container beside or in front of the model; anonymisation runs there."""
    cache: Cache | None = None
    """Response cache."""
