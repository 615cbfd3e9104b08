"""Who may call, and whether somebody checks it."""

from collections.abc import Iterator
from typing import Final

from apexai.errors import Diagnostic
from apexai.spec.deployment import ServerlessModelDeployment
from apexai.spec.runtime import Access
from apexai.targets.cloudflare_workers.program import Program, program_of
from apexai.targets.diagnostics import error, note
from apexai.targets.value import known_text

_ACCESS: Final = "spec.runtime.access"
_DOMAIN: Final = "spec.runtime.network.domain"


def check_access(deployment: ServerlessModelDeployment) -> Iterator[Diagnostic]:
    """Callers are let in as asked, or not at all."""
    runtime = deployment.spec.runtime
    if runtime.access is Access.AUTHENTICATED:
        yield from _authenticated(deployment)
    domain = None if runtime.network is None else runtime.network.domain
    if domain is not None and runtime.access is Access.INTERNAL:
        message = f"{domain} would be reached from outside, and access is internal"
        instead = "remove it: other Workers of the account reach this one by a service binding"
        yield error("APX-LIM-822", _DOMAIN, message, instead=instead)
    if domain is None and runtime.access is not Access.INTERNAL:
        message = "without network.domain callers use the account's workers.dev address"
        yield note("APX-LIM-823", _ACCESS, message, instead="add network.domain, a name in a zone of the account")


def _authenticated(deployment: ServerlessModelDeployment) -> Iterator[Diagnostic]:
    runtime = deployment.spec.runtime
    jwt = None if runtime.auth is None else runtime.auth.jwt
    if program_of(deployment.spec) is Program.OWN_CODE:
        message = "access authenticated (the default) can't be kept in front of code of its own"
        instead = "check tokens in that code and write access: public, or access: internal for other Workers"
        yield error("APX-LIM-820", _ACCESS, message, instead=instead)
    elif jwt is None:
        message = "access authenticated (the default) needs an issuer whose tokens are checked"
        instead = "add auth.jwt, or write access: internal for other Workers of the account, or access: public"
        yield error("APX-LIM-821", _ACCESS, message, instead=instead)
    else:
        for index, audience in enumerate(jwt.audiences):
            if known_text(audience) is None:
                path = f"spec.runtime.auth.jwt.audiences[{index}]"
                message = "an audience has to be known while the program is written"
                yield error("APX-LIM-824", path, message, instead="write it as text")
