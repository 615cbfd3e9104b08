"""The Cloud Run Admin API over HTTP, as the account that the brake runs as."""

import json
from collections.abc import Mapping
from typing import Any, Final, Protocol
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

_SERVER: Final = "https://run.googleapis.com"
_METADATA: Final = "http://metadata.google.internal"
_TOKEN: Final = "/computeMetadata/v1/instance/service-accounts/default/token"
_TIMEOUT_SECONDS: Final = 30
_CONFLICTS: Final = (409, 412)


class ConflictError(Exception):
    """Somebody else changed the service meanwhile: what was read of it holds no more."""


class Api(Protocol):
    """Cloud Run."""

    def get(self, name: str) -> dict[str, Any]:
        """Read a service."""

    def patch(self, name: str, change: Mapping[str, Any], *, mask: str) -> None:
        """Change the fields of a service that the mask names, if its etag is still the one in the change.

        Raises:
            ConflictError: it is not.
        """


class RunApi:
    """The API itself."""

    def __init__(self, *, server: str = _SERVER, metadata: str = _METADATA) -> None:
        self._server = server
        self._metadata = metadata

    def get(self, name: str) -> dict[str, Any]:
        return self._call("GET", name, None)

    def patch(self, name: str, change: Mapping[str, Any], *, mask: str) -> None:
        try:
            self._call("PATCH", f"{name}?{urlencode({'updateMask': mask})}", json.dumps(change).encode())
        except HTTPError as error:
            if error.code in _CONFLICTS:
                raise ConflictError from error
            raise

    def _call(self, method: str, path: str, body: bytes | None) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {self._token()}", "Content-Type": "application/json"}
        return _answer(Request(f"{self._server}/v2/{path}", data=body, headers=headers, method=method))

    def _token(self) -> str:
        answer = _answer(Request(f"{self._metadata}{_TOKEN}", headers={"Metadata-Flavor": "Google"}))
        return str(answer["access_token"])


def _answer(request: Request) -> dict[str, Any]:
    with urlopen(request, timeout=_TIMEOUT_SECONDS) as response:
        found: dict[str, Any] = json.load(response)
        return found
