"""Azure Resource Manager and blobs over HTTP, as the function's managed identity."""

import json
import os
from collections.abc import Mapping
from typing import Any, Final, Protocol
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

_MANAGER: Final = "https://management.azure.com"
_STORAGE: Final = "https://storage.azure.com"
_BLOB_VERSION: Final = "2023-11-03"
_TIMEOUT_SECONDS: Final = 30


class RefusedError(Exception):
    """An answer other than success."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(f"{status}: {text[:500]}")
        self.status = status


class Api(Protocol):
    """What a brake asks of Azure. Raises RefusedError."""

    def get(self, id_: str, *, version: str) -> dict[str, Any]:
        """Read a resource."""

    def patch(self, id_: str, change: Mapping[str, Any], *, version: str) -> None:
        """Merge a change into a resource."""

    def post(self, id_: str, body: Mapping[str, Any], *, version: str) -> dict[str, Any]:
        """Do an action of a resource, whose name the path ends with."""

    def put_blob(self, account: str, path: str, text: str) -> None:
        """Write a text to a container and name."""


class AzureApi:
    """Azure itself.

    Source of the tokens: Azure documentation, Use managed identities for App Service and Azure Functions, REST endpoint
    reference, read 2026-11-21.
    """

    def __init__(self, client: str) -> None:
        self._client = client
        self._tokens: dict[str, str] = {}

    def get(self, id_: str, *, version: str) -> dict[str, Any]:
        return self._manage("GET", id_, None, version)

    def patch(self, id_: str, change: Mapping[str, Any], *, version: str) -> None:
        self._manage("PATCH", id_, change, version)

    def post(self, id_: str, body: Mapping[str, Any], *, version: str) -> dict[str, Any]:
        return self._manage("POST", id_, body, version)

    def put_blob(self, account: str, path: str, text: str) -> None:
        headers = {"x-ms-blob-type": "BlockBlob", "x-ms-version": _BLOB_VERSION, "Content-Type": "application/json"}
        url = f"https://{account}.blob.core.windows.net/{path}"
        _call(Request(url, data=text.encode(), headers=headers | self._authorized(_STORAGE), method="PUT"))

    def _manage(self, method: str, id_: str, body: Mapping[str, Any] | None, version: str) -> dict[str, Any]:
        url = f"{_MANAGER}{id_}?{urlencode({'api-version': version})}"
        data = None if body is None else json.dumps(body).encode()
        headers = {"Content-Type": "application/json"} | self._authorized(_MANAGER)
        text = _call(Request(url, data=data, headers=headers, method=method))
        found: dict[str, Any] = json.loads(text) if text else {}
        return found

    def _authorized(self, resource: str) -> dict[str, str]:
        if resource not in self._tokens:
            query = urlencode({"api-version": "2019-08-01", "resource": resource, "client_id": self._client})
            headers = {"X-IDENTITY-HEADER": os.environ["IDENTITY_HEADER"]}
            answer = _call(Request(f"{os.environ['IDENTITY_ENDPOINT']}?{query}", headers=headers))
            self._tokens[resource] = json.loads(answer)["access_token"]
        return {"Authorization": f"Bearer {self._tokens[resource]}"}


def _call(request: Request) -> bytes:
    try:
        with urlopen(request, timeout=_TIMEOUT_SECONDS) as response:
            text: bytes = response.read()
            return text
    except HTTPError as error:
        raise RefusedError(error.code, error.read().decode(errors="replace")) from None
