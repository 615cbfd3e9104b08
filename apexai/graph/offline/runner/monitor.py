"""The ResourceMonitor service as an object in the child: answers as a preview without provider plugins does."""

from __future__ import annotations

from typing import Any

from google.protobuf import empty_pb2
from pulumi.runtime.proto import provider_pb2, resource_pb2, resource_pb2_grpc

from . import wire
from .assets import AssetDigests
from .features import features_of_this_sdk, is_legacy_feature
from .hooks import Hooks, run_hook
from .inheritance import inherit_options
from .invokes import INVOKE_RESPONSE, Invokes
from .providers import TYPE_PREFIX, Package, default_provider_inputs
from .records import record_of, record_of_provider, record_of_read, with_secrets
from .refusals import DuplicateError
from .source import ProjectFiles
from .transforms import Transforms, transform_invoke, transform_registration
from .urns import STACK_TYPE, make_urn

STACK_REFERENCE_TYPE = "pulumi:pulumi:StackReference"

_SERVED_BY_NOBODY = ("pulumi:pulumi:", TYPE_PREFIX)


class OfflineMonitor(resource_pb2_grpc.ResourceMonitorStub):  # older SDKs ask whether it is one
    """Keeps every registration as a record; a method takes a request and gives its response."""

    def __init__(self, *, request: dict[str, Any], project_files: ProjectFiles, invokes: Invokes) -> None:
        self._run = request
        self._project_files = project_files
        self._invokes = invokes
        self._transforms = Transforms()
        self._hooks = Hooks()
        self.assets = AssetDigests()
        self._packages: dict[str, Package] = {}
        self._default_providers: dict[tuple[str, str, str], str] = {}
        self._by_urn: dict[str, dict[str, Any]] = {}
        self.records: list[dict[str, Any]] = []
        self.stack_outputs: dict[str, Any] = {}
        self.duplicate: dict[str, Any] | None = None

    def GetDeploymentInfo(self, request: Any, context: Any = None) -> Any:
        return resource_pb2.DeploymentInfo(
            project=self._run["project"],
            stack=self._run["stack"],
            organization=self._run["organization"],
            config=self._run["config"],
            configSecretKeys=self._run["secretKeys"],
            dryRun=True,
            parallel=16,
            supportedFeatures=features_of_this_sdk(),
        )

    def SupportsFeature(self, request: Any, context: Any = None) -> Any:
        return resource_pb2.SupportsFeatureResponse(hasSupport=is_legacy_feature(request.id))

    def RegisterResource(self, request: Any, context: Any = None) -> Any:
        """The response, or an awaitable of it where callbacks have a say."""
        if request.parent in self._by_urn:
            inherit_options(request, self._by_urn[request.parent]["options"])
        transforms = self._transforms.of_registration(request)
        if transforms or self._hooks.before(request) or self._hooks.after(request):
            return self._register_with_callbacks(request, transforms)
        return self._register(request)

    async def _register_with_callbacks(self, request: Any, transforms: list[Any]) -> Any:
        for callback in transforms:
            await transform_registration(callback, request)
        urn = self._urn_of(request)
        for hook in self._hooks.before(request):
            await run_hook(hook, request, urn, after=False)
        response = self._register(request)
        for hook in self._hooks.after(request):
            await run_hook(hook, request, urn, after=True)
        return response

    def _register(self, request: Any) -> Any:
        urn = self._urn_of(request)
        inputs, source = wire.struct_to_json(request.object), self._project_files.line_of_request(request)
        self.assets.add_to(inputs, source)
        provider = self._provider_of(request)
        self._keep(record_of(request, urn=urn, inputs=inputs, provider=provider, source=source))
        self._transforms.remember(urn, request)
        if not request.custom:
            return resource_pb2.RegisterResourceResponse(urn=urn)
        outputs = with_secrets(inputs, request.additionalSecretOutputs)
        echoed = request.object if outputs is None else wire.json_to_struct(outputs)
        return resource_pb2.RegisterResourceResponse(urn=urn, id="", object=echoed)

    def RegisterResourceOutputs(self, request: Any, context: Any = None) -> Any:
        outputs = wire.struct_to_json(request.outputs)
        self.assets.add_to(outputs)
        record = self._by_urn[request.urn]
        if record["type"] == STACK_TYPE:
            self.stack_outputs = outputs
        else:
            record["outputs"] = outputs
        return empty_pb2.Empty()

    def ReadResource(self, request: Any, context: Any = None) -> Any:
        inputs = wire.struct_to_json(request.properties)
        outputs, source = inputs, self._project_files.line_of_request(request)
        if request.type == STACK_REFERENCE_TYPE:
            outputs = self._invokes.stack_reference(inputs.get("name") or request.id, source)
        elif request.id == wire.UNKNOWN and not inputs:
            outputs = self._made_here(request)
        urn, provider = self._urn_of(request), self._provider_of(request)
        self._keep(record_of_read(request, urn=urn, inputs=inputs, provider=provider, source=source))
        known_id = "" if request.id == wire.UNKNOWN else request.id
        properties = wire.json_to_struct(with_secrets(outputs, request.additionalSecretOutputs) or outputs)
        return wire.message(resource_pb2.ReadResourceResponse, urn=urn, id=known_id, properties=properties)

    def ExistsResource(self, request: Any, context: Any = None) -> Any:
        return wire.message(resource_pb2.ExistsResourceResponse, exists=False, unknown=True)

    def Invoke(self, request: Any, context: Any = None) -> Any:
        """The response, or an awaitable of it where transforms have a say."""
        transforms = self._transforms.of_invoke()
        return self._invoke_with_transforms(request, transforms) if transforms else self._answer(request)

    async def _invoke_with_transforms(self, request: Any, transforms: list[Any]) -> Any:
        for callback in transforms:
            await transform_invoke(callback, request)
        return self._answer(request)

    def _answer(self, request: Any) -> Any:
        arguments = wire.struct_to_json(request.args)
        if request.tok == "pulumi:pulumi:getResource":
            return self._get_resource(arguments["urn"])
        return self._invokes.answer(request.tok, arguments)

    def Call(self, request: Any, context: Any = None) -> Any:
        return self._invokes.answer_call(request.tok)

    def RegisterPackage(self, request: Any, context: Any = None) -> Any:
        parameterized = request.HasField("parameterization")
        reference = f"package-{len(self._packages)}"
        self._packages[reference] = Package(
            name=request.parameterization.name if parameterized else request.name,
            version=request.parameterization.version if parameterized else request.version,
            plugin_version=request.version,
            url=request.download_url,
        )
        return resource_pb2.RegisterPackageResponse(ref=reference)

    def RegisterStackTransform(self, request: Any, context: Any = None) -> Any:
        self._transforms.add_stack_transform(request)
        return empty_pb2.Empty()

    def RegisterStackInvokeTransform(self, request: Any, context: Any = None) -> Any:
        self._transforms.add_invoke_transform(request)
        return empty_pb2.Empty()

    def RegisterResourceHook(self, request: Any, context: Any = None) -> Any:
        self._hooks.add(request)
        return empty_pb2.Empty()

    def RegisterErrorHook(self, request: Any, context: Any = None) -> Any:
        return empty_pb2.Empty()  # runs where an operation fails, and a preview does none

    def SignalAndWaitForShutdown(self, request: Any, context: Any = None) -> Any:
        return empty_pb2.Empty()

    def _urn_of(self, request: Any) -> str:
        return self._make_urn(request.parent, request.type, request.name)

    def _make_urn(self, parent: str, type_: str, name: str) -> str:
        return make_urn(stack=self._run["stack"], project=self._run["project"], parent=parent, type_=type_, name=name)

    def _provider_of(self, request: Any) -> str:
        """`urn::id` of the provider that serves a resource; made here where the program names none."""
        served = getattr(request, "custom", True) or request.remote
        if not served or request.type.startswith(_SERVED_BY_NOBODY):
            return ""
        return self._transforms.inherited_provider(request) or self._default_provider(request)

    def _default_provider(self, request: Any) -> str:
        package = self._packages.get(getattr(request, "packageRef", "")) or Package(
            name=request.type.split(":", 1)[0],
            version=request.version,
            url=getattr(request, "pluginDownloadURL", ""),
        )
        if package.key not in self._default_providers:
            type_ = f"{TYPE_PREFIX}{package.name}"
            urn = self._make_urn("", type_, package.provider_name)
            inputs = default_provider_inputs(package, self._run["config"], self._run["secretKeys"])
            self._keep(
                record_of_provider(
                    urn=urn,
                    type_=type_,
                    name=package.provider_name,
                    inputs=inputs,
                    version=package.plugin_version,
                )
            )
            self._default_providers[package.key] = f"{urn}::{wire.UNKNOWN}"
        return self._default_providers[package.key]

    def _keep(self, record: dict[str, Any]) -> None:
        first = self._by_urn.setdefault(record["urn"], record)
        if first is not record:
            self.duplicate = {
                **{key: record[key] for key in ("urn", "type", "name", "source")},
                "firstSource": first["source"],
            }
            raise DuplicateError(f"Duplicate resource URN '{record['urn']}'; try giving it a unique name")
        self.records.append(record)

    def _made_here(self, request: Any) -> dict[str, Any]:
        """What a read finds of a resource that the program itself makes, and whose id is known only then.

        Such a read depends on the resource that it reads; what was just made is as its program declares it.
        """
        made = [self._by_urn[urn] for urn in sorted(set(request.dependencies)) if urn in self._by_urn]
        return next((record["inputs"] for record in made if record["type"] == request.type), {})

    def _get_resource(self, urn: str) -> Any:
        record = self._by_urn.get(urn)
        if record is None:
            failure = provider_pb2.CheckFailure(property="urn", reason=f"unknown resource {urn}")
            return INVOKE_RESPONSE(failures=[failure])
        state = {"urn": urn, "id": record.get("id", ""), "state": record.get("outputs") or record["inputs"]}
        return INVOKE_RESPONSE(**{"return": wire.json_to_struct(state)})
