"""Which entry callers use, decided by access and auth."""

from enum import StrEnum

from apexai.spec.runtime import Access, Runtime


class Entry(StrEnum):
    """The means by which a request reaches the function."""

    PUBLIC_URL = "public function URL"
    IAM_URL = "function URL with IAM"
    JWT_GATEWAY = "API Gateway with JWT"
    IAM_GATEWAY = "API Gateway with IAM"
    NONE = "none"
    """The account's own callers invoke the alias by its ARN."""

    @property
    def is_gateway(self) -> bool:
        return self in (Entry.JWT_GATEWAY, Entry.IAM_GATEWAY)


def entry_of(runtime: Runtime) -> Entry:
    """The entry of a service."""
    match runtime.access:
        case Access.PUBLIC:
            return Entry.PUBLIC_URL
        case Access.INTERNAL:
            return Entry.NONE
        case Access.AUTHENTICATED:
            auth = runtime.auth
            if auth is not None and auth.jwt is not None:
                return Entry.JWT_GATEWAY
            return Entry.IAM_GATEWAY if auth is not None and auth.gateway else Entry.IAM_URL
