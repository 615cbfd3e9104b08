"""Builds a deployment on AWS Lambda."""

import pulumi_aws as aws

from apexai.targets.aws_lambda.created.alarms import build_alarms
from apexai.targets.aws_lambda.created.budget import build_guard_scope, reserved_concurrency
from apexai.targets.aws_lambda.created.encryption import build_key
from apexai.targets.aws_lambda.created.entry import build_entry
from apexai.targets.aws_lambda.created.explainer import Explainer, build_explainer, explainability_endpoint
from apexai.targets.aws_lambda.created.function import (
    Around,
    Code,
    build_dead_letters,
    build_function,
    sending_dead_letters,
)
from apexai.targets.aws_lambda.created.grants import build_asked_grants, build_model_grants
from apexai.targets.aws_lambda.created.logs import build_log_group
from apexai.targets.aws_lambda.created.network import build_vpc_config
from apexai.targets.aws_lambda.created.release import build_release
from apexai.targets.aws_lambda.created.role import (
    attaching_to_vpc,
    build_grant,
    build_role,
    logging,
    tracing,
    using_key,
)
from apexai.targets.aws_lambda.created.scope import Scope, scope_of
from apexai.targets.aws_lambda.tags import tag_text
from apexai.targets.aws_lambda.variables import model_variables
from apexai.targets.target import BuildRequest, Built, image_of
from apexai.targets.value import pinned_image


def build_resources(request: BuildRequest) -> Built:
    """The function with what it writes to and may do, its versions behind the alias, the entry, the alarms."""
    scope = scope_of(request)
    key = build_key(scope)
    explainer = build_explainer(scope, key)
    function = _model_function(scope, key, explainer)
    alias = build_release(scope, function)
    endpoint = build_entry(scope, function, alias, key)
    build_alarms(scope, function, alias)
    return Built(endpoint=endpoint, revision=function.version, guard=build_guard_scope(scope, function, key))


def _model_function(scope: Scope, key: aws.kms.Key | None, explainer: Explainer | None) -> aws.lambda_.Function:
    spec = scope.spec
    return build_function(
        scope,
        "function",
        _code(scope),
        _around(scope, key, explainer),
        variables=model_variables(spec, explainability_endpoint(scope, explainer)),
        tags={"modelVersion": tag_text(spec.model_ref.version)},
        reserved=reserved_concurrency(scope),
    )


def _around(scope: Scope, key: aws.kms.Key | None, explainer: Explainer | None) -> Around:
    role, logs = build_role(scope, "role"), build_log_group(scope, "logs", key)
    dead_letters, vpc = build_dead_letters(scope, key), build_vpc_config(scope)
    statements = [
        logging(logs),
        tracing(),
        sending_dead_letters(dead_letters),
        *([] if key is None else [using_key(key)]),
        *([] if vpc is None else [attaching_to_vpc()]),
        *([] if explainer is None else [explainer.calling]),
    ]
    grants = [
        build_grant(scope, "policy", role, statements),
        *build_asked_grants(scope, role),
        *build_model_grants(scope, role),
    ]
    return Around(role=role, logs=logs, key=key, dead_letters=dead_letters, vpc=vpc, grants=grants)


def _code(scope: Scope) -> Code:
    runtime, model = scope.spec.runtime, scope.spec.model_ref
    if runtime.package is not None:
        return Code(package=runtime.package)
    image = image_of(scope.request.deployment, scope.request.surroundings)
    if image is None:
        raise ValueError("no image: the limits refuse this")
    pinned = image if model.uri is not None else pinned_image(image, model.digest)
    return Code(image=pinned, command=runtime.command, args=runtime.args)
