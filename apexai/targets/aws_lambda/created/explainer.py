"""The explainer: a second function beside the model's, which the model's alone may call."""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from apexai.spec.fields import Deferred
from apexai.targets.aws_lambda.created.entry import build_url
from apexai.targets.aws_lambda.created.function import Around, Code, build_function
from apexai.targets.aws_lambda.created.logs import build_log_group
from apexai.targets.aws_lambda.created.role import Statement, build_grant, build_role, logging, tracing, using_key
from apexai.targets.aws_lambda.created.scope import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Explainer:
    """What the model's function needs to know of it."""

    url: pulumi.Output[str]
    arn: pulumi.Output[str]

    @property
    def calling(self) -> Statement:
        """Call it."""
        return Statement(actions=["lambda:InvokeFunctionUrl", "lambda:InvokeFunction"], resources=[self.arn])


def build_explainer(scope: Scope, key: aws.kms.Key | None) -> Explainer | None:
    """The function of `responsibleAI.explainability.image`; None where the spec has none."""
    explained = scope.spec.responsible_ai.explainability
    if explained is None or explained.image is None:
        return None
    role, logs = build_role(scope, "explainer-role"), build_log_group(scope, "explainer-logs", key)
    statements = [logging(logs), tracing(), *([] if key is None else [using_key(key)])]
    grant = build_grant(scope, "explainer-policy", role, statements)
    function = build_function(
        scope,
        "explainer",
        Code(image=explained.image),
        Around(role=role, logs=logs, key=key, grants=[grant]),
        variables={
            "EXPLAINABILITY_METHOD": explained.method,
            "MODEL_NAME": scope.spec.model_ref.name,
        },
    )
    url = build_url(scope, "explainer-", function, None, principal=scope.account)
    return Explainer(url=url, arn=function.arn)


def explainability_endpoint(scope: Scope, explainer: Explainer | None) -> "str | Deferred | None":
    """Where answers are explained: the explainer's URL, or the endpoint that the spec gives."""
    if explainer is not None:
        return Deferred(explainer.url)
    explained = scope.spec.responsible_ai.explainability
    return None if explained is None else explained.endpoint
