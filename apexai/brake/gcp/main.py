"""What the container runs: a server that takes pushes of Pub/Sub, one at a time."""

import json
import os
import traceback
from datetime import UTC, datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, HTTPServer

from apexai.brake.gcp.api import RunApi
from apexai.brake.gcp.brake import Brake
from apexai.brake.gcp.messages import MessageError, load_message
from apexai.brake.gcp.settings import load_settings


def main() -> None:
    """Serve until the instance is stopped."""
    brake = Brake(load_settings(os.environ), RunApi())
    server_of(brake, port=int(os.environ.get("PORT", "8080"))).serve_forever()


def server_of(brake: Brake, *, port: int) -> HTTPServer:
    """A server that hands each push to the brake; Cloud Run has checked who calls."""

    class Pushes(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            self.send_response(answer(brake, body))
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Nothing: Cloud Run logs requests."""

    return HTTPServer(("", port), Pushes)


def answer(brake: Brake, body: bytes) -> HTTPStatus:
    """Act on a push; what can't be done now is pushed again, what can't be read is not."""
    try:
        brake.hear(load_message(body), now=datetime.now(UTC))
    except MessageError as error:
        _complain(str(error))
    except Exception:
        _complain(traceback.format_exc())
        return HTTPStatus.INTERNAL_SERVER_ERROR
    return HTTPStatus.NO_CONTENT


def _complain(message: str) -> None:
    print(json.dumps({"severity": "ERROR", "audit": "apexai.brake", "message": message}), flush=True)
