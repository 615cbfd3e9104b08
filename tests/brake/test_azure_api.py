"""What the brake on Azure says over HTTP, and how its functions are laid out for the host."""

import inspect
import io
import json
from email.message import Message
from typing import Any, Final
from urllib.error import HTTPError
from urllib.request import Request

import pytest

from apexai.brake.azure import api, main
from apexai.brake.azure.api import AzureApi, RefusedError
from apexai.targets.budgets.azure.package import package_files

APP: Final = "/subscriptions/s/resourceGroups/g/providers/Microsoft.App/containerApps/fraud"


class Wire:
    """Takes the place of `urlopen`."""

    def __init__(self) -> None:
        self.asked: list[Request] = []

    def __call__(self, request: Request, timeout: int) -> io.BytesIO:
        self.asked.append(request)
        if "gone" in request.full_url:
            raise HTTPError(request.full_url, 404, "Not Found", Message(), io.BytesIO(b'{"error": "gone"}'))
        if request.full_url.startswith("http://127.0.0.1:41741/"):
            return io.BytesIO(json.dumps({"access_token": request.full_url[-30:]}).encode())
        return io.BytesIO(b"" if request.get_method() in ("PATCH", "PUT") else b'{"properties": {}}')


@pytest.fixture
def wire(monkeypatch: pytest.MonkeyPatch) -> Wire:
    made = Wire()
    monkeypatch.setattr(api, "urlopen", made)
    monkeypatch.setenv("IDENTITY_ENDPOINT", "http://127.0.0.1:41741/msi/token")
    monkeypatch.setenv("IDENTITY_HEADER", "header")
    return made


def test_calls_carry_a_token_of_the_brake_s_identity(wire: Wire) -> None:
    azure = AzureApi("client-1")
    assert azure.get(APP, version="2025-01-01") == {"properties": {}}
    azure.patch(APP, {"properties": {}}, version="2025-01-01")
    azure.post(f"{APP}/stop", {}, version="2025-01-01")
    azure.put_blob("account", "brake/records/one.json", "{}")
    asked = [f"{request.get_method()} {request.full_url.partition('?')[0]}" for request in wire.asked]
    assert asked == [
        "GET http://127.0.0.1:41741/msi/token",
        f"GET https://management.azure.com{APP}",
        f"PATCH https://management.azure.com{APP}",
        f"POST https://management.azure.com{APP}/stop",
        "GET http://127.0.0.1:41741/msi/token",
        "PUT https://account.blob.core.windows.net/brake/records/one.json",
    ]
    token, first, *_ = wire.asked
    assert token.headers == {"X-identity-header": "header"}
    assert "client_id=client-1" in token.full_url
    assert "resource=https%3A%2F%2Fmanagement.azure.com&" in token.full_url
    assert first.headers["Authorization"] == f"Bearer {token.full_url[-30:]}"
    assert wire.asked[-1].headers["X-ms-blob-type"] == "BlockBlob"
    with pytest.raises(RefusedError, match=r"404: .*gone") as refused:
        azure.get(f"{APP}-gone", version="2025-01-01")
    assert refused.value.status == 404


class Asked:
    """What the host gives a function with an HTTP trigger."""

    def get_body(self) -> bytes:
        return b"{}"


def test_functions_are_as_the_host_loads_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """Parameters have the names of bindings, and no annotations, which the worker would hold against its library."""
    files, called = package_files(), []

    def answer(body: bytes) -> str:
        called.append(body)
        return "done"

    monkeypatch.setattr(main, "answer", answer)
    monkeypatch.setattr(main, "tick", lambda: called.append(b"tick"))
    for name, returned in (("hear", "done"), ("tick", None)):
        bound = json.loads(files[f"{name}/function.json"])["bindings"]
        scope: dict[str, Any] = {}
        exec(files[f"{name}/__init__.py"], scope)
        signature = inspect.signature(scope["main"])
        assert set(signature.parameters) == {item["name"] for item in bound} - {"$return"}
        assert all(item.annotation is inspect.Parameter.empty for item in signature.parameters.values())
        assert scope["main"](Asked()) == returned
    assert called == [b"{}", b"tick"]
    assert json.loads(files["host.json"])["version"] == "2.0"
