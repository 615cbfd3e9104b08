"""The ResourceMonitor service as an object in the child: answers as a preview without provider plugins does."""

from __future__ import annotations

import threading

from google.protobuf import empty_pb2
from pulumi.runtime.proto import provider_pb2, resource_pb2

from . import wire
from .assets import AssetDigests
from .providers import TYPE_PREFIX, Package, default_provider_inputs
from .registration import Registration, RejectedError
from .transforms import Transforms

STACK_TYPE = "pulumi:pulumi:Stack"
STACK_REFERENCE_TYPE = "pulumi:pulumi:StackReference"

_LEGACY_FEATURES = frozenset(
    {
        "secrets",
        "resourceReferences",
        "outputValues",
        "aliasSpecs",
        "deletedWith",
        "replaceWith",
        "transforms",
        "invokeTransforms",
        "parameterization",
        "resourceHooks",
        "errorHooks",
    }
)
_FEATURES = (
    "SECRETS",
    "RESOURCE_REFERENCES",
    "OUTPUT_VALUES",
    "ALIAS_SPECS",
    "REPLACEMENT_TRIGGER",
    "DELETED_WITH",
    "REPLACE_WITH",
    "TRANSFORMS",
    "INVOKE_TRANSFORMS",
    "PARAMETERIZATION",
    "RESOURCE_HOOKS",
    "ERROR_HOOKS",
)


class OfflineMonitor:
    """Keeps every registration as a record; a method takes the request and gives the response."""

    def __init__(self, *, request, project_files, invokes, on_callback):
        self._request = request
        self._project_files = project_files
        self._invokes = invokes
        self._transforms = Transforms(on_callback)
        self._digests = AssetDigests()
        self._lock = threading.RLock()
        self._packages = {}
        self._default_providers = {}
        self._by_urn = {}
        self.records = []
        self.stack_outputs = {}
        self.rejection = None

    def GetDeploymentInfo(self, request, context=None):
        known = resource_pb2.ResourceMonitorFeature.keys()
        names = [f"RESOURCE_MONITOR_FEATURE_{feature}" for feature in _FEATURES]
        return resource_pb2.DeploymentInfo(
            project=self._request["project"],
            stack=self._request["stack"],
            organization=self._request["organization"],
            config=self._request["config"],
            configSecretKeys=self._request["secretKeys"],
            dryRun=True,
            parallel=16,
            supportedFeatures=[getattr(resource_pb2, name) for name in names if name in known],
        )

    def SupportsFeature(self, request, context=None):
        return resource_pb2.SupportsFeatureResponse(hasSupport=request.id in _LEGACY_FEATURES)

    def RegisterResource(self, request, context=None):
        self._transforms.apply(request)
        with self._lock:
            registration = Registration(request)
            urn = self._new_urn(request.parent, request.type, request.name)
            inputs = wire.struct_to_json(request.object)
            self._digests.add_to(inputs)
            self._transforms.remember(urn, request)
            record = {
                "urn": urn,
                "type": request.type,
                "name": request.name,
                "custom": request.custom,
                "parent": request.parent,
                "inputs": inputs,
                "dependencies": sorted(set(request.dependencies)),
                "propertyDependencies": registration.property_dependencies,
                "provider": self._provider_of(request),
                "options": registration.options,
                "source": self._project_files.line_of_request(request),
                "remote": request.remote,
            }
            self._keep(record)
            return self._response(request, record, registration)

    def _response(self, request, record, registration):
        if not request.custom:
            return wire.message(resource_pb2.RegisterResourceResponse, urn=record["urn"])
        outputs = registration.outputs(record["inputs"])
        return wire.message(
            resource_pb2.RegisterResourceResponse,
            urn=record["urn"],
            id="",
            object=request.object if outputs is None else wire.json_to_struct(outputs),
        )

    def _provider_of(self, request):
        """`urn::id` of the provider that serves a resource; made here where the program names none."""
        if request.type.startswith(TYPE_PREFIX) or request.type.startswith("pulumi:pulumi:"):
            return ""
        if not (request.custom or request.remote):
            return ""
        return self._transforms.inherited_provider(request) or self._default_provider(request)

    def _default_provider(self, request):
        package = self._packages.get(getattr(request, "packageRef", "")) or Package(
            name=request.type.split(":", 1)[0],
            version=request.version,
            url=getattr(request, "pluginDownloadURL", ""),
        )
        reference = self._default_providers.get(package.key)
        if reference is None:
            type_ = f"{TYPE_PREFIX}{package.name}"
            urn = self._new_urn("", type_, package.provider_name)
            inputs = default_provider_inputs(package, self._request["config"], set(self._request["secretKeys"]))
            self._keep(
                {
                    "urn": urn,
                    "type": type_,
                    "name": package.provider_name,
                    "custom": True,
                    "parent": "",
                    "inputs": inputs,
                    "dependencies": [],
                    "propertyDependencies": {},
                    "provider": "",
                    "options": {},
                    "source": None,
                    "remote": False,
                }
            )
            reference = self._default_providers[package.key] = f"{urn}::{wire.UNKNOWN}"
        return reference

    def _new_urn(self, parent, type_, name):
        qualifier = ""
        if parent:
            parent_type = parent.split("::", 3)[2]
            qualifier = "" if parent_type == STACK_TYPE else f"{parent_type}$"
        return f"urn:pulumi:{self._request['stack']}::{self._request['project']}::{qualifier}{type_}::{name}"

    def _keep(self, record):
        urn = record["urn"]
        if urn in self._by_urn:
            self._reject(record, self._by_urn[urn])
        self._by_urn[urn] = record
        self.records.append(record)

    def _reject(self, record, first):
        self.rejection = {
            "urn": record["urn"],
            "type": record["type"],
            "name": record["name"],
            "source": record["source"],
            "firstSource": first["source"],
        }
        raise RejectedError(f"Duplicate resource URN '{record['urn']}'; try giving it a unique name")

    def RegisterResourceOutputs(self, request, context=None):
        outputs = wire.struct_to_json(request.outputs)
        self._digests.add_to(outputs)
        with self._lock:
            record = self._by_urn.get(request.urn)
            if record is None:
                return empty_pb2.Empty()
            if record["type"] == STACK_TYPE:
                self.stack_outputs = outputs
            else:
                record["outputs"] = outputs
        return empty_pb2.Empty()

    def ReadResource(self, request, context=None):
        with self._lock:
            urn = self._new_urn(request.parent, request.type, request.name)
            inputs = wire.struct_to_json(request.properties)
            outputs = dict(inputs)
            if request.type == STACK_REFERENCE_TYPE:
                outputs.update(self._invokes.stack_reference(inputs.get("name") or request.id))
                provider = ""
            else:
                provider = request.provider or self._default_provider(request)
            self._keep(
                {
                    "urn": urn,
                    "type": request.type,
                    "name": request.name,
                    "custom": True,
                    "parent": request.parent,
                    "inputs": inputs,
                    "id": request.id,
                    "dependencies": sorted(set(request.dependencies)),
                    "propertyDependencies": {},
                    "provider": provider,
                    "options": {"additionalSecretOutputs": list(request.additionalSecretOutputs)},
                    "source": self._project_files.line_of_request(request),
                    "remote": False,
                    "read": True,
                }
            )
        return wire.message(
            resource_pb2.ReadResourceResponse,
            urn=urn,
            id="" if request.id == wire.UNKNOWN else request.id,
            properties=wire.json_to_struct(outputs),
        )

    def ExistsResource(self, request, context=None):
        return wire.message(resource_pb2.ExistsResourceResponse, exists=False, unknown=True)

    def Invoke(self, request, context=None):
        token, arguments = self._transforms.apply_to_invoke(request)
        if token == "pulumi:pulumi:getResource":
            return self._get_resource(arguments["urn"])
        return self._invokes.answer(token, arguments)

    def _get_resource(self, urn):
        with self._lock:
            record = self._by_urn.get(urn)
        if record is None:
            failure = provider_pb2.CheckFailure(property="urn", reason=f"unknown resource {urn}")
            return resource_pb2.ResourceInvokeResponse(failures=[failure])
        state = {"urn": urn, "id": record.get("id", ""), "state": record.get("outputs") or record["inputs"]}
        return resource_pb2.ResourceInvokeResponse(**{"return": wire.json_to_struct(state)})

    def Call(self, request, context=None):
        return self._invokes.answer_call(request.tok, wire.struct_to_json(request.args))

    def RegisterPackage(self, request, context=None):
        parameterized = request.HasField("parameterization")
        with self._lock:
            reference = f"package-{len(self._packages)}"
            self._packages[reference] = Package(
                name=request.parameterization.name if parameterized else request.name,
                version=request.parameterization.version if parameterized else request.version,
                plugin_version=request.version,
                url=request.download_url,
            )
        return resource_pb2.RegisterPackageResponse(ref=reference)

    def RegisterStackTransform(self, request, context=None):
        self._transforms.add_stack_transform(request)
        return empty_pb2.Empty()

    def RegisterStackInvokeTransform(self, request, context=None):
        self._transforms.add_invoke_transform(request)
        return empty_pb2.Empty()

    def RegisterResourceHook(self, request, context=None):
        return empty_pb2.Empty()

    def RegisterErrorHook(self, request, context=None):
        return empty_pb2.Empty()

    def SignalAndWaitForShutdown(self, request, context=None):
        return empty_pb2.Empty()
