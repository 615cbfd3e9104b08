"""What answers anybody: endpoints, queues, clusters, databases."""

from collections.abc import Iterator, Mapping
from typing import Final

from apexai.policy.property import those
from apexai.policy.rule import Answer, Fail, NotApplicable, Refer, Rule, Severity
from apexai.policy.rules.frameworks import security_hub
from apexai.policy.rules.statements import allowing, principals
from apexai.policy.rules.types import RUN_SERVICE
from apexai.policy.subject import SERVICE, Subject

_URL: Final = "aws:lambda/functionUrl:FunctionUrl"
_ROUTE: Final = "aws:apigatewayv2/route:Route"
_METHOD: Final = "aws:apigateway/method:Method"
_PERMISSION: Final = "aws:lambda/permission:Permission"
_QUEUE_POLICIES: Final = ("aws:sqs/queuePolicy:QueuePolicy", "aws:sns/topicPolicy:TopicPolicy")
_CLUSTER: Final = "aws:eks/cluster:Cluster"
_DATABASES: Final = ("aws:rds/instance:Instance", "aws:rds/clusterInstance:ClusterInstance")
_WORLD: Final = "0.0.0.0/0"
_MANAGED_CLUSTER: Final = "azure-native:containerservice:ManagedCluster"
_GOOGLE_CLUSTER: Final = "gcp:container/cluster:Cluster"
_AZURE_DATABASES: Final[Mapping[str, str]] = {
    "azure-native:cosmosdb:DatabaseAccount": "publicNetworkAccess",
    "azure-native:dbforpostgresql:Server": "network.publicNetworkAccess",
    "azure-native:sql:Server": "publicNetworkAccess",
}
_GOOGLE_DATABASE: Final = "gcp:sql/databaseInstance:DatabaseInstance"
_INVOKERS: Final[Mapping[str, str]] = {
    "gcp:cloudfunctions/functionIamBinding:FunctionIamBinding": "members",
    "gcp:cloudfunctions/functionIamMember:FunctionIamMember": "member",
    "gcp:cloudfunctionsv2/functionIamBinding:FunctionIamBinding": "members",
    "gcp:cloudfunctionsv2/functionIamMember:FunctionIamMember": "member",
    "gcp:cloudrun/iamBinding:IamBinding": "members",
    "gcp:cloudrun/iamMember:IamMember": "member",
    "gcp:cloudrunv2/serviceIamBinding:ServiceIamBinding": "members",
    "gcp:cloudrunv2/serviceIamMember:ServiceIamMember": "member",
}
"""Grants on what answers requests → where they name who may."""
_PUBSUB: Final[Mapping[str, str]] = {
    "gcp:pubsub/subscriptionIAMBinding:SubscriptionIAMBinding": "members",
    "gcp:pubsub/subscriptionIAMMember:SubscriptionIAMMember": "member",
    "gcp:pubsub/topicIAMBinding:TopicIAMBinding": "members",
    "gcp:pubsub/topicIAMMember:TopicIAMMember": "member",
}


def endpoint_authenticated(subject: Subject) -> Iterator[Answer]:
    match subject.type:
        case t if t == SERVICE:
            yield from _open_service(subject)
        case t if t == _PERMISSION:
            yield from _open_permission(subject)
        case t if t in _INVOKERS:
            yield from granted_to_everybody(subject, _INVOKERS[t], "call the service")
        case t if t == RUN_SERVICE:
            if subject["invokerIamDisabled"].flag():
                yield Fail(message="nobody asks who calls the service", path="invokerIamDisabled")
        case t if t == _METHOD:
            yield from _open_method(subject)
        case _:
            keyed = subject.type == _ROUTE and subject["apiKeyRequired"].flag()
            if subject["authorizationType"].text() in ("", "NONE") and not keyed:
                yield Fail(message="everybody may call the endpoint", path="authorizationType")


def _open_service(subject: Subject) -> Iterator[Answer]:
    """Behind a Gateway of a cluster, `internal` is what its listeners are, which stands in no spec."""
    access, path = subject.spec("runtime.access").text(), "spec.runtime.access"
    if access == "public":
        yield Fail(message="everybody may call the service", path=path)
    elif access == "internal" and (gateway := subject.spec("runtime.network.gateway.name").text()):
        yield Refer(message=f"everybody may call the service who reaches the gateway {gateway}", path=path)


def _open_method(subject: Subject) -> Iterator[Answer]:
    if subject["authorization"].text() == "NONE" and not subject["apiKeyRequired"].flag():
        if subject["httpMethod"].text() == "OPTIONS":
            raise NotApplicable("browsers ask OPTIONS without credentials")
        yield Fail(message="everybody may call the method", path="authorization")


def granted_to_everybody(subject: Subject, path: str, act: str) -> Iterator[Answer]:
    """Fail a grant of Google Cloud to all users, or to all who have any account of Google."""
    for member in those(subject[path].items(), lambda item: item.text() in ("allUsers", "allAuthenticatedUsers")):
        who = "everybody" if member.text() == "allUsers" else "everybody with an account of Google"
        yield Fail(message=f"{who} may {act}", path=member.path)


def _open_permission(subject: Subject) -> Iterator[Answer]:
    narrowed = ("sourceArn", "sourceAccount", "principalOrgId")
    if subject["functionUrlAuthType"].text() == "AWS_IAM" or subject["invokedViaFunctionUrl"].flag():
        raise NotApplicable("the function URL decides who may call")
    if subject["principal"].text() == "*" and all(subject[path].absent for path in narrowed):
        yield Fail(message="everybody may invoke the function", path="principal")


def queue_authenticated(subject: Subject) -> Iterator[Answer]:
    if subject.type in _PUBSUB:
        yield from granted_to_everybody(subject, _PUBSUB[subject.type], "use it")
        return
    for statement in allowing(subject, "policy"):
        if "*" in principals(statement) and statement["Condition"].absent:
            yield Fail(message="everybody may use it", path="policy")


def cluster_endpoint_restricted(subject: Subject) -> Iterator[Answer]:
    match subject.type:
        case t if t == _MANAGED_CLUSTER:
            yield from _managed_cluster(subject)
        case t if t == _GOOGLE_CLUSTER:
            yield from _google_cluster(subject)
        case _:
            yield from _eks_cluster(subject)


def _managed_cluster(subject: Subject) -> Iterator[Answer]:
    access = subject["apiServerAccessProfile"]
    if access["enablePrivateCluster"].flag():
        return
    callers = [item.text() for item in access["authorizedIPRanges"].items()]
    if not callers or _WORLD in callers:
        path = "apiServerAccessProfile.authorizedIPRanges"
        yield Fail(message="the cluster's API answers the whole internet", path=path)


def _google_cluster(subject: Subject) -> Iterator[Answer]:
    if subject["privateClusterConfig.enablePrivateEndpoint"].flag():
        return
    if not subject["controlPlaneEndpointsConfig.ipEndpointsConfig.enabled"].flag(default=True):
        return
    path = "masterAuthorizedNetworksConfig"
    callers = [block["cidrBlock"].text() for block in subject[path]["cidrBlocks"].items()]
    if subject[path].absent or _WORLD in callers:
        yield Fail(message="the cluster's API answers the whole internet", path=path)


def _eks_cluster(subject: Subject) -> Iterator[Answer]:
    access = subject["vpcConfig"]
    if not access["endpointPublicAccess"].flag(default=True):
        return
    callers = [item.text() for item in access["publicAccessCidrs"].items()]
    if not callers or _WORLD in callers:
        yield Fail(message="the cluster's API answers the whole internet", path="vpcConfig.publicAccessCidrs")


def database_private(subject: Subject) -> Iterator[Answer]:
    if subject.type in _AZURE_DATABASES:
        path = _AZURE_DATABASES[subject.type]
        if path.startswith("network.") and not subject["network.delegatedSubnetResourceId"].absent:
            return
        if subject[path].text() != "Disabled":
            yield Fail(message="the database has a public address", path=path, edit="set it to Disabled")
        return
    if subject.type == _GOOGLE_DATABASE:
        if subject["settings.ipConfiguration.ipv4Enabled"].flag(default=True):
            yield Fail(message="the database has a public address", path="settings.ipConfiguration.ipv4Enabled")
        return
    if subject["publiclyAccessible"].flag():
        yield Fail(message="the database has a public address", path="publiclyAccessible")


RULES: Final = (
    Rule(
        id="APX-SEC-002",
        title="no endpoint answers everybody",
        severity=Severity.HIGH,
        types=(SERVICE, _URL, _ROUTE, _METHOD, _PERMISSION, *_INVOKERS, RUN_SERVICE),
        check=endpoint_authenticated,
        reason="An open model endpoint is used by others, at your cost.",
        remediation="Ask for AWS_IAM, a JWT or an API key, or name who may invoke; runtime.access: authenticated does.",
        source="https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html",
        frameworks=(security_hub("Lambda.1, APIGateway.8"),),
    ),
    Rule(
        id="APX-SEC-017",
        title="queues and topics are authenticated",
        severity=Severity.HIGH,
        types=(*_QUEUE_POLICIES, *_PUBSUB),
        check=queue_authenticated,
        reason="Whoever may write to a queue writes the model's input.",
        remediation="Name the principals, or add a Condition such as aws:SourceArn.",
        source="https://docs.aws.amazon.com/securityhub/latest/userguide/sqs-controls.html",
        frameworks=(security_hub("SQS.3"),),
    ),
    Rule(
        id="APX-SEC-021",
        title="a cluster's API is not open to the internet",
        severity=Severity.HIGH,
        types=(_CLUSTER, _MANAGED_CLUSTER, _GOOGLE_CLUSTER),
        check=cluster_endpoint_restricted,
        reason="Everybody can try credentials and flaws on an open API.",
        remediation="Make the endpoint private, or list the networks that may call it.",
        source="https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html",
        frameworks=(security_hub("EKS.1"),),
    ),
    Rule(
        id="APX-SEC-023",
        title="databases have no public address",
        severity=Severity.HIGH,
        types=(*_DATABASES, *_AZURE_DATABASES, _GOOGLE_DATABASE),
        check=database_private,
        reason="A database is for its service, not for the internet.",
        remediation="Set publiclyAccessible to false, publicNetworkAccess to Disabled or ipv4Enabled to false.",
        source="https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html",
        frameworks=(security_hub("RDS.2"),),
    ),
)
