"""Calls back into the program: its transforms and hooks, which the SDK offers under an address and a token."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable
from typing import Any

import grpc
from pulumi.runtime.proto import callback_pb2, callback_pb2_grpc

_NO_LIMIT = [("grpc.max_receive_message_length", -1), ("grpc.max_send_message_length", -1)]


class CallbackError(Exception):
    """A transform or hook raised."""


async def call_back(callback: Any, request: Any, response_class: Any) -> Any:
    """Run a callback: in place where the SDK lets us find its function, else as the engine does, over loopback gRPC.

    Raises: what the function raises, or CallbackError for it.
    """
    function = _function_of(callback)
    if function is not None:
        return await function(request.SerializeToString())
    message = callback_pb2.CallbackInvokeRequest(token=callback.token, request=request.SerializeToString())
    stub = callback_pb2_grpc.CallbacksStub(grpc.insecure_channel(callback.target, options=_NO_LIMIT))
    try:
        response = await asyncio.get_running_loop().run_in_executor(None, lambda: stub.Invoke(message))
    except grpc.RpcError as error:
        details = str(error.details())
        raise CallbackError(details.partition(" error: ")[2] or details) from None
    return response_class.FromString(response.response)


def _function_of(callback: Any) -> Callable[[bytes], Awaitable[Any]] | None:
    servicer_class = getattr(sys.modules.get("pulumi.runtime._callbacks"), "_CallbackServicer", None)
    for servicer in getattr(servicer_class, "_servicers", ()):
        if getattr(servicer, "_target", "") == callback.target:
            found: Callable[[bytes], Awaitable[Any]] | None = getattr(servicer, "_callbacks", {}).get(callback.token)
            return found
    return None
