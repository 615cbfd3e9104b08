"""Outputs that cost nothing until somebody looks: a resource has about fifty properties, a program uses two."""

from __future__ import annotations

import asyncio
import copyreg
from collections.abc import Callable
from typing import Any

from pulumi.output import Output, _OutputData


class PendingOutput(Output[Any]):
    """A property of a resource whose registration is under way; makes its future when it is first awaited.

    The SDK's own Output makes a task and four futures at once, and is tracked until the program's end. Nothing is
    lost without: a registration that fails is reported by itself, and what is derived from this is tracked as always.
    """

    def __init__(self, resource: Any) -> None:
        self._resource = resource
        self._outcome: Any = None
        self._awaited: Any = None

    @property
    def _data(self) -> Any:  # type: ignore[override]
        future = self._awaited
        if future is None:
            future = self._awaited = asyncio.get_event_loop().create_future()
            if self._outcome is not None:
                self._settle(future)
        return future

    def _untrack(self) -> None:
        """Nothing to do: it is not tracked."""

    def _resolve(self, value: Any, is_known: bool, is_secret: bool, deps: Any, failed: Any) -> None:
        """Take the property's state, in the form in which the SDK's `resolve_properties` hands it over."""
        self._outcome = (value, is_known, is_secret, deps, failed)
        if self._awaited is not None:
            self._settle(self._awaited)

    def _settle(self, future: Any) -> None:
        value, is_known, is_secret, deps, failed = self._outcome
        if failed is not None:
            future.set_exception(failed)
            return
        resources = set(deps) if deps else set()
        if self._resource is not None:
            resources.add(self._resource)
        future.set_result(_OutputData(resources=resources, value=value, is_known=is_known, is_secret=is_secret))

    def __reduce_ex__(self, protocol: Any) -> Any:
        """Pickle as an Output: what a dynamic provider captures must not name this class."""
        make: Any = copyreg.__dict__["__newobj__"]
        return make, (Output,), self.__getstate__()  # type: ignore[no-untyped-call]


def transfer_properties(res: Any, props: Any, custom: bool) -> dict[str, Any]:
    """As `pulumi.runtime.rpc.transfer_properties`, with one small object for each property."""
    resolvers = {}
    attributes = res.__dict__
    for name in props:
        if name == "urn" or (name == "id" and custom):
            continue
        output = attributes[name] = PendingOutput(res)
        resolvers[name] = output._resolve
    return resolvers


def resource_output_after(original: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """As `pulumi.runtime.resource.resource_output`, which makes a resource's urn and then its id.

    The urn stays the SDK's own: that it is tracked is what keeps the SDK waiting for the registration.
    """

    def resource_output(res: Any) -> Any:
        if "urn" not in res.__dict__:
            return original(res)
        output = PendingOutput(res)

        def resolve(value: Any, known: bool, secret: bool, exn: Any) -> None:
            output._resolve(value, known, secret, None, exn)

        return resolve, output

    return resource_output


def known_output(value: Any) -> PendingOutput:
    """An Output of a value that is there already and depends on nothing."""
    output = PendingOutput(None)
    output._resolve(value, True, False, None, None)
    return output
