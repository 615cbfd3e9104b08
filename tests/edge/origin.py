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

    worker: str
    """Who asked. A worker may go on asking in the background when the test that called it is over."""
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
    """Path → answer; others are answered with the number of the worker's request."""
    requests: list[Request] = field(default_factory=list)
    release: threading.Event = field(default_factory=threading.Event)
    """Answers wait for it."""
    news: threading.Condition = field(default_factory=threading.Condition)

    def reset(self) -> None:
        """Answer everything at once and forget what was asked."""
        self.status, self.headers = 200, {}
        self.requests.clear()
        self.release.set()

    def asked_by(self, *workers: str) -> list[Request]:
        """What these workers asked since the reset."""
        return [request for request in self.requests if request.worker in workers]

    def arrived(self, worker: str, count: int) -> None:
        """Wait for so many requests of a worker."""
        with self.news:
            assert self.news.wait_for(lambda: len(self.asked_by(worker)) >= count, timeout=30)

    def note(self, request: Request) -> int:
        """Keep a request; gives its number among those of its worker."""
        with self.news:
            self.requests.append(request)
            self.news.notify_all()
            return len(self.asked_by(request.worker))

    def paths(self, worker: str) -> list[str]:
        return [request.path for request in self.asked_by(worker)]


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
            worker = headers["cf-worker"].removesuffix(".example.com")
            number = origin.note(
                Request(worker=worker, method=self.command, path=self.path, headers=headers, body=body)
            )
            origin.release.wait(30)
            self.reply(origin.status, origin.headers, {"number": number})

        do_POST = do_GET

        def reply(self, status: int, headers: Mapping[str, str], document: Any) -> None:
            content = json.dumps(document).encode()
            self.send_response(status)
            for name, value in {"content-type": "application/json", **headers}.items():
                self.send_header(name, value)
            self.send_header("content-length", str(len(content)))
            self.send_header("connection", "close")  # workerd uses connections again, also those of HTTP/1.0
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
