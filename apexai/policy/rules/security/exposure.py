"""What answers anybody: endpoints, queues, clusters, databases."""

from collections.abc import Iterator
from typing import Final

from apexai.policy.rule import Answer, Fail, NotApplicable, Rule, Severity
from apexai.policy.rules.frameworks import security_hub
from apexai.policy.rules.statements import allowing, principals
from apexai.policy.subject import SERVICE, Subject

_URL: Final = "aws:lambda/functionUrl:FunctionUrl"
_ROUTE: Final = "aws:apigatewayv2/route:Route"
_METHOD: Final = "aws:apigateway/method:Method"
_PERMISSION: Final = "aws:lambda/permission:Permission"
_QUEUE_POLICIES: Final = ("aws:sqs/queuePolicy:QueuePolicy", "aws:sns/topicPolicy:TopicPolicy")
_CLUSTER: Final = "aws:eks/cluster:Cluster"
_DATABASES: Final = ("aws:rds/instance:Instance", "aws:rds/clusterInstance:ClusterInstance")
_WORLD: Final = "0.0.0.0/0"


def endpoint_authenticated(subject: Subject) -> Iterator[Answer]:
    match subject.type:
        case t if t == SERVICE:
            if subject.spec("runtime.access").text() == "public":
                yield Fail(message="everybody may call the service", path="spec.runtime.access")
        case t if t == _PERMISSION:
            yield from _open_permission(subject)
        case t if t == _METHOD:
            if subject["authorization"].text() == "NONE" and not subject["apiKeyRequired"].flag():
                if subject["httpMethod"].text() == "OPTIONS":
                    raise NotApplicable("browsers ask OPTIONS without credentials")
                yield Fail(message="everybody may call the method", path="authorization")
        case _:
            if subject["authorizationType"].text() in ("", "NONE") and not subject["apiKeyRequired"].flag():
                yield Fail(message="everybody may call the endpoint", path="authorizationType")


def _open_permission(subject: Subject) -> Iterator[Answer]:
    narrowed = ("sourceArn", "sourceAccount", "principalOrgId")
    if subject["functionUrlAuthType"].text() == "AWS_IAM" or subject["invokedViaFunctionUrl"].flag():
        raise NotApplicable("the function URL decides who may call")
    if subject["principal"].text() == "*" and all(subject[path].absent for path in narrowed):
        yield Fail(message="everybody may invoke the function", path="principal")


def queue_authenticated(subject: Subject) -> Iterator[Answer]:
    for statement in allowing(subject, "policy"):
        if "*" in principals(statement) and statement["Condition"].absent:
            yield Fail(message="everybody may use it", path="policy")


def cluster_endpoint_restricted(subject: Subject) -> Iterator[Answer]:
    access = subject["vpcConfig"]
    if not access["endpointPublicAccess"].flag(default=True):
        return
    callers = [item.text() for item in access["publicAccessCidrs"].items()]
    if not callers or _WORLD in callers:
        yield Fail(message="the cluster's API answers the whole internet", path="vpcConfig.publicAccessCidrs")


def database_private(subject: Subject) -> Iterator[Answer]:
    if subject["publiclyAccessible"].flag():
        yield Fail(message="the database has a public address", path="publiclyAccessible")


RULES: Final = (
    Rule(
        id="APX-SEC-002",
        title="no endpoint answers everybody",
        severity=Severity.HIGH,
        types=(SERVICE, _URL, _ROUTE, _METHOD, _PERMISSION),
        check=endpoint_authenticated,
        reason="An open model endpoint is used by others, at your cost.",
        remediation="Ask for AWS_IAM, a JWT or an API key; runtime.access: authenticated does.",
        source="https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html",
        frameworks=(security_hub("Lambda.1, APIGateway.8"),),
    ),
    Rule(
        id="APX-SEC-017",
        title="queues and topics are authenticated",
        severity=Severity.HIGH,
        types=_QUEUE_POLICIES,
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
        types=(_CLUSTER,),
        check=cluster_endpoint_restricted,
        reason="Everybody can try credentials and flaws on an open API.",
        remediation="Set endpointPublicAccess to false, or list publicAccessCidrs.",
        source="https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html",
        frameworks=(security_hub("EKS.1"),),
    ),
    Rule(
        id="APX-SEC-023",
        title="databases have no public address",
        severity=Severity.HIGH,
        types=_DATABASES,
        check=database_private,
        reason="A database is for its service, not for the internet.",
        remediation="Set publiclyAccessible to false.",
        source="https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html",
        frameworks=(security_hub("RDS.2"),),
    ),
)
