"""References that Lambda can follow: the model in S3 or in the image, secrets in AWS's own stores."""

from collections.abc import Iterator
from typing import Final

from apexai.errors import Diagnostic
from apexai.spec.deployment import ServerlessModelDeployment
from apexai.spec.fields import Text
from apexai.spec.secret_reference import SecretStore, parse_secret_reference
from apexai.spec.shown import shown
from apexai.targets.aws_lambda.references import s3_location
from apexai.targets.diagnostics import error, warning
from apexai.targets.value import known_text

_AWS_STORES: Final = frozenset({SecretStore.AWS_SECRETS_MANAGER, SecretStore.AWS_PARAMETER_STORE})


def check_references(deployment: ServerlessModelDeployment) -> Iterator[Diagnostic]:
    """Every reference leads somewhere that a role on AWS can read."""
    spec = deployment.spec
    yield from _model(spec.model_ref.uri, "spec.modelRef.uri")
    if spec.traffic_split.stable is not None:
        yield from _model(spec.traffic_split.stable.model_uri, "spec.trafficSplit.stable.modelUri")
    for name, written in spec.runtime.secrets.items():
        text = known_text(written)
        store = None if text is None else parse_secret_reference(text).store
        if store is not None and store not in _AWS_STORES:
            message = f"a function on AWS can't be allowed to read from {store}://"
            instead = "keep it in Secrets Manager (aws-sm://…) or Parameter Store (aws-ssm://…)"
            yield error("APX-LIM-131", f"spec.runtime.secrets.{name}", message, instead=instead)


def _model(uri: Text | None, path: str) -> Iterator[Diagnostic]:
    text = known_text(uri)
    if text is None:
        return
    location = s3_location(text)
    if location is not None and not location.key:
        message = f"{text!r} names a whole bucket, and the function may read just the model"
        yield error("APX-LIM-132", path, message, instead="name the object, or a prefix that ends with a slash")
    elif location is not None and not location.is_grantable:
        message = (
            f"{shown(text)} names no bucket, or its key more than one model: a policy reads *, ? and ${{ as wildcards"
        )
        instead = "write s3://bucket/key, or s3://bucket/prefix/ for all objects below a prefix"
        yield error("APX-LIM-134", path, message, instead=instead)
    elif location is None and "://" in text:
        message = f"no permission on AWS lets a function read {text.partition('://')[0]}://"
        instead = "copy the model to S3 (s3://…) or into the image, or make sure that the image reads it by other means"
        yield warning("APX-LIM-130", path, message, instead=instead)
