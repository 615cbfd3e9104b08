"""Who may call: IAM, with Google's own tokens."""

from collections.abc import Iterator
from typing import Final

from apexai.errors import Diagnostic
from apexai.spec.deployment import ServerlessModelDeployment
from apexai.targets.diagnostics import error
from apexai.targets.value import known_text

_AUTH: Final = "spec.runtime.auth"
GOOGLE_ISSUER: Final = "https://accounts.google.com"
"""Source: Cloud Run documentation, Authenticating overview: ID tokens signed by Google; read 2026-11-21."""


def check_access(deployment: ServerlessModelDeployment) -> Iterator[Diagnostic]:
    """Tokens are Google's, and IAM checks them in every case."""
    auth = deployment.spec.runtime.auth
    if auth is None:
        return
    if auth.iam is False and auth.jwt is None:
        message = "Cloud Run asks IAM who calls, and by nothing else"
        yield error("APX-LIM-580", f"{_AUTH}.iam", message, instead="remove it, or write access: public")
    issuer = None if auth.jwt is None else known_text(auth.jwt.issuer)
    if issuer is not None and issuer.rstrip("/") != GOOGLE_ISSUER:
        message = f"Cloud Run takes tokens that Google signed, not those of {issuer}"
        instead = (
            f"write {GOOGLE_ISSUER}, check other tokens in the image, or put API Gateway in front of the output "
            "`endpoint`"
        )
        yield error("APX-LIM-581", f"{_AUTH}.jwt.issuer", message, instead=instead)
