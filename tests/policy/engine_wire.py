"""Resources as the engine sends them to a pack, for tests that play the engine."""

from collections.abc import Iterable
from typing import Any

import grpc
from google.protobuf.json_format import ParseDict
from google.protobuf.struct_pb2 import Struct
from pulumi.runtime.proto import analyzer_pb2 as proto
from pulumi.runtime.proto import analyzer_pb2_grpc

from apexai.graph import Asset, Resource, ResourceGraph, ResourceReference, Secret, Unknown, Value
from apexai.graph.wire import ASSET, RESOURCE, SECRET, SIGNATURE

UNKNOWN_TEXT = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"


def struct(values: dict[str, Any]) -> Struct:
    return ParseDict(values, Struct())


def properties(resource: Resource) -> Struct:
    return struct({key: wire(value) for key, value in resource.inputs.items()})


def wire(value: Value) -> Any:
    match value:
        case Unknown():
            return UNKNOWN_TEXT
        case Secret(inner):
            return {SIGNATURE: SECRET, "value": wire(inner)}
        case Asset():
            return {SIGNATURE: ASSET, "path": value.location, "hash": value.sha256}
        case ResourceReference():
            return {SIGNATURE: RESOURCE, "urn": value.urn}
        case dict():
            return {key: wire(item) for key, item in value.items()}
        case list():
            return [wire(item) for item in value]
        case _:
            return value


def analyze_request(resource: Resource, graph: ResourceGraph) -> proto.AnalyzeRequest:
    request = proto.AnalyzeRequest(
        urn=resource.urn,
        type=resource.type,
        name=resource.name,
        properties=properties(resource),
        options=proto.AnalyzerResourceOptions(parent=resource.parent),
    )
    provider = graph.by_urn.get(resource.provider)
    if provider is not None:
        request.provider.CopyFrom(
            proto.AnalyzerProviderResource(
                urn=provider.urn, type=provider.type, name=provider.name, properties=properties(provider)
            )
        )
    return request


def stack_request(graph: ResourceGraph) -> proto.AnalyzeStackRequest:
    return proto.AnalyzeStackRequest(resources=[_stack_resource(resource) for resource in graph.resources])


def play(stub: analyzer_pb2_grpc.AnalyzerStub, graph: ResourceGraph) -> list[proto.AnalyzeDiagnostic]:
    """Everything that the pack says of a program, as the engine asks it."""
    said: list[proto.AnalyzeDiagnostic] = []
    for resource in graph.resources:
        if not resource.read:
            said += stub.Analyze(analyze_request(resource, graph)).diagnostics
    said += stub.AnalyzeStack(stack_request(graph)).diagnostics
    return said


def rules_of(said: Iterable[proto.AnalyzeDiagnostic]) -> list[tuple[str, str]]:
    return sorted((diagnostic.policyName, diagnostic.urn) for diagnostic in said)


def connect(port: int) -> analyzer_pb2_grpc.AnalyzerStub:
    return analyzer_pb2_grpc.AnalyzerStub(grpc.insecure_channel(f"127.0.0.1:{port}"))


def _stack_resource(resource: Resource) -> proto.AnalyzerResource:
    edges = {key: proto.AnalyzerPropertyDependencies(urns=urns) for key, urns in resource.property_dependencies.items()}
    return proto.AnalyzerResource(
        urn=resource.urn,
        type=resource.type,
        name=resource.name,
        properties=properties(resource),
        parent=resource.parent,
        dependencies=resource.dependencies,
        propertyDependencies=edges,
    )
