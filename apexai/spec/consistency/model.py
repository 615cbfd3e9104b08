"""The model reference: one digest for one artifact."""

from collections.abc import Iterator

from apexai.spec import codes
from apexai.spec.consistency.finding import Finding, found
from apexai.spec.deployment import ServerlessModelDeployment
from apexai.spec.fields import Text

_OCI = "oci://"


def check_model(deployment: ServerlessModelDeployment) -> Iterator[Finding]:
    """`modelRef.digest` pins what `uri` names, or the image where there is no `uri`; an artifact has one digest."""
    spec = deployment.spec
    reference = spec.model_ref
    if reference.uri is None:
        pinned, where = spec.runtime.image, "spec.runtime.image"
    elif isinstance(reference.uri, str) and reference.uri.startswith(_OCI):
        pinned, where = reference.uri, "spec.modelRef.uri"
    else:
        return
    other = _digest(pinned)
    if reference.digest and other and reference.digest != other:
        message = f"{reference.digest} is not the digest in {where}, {other}"
        yield found(
            codes.OTHER_DIGEST,
            "spec.modelRef.digest",
            message,
            suggestion="write the digest once",
            also=(where, "spec.modelRef.uri"),
        )


def _digest(reference: Text | None) -> str:
    return reference.partition("@")[2] if isinstance(reference, str) else ""
