"""What matters of a resource, by its type: a table for the types of our targets, well-known names for any other."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from apexai.graph.model import Resource, Unknown, Value
from apexai.report.phrases import backends, last_step, percent, replicas, revisions, seconds, shares, versions, weights
from apexai.report.wording import clean, value_at, word


@dataclass(frozen=True, slots=True)
class Shown:
    """One property and how it is said."""

    path: str
    form: str = "{}"
    """What is said; `{}` stands for the value."""
    say: Callable[[Value], str] = word
    otherwise: str = ""
    """What is said where the property is not set."""


_CONTAINER: Final = "spec.template.spec.containers[0]"
_WORKLOAD: Final = (
    Shown("spec.replicas", say=replicas),
    Shown(f"{_CONTAINER}.image", "image {}", say=last_step),
    Shown(f"{_CONTAINER}.resources.limits.cpu", "{} cpu"),
    Shown(f"{_CONTAINER}.resources.limits.memory"),
    Shown(f'{_CONTAINER}.resources.limits["nvidia.com/gpu"]', "{} GPU"),
)

_RUN: Final = "template.containers[0]"
_TABLE: Final[Mapping[str, tuple[Shown, ...]]] = {
    "aws:lambda/function:Function": (
        Shown("memorySize", "{} MB"),
        Shown("timeout", say=seconds),
        Shown("architectures[0]"),
        Shown("runtime"),
        Shown("imageUri", "image {}", say=last_step),
        Shown("reservedConcurrentExecutions", "max {} at once"),
    ),
    "kubernetes:apps/v1:Deployment": _WORKLOAD,
    "kubernetes:apps/v1:StatefulSet": _WORKLOAD,
    "kubernetes:apps/v1:DaemonSet": _WORKLOAD,
    "gcp:cloudrunv2/service:Service": (
        Shown(f"{_RUN}.resources.limits.cpu", "{} vCPU"),
        Shown(f"{_RUN}.resources.limits.memory"),
        Shown("template.nodeSelector.accelerator"),
        Shown("template.timeout"),
        Shown(f"{_RUN}.image", "image {}", say=last_step),
        Shown("template.maxInstanceRequestConcurrency", "{} at once"),
        Shown("scaling.minInstanceCount", "from {}"),
        Shown("scaling.maxInstanceCount", "to {}"),
        Shown("traffics", say=revisions),
    ),
    "cloudflare:index/worker:Worker": (Shown("name"), Shown("tags")),
    "cloudflare:index/workerVersion:WorkerVersion": (
        Shown("mainModule"),
        Shown("annotations.workersTag", "model {}"),
        Shown("limits.cpuMs", "at most {} ms of processor time"),
    ),
    "cloudflare:index/workersDeployment:WorkersDeployment": (Shown("versions", say=shares),),
    "cloudflare:index/workersCustomDomain:WorkersCustomDomain": (Shown("hostname"),),
    "cloudflare:index/workersRoute:WorkersRoute": (Shown("pattern"),),
    "cloudflare:index/workersCronTrigger:WorkersCronTrigger": (Shown("schedules[0].cron"),),
    "cloudflare:index/workersKvNamespace:WorkersKvNamespace": (Shown("title"), Shown("jurisdiction")),
    "cloudflare:index/r2Bucket:R2Bucket": (Shown("name"), Shown("jurisdiction")),
    "cloudflare:index/queue:Queue": (Shown("queueName"), Shown("jurisdiction")),
    "cloudflare:index/aiGateway:AiGateway": (Shown("aiGatewayId"), Shown("cacheTtl", "answers kept for {} s")),
    "azure-native:app:ContainerApp": (
        Shown(f"{_RUN}.resources.cpu", "{} vCPU"),
        Shown(f"{_RUN}.resources.memory"),
        Shown(f"{_RUN}.image", "image {}", say=last_step),
        Shown("template.scale.minReplicas", "from {}"),
        Shown("template.scale.maxReplicas", "to {}"),
        Shown("configuration.ingress.traffic", say=weights),
    ),
    "aws:cloudfront/distribution:Distribution": (
        Shown("staging", say=lambda value: "staging" if value is True else ""),
        Shown("comment"),
        Shown("defaultCacheBehavior.lambdaFunctionAssociations[0].eventType", "function at {}"),
    ),
    "aws:cloudfront/continuousDeploymentPolicy:ContinuousDeploymentPolicy": (
        Shown("trafficConfig.singleWeightConfig.weight", "{} to the staging distribution", say=percent),
        Shown("trafficConfig.singleHeaderConfig.header", "by header {}"),
    ),
    "aws:cloudfront/cachePolicy:CachePolicy": (Shown("defaultTtl", "kept for {}", say=seconds),),
    "azure-native:web:WebApp": (
        Shown("functionAppConfig.scaleAndConcurrency.instanceMemoryMB", "{} MB"),
        Shown("functionAppConfig.runtime.name"),
        Shown("functionAppConfig.runtime.version"),
        Shown("siteConfig.linuxFxVersion", "image {}", say=last_step),
        Shown("functionAppConfig.scaleAndConcurrency.alwaysReady[0].instanceCount", "{} kept ready"),
        Shown("functionAppConfig.scaleAndConcurrency.maximumInstanceCount", "to {}"),
        Shown("siteConfig.experiments.rampUpRules[0].reroutePercentage", "{} % to the slot"),
    ),
    "azure-native:web:WebAppSlot": (Shown("siteConfig.linuxFxVersion", "image {}", say=last_step),),
    "azure-native:web:AppServicePlan": (
        Shown("sku.name"),
        Shown("sku.capacity", "from {}"),
        Shown("maximumElasticWorkerCount", "to {}"),
    ),
    "aws:lambda/alias:Alias": (
        Shown("functionVersion", "version {}"),
        Shown("routingConfig.additionalVersionWeights", say=versions, otherwise="all traffic"),
    ),
    "aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig": (
        Shown("provisionedConcurrentExecutions", "{} kept warm"),
    ),
    "aws:appautoscaling/target:Target": (Shown("minCapacity", "from {}"), Shown("maxCapacity", "to {}")),
    "aws:appautoscaling/policy:Policy": (
        Shown("targetTrackingScalingPolicyConfiguration.targetValue", "at {}", say=percent),
    ),
    "kubernetes:autoscaling/v2:HorizontalPodAutoscaler": (
        Shown("spec.minReplicas", "from {}"),
        Shown("spec.maxReplicas", "to {}"),
        Shown("spec.metrics[0].containerResource.target.averageUtilization", "at {} %"),
        Shown("spec.metrics[0].resource.target.averageUtilization", "at {} %"),
    ),
    "kubernetes:keda.sh/v1alpha1:ScaledObject": (
        Shown("spec.minReplicaCount", "from {}"),
        Shown("spec.maxReplicaCount", "to {}"),
    ),
    "aws:lambda/functionUrl:FunctionUrl": (Shown("authorizationType"),),
    "aws:apigatewayv2/api:Api": (Shown("protocolType"),),
    "aws:apigatewayv2/authorizer:Authorizer": (Shown("authorizerType"),),
    "apexai:index:BudgetGuard": (Shown("limit", "{} a month"), Shown("currency"), Shown("onBreach", "then {}")),
    "aws:budgets/budget:Budget": (
        Shown("limitAmount", "{} a month"),
        Shown("limitUnit"),
        Shown("costFilters[0].values[0]", "of {}"),
    ),
    "aws:costexplorer/anomalySubscription:AnomalySubscription": (Shown("frequency"),),
    "kubernetes:core/v1:Service": (Shown("spec.type"), Shown("spec.ports[0].port", "port {}")),
    "kubernetes:gateway.networking.k8s.io/v1:HTTPRoute": (
        Shown("spec.hostnames[0]"),
        Shown("spec.parentRefs[0].name", "via {}"),
        Shown("spec.rules[0].backendRefs", say=backends),
    ),
    "aws:appautoscaling/scheduledAction:ScheduledAction": (
        Shown("scalableTargetAction.minCapacity", "from {}"),
        Shown("scalableTargetAction.maxCapacity", "to {}"),
        Shown("schedule"),
        Shown("timezone"),
    ),
    "aws:cloudwatch/metricAlarm:MetricAlarm": (Shown("alarmDescription"),),
    "aws:cloudwatch/logGroup:LogGroup": (Shown("retentionInDays", "{} days"),),
    "aws:kms/key:Key": (Shown("enableKeyRotation", "rotated every year: {}"),),
    "aws:sqs/queue:Queue": (
        Shown("visibilityTimeoutSeconds", "hidden for {}", say=seconds),
        Shown("messageRetentionSeconds", "kept for {}", say=seconds),
    ),
    "aws:ssm/parameter:Parameter": (Shown("name"),),
    "aws:cloudwatch/eventRule:EventRule": (Shown("scheduleExpression"),),
    "aws:cloudwatch/eventTarget:EventTarget": (Shown("input"),),
    "aws:sns/topicSubscription:TopicSubscription": (Shown("protocol"),),
    "aws:iam/role:Role": (Shown("name"), Shown("description")),
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment": (Shown("policyArn", "{}", say=last_step),),
    "aws:iam/rolePolicy:RolePolicy": (),
    "aws:lambda/permission:Permission": (Shown("action"), Shown("principal", "by {}")),
    "kubernetes:policy/v1:PodDisruptionBudget": (
        Shown("spec.minAvailable", "at least {}"),
        Shown("spec.maxUnavailable", "at most {} away"),
    ),
    "kubernetes:networking.k8s.io/v1:NetworkPolicy": (Shown("spec.policyTypes"),),
    "kubernetes:core/v1:ServiceAccount": (),
    "gcp:cloudrunv2/serviceIamMember:ServiceIamMember": (Shown("role", "{}", say=last_step), Shown("member", "to {}")),
    "aws:eks/nodeGroup:NodeGroup": (
        Shown("instanceTypes[0]"),
        Shown("capacityType", say=lambda value: word(value).lower().replace("_", "-")),
        Shown("scalingConfig.minSize", "from {}"),
        Shown("scalingConfig.maxSize", "to {}"),
    ),
    "azure-native:containerservice:AgentPool": (
        Shown("vmSize"),
        Shown("scaleSetPriority", say=lambda value: word(value).lower()),
        Shown("gpuInstanceProfile"),
        Shown("minCount", "from {}"),
        Shown("maxCount", "to {}"),
    ),
    "gcp:container/nodePool:NodePool": (
        Shown("nodeConfig.machineType"),
        Shown("autoscaling.totalMinNodeCount", "from {}"),
        Shown("autoscaling.totalMaxNodeCount", "to {}"),
    ),
    "kubernetes:karpenter.sh/v1:NodePool": (Shown('spec.limits["nvidia.com/gpu"]', "up to {} GPU"),),
    "aws:autoscaling/schedule:Schedule": (
        Shown("recurrence", "at {}"),
        Shown("timeZone"),
        Shown("minSize", "from {}"),
        Shown("maxSize", "to {}"),
    ),
    "azure-native:app:ManagedEnvironment": (
        Shown("workloadProfiles[1].workloadProfileType"),
        Shown("publicNetworkAccess", "public access {}"),
    ),
    "azure-native:app:ContainerAppsAuthConfig": (Shown("globalValidation.unauthenticatedClientAction"),),
    "azure-native:web:WebAppAuthSettingsV2": (Shown("globalValidation.unauthenticatedClientAction"),),
    "azure-native:storage:StorageAccount": (Shown("sku.name"),),
    "azure-native:storage:BlobContainer": (),
    "azure-native:storage:Blob": (Shown("blobName"),),
    "azure-native:applicationinsights:Component": (),
    "azure-native:operationalinsights:Workspace": (Shown("retentionInDays", "{} days"),),
    "azure-native:monitor:ScheduledQueryRule": (Shown("description"),),
    "azure-native:monitor:DiagnosticSetting": (),
    "azure-native:keyvault:Vault": (Shown("properties.sku.name"),),
    "azure-native:keyvault:Key": (Shown("properties.kty"), Shown("properties.keySize", "{} bits")),
    "azure-native:managedidentity:UserAssignedIdentity": (),
    "azure-native:authorization:RoleAssignment": (Shown("roleDefinitionId", "{}", say=last_step),),
    "azure-native:resources:ResourceGroup": (),
    "gcp:cloudscheduler/job:Job": (Shown("description"), Shown("schedule"), Shown("timeZone")),
    "gcp:monitoring/alertPolicy:AlertPolicy": (Shown("conditions[0].displayName"),),
    "gcp:logging/projectBucketConfig:ProjectBucketConfig": (Shown("retentionDays", "{} days"),),
    "gcp:logging/projectSink:ProjectSink": (),
    "gcp:logging/projectExclusion:ProjectExclusion": (),
    "gcp:kms/cryptoKey:CryptoKey": (Shown("rotationPeriod", "rotated every {}"),),
    "gcp:kms/keyRing:KeyRing": (),
    "gcp:compute/firewall:Firewall": (Shown("destinationRanges"), Shown("denies", say=lambda value: "denied")),
    "gcp:secretmanager/secretIamMember:SecretIamMember": (Shown("secretId", "{}", say=last_step),),
    "gcp:storage/bucketIAMMember:BucketIAMMember": (Shown("bucket"), Shown("role", "{}", say=last_step)),
    "gcp:projects/iAMMember:IAMMember": (Shown("role", "{}", say=last_step),),
    "gcp:projects/iAMCustomRole:IAMCustomRole": (Shown("permissions"),),
    "gcp:serviceaccount/account:Account": (),
    "gcp:serviceaccount/iAMMember:IAMMember": (Shown("role", "{}", say=last_step),),
}
"""Type token → what is said of it, in the order in which a reader wants to see the types."""

_WELL_KNOWN: Final = (
    *("instanceType", "instanceClass", "machineType", "vmSize", "nodeType", "size", "sku.name", "type"),
    *("engine", "engineVersion", "version", "runtime", "image", "ami", "imageId"),
    *("desiredCount", "replicas", "capacity", "minSize", "maxSize", "cpu", "memory", "memorySize", "allocatedStorage"),
    *("cidrBlock", "addressSpace.addressPrefixes", "addressPrefix", "ipCidrRange", "availabilityZone"),
    *("protocol", "port", "fromPort", "toPort", "scheduleExpression", "policyArn", "location", "zone"),
    *("spec.replicas", "spec.type"),
)
"""Properties that most providers have under these names, the telling ones first."""

_SHOWN_OF_OTHERS: Final = 3
_RANKS: Final = {token: rank for rank, token in enumerate(_TABLE)}


def details(resource: Resource) -> tuple[str, ...]:
    """What matters of a resource, in a few words each: of a component what it says of itself.

    Values that are not known yet are left out.
    """
    if not resource.custom:
        known = [(name, value) for name, value in resource.outputs.items() if not isinstance(value, Unknown)]
        return tuple(f"{clean(name)} {word(value)}" for name, value in known)
    inputs = dict(resource.inputs)
    if resource.type in _TABLE:
        said = [_said(shown, value_at(inputs, shown.path)) for shown in _TABLE[resource.type]]
        return tuple(words for words in said if words)
    paths = [path for path in _WELL_KNOWN if _is_plain(value_at(inputs, path))]
    return tuple(f"{path.rsplit('.', 1)[-1]} {word(value_at(inputs, path))}" for path in paths[:_SHOWN_OF_OTHERS])


def rank(resource: Resource) -> int:
    """Where a resource's type stands among those of its siblings."""
    return _RANKS.get(resource.type, len(_RANKS))


def _said(shown: Shown, value: Value) -> str:
    if value is None:
        return shown.otherwise
    return "" if isinstance(value, Unknown) else shown.form.format(shown.say(value))


def _is_plain(value: Value) -> bool:
    return value is not None and not isinstance(value, Unknown | dict)
