"""Resources as the engine sends them to a pack: plays the engine, so that tests go where the engine goes."""

from collections.abc import Callable, Mapping
from typing import Any, Final, Protocol

from google.protobuf.json_format import ParseDict
from google.protobuf.struct_pb2 import Struct
from pulumi.runtime.proto import analyzer_pb2 as proto

from apexai.graph import Asset, Resource, ResourceGraph, ResourceReference, Secret, Unknown, Value
from apexai.graph.wire import ASSET, RESOURCE, SECRET, SIGNATURE

UNKNOWN_TEXT: Final = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"


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


class Analyzer(Protocol):
    """A pack: its servicer, or a stub that is connected to one."""

    @property
    def Configure(self) -> Callable[..., object]: ...

    @property
    def Analyze(self) -> Callable[..., proto.AnalyzeResponse]: ...

    @property
    def AnalyzeStack(self) -> Callable[..., proto.AnalyzeResponse]: ...


def play(
    pack: Analyzer, graph: ResourceGraph, *, configured: Mapping[str, proto.PolicyConfig] | None = None
) -> list[proto.AnalyzeDiagnostic]:
    """Everything that a pack says of a program, as the engine asks it."""
    if configured is not None:
        pack.Configure(proto.ConfigureAnalyzerRequest(policyConfig=configured), None)
    said: list[proto.AnalyzeDiagnostic] = []
    for resource in graph.resources:
        if not resource.read:
            said += pack.Analyze(analyze_request(resource, graph), None).diagnostics
    said += pack.AnalyzeStack(stack_request(graph), None).diagnostics
    return said


def policy_config(properties: dict[str, Any]) -> proto.PolicyConfig:
    """The properties of one policy's configuration."""
    return proto.PolicyConfig(enforcementLevel=proto.ADVISORY, properties=struct(properties))


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
