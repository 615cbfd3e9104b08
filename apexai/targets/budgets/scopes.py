"""What a guard watches and what it may hold back, one class a platform."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    import pulumi


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduledCapacity:
    """A scheduled action of provisioned concurrency."""

    name: "pulumi.Input[str]"
    """Of the action."""
    schedule: str
    """A cron or rate expression of AWS."""
    timezone: str
    """That the schedule is meant in."""
    minimum: int
    """Least capacity from then on."""
    maximum: int
    """Most capacity from then on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvisionedCapacity:
    """Provisioned concurrency of a version, as the program declares it."""

    qualifier: "pulumi.Input[str]"
    """Version or alias that has it."""
    count: int
    """Instances that are kept ready."""
    maximum: int
    """Equal to `count` where nothing scales it."""
    policy: "pulumi.Input[str]" = ""
    """Name of the target-tracking policy."""
    target: float = 0
    """Utilisation that the policy aims at, from 0 to 1; 0: there is none."""
    actions: tuple[ScheduledCapacity, ...] = ()
    """Scheduled actions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LambdaBrake:
    """A function that is held back by its reserved concurrency."""

    function: "pulumi.Input[str]"
    """Its name."""
    state: str
    """Name of the parameter that holds the brake's state; `brake_of` reads it while the program is written."""
    reserved: int | None
    """Reserved concurrency that the program declares; None: unreserved."""
    throttled: int = 1
    """Reserved concurrency while it is throttled."""
    provisioned: tuple[ProvisionedCapacity, ...] = ()
    """What is kept ready of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AwsScope:
    """What costs money under one cost-allocation tag on AWS."""

    tag: tuple[str, str]
    """Key and value."""
    region: str
    """Of the guard's own resources."""
    topic: "pulumi.Input[str] | None" = None
    """ARN of the account's topic for budgets; a guard subscribes to it and doesn't own it."""
    anomaly_monitor: "pulumi.Input[str] | None" = None
    """ARN of the account's anomaly monitor."""
    key: "pulumi.Input[str] | None" = None
    """ARN of the key that the brake's log and variables lie under; its policy has to let CloudWatch Logs use it."""
    tags: Mapping[str, str] = field(default_factory=dict)
    """Of the guard's own resources."""
    brake: LambdaBrake | None = None
    """What may be held back; None: only alerts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BrakedWorkload:
    """A Deployment that may be held back, as the program declares it."""

    name: str
    """Of the Deployment."""
    scaling: str
    """`fixed`, `autoscaled` by a HorizontalPodAutoscaler of its name, or `keda` by a ScaledObject of its name."""
    minimum: int
    """Fewest replicas."""
    maximum: int
    """Most replicas."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KubernetesBrake:
    """The workloads that a brake may hold back."""

    workloads: tuple[BrakedWorkload, ...]
    """Deployments of the scope's namespace."""
    image: str | None = None
    """An image with Python 3.11 or later."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KubernetesScope:
    """Pods of one namespace."""

    name: str
    """Of the guard's objects, and of the budget in alerts."""
    namespace: str
    """Of the pods and of the guard's own objects."""
    pods: str = ".*"
    """Regular expression over names of pods."""
    prometheus: str | None = None
    """URL of the Prometheus that has OpenCost's metrics; without it nothing knows the costs."""
    quota: Mapping[str, str] = field(default_factory=dict)
    """What all pods of the namespace may have together, by resource, e.g. `requests.nvidia.com/gpu`."""
    labels: Mapping[str, str] = field(default_factory=dict)
    """Of the guard's own objects."""
    brake: KubernetesBrake | None = None
    """What may be held back; None: only alerts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CloudRunBrake:
    """A service that is held back by the scaling of all its revisions together, as the program declares it."""

    service: "pulumi.Input[str]"
    """Its name, in the scope's project."""
    region: str
    """Of the service and its brake."""
    identity: "pulumi.Input[str]"
    """Mail address of the service account that the service runs as: who changes the service has to act as it."""
    minimum: int
    """Fewest instances that the program declares."""
    maximum: int
    """Most instances that the program declares."""
    throttled: int = 1
    """Most instances while it is throttled; not below `minimum`."""
    image: str | None = None
    """An image with Python 3.11 or later."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GoogleScope:
    """A project on Google Cloud, or what carries one label in it."""

    project: "pulumi.Input[str]"
    """Id of the project."""
    billing_account: "pulumi.Input[str] | None"
    """Id of the billing account, whose budgets only its own administrators may make; None: there is no budget."""
    label: tuple[str, str] | None = None
    """Key and value."""
    labels: Mapping[str, str] = field(default_factory=dict)
    """Of the guard's own resources."""
    key: "pulumi.Input[str] | None" = None
    """Id of the key that the topic and the brake lie under; Cloud Run's agent of the project has to be let use it."""
    brake: CloudRunBrake | None = None
    """What may be held back; None: only alerts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AzureBrake:
    """A container app or a function app that is held back, as the program declares it."""

    kind: str
    """`container-app`, or an app on `flex` or `premium`."""
    app: "pulumi.Input[str]"
    """Its id."""
    state: "pulumi.Input[str]"
    """Id of the blob container that holds the brake's state; its account also holds the brake's code and records."""
    name: "pulumi.Input[str]"
    """What names of the brake begin with, some of which are the only ones in the world: 26 characters at most."""
    region: str
    """Of the brake: one with Flex Consumption."""
    maximum: int
    """Most instances that the program declares."""
    throttled: int = 1
    """Most instances while it is throttled."""
    ready: Mapping[str, int] = field(default_factory=dict)
    """On Flex: group of functions → instances that are kept ready."""
    plan: "pulumi.Input[str] | None" = None
    """On Premium: id of the plan, which the app has for itself."""
    slots: "tuple[pulumi.Input[str], ...]" = ()
    """On Premium: ids of the app's slots."""
    workspace: "pulumi.Input[str] | None" = None
    """Id of the Log Analytics workspace that the brake writes its log to; None: it writes records only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AzureScope:
    """A subscription or a resource group on Azure, or what carries one tag in it."""

    scope: "pulumi.Input[str]"
    """Id of the subscription or the resource group."""
    resource_group: "pulumi.Input[str]"
    """Name of the group that the action group goes to."""
    subscription: "pulumi.Input[str] | None" = None
    """Id of the subscription whose anomalies are told; None: none are."""
    tag: tuple[str, str] | None = None
    """Key and value."""
    tags: Mapping[str, str] = field(default_factory=dict)
    """Of the guard's own resources."""
    start: date | None = None
    """A day of the month in which the budget begins; the current one if not given."""
    brake: AzureBrake | None = None
    """What may be held back; None: only alerts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CloudflareScope:
    """What an account on Cloudflare has that can be limited."""

    account: "pulumi.Input[str]"
    """Id of the account."""
    gateway: str | None = None
    """Id of the AI Gateway that the guard makes, and that the service calls its models through."""
    usage: tuple[str, int] | None = None
    """A product as Cloudflare's notifications name it, and the units of it at which people hear."""


Scope: TypeAlias = AwsScope | KubernetesScope | GoogleScope | AzureScope | CloudflareScope
