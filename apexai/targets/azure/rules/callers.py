"""Who may call: Microsoft Entra, in every case."""

from collections.abc import Iterator
from typing import Final

from apexai.errors import Diagnostic
from apexai.spec.runtime import Access, Runtime
from apexai.targets.azure.entra import ISSUER
from apexai.targets.diagnostics import error, note

_RUNTIME: Final = "spec.runtime"


def check_callers(runtime: Runtime) -> Iterator[Diagnostic]:
    """Callers bring tokens of Microsoft Entra."""
    path, auth = f"{_RUNTIME}.auth", runtime.auth
    if auth is not None and auth.iam is False and auth.jwt is None:
        message = "the platform asks Microsoft Entra who calls, and nobody else"
        yield error("APX-LIM-335", f"{path}.iam", message, instead="remove it, or write access: public")
    if auth is not None and auth.jwt is not None and not ISSUER.fullmatch(str(auth.jwt.issuer)):
        message = f"the platform checks tokens of Microsoft Entra, not those of {auth.jwt.issuer}"
        instead = "write https://login.microsoftonline.com/<tenant>/v2.0, or check other tokens in the image"
        yield error("APX-LIM-336", f"{path}.jwt.issuer", message, instead=instead)
    if runtime.access is Access.AUTHENTICATED and (auth is None or auth.jwt is None):
        message = (
            "callers need a token of the subscription's tenant for api://<tenant>/<service>, which an application "
            "registration with that identifier URI hands out"
        )
        instead = "name your registration in runtime.auth.jwt: {issuer, audiences}"
        yield note("APX-LIM-337", f"{_RUNTIME}.access", message, instead=instead)
