"""What a pod is made of: an image, ports, probes, secrets, an identity, accelerators."""

import re
from collections.abc import Iterator
from typing import Final

from apexai.errors import Diagnostic
from apexai.spec.deployment import ServerlessModelDeployment
from apexai.spec.fields import Deferred, Platform
from apexai.spec.runtime import Runtime
from apexai.spec.secret_reference import SecretStore, parse_secret_reference
from apexai.targets.diagnostics import error, warning
from apexai.targets.facts import load_facts
from apexai.targets.gpu_pools.service import check_service_pool
from apexai.targets.kubernetes.accelerators import known_accelerators, node_terms
from apexai.targets.kubernetes.identity import IDENTITY_FORM, identity_kind
from apexai.targets.kubernetes.labels import label_value
from apexai.targets.kubernetes.names import DEFAULT_PORTS, MODEL_PORT_NAME
from apexai.targets.target import Surroundings, image_of
from apexai.targets.value import known_text
from apexai.units import render_decimal

_RUNTIME: Final = "spec.runtime"
_REGISTRY: Final = "models:/"
_REGISTRY_VARIABLE: Final = "MLFLOW_TRACKING_URI"
_CLOUD_STORES: Final = ("s3://", "gs://", "az://")
_PORT_NAME: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def check_pods(deployment: ServerlessModelDeployment, surroundings: Surroundings) -> Iterator[Diagnostic]:
    """All that a pod needs is there and has a form that Kubernetes takes."""
    runtime = deployment.spec.runtime
    if image_of(deployment, surroundings) is None:
        message = "nothing says which image the pods run"
        yield error("APX-LIM-208", f"{_RUNTIME}.image", message, instead="add it, or set apexai:registry in the stack")
    yield from _ports(runtime)
    yield from _probes(runtime)
    yield from _secrets(runtime)
    yield from _identity(deployment)
    yield from _model_registry(deployment)
    yield from _accelerator(runtime)
    yield from check_service_pool(deployment, surroundings)
    yield from _cpu(runtime)
    yield from _region(runtime)


def _ports(runtime: Runtime) -> Iterator[Diagnostic]:
    fact = load_facts(Platform.KUBERNETES)["port_name_characters"]
    for name in runtime.ports:
        path = f"{_RUNTIME}.ports.{name}"
        if len(name) > fact.number or not _PORT_NAME.fullmatch(name) or not re.search("[a-z]", name):
            form = f"{fact.number} lower-case letters and digits at most, hyphens between them"
            yield fact.violated(
                code="APX-LIM-209", path=path, message=f"{name!r} is not the name of a port", suggestion=f"use {form}"
            )
    yield from _front(runtime)


def _front(runtime: Runtime) -> Iterator[Diagnostic]:
    """A preprocessor in front: the model's port gives its name away, and both share the pod's address."""
    front = None if runtime.preprocessor is None else runtime.preprocessor.port
    if front is None:
        return
    first, *others = runtime.ports or DEFAULT_PORTS
    if MODEL_PORT_NAME in others:
        message = f"the port named {MODEL_PORT_NAME} is the one behind the preprocessor"
        yield error("APX-LIM-210", f"{_RUNTIME}.ports.{MODEL_PORT_NAME}", message, instead="use another name")
    if not runtime.ports and front == DEFAULT_PORTS[first]:
        message = f"port {front} is the model's own, where runtime.ports says nothing"
        yield error("APX-LIM-211", f"{_RUNTIME}.preprocessor.port", message, instead="use another port")


def _probes(runtime: Runtime) -> Iterator[Diagnostic]:
    probes = runtime.probes
    if probes is None:
        return
    durations = {"initialDelay": probes.initial_delay, "period": probes.period, "timeout": probes.timeout}
    for key, seconds in durations.items():
        if seconds is not None and seconds % 1:
            message = f"{render_decimal(seconds)}s is not a whole number of seconds, which probes count in"
            yield error("APX-LIM-212", f"{_RUNTIME}.probes.{key}", message, instead="round it up")


def _secrets(runtime: Runtime) -> Iterator[Diagnostic]:
    for name, reference in runtime.secrets.items():
        path = f"{_RUNTIME}.secrets.{name}"
        if isinstance(reference, Deferred):
            message = "a reference that is known only later can't be taken apart into Secret and key"
            yield error("APX-LIM-213", path, message, instead="write it as text, k8s://<secret>/<key>")
        elif (secret := parse_secret_reference(reference)).store is not SecretStore.KUBERNETES:
            message = f"pods can't read {secret.store} references by themselves"
            instead = "let the External Secrets Operator make a Secret of it, and write k8s://<secret>/<key>"
            yield error("APX-LIM-214", path, message, instead=instead)


def _identity(deployment: ServerlessModelDeployment) -> Iterator[Diagnostic]:
    identity, uri = deployment.spec.runtime.identity, known_text(deployment.spec.model_ref.uri)
    known = known_text(identity)
    if known is not None and identity_kind(known) is None:
        message = f"{known!r} is the identity of no cloud that is known here"
        yield error("APX-LIM-215", f"{_RUNTIME}.identity", message, instead=f"write {IDENTITY_FORM}")
    if identity is None and uri is not None and uri.startswith(_CLOUD_STORES):
        message = f"the pods have no identity that could read {uri!r}"
        instead = "write runtime.identity, a cloud identity that may read just this, or credentials in runtime.secrets"
        yield warning("APX-LIM-216", "spec.modelRef.uri", message, instead=instead)


def _model_registry(deployment: ServerlessModelDeployment) -> Iterator[Diagnostic]:
    uri, runtime = known_text(deployment.spec.model_ref.uri), deployment.spec.runtime
    named = {*runtime.environment, *runtime.secrets}
    if uri is not None and uri.startswith(_REGISTRY) and _REGISTRY_VARIABLE not in named:
        message = f"nothing says which registry {uri!r} is in"
        instead = f"write {_REGISTRY_VARIABLE} in runtime.environment, and its host in network.egress"
        yield warning("APX-LIM-239", "spec.modelRef.uri", message, instead=instead)


def _accelerator(runtime: Runtime) -> Iterator[Diagnostic]:
    gpu = runtime.gpu
    if gpu is None or gpu.node_pool is not None or node_terms(gpu.type):
        return
    path = f"{_RUNTIME}.gpu.type"
    if gpu.pool is None:
        message = f"no node label is known for {gpu.type!r}"
        instead = f"name the nodes in runtime.gpu.pool, or use one of {', '.join(known_accelerators())}"
        yield error("APX-LIM-217", path, message, instead=instead)
    else:
        message = f"no node label is known for {gpu.type!r}: the pool {gpu.pool!r} decides what the pods get"
        yield warning("APX-LIM-218", path, message, instead="check that all its nodes have this accelerator")


def _cpu(runtime: Runtime) -> Iterator[Diagnostic]:
    if runtime.cpu is None and (runtime.requests is None or runtime.requests.cpu is None):
        message = "no CPU is reserved: pods get what others leave"
        yield warning("APX-LIM-219", f"{_RUNTIME}.cpu", message, instead="write runtime.cpu or runtime.requests.cpu")


def _region(runtime: Runtime) -> Iterator[Diagnostic]:
    if runtime.region is not None and label_value(runtime.region) != runtime.region:
        message = f"{runtime.region!r} can't be the value of the label topology.kubernetes.io/region"
        yield error("APX-LIM-220", f"{_RUNTIME}.region", message, instead="write the region as its cloud does")
