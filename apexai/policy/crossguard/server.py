"""Serving a pack: the process that a `__main__.py` of policy-packs/ becomes."""

import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Final

import grpc
from pulumi.runtime.proto import analyzer_pb2_grpc

from apexai.policy.crossguard.servicer import PackServicer
from apexai.policy.rule import Rule
from apexai.policy.rules import PACKS

_LARGEST_MESSAGE_BYTES: Final = 400 * 1024 * 1024
"""What the engine allows. Source: pulumi sdk/go/common/util/rpcutil/serve.go."""

_OPTIONS: Final = (
    ("grpc.max_receive_message_length", _LARGEST_MESSAGE_BYTES),
    ("grpc.max_send_message_length", _LARGEST_MESSAGE_BYTES),
)


def serve_pack(name: str, *, rules: Sequence[Rule] | None = None) -> None:
    """Serve a pack until the engine ends the process.

    Args:
        name: One of `apexai.policy.rules.PACKS`, or a name for `rules`.
        rules: An own pack's rules; together with `PACKS[name]` when there is one of that name.
    """
    server, port = start_server(PackServicer(name, rules=(*PACKS.get(name, ()), *(rules or ()))))
    sys.stdout.write(f"{port}\n")
    sys.stdout.flush()
    server.wait_for_termination()


def start_server(servicer: PackServicer) -> tuple[grpc.Server, int]:
    """Start serving on a port of this machine that the system chooses."""
    server = grpc.server(ThreadPoolExecutor(max_workers=4), options=_OPTIONS)
    analyzer_pb2_grpc.add_AnalyzerServicer_to_server(servicer, server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    return server, port
