"""What the engine sends → resources: graph source 2, inputs from Analyze joined with edges from AnalyzeStack."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from google.protobuf.json_format import MessageToDict
from google.protobuf.struct_pb2 import Struct
from pulumi.runtime.proto import analyzer_pb2 as proto

from apexai.graph import Resource, ResourceGraph, Value
from apexai.graph.normalisation import declared_inputs
from apexai.graph.wire import load_properties

_STACK = "pulumi:pulumi:Stack"


def load_struct(struct: Struct) -> dict[str, Value]:
    """Properties with unknown values, secrets and whole numbers as what they are."""
    return load_properties(MessageToDict(struct))


def load_request(request: proto.AnalyzeRequest) -> Resource:
    """The resource of an Analyze request: the inputs that the program declares, parent and provider."""
    return Resource(
        urn=request.urn,
        type=request.type,
        name=request.name,
        custom=_is_custom(request.type, request.HasField("provider")),
        parent=request.options.parent,
        inputs=declared_inputs(request.type, load_struct(request.properties)),
        provider=request.provider.urn,
    )


def load_provider(request: proto.AnalyzeRequest) -> Resource | None:
    """The provider that comes with an Analyze request."""
    if not request.HasField("provider"):
        return None
    provider = request.provider
    return Resource(
        urn=provider.urn,
        type=provider.type,
        name=provider.name,
        custom=True,
        inputs=declared_inputs(provider.type, load_struct(provider.properties)),
    )


def join_graph(
    analyzed: Mapping[str, Resource], received: Iterable[proto.AnalyzerResource], *, project: str, stack: str
) -> ResourceGraph:
    """The graph of a run.

    What Analyze did not see is read, not created: the engine shows it to AnalyzeStack only.
    """
    joined = {resource.urn: _joined(analyzed.get(resource.urn), resource) for resource in received}
    providers = {urn: resource for urn, resource in analyzed.items() if resource.is_provider and urn not in joined}
    resources = tuple(sorted({**joined, **providers}.values(), key=lambda resource: resource.urn))
    return ResourceGraph(project=project, stack=stack, resources=resources)


def _joined(analyzed: Resource | None, received: proto.AnalyzerResource) -> Resource:
    edges = {key: tuple(sorted(dependencies.urns)) for key, dependencies in received.propertyDependencies.items()}
    if analyzed is None:
        analyzed = Resource(
            urn=received.urn,
            type=received.type,
            name=received.name,
            custom=_is_custom(received.type, received.HasField("provider")),
            provider=received.provider.urn,
            outputs=load_struct(received.properties),
            read=received.type != _STACK,
        )
    return replace(
        analyzed,
        parent=received.parent or received.options.parent or analyzed.parent,
        dependencies=tuple(sorted(received.dependencies)),
        property_dependencies=edges,
    )


def _is_custom(type_: str, has_provider: bool) -> bool:
    return has_provider or type_.startswith("pulumi:providers:")
