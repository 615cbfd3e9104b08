"""ServerlessModelDeployment: the document that a user writes, as frozen models."""

from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any

from pydantic import Field

from apexai.spec.fields import ApiVersion, Count, GivenText, Kind, Plain, Platform, Positive, Section
from apexai.spec.finops import Finops, Slo
from apexai.spec.formats import Cron, Digest, Image, LabelKey, LabelValue, ModelUri, Name, Timezone, Url
from apexai.spec.quantities import PositiveNumber, Share
from apexai.spec.responsible_ai import Monitoring, ResponsibleAI
from apexai.spec.runtime import Package, Runtime
from apexai.units import Percent


class ModelFormat(StrEnum):
    """File format of a model."""

    ONNX = "onnx"
    SAFETENSORS = "safetensors"
    GGUF = "gguf"
    TENSORFLOW = "tensorflow"
    TORCHSCRIPT = "torchscript"
    CUSTOM = "custom"


class Metadata(Section):
    """The deployment's name and labels."""

    name: Name
    """Of the deployment; names of resources begin with it."""
    namespace: Name | None = None
    """Kubernetes namespace; elsewhere a label."""
    labels: dict[LabelKey, LabelValue] = {}
    """Go to every resource that can carry them."""


class ModelRef(Section):
    """The model of this document: the candidate of a traffic split."""

    name: Plain
    """The model's name; the container gets it as `MODEL_NAME`."""
    version: Plain
    """The model's version, in quotes; the container gets it as `MODEL_VERSION`."""
    uri: ModelUri | None = None
    """Where the artifact is: `s3://`, `gs://`, `az://`, `r2://`, `oci://`, `hf://org/model@rev`, `models:/name/version`
    or a path in the image."""
    digest: Digest | None = None
    """Pins what `uri` names, or the image where there is no `uri`; the container gets it as `MODEL_DIGEST`."""
    format: ModelFormat | None = None
    """The artifact's file format."""


class Stable(Section):
    """The side of a traffic split that runs already."""

    model_version: Plain | None = None
    """Version of the model that runs already."""
    revision: GivenText | None = None
    """The output `revision` of the deployment that made it, where the platform keeps revisions."""
    image: Image | None = None
    """Image that runs already, for platforms that keep no revisions."""
    package: Package | None = None
    """Code that runs already, for platforms that keep no revisions."""
    model_uri: ModelUri | None = None
    """Where the stable model's artifact is, when `modelRef.uri` names the candidate's."""
    model_digest: Digest | None = None
    """Digest of the stable model's artifact, when `modelRef.digest` is the candidate's."""


class TrafficSplit(Section):
    """Shares of the traffic: blue is what runs already, green is this document's model; see `Stable`."""

    blue: Share = Percent(Decimal(100))
    """Share of the traffic that goes to what runs already."""
    green: Share = Percent(Decimal(0))
    """Share of the traffic that goes to this document's model."""
    stable: Stable | None = None
    """What runs already; needed when both sides get traffic."""


class Schedule(Section):
    """A window that begins and ends at cron times."""

    name: Name
    """Of the schedule; names of its resources end with it."""
    timezone: Timezone = "UTC"
    """Time zone that `start` and `end` are meant in."""
    start: Cron
    """When the window begins."""
    end: Cron
    """When the window ends."""
    min_replicas: Count | None = None
    """Fewest instances inside the window; `autoscaling.minReplicas` where absent."""
    max_replicas: Count | None = None
    """Most instances inside the window; `autoscaling.maxReplicas` where absent."""


class PrometheusTrigger(Section):
    """A metric that replicas follow."""

    server_address: Url
    """URL of the Prometheus server."""
    query: Plain
    """PromQL expression whose value replicas share."""
    threshold: PositiveNumber
    """Value that one replica carries."""


class Autoscaling(Section):
    """How many instances run."""

    min_replicas: Count = 0
    """Fewest instances; 0 lets the service sleep."""
    max_replicas: Positive
    """Most instances."""
    target_utilization: Annotated[Share, Field(ge=1, le=100)] | None = None
    """Percent of an instance's capacity that scaling aims at."""
    prometheus: PrometheusTrigger | None = None
    """A metric that replicas follow."""
    schedules: list[Schedule] = []
    """Windows of time with bounds of their own."""


class Spec(Section):
    """What is deployed, where and under which rules."""

    environment: Plain | None = None
    """`dev`, `staging`, `prod` or the organisation's own; from the stack's configuration where absent."""
    model_ref: ModelRef
    """The model of this document: the candidate of a traffic split."""
    runtime: Runtime
    """How the model is run and reached."""
    traffic_split: TrafficSplit = Field(default={}, validate_default=True)
    """Shares of the traffic between what runs already and this document's model."""
    autoscaling: Autoscaling | None = None
    """How many instances run."""
    finops: Finops = Field(default={}, validate_default=True)
    """What the deployment may cost and who pays."""
    slo: Slo | None = None
    """What the service promises."""
    responsible_ai: ResponsibleAI = Field(default={}, validate_default=True, alias="responsibleAI")
    """What the responsible-AI rules read."""
    monitoring: Monitoring = Field(default={}, validate_default=True)
    """What is recorded of the running service."""
    policies: list[Plain] = []
    """Sets of rules that this service opts into."""
    targets: dict[Platform, dict[str, Any]] = {}
    """Platform → partial spec that is merged over this one for that platform; null removes a field."""


class ServerlessModelDeployment(Section):
    """One model, described once for every platform."""

    api_version: ApiVersion
    """Version of this format."""
    kind: Kind
    """Kind of the document."""
    metadata: Metadata
    """Name and labels."""
    spec: Spec
    """What is deployed, where and under which rules."""
