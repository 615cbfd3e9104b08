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
    ONNX = "onnx"
    SAFETENSORS = "safetensors"
    GGUF = "gguf"
    TENSORFLOW = "tensorflow"
    TORCHSCRIPT = "torchscript"
    CUSTOM = "custom"


class Metadata(Section):
    """The deployment's name and labels."""

    name: Name
    namespace: Name | None = None
    labels: dict[LabelKey, LabelValue] = {}
    """Go to every resource that can carry them."""


class ModelRef(Section):
    """The model of this document: the candidate of a traffic split."""

    name: Plain
    version: Plain
    uri: ModelUri | None = None
    """Where the artifact is: `s3://`, `gs://`, `az://`, `r2://`, `oci://`, `hf://org/model@rev`, `models:/name/version`
    or a path in the image."""
    digest: Digest | None = None
    format: ModelFormat | None = None


class Stable(Section):
    """The side of a traffic split that runs already."""

    model_version: Plain | None = None
    revision: GivenText | None = None
    """The output `revision` of the deployment that made it, where the platform keeps revisions."""
    image: Image | None = None
    package: Package | None = None
    model_uri: ModelUri | None = None
    """Where the stable model's artifact is, when `modelRef.uri` names the candidate's."""
    model_digest: Digest | None = None


class TrafficSplit(Section):
    """Shares of the traffic: blue is what runs already, green is this document's model; see `Stable`."""

    blue: Share = Percent(Decimal(100))
    green: Share = Percent(Decimal(0))
    stable: Stable | None = None


class Schedule(Section):
    """A window that begins and ends at cron times."""

    name: Name
    timezone: Timezone = "UTC"
    start: Cron
    end: Cron
    min_replicas: Count | None = None
    max_replicas: Count | None = None


class PrometheusTrigger(Section):
    """A metric that replicas follow."""

    server_address: Url
    query: Plain
    threshold: PositiveNumber
    """Value that one replica carries."""


class Autoscaling(Section):
    """How many instances run."""

    min_replicas: Count = 0
    max_replicas: Positive
    target_utilization: Annotated[Share, Field(ge=1, le=100)] | None = None
    """Percent of an instance's capacity that scaling aims at."""
    prometheus: PrometheusTrigger | None = None
    schedules: list[Schedule] = []


class Spec(Section):
    """What is deployed, where and under which rules."""

    environment: Plain | None = None
    """`dev`, `staging`, `prod` or the organisation's own; from the stack's configuration where absent."""
    model_ref: ModelRef
    runtime: Runtime
    traffic_split: TrafficSplit = Field(default={}, validate_default=True)
    autoscaling: Autoscaling | None = None
    finops: Finops = Field(default={}, validate_default=True)
    slo: Slo | None = None
    responsible_ai: ResponsibleAI = Field(default={}, validate_default=True, alias="responsibleAI")
    monitoring: Monitoring = Field(default={}, validate_default=True)
    policies: list[Plain] = []
    """Sets of rules that this service opts into."""
    targets: dict[Platform, dict[str, Any]] = {}
    """Platform → partial spec that is merged over this one for that platform; null removes a field."""


class ServerlessModelDeployment(Section):
    """One model, described once for every platform."""

    api_version: ApiVersion
    kind: Kind
    metadata: Metadata
    spec: Spec
