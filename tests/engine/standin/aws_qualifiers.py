"""What AWS Lambda refuses of a function's versions and aliases, and of what names one of them."""

from tests.engine.standin import aws_functions, aws_lambda, refusals
from tests.engine.standin.cloud import Cloud, CloudObject
from tests.engine.standin.wire import Properties


def check_alias(cloud: Cloud, region: str, inputs: Properties) -> None:
    """Refuse what CreateAlias and UpdateAlias refuse."""
    function = aws_functions.find_function(cloud, region, inputs["functionName"])
    version = str(inputs["functionVersion"])
    aws_functions.check_version(function, version)
    weights = (inputs.get("routingConfig") or {}).get("additionalVersionWeights") or {}
    if len(weights) > 1:
        refusals.ALIAS_WEIGHTS_COUNT.refuse()
    for other, weight in weights.items():
        if not 0 <= weight <= 1:
            refusals.ALIAS_WEIGHT.refuse(version=other, weight=weight)
        if other == version:
            refusals.ALIAS_SAME_VERSION.refuse(version=version)
        if version == "$LATEST":
            refusals.ALIAS_LATEST.refuse()
        aws_functions.check_version(function, other)
    if weights and aws_functions.provisioned(cloud, function, qualifier=inputs["name"]):
        refusals.PROVISIONED_WEIGHTED_ALIAS.refuse()


def check_provisioned(cloud: Cloud, region: str, inputs: Properties) -> None:
    """Refuse what PutProvisionedConcurrencyConfig refuses."""
    function, qualifier = aws_functions.find_function(cloud, region, inputs["functionName"]), str(inputs["qualifier"])
    if qualifier == "$LATEST":
        refusals.PROVISIONED_UNPUBLISHED.refuse()
    check_qualifier(cloud, region, inputs["functionName"], qualifier)
    _check_provisioned_qualifier(cloud, function, qualifier)
    wanted = inputs["provisionedConcurrentExecutions"]
    total = wanted + sum(
        item.inputs["provisionedConcurrentExecutions"]
        for item in aws_functions.provisioned(cloud, function)
        if item.inputs["qualifier"] != qualifier
    )
    reserved = function.inputs.get("reservedConcurrentExecutions", -1)
    if reserved >= 0 and total > reserved:
        refusals.PROVISIONED_OVER_RESERVED.refuse()
    if reserved < 0 and aws_functions.unreserved(cloud, region) - total < aws_lambda.MINIMUM_UNRESERVED:
        refusals.PROVISIONED_OVER_QUOTA.refuse(minimum=aws_lambda.MINIMUM_UNRESERVED)


def check_url(cloud: Cloud, region: str, inputs: Properties) -> None:
    """Refuse what CreateFunctionUrlConfig refuses."""
    qualifier = str(inputs.get("qualifier") or "")
    if qualifier.isdigit() or qualifier == "$LATEST":
        refusals.URL_QUALIFIER.refuse(qualifier=qualifier)
    check_qualifier(cloud, region, inputs["functionName"], qualifier)


def check_permission(cloud: Cloud, region: str, inputs: Properties) -> None:
    """Refuse what AddPermission refuses."""
    check_qualifier(cloud, region, inputs["function"], str(inputs.get("qualifier") or ""))


def check_event_invoke(cloud: Cloud, region: str, inputs: Properties) -> None:
    """Refuse what PutFunctionEventInvokeConfig refuses."""
    check_qualifier(cloud, region, inputs["functionName"], str(inputs.get("qualifier") or ""))


def check_qualifier(cloud: Cloud, region: str, reference: str, qualifier: str) -> None:
    """Refuse a function, version or alias that does not exist."""
    function = aws_functions.find_function(cloud, region, reference)
    if not qualifier or qualifier == "$LATEST":
        return
    if qualifier.isdigit():
        aws_functions.check_version(function, qualifier)
    elif not aws_functions.has_alias(cloud, function, qualifier):
        refusals.LAMBDA_NOT_FOUND.refuse(arn=f"{function.outputs['arn']}:{qualifier}")


def _check_provisioned_qualifier(cloud: Cloud, function: CloudObject, qualifier: str) -> None:
    for alias in aws_functions.aliases(cloud, function):
        weights = (alias.inputs.get("routingConfig") or {}).get("additionalVersionWeights")
        if alias.inputs["name"] == qualifier:
            if weights:
                refusals.PROVISIONED_WEIGHTED_ALIAS.refuse()
            if aws_functions.provisioned(cloud, function, qualifier=alias.inputs["functionVersion"]):
                refusals.PROVISIONED_ALIAS_OF_VERSION.refuse()
        elif alias.inputs["functionVersion"] == qualifier and aws_functions.provisioned(
            cloud, function, qualifier=alias.inputs["name"]
        ):
            refusals.PROVISIONED_VERSION_BY_ALIAS.refuse()
