"""The Engine service as an object in the child: collects what the program logs."""

from __future__ import annotations

from typing import Any

from google.protobuf import empty_pb2
from pulumi.runtime.proto import engine_pb2

from .source import ProjectFiles

NOTE = "apexai:"
"""What debug messages begin with that are for who reads the run, and for nobody at a terminal."""
_SEVERITIES = {engine_pb2.INFO: "info", engine_pb2.WARNING: "warning", engine_pb2.ERROR: "error"}


class OfflineEngine:
    """Takes the calls that the SDK makes of the engine; a method takes the request and gives the response."""

    def __init__(self, project_files: ProjectFiles) -> None:
        self._project_files = project_files
        self._root_urn = ""
        self.logs: list[dict[str, Any]] = []
        self.notes: list[str] = []

    def Log(self, request: Any, context: Any = None) -> Any:
        severity = _SEVERITIES.get(request.severity)
        if severity:
            self.logs.append(
                {
                    "severity": severity,
                    "message": request.message,
                    "urn": request.urn,
                    "source": self._project_files.current_line(),
                }
            )
        elif request.message.startswith(NOTE):
            self.notes.append(request.message)
        return empty_pb2.Empty()

    def GetRootResource(self, request: Any, context: Any = None) -> Any:
        return engine_pb2.GetRootResourceResponse(urn=self._root_urn)

    def SetRootResource(self, request: Any, context: Any = None) -> Any:
        self._root_urn = request.urn
        return engine_pb2.SetRootResourceResponse()

    def RequirePulumiVersion(self, request: Any, context: Any = None) -> Any:
        return engine_pb2.RequirePulumiVersionResponse()

    def StartDebugging(self, request: Any, context: Any = None) -> Any:
        return empty_pb2.Empty()
