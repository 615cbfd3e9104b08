"""A monitor that answers with traces: every output is known, as a text that says whose it is."""

from __future__ import annotations

from typing import Any

from . import wire
from .monitor import OfflineMonitor
from .traced_functions import install
from .traced_resources import TracedResources
from .traces import Traces

_MARK = "apexai:urn"


class TracingMonitor(OfflineMonitor):
    """Where it stands for the monitor, the SDK is told to keep how values were made."""

    def __init__(self, **named: Any) -> None:
        super().__init__(**named)
        self._traces = Traces()
        self._resources = TracedResources()

    def listen(self) -> None:
        """Change the SDK; after that it is of no use for anything else."""
        self._resources.install(self._traces, _MARK)
        install(self._traces, index_of=self._resources.index_of, is_urn=self._resources.is_urn)

    def _register(self, request: Any) -> Any:
        response = super()._register(request)
        response.object.CopyFrom(wire.json_to_struct({_MARK: response.urn}))
        if request.custom:
            response.id = self._traces.add(kind="property", urn=response.urn, name="id")
        return response

    def ReadResource(self, request: Any, context: Any = None) -> Any:
        response = super().ReadResource(request, context)
        response.properties.CopyFrom(wire.json_to_struct({_MARK: response.urn}))
        return response

    def traced(self) -> dict[str, Any]:
        """What was seen, as plain data."""
        return {
            "resources": self._resources.described(self.records),
            "origins": self._traces.origins,
            "reads": self._traces.reads,
        }
