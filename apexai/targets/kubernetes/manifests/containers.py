"""The containers of a pod: the model, and the preprocessor beside or in front of it."""

from collections.abc import Iterable, Mapping
from typing import Final

import pulumi_kubernetes as k8s

from apexai.spec.fields import Deferred, Text
from apexai.spec.runtime import Runtime, Sidecar
from apexai.spec.secret_reference import parse_secret_reference
from apexai.targets.gpu_pools.labels import GPU_RESOURCE
from apexai.targets.kubernetes.manifests.assembly import Assembly
from apexai.targets.kubernetes.manifests.hardening import container_security, scratch_mount, shared_memory_mount
from apexai.targets.kubernetes.manifests.probes import model_probes, port_probes
from apexai.targets.kubernetes.names import MODEL_CONTAINER, PREPROCESSOR_CONTAINER
from apexai.targets.kubernetes.sides import Side
from apexai.targets.kubernetes.variables import model_variables, preprocessor_variables
from apexai.targets.value import input_of
from apexai.units import render_cores, render_memory

DRAIN_SECONDS: Final = 10
"""How long a pod that goes away still answers, until load balancers and gateways have heard of it."""
SIDECAR_CPU: Final = "100m"
SIDECAR_MEMORY: Final = "256Mi"
"""What a preprocessor gets where the spec does not say."""


def model_container(assembly: Assembly, side: Side) -> k8s.core.v1.ContainerArgs:
    """The container that serves a side's model."""
    runtime = assembly.runtime
    mounts = [scratch_mount(), *([shared_memory_mount()] if runtime.gpu else [])]
    return k8s.core.v1.ContainerArgs(
        name=MODEL_CONTAINER,
        image=input_of(side.image),
        command=_texts(runtime.command),
        args=_texts(runtime.args),
        ports=container_ports(assembly.ports.model),
        env=[*variables(model_variables(assembly.deployment, side)), *_secrets(runtime)],
        resources=_model_resources(runtime),
        lifecycle=drain(),
        security_context=container_security(),
        volume_mounts=mounts,
        **model_probes(assembly),
    )


def preprocessor_container(assembly: Assembly, sidecar: Sidecar) -> k8s.core.v1.ContainerArgs:
    """The preprocessor, without which its pod is not ready.

    It is an ordinary container and no restartable init container: Services and network policies find its port by name.
    """
    probes = {} if sidecar.port is None else port_probes(sidecar.port)
    return k8s.core.v1.ContainerArgs(
        name=PREPROCESSOR_CONTAINER,
        image=input_of(sidecar.image),
        command=_texts(sidecar.command),
        args=_texts(sidecar.args),
        ports=container_ports(assembly.ports.preprocessor),
        env=variables(preprocessor_variables(sidecar.environment, assembly.ports)),
        resources=_sidecar_resources(sidecar),
        lifecycle=drain(),
        security_context=container_security(),
        volume_mounts=[scratch_mount()],
        **probes,
    )


def container_ports(ports: Mapping[str, int]) -> list[k8s.core.v1.ContainerPortArgs] | None:
    """Ports by name."""
    return [k8s.core.v1.ContainerPortArgs(name=name, container_port=port) for name, port in ports.items()] or None


def variables(values: Mapping[str, Text]) -> list[k8s.core.v1.EnvVarArgs]:
    """Variables in the order of their names, so that writing them in another order restarts nothing."""
    return [k8s.core.v1.EnvVarArgs(name=name, value=input_of(value)) for name, value in sorted(values.items())]


def drain() -> k8s.core.v1.LifecycleArgs:
    """Keep answering while others still send requests."""
    sleep = k8s.core.v1.SleepActionArgs(seconds=DRAIN_SECONDS)
    return k8s.core.v1.LifecycleArgs(pre_stop=k8s.core.v1.LifecycleHandlerArgs(sleep=sleep))


def _secrets(runtime: Runtime) -> list[k8s.core.v1.EnvVarArgs]:
    return [_secret(name, reference) for name, reference in sorted(runtime.secrets.items())]


def _secret(variable: str, reference: Text) -> k8s.core.v1.EnvVarArgs:
    if isinstance(reference, Deferred):
        raise ValueError(f"{variable}: a reference that is not known yet; the limits refuse this")
    secret = parse_secret_reference(reference)
    selector = k8s.core.v1.SecretKeySelectorArgs(name=secret.name, key=secret.key)
    return k8s.core.v1.EnvVarArgs(name=variable, value_from=k8s.core.v1.EnvVarSourceArgs(secret_key_ref=selector))


def _model_resources(runtime: Runtime) -> k8s.core.v1.ResourceRequirementsArgs:
    requests, storage = runtime.requests, runtime.ephemeral_storage
    limit = None if runtime.cpu is None else render_cores(runtime.cpu)
    cpu = render_cores(requests.cpu) if requests and requests.cpu else limit
    memory = requests.memory if requests and requests.memory else runtime.memory
    both = {
        "ephemeral-storage": None if storage is None else render_memory(storage),
        GPU_RESOURCE: None if runtime.gpu is None else str(runtime.gpu.count),
    }
    return k8s.core.v1.ResourceRequirementsArgs(
        requests=_given(cpu=cpu, memory=render_memory(memory), **both),
        limits=_given(cpu=limit, memory=render_memory(runtime.memory), **both),
    )


def _sidecar_resources(sidecar: Sidecar) -> k8s.core.v1.ResourceRequirementsArgs:
    cpu = render_cores(sidecar.cpu) if sidecar.cpu else None
    memory = render_memory(sidecar.memory) if sidecar.memory else SIDECAR_MEMORY
    return k8s.core.v1.ResourceRequirementsArgs(
        requests=_given(cpu=cpu or SIDECAR_CPU, memory=memory), limits=_given(cpu=cpu, memory=memory)
    )


def _given(**quantities: str | None) -> dict[str, str]:
    return {name: quantity for name, quantity in quantities.items() if quantity is not None}


def _texts(texts: Iterable[Text]) -> list[object] | None:
    return [input_of(text) for text in texts] or None
