"""What the components take from programs in other languages; the records that the schema describes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, TypeAlias

import pulumi

from apexai.components.edge_args import EdgeInferenceWorkerArgs, StoredSecret
from apexai.plugin.deriving import SecretInput, SectionOf
from apexai.spec.deployment import Metadata, Spec
from apexai.spec.fields import ApiVersion, Kind, Plain, Platform, Positive
from apexai.spec.finops import OnBreach
from apexai.spec.node_pool import NodePool
from apexai.spec.quantities import Budget, Share
from apexai.targets.budgets.scopes import AwsScope, AzureScope, CloudflareScope, GoogleScope, KubernetesScope

Text: TypeAlias = pulumi.Input[str]
Data: TypeAlias = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundationRefs:
    """What the stack's configuration would name, from a program that has it otherwise, e.g. by a StackReference."""

    registry: Text | None = None
    """Registry of images that documents leave out, as `apexai:registry`."""
    budget_topic: Text | None = None
    """AWS: ARN of the topic that budgets publish to, as `apexai:budgetTopic`."""
    anomaly_monitor: Text | None = None
    """AWS: ARN of the cost anomaly monitor, as `apexai:anomalyMonitor`."""
    billing_account: Text | None = None
    """Google Cloud: id of the billing account, as `apexai:billingAccount`."""
    prometheus: str | None = None
    """Kubernetes: URL of the Prometheus that has OpenCost's metrics, as `apexai:prometheus`."""
    brake_image: str | None = None
    """Kubernetes: image with Python 3.11 or later that the brake runs in, as `apexai:brakeImage`."""
    azure_group: str | None = None
    """Azure: resource group of the registries, vaults and storage accounts that documents name, as
    `apexai:azureGroup`."""
    cloudflare_account_id: Text | None = None
    """Cloudflare: id of the account, as `apexai:cloudflareAccountId`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InferenceServiceInputs:
    """A ServerlessModelDeployment, key by key or by its file."""

    api_version: ApiVersion | None = None
    """Version of the document's format; may be left out."""
    kind: Kind | None = None
    """Kind of the document; may be left out."""
    metadata: Annotated[Data | None, SectionOf(model=Metadata)] = None
    """Name and labels; needed without `file`."""
    spec: Annotated[Data | None, SectionOf(model=Spec)] = None
    """What is deployed, where and under which rules; needed without `file`."""
    file: str | None = None
    """Path of a YAML file with one document, from the program's directory, instead of `metadata` and `spec`."""
    platform: Platform | None = None
    """Where it runs instead of `spec.runtime.platform`, with the overrides that `spec.targets` has for it."""
    overrides: Annotated[Data | None, SectionOf(model=Spec, partial=True)] = None
    """A partial spec, merged over the document as those of `spec.targets` are, for what differs from stack to stack."""
    foundation: FoundationRefs | None = None
    """What the stack's configuration would name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GpuNodePoolInputs:
    """Nodes with accelerators for a cluster that exists."""

    accelerator: Plain
    """Accelerator model, e.g. `nvidia-l4`."""
    pool: Annotated[Data, SectionOf(model=NodePool)]
    """The nodes and their cluster, as `runtime.gpu.nodePool` of a document."""
    count: Positive = 1
    """Accelerators of one instance of the workload."""
    tags: Mapping[str, str] = field(default_factory=dict)
    """Tags or labels of everything that can carry them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetScope:
    """What is watched and may be held back; exactly one of its keys says on which platform."""

    aws: AwsScope | None = None
    """What costs money under one cost-allocation tag on AWS."""
    kubernetes: KubernetesScope | None = None
    """Pods of one namespace."""
    google: GoogleScope | None = None
    """A project on Google Cloud, or what carries one label in it."""
    azure: AzureScope | None = None
    """A subscription or a resource group on Azure, or what carries one tag in it."""
    cloudflare: CloudflareScope | None = None
    """What an account on Cloudflare has that can be limited."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetGuardInputs:
    """A budget of what one scope costs a month."""

    limit: Budget
    """What the scope may cost a month."""
    scope: BudgetScope
    """What is watched and, with `onBreach`, held back."""
    thresholds: Sequence[Share] = ()
    """Per cent of the limit at which people hear, beside 100 %."""
    alerts: Sequence[Text] = ()
    """Mail addresses, and channels as the platform names them."""
    on_breach: OnBreach = OnBreach.ALERT
    """What happens when the budget is spent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EdgeInferenceWorkerInputs(EdgeInferenceWorkerArgs):
    """What is asked for; exactly one of `origin`, `model` and `platformModel` says who answers."""

    origin: Text | None = None
    """URL of the service that answers, e.g. the output `endpoint` of an InferenceService."""
    origin_token: Annotated[Text | None, SecretInput()] = None
    """Bearer token that the origin asks for; else the caller's own is passed on."""
    origin_token_secret: StoredSecret | None = None
    """Where the account's Secrets Store has that token, instead of `originToken`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AwsBudgetFoundationInputs:
    """What an AWS account has once."""

    cost_allocation_tags: Sequence[str] = ("service",)
    """Keys of tags to activate; an empty list in a linked account, where only the account that pays may."""
    anomaly_monitor: bool = True
    """Whether to make the monitor of all services; an account can have only one."""
    region: str | None = None
    """Of the topic; the provider's own where absent."""
    tags: Mapping[str, str] = field(default_factory=dict)
    """Of all that can carry them."""
