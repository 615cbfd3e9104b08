"""The gRPC face of the stand-in: one server that answers as the provider of any package."""

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from importlib import metadata
from types import TracebackType
from typing import Any, Final, NoReturn

import grpc
from google.protobuf import any_pb2, empty_pb2
from pulumi.runtime.proto import plugin_pb2, provider_pb2, provider_pb2_grpc, status_pb2

from tests.engine.standin.aws import AwsProvider
from tests.engine.standin.azure import AzureProvider
from tests.engine.standin.cloud import Cloud, CloudObject, Rpc
from tests.engine.standin.cloudflare import CloudflareProvider
from tests.engine.standin.faults import Fault, Operation, spend
from tests.engine.standin.kubernetes import KubernetesProvider
from tests.engine.standin.provider import Comparison, Provider, Target
from tests.engine.standin.refusals import Refusal
from tests.engine.standin.schemas import schema_of
from tests.engine.standin.wire import SECRET, SIGNATURE, Properties, from_struct, revealed, to_struct

NEWEST: Final = "999.0.0"
"""What the stand-in says of a package without an installed SDK: at least as new as any that is asked for."""

MAXIMUM_BYTES: Final = 1 << 28

_PROVIDERS: Final[dict[str, type[Provider]]] = {
    "azure-native": AzureProvider,
    "cloudflare": CloudflareProvider,
    "kubernetes": KubernetesProvider,
}
"""Package → its provider; every other package is AWS's."""


class Servicer(provider_pb2_grpc.ResourceProviderServicer):
    """One package's provider; each connection is a provider resource with a configuration of its own."""

    def __init__(self, *, package: str, cloud: Cloud) -> None:
        self.package = package
        self.cloud = cloud
        self.provider: Provider = _PROVIDERS.get(package, AwsProvider)()
        self.configs: dict[str, Properties] = {}

    def Handshake(self, request: Any, context: grpc.ServicerContext) -> Any:
        return provider_pb2.ProviderHandshakeResponse(accept_secrets=True)

    def Attach(self, request: Any, context: grpc.ServicerContext) -> Any:
        return empty_pb2.Empty()

    def Cancel(self, request: Any, context: grpc.ServicerContext) -> Any:
        return empty_pb2.Empty()

    def GetPluginInfo(self, request: Any, context: grpc.ServicerContext) -> Any:
        return plugin_pb2.PluginInfo(version=self.cloud.versions.get(self.package) or _installed(self.package))

    def GetSchema(self, request: Any, context: grpc.ServicerContext) -> Any:
        return provider_pb2.GetSchemaResponse(schema=schema_of(self.package))

    def GetMapping(self, request: Any, context: grpc.ServicerContext) -> Any:
        return provider_pb2.GetMappingResponse()

    def GetMappings(self, request: Any, context: grpc.ServicerContext) -> Any:
        return provider_pb2.GetMappingsResponse()

    def CheckConfig(self, request: Any, context: grpc.ServicerContext) -> Any:
        return provider_pb2.CheckResponse(inputs=request.news)

    def DiffConfig(self, request: Any, context: grpc.ServicerContext) -> Any:
        return provider_pb2.DiffResponse(changes=provider_pb2.DiffResponse.DIFF_UNKNOWN)

    def Configure(self, request: Any, context: grpc.ServicerContext) -> Any:
        self.configs[context.peer()] = revealed(from_struct(request.args))
        return provider_pb2.ConfigureResponse(acceptSecrets=True, supportsPreview=True)

    def Check(self, request: Any, context: grpc.ServicerContext) -> Any:
        news, olds = from_struct(request.news), from_struct(request.olds)
        with self._call("check", request.urn, context):
            target = self._target(request.urn, context, news)
            inputs = self.provider.check(target, news, olds=revealed(olds), seed=request.randomSeed)
            return provider_pb2.CheckResponse(inputs=to_struct(inputs))

    def Diff(self, request: Any, context: grpc.ServicerContext) -> Any:
        news, olds = revealed(from_struct(request.news)), revealed(from_struct(request.old_inputs))
        with self._call("diff", request.urn, context):
            target = self._target(request.urn, context, news)
            return _diff_response(self.provider.compare(target, news, olds=olds))

    def Create(self, request: Any, context: grpc.ServicerContext) -> Any:
        inputs = from_struct(request.properties)
        with self._call("create", request.urn, context, preview=request.preview) as fault:
            target = self._target(request.urn, context, inputs)
            if request.preview:
                known = self.provider.preview(target, inputs, existing=None)
                return provider_pb2.CreateResponse(properties=to_struct({**inputs, **known}))
            item = self.provider.create(self.cloud, target, revealed(inputs))
            _break_after(fault, item, inputs, context)
            return provider_pb2.CreateResponse(id=item.id, properties=to_struct(_outputs(item, inputs)))

    def Update(self, request: Any, context: grpc.ServicerContext) -> Any:
        inputs = from_struct(request.news)
        with self._call("update", request.urn, context, id_=request.id, preview=request.preview) as fault:
            target = replace(self._target(request.urn, context, inputs), ignored=tuple(request.ignoreChanges))
            existing = self.cloud.get(target.type, request.id, target.region)
            if request.preview:
                known = self.provider.preview(target, inputs, existing=existing)
                return provider_pb2.UpdateResponse(properties=to_struct({**inputs, **known}))
            if existing is None:
                item = self.provider.create(self.cloud, target, revealed(inputs))
            else:
                item = self.provider.update(self.cloud, existing, target, revealed(inputs))
            _break_after(fault, item, inputs, context)
            return provider_pb2.UpdateResponse(properties=to_struct(_outputs(item, inputs)))

    def Read(self, request: Any, context: grpc.ServicerContext) -> Any:
        inputs, outputs = from_struct(request.inputs), from_struct(request.properties)
        with self._call("read", request.urn, context, id_=request.id):
            target = self._target(request.urn, context, revealed(outputs))
            item = self.cloud.get(target.type, request.id, target.region)
            if item is None:
                return provider_pb2.ReadResponse()
            live = {name: item.inputs[name] for name in inputs if name in item.inputs}
            kept = {name: value for name, value in inputs.items() if name.startswith("__")}
            found = {**live, **kept} if inputs else item.inputs
            return provider_pb2.ReadResponse(
                id=item.id,
                inputs=to_struct(_enveloped(found, like=inputs)),
                properties=to_struct(_outputs(item, {**outputs, **inputs})),
            )

    def Delete(self, request: Any, context: grpc.ServicerContext) -> Any:
        with self._call("delete", request.urn, context, id_=request.id):
            target = self._target(request.urn, context, revealed(from_struct(request.properties)))
            existing = self.cloud.get(target.type, request.id, target.region)
            if existing is not None:
                self.provider.delete(self.cloud, existing)
            return empty_pb2.Empty()

    def Invoke(self, request: Any, context: grpc.ServicerContext) -> Any:
        with self._call("invoke", request.tok, context):
            result = self.provider.invoke(self.cloud, request.tok, revealed(from_struct(request.args)))
            return provider_pb2.InvokeResponse(**{"return": to_struct(result)})

    def _target(self, urn: str, context: grpc.ServicerContext, properties: Properties) -> Target:
        _, _, types, name = urn.split("::", 3)
        config = self.configs.get(context.peer(), {})
        return Target(
            urn=urn,
            type=types.rsplit("$", 1)[-1],
            name=name,
            region=self.provider.region(config, revealed(properties)),
        )

    @contextmanager
    def _call(
        self,
        operation: Operation,
        urn: str,
        context: grpc.ServicerContext,
        *,
        id_: str = "",
        preview: bool = False,
    ) -> Iterator[Fault | None]:
        """Log the call, let a fault break it, and turn a refusal into the engine's error."""
        if self.cloud.latency_seconds:
            time.sleep(self.cloud.latency_seconds)
        with self.cloud.lock:
            error = ""
            try:
                fault = None if preview else spend(self.cloud.faults, operation, urn)
                if fault is not None and fault.leaves == "nothing":
                    raise Refusal(fault.message)
                yield fault
            except Refusal as refusal:
                error = str(refusal)
                context.abort(grpc.StatusCode.UNKNOWN, error)
            except Exception as exception:  # a bug of the stand-in has to reach the test's output
                if type(exception) is not Exception:  # what grpc's own abort raises
                    error = f"stand-in: {type(exception).__name__}: {exception}"
                    context.abort(grpc.StatusCode.INTERNAL, error)
                error = error or "broken by a fault"
                raise
            finally:
                self.cloud.log(Rpc(operation=operation, urn=urn, id=id_, preview=preview, error=error))


class Server:
    """Serves any number of packages, each on its own port, from one cloud."""

    def __init__(self, cloud: Cloud) -> None:
        self.cloud = cloud
        self.ports: dict[str, int] = {}
        self._servers: list[grpc.Server] = []
        self._lock = threading.Lock()

    def port(self, package: str) -> int:
        """The port on which a package's provider listens; starts it where it does not yet."""
        with self._lock:
            if package not in self.ports:
                self.ports[package] = self._start(package)
            return self.ports[package]

    def __enter__(self) -> "Server":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for server in self._servers:
            server.stop(grace=None)

    def _start(self, package: str) -> int:
        server = grpc.server(
            ThreadPoolExecutor(max_workers=16, thread_name_prefix=f"standin-{package}"),
            options=[
                ("grpc.max_receive_message_length", MAXIMUM_BYTES),
                ("grpc.max_send_message_length", MAXIMUM_BYTES),
                ("grpc.so_reuseport", 0),
            ],
        )
        servicer = Servicer(package=package, cloud=self.cloud)
        provider_pb2_grpc.add_ResourceProviderServicer_to_server(servicer, server)
        port = server.add_insecure_port("127.0.0.1:0")
        server.start()
        self._servers.append(server)
        return int(port)


def _installed(package: str) -> str:
    try:
        return metadata.version(f"pulumi-{package}")
    except metadata.PackageNotFoundError:
        return NEWEST


def _diff_response(comparison: Comparison) -> provider_pb2.DiffResponse:
    kinds = provider_pb2.PropertyDiff.Kind
    detailed = {
        item.path: provider_pb2.PropertyDiff(
            kind=kinds.Value(f"{item.kind}_REPLACE" if item.replaces else item.kind), inputDiff=True
        )
        for item in comparison.differences
    }
    some = provider_pb2.DiffResponse.DIFF_SOME if detailed else provider_pb2.DiffResponse.DIFF_NONE
    return provider_pb2.DiffResponse(
        changes=some,
        replaces=comparison.replaces,
        diffs=sorted({path.split(".")[0].split("[")[0] for path in detailed}),
        detailedDiff=detailed,
        hasDetailedDiff=True,
        deleteBeforeReplace=comparison.delete_before_replace and bool(comparison.replaces),
    )


def _outputs(item: CloudObject, inputs: Properties) -> Properties:
    return _enveloped(item.outputs, like={"tagsAll": inputs.get("tags"), **inputs})


def _enveloped(value: Any, *, like: Any) -> Any:
    """Put secrets' envelopes on where the other value has them."""
    if isinstance(like, dict) and like.get(SIGNATURE) == SECRET:
        return {SIGNATURE: SECRET, "value": value}
    if isinstance(value, dict) and isinstance(like, dict):
        return {key: _enveloped(item, like=like.get(key)) for key, item in value.items()}
    if isinstance(value, list) and isinstance(like, list) and len(value) == len(like):
        return [_enveloped(item, like=other) for item, other in zip(value, like, strict=True)]
    return value


def _break_after(fault: Fault | None, item: CloudObject, inputs: Properties, context: grpc.ServicerContext) -> None:
    if fault is None:
        return
    if fault.leaves == "orphan":
        raise Refusal(fault.message)
    _abort_partially(fault.message, item, inputs, context)


def _abort_partially(message: str, item: CloudObject, inputs: Properties, context: grpc.ServicerContext) -> NoReturn:
    detail = any_pb2.Any()
    detail.Pack(
        provider_pb2.ErrorResourceInitFailed(
            id=item.id,
            properties=to_struct(_outputs(item, inputs)),
            reasons=[message],
            inputs=to_struct(inputs),
        )
    )
    status = status_pb2.Status(code=grpc.StatusCode.UNKNOWN.value[0], message=message, details=[detail])
    context.set_trailing_metadata((("grpc-status-details-bin", status.SerializeToString()),))
    context.abort(grpc.StatusCode.UNKNOWN, message)
