"""Calls back into the program: the transforms of resources and invokes, which the SDK serves over loopback gRPC."""

from __future__ import annotations

import grpc
from pulumi.runtime.proto import callback_pb2, callback_pb2_grpc

_NO_LIMIT = [("grpc.max_receive_message_length", -1), ("grpc.max_send_message_length", -1)]


class TransformError(Exception):
    """A transform raised."""


class CallbackClient:
    """Runs callbacks by the address and token under which the SDK registered them."""

    def __init__(self):
        self._stubs = {}

    def call(self, callback, request, response_class):
        stub = self._stubs.get(callback.target)
        if stub is None:
            channel = grpc.insecure_channel(callback.target, options=_NO_LIMIT)
            stub = self._stubs[callback.target] = callback_pb2_grpc.CallbacksStub(channel)
        message = callback_pb2.CallbackInvokeRequest(token=callback.token, request=request.SerializeToString())
        try:
            response = stub.Invoke(message)
        except grpc.RpcError as error:
            raise TransformError(f"a transform raised: {error.details()}") from None
        return response_class.FromString(response.response)
