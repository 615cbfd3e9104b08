"""An origin that a test steers: what it answers, whether it waits, and what it was asked."""

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Request:
    """What the origin was asked."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(kw_only=True)
class Origin:
    """An inference service, as far as the edge sees it."""

    address: str = ""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    documents: dict[str, Any] = field(default_factory=dict)
    """Path → answer; others are answered with the number of the request."""
    requests: list[Request] = field(default_factory=list)
    release: threading.Event = field(default_factory=threading.Event)
    """Answers wait for it."""
    news: threading.Condition = field(default_factory=threading.Condition)

    def reset(self) -> None:
        """Answer everything at once and forget what was asked."""
        self.status, self.headers = 200, {}
        self.requests.clear()
        self.release.set()

    def arrived(self, count: int) -> None:
        """Wait for so many requests."""
        with self.news:
            assert self.news.wait_for(lambda: len(self.requests) >= count, timeout=30)

    def note(self, request: Request) -> int:
        """Keep a request; gives its number."""
        with self.news:
            self.requests.append(request)
            self.news.notify_all()
            return len(self.requests)

    def paths(self) -> list[str]:
        return [request.path for request in self.requests]


@contextmanager
def origin_serving() -> Iterator[Origin]:
    """Serve an origin while the block runs."""
    origin = Origin()
    origin.release.set()

    class Answering(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length") or 0))
            headers = {name.lower(): value for name, value in self.headers.items()}
            if self.path in origin.documents:
                self.reply(200, {}, origin.documents[self.path])
                return
            number = origin.note(Request(method=self.command, path=self.path, headers=headers, body=body))
            origin.release.wait(30)
            self.reply(origin.status, origin.headers, {"number": number})

        do_POST = do_GET

        def reply(self, status: int, headers: Mapping[str, str], document: Any) -> None:
            content = json.dumps(document).encode()
            self.send_response(status)
            for name, value in {"content-type": "application/json", **headers}.items():
                self.send_header(name, value)
            self.send_header("content-length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *arguments: object) -> None:
            pass

        def handle(self) -> None:
            with suppress(ConnectionError):  # the edge does not wait for late answers
                super().handle()

    with ThreadingHTTPServer(("127.0.0.1", 0), Answering) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        origin.address = f"http://127.0.0.1:{server.server_port}"
        yield origin
        origin.release.set()
        server.shutdown()
