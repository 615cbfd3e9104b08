"""The Engine service as an object in the child: collects what the program logs."""

from __future__ import annotations

from google.protobuf import empty_pb2
from pulumi.runtime.proto import engine_pb2

_SEVERITIES = {engine_pb2.INFO: "info", engine_pb2.WARNING: "warning", engine_pb2.ERROR: "error"}


class OfflineEngine:
    """Takes the calls that the SDK makes of the engine; a method takes the request and gives the response."""

    def __init__(self, project_files):
        self._project_files = project_files
        self._root_urn = ""
        self.logs = []

    def Log(self, request, context=None):
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
        return empty_pb2.Empty()

    def GetRootResource(self, request, context=None):
        return engine_pb2.GetRootResourceResponse(urn=self._root_urn)

    def SetRootResource(self, request, context=None):
        self._root_urn = request.urn
        return engine_pb2.SetRootResourceResponse()

    def RequirePulumiVersion(self, request, context=None):
        return engine_pb2.RequirePulumiVersionResponse()

    def StartDebugging(self, request, context=None):
        return empty_pb2.Empty()
