"""Tokens of Microsoft Entra: which issuers there are, and what a service without named audiences asks for."""

import re
from typing import Final

ISSUER: Final = re.compile(
    r"https://(login\.microsoftonline\.com/[^/]+(/v2\.0)?|sts\.windows\.net/[^/]+(/v2\.0)?|[^/]+\.ciamlogin\.com/.+)/?"
)
"""Source: Azure documentation, Configure your app to use Microsoft Entra sign-in, issuer URL; read 2026-11-21."""


def own_issuer(tenant: str) -> str:
    """The issuer of the deployment's own tenant."""
    return f"https://sts.windows.net/{tenant}/v2.0"


def own_audience(tenant: str, service: str) -> str:
    """The audience that tokens for a service have where its spec names none.

    Source: Microsoft Entra documentation, identifier URI patterns: `api://<tenantId>/<string>`; read 2026-11-21.
    """
    return f"api://{tenant}/{service}"
