"""A HashiCorp Vault that encrypts the stacks' data keys.

The CLI derives a key from a passphrase with a million rounds in every command, which takes as long as the rest of it.
"""

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Final

SECRETS_PROVIDER: Final = "hashivault://stacks"
"""What a stack names as its provider of secrets."""


class _Transit(BaseHTTPRequestHandler):
    """`PUT /v1/transit/encrypt|decrypt/KEY`. Source: Vault's HTTP API, secrets engine *transit*."""

    def do_PUT(self) -> None:
        given = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        answer = (
            {"ciphertext": f"vault:v1:{given['plaintext']}"}
            if "/encrypt/" in self.path
            else {"plaintext": given["ciphertext"].removeprefix("vault:v1:")}
        )
        body = json.dumps({"data": answer}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments: object) -> None:
        """Say nothing."""


@contextmanager
def serving() -> Iterator[Mapping[str, str]]:
    """Serve while the block runs; gives the environment in which the CLI finds it."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Transit) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield {"VAULT_ADDR": f"http://127.0.0.1:{server.server_port}", "VAULT_TOKEN": "tests"}
        server.shutdown()
