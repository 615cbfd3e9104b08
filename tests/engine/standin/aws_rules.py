"""What AWS refuses beside Lambda: autoscaling without its target, roles in use, resources of a missing API."""

from collections.abc import Callable
from typing import Final

from tests.engine.standin import aws_edge, aws_functions, aws_lambda, aws_qualifiers, google_run, refusals
from tests.engine.standin.cloud import ACCOUNT, Cloud, CloudObject
from tests.engine.standin.google_kinds import SERVICE
from tests.engine.standin.wire import Properties

TARGET: Final = "aws:appautoscaling/target:Target"
POLICY: Final = "aws:appautoscaling/policy:Policy"
SCHEDULED: Final = "aws:appautoscaling/scheduledAction:ScheduledAction"
API: Final = "aws:apigatewayv2/api:Api"


def check_target(cloud: Cloud, region: str, inputs: Properties) -> None:
    """Refuse what RegisterScalableTarget refuses."""
    if inputs["maxCapacity"] < inputs["minCapacity"]:
        refusals.SCALABLE_BOUNDS.refuse()
    if inputs["serviceNamespace"] != "lambda":
        return
    parts = str(inputs["resourceId"]).split(":")
    if len(parts) != 3 or parts[0] != "function" or parts[2] == "$LATEST":
        refusals.SCALABLE_RESOURCE.refuse(id=inputs["resourceId"])
    try:
        aws_qualifiers.check_qualifier(cloud, region, parts[1], parts[2])
    except refusals.Refusal:
        refusals.SCALABLE_RESOURCE.refuse(id=inputs["resourceId"])


def check_scaling(cloud: Cloud, region: str, inputs: Properties) -> None:
    """Refuse a policy or a scheduled action of what is not a scalable target."""
    if not any(_same_target(item, inputs) for item in cloud.of_type(TARGET, region=region)):
        refusals.NOT_SCALABLE.refuse(
            namespace=inputs["serviceNamespace"],
            id=inputs["resourceId"],
            dimension=inputs["scalableDimension"],
        )


def check_role_member(cloud: Cloud, region: str, inputs: Properties) -> None:
    """Refuse a policy of a role that does not exist."""
    name = str(inputs["role"]).rsplit("/", 1)[-1]
    if not any(item.id == name for item in cloud.of_type(aws_functions.ROLE)):
        refusals.ROLE_NOT_FOUND.refuse(name=name)


def check_api_member(cloud: Cloud, region: str, inputs: Properties) -> None:
    """Refuse a part of an API that does not exist."""
    if cloud.get(API, inputs["apiId"], region) is None:
        refusals.API_NOT_FOUND.refuse(account=ACCOUNT, api=inputs["apiId"])


def check_role_unused(cloud: Cloud, role: CloudObject) -> None:
    """Refuse to delete a role that still has policies."""
    for type_, what in (
        (aws_functions.ROLE_POLICY, "delete policies"),
        (aws_functions.ATTACHMENT, "detach all policies"),
    ):
        if any(item.inputs["role"] in (role.id, role.outputs["arn"]) for item in cloud.of_type(type_)):
            refusals.ROLE_IN_USE.refuse(what=what)


def scaling_of(cloud: Cloud, target: CloudObject) -> list[CloudObject]:
    """What goes with a scalable target.

    Source: API_DeregisterScalableTarget: it deletes the scaling policies and scheduled actions.
    """
    return [
        item for item in cloud.of_type(POLICY, SCHEDULED, region=target.region) if _same_target(target, item.inputs)
    ]


def members_of_api(cloud: Cloud, api: CloudObject) -> list[CloudObject]:
    """What goes with an API."""
    return [item for item in cloud if item.type.startswith("aws:apigatewayv2/") and item.inputs.get("apiId") == api.id]


def _same_target(target: CloudObject, inputs: Properties) -> bool:
    return all(target.inputs[name] == inputs[name] for name in ("resourceId", "scalableDimension", "serviceNamespace"))


def check_budget(cloud: Cloud, region: str, inputs: Properties) -> None:
    """Refuse what CreateBudget and CreateNotification refuse."""
    if inputs["limitUnit"] != "USD":
        refusals.BUDGET_UNIT.refuse(unit=inputs["limitUnit"])
    for notification in inputs.get("notifications", []):
        emails = notification.get("subscriberEmailAddresses") or []
        topics = notification.get("subscriberSnsTopicArns") or []
        if not emails and not topics:
            refusals.BUDGET_SUBSCRIBERS.refuse()
        if len(emails) > 10 or len(topics) > 1:
            refusals.BUDGET_SUBSCRIBER_LIMIT.refuse()


def check_subscription(cloud: Cloud, region: str, inputs: Properties) -> None:
    """Refuse a subscription to a topic that does not exist, or in another region than its own."""
    if cloud.get("aws:sns/topic:Topic", inputs["topic"], region) is None:
        refusals.TOPIC_NOT_FOUND.refuse()


BEFORE_WRITE: Final[dict[str, Callable[[Cloud, str, Properties], None]]] = {
    aws_functions.FUNCTION: aws_lambda.check_function,
    aws_functions.ALIAS: aws_qualifiers.check_alias,
    aws_functions.PROVISIONED: aws_qualifiers.check_provisioned,
    aws_functions.URL: aws_qualifiers.check_url,
    aws_functions.PERMISSION: aws_qualifiers.check_permission,
    aws_functions.EVENT_INVOKE: aws_qualifiers.check_event_invoke,
    aws_functions.ROLE_POLICY: check_role_member,
    aws_functions.ATTACHMENT: check_role_member,
    "aws:budgets/budget:Budget": check_budget,
    "aws:sns/topicSubscription:TopicSubscription": check_subscription,
    SERVICE: google_run.check_service,
    aws_edge.DISTRIBUTION: aws_edge.check_distribution,
    aws_edge.POLICY: aws_edge.check_policy,
    TARGET: check_target,
    POLICY: check_scaling,
    SCHEDULED: check_scaling,
    "aws:apigatewayv2/integration:Integration": check_api_member,
    "aws:apigatewayv2/route:Route": check_api_member,
    "aws:apigatewayv2/stage:Stage": check_api_member,
    "aws:apigatewayv2/authorizer:Authorizer": check_api_member,
}

BEFORE_DELETE: Final[dict[str, Callable[[Cloud, CloudObject], None]]] = {
    aws_functions.ROLE: check_role_unused,
    SERVICE: google_run.check_unprotected,
    aws_edge.DISTRIBUTION: aws_edge.check_distribution_unused,
    aws_edge.POLICY: aws_edge.check_policy_unused,
}

GOES_WITH: Final[dict[str, Callable[[Cloud, CloudObject], list[CloudObject]]]] = {
    aws_functions.FUNCTION: aws_functions.belongings,
    TARGET: scaling_of,
    API: members_of_api,
}
