"""The containers of an instance: the model's, and the preprocessor beside or in front of it."""

from collections.abc import Mapping

import pulumi_gcp as gcp

from apexai.spec.fields import Text
from apexai.spec.runtime import Probes, Runtime, Sidecar
from apexai.targets.cloud_run.probes import model_port, period_seconds, startup_failures, timeout_seconds
from apexai.targets.cloud_run.references import run_secret
from apexai.targets.cloud_run.sizes import is_billed_by_instance, millicores_of, sidecar_memory, sidecar_millicores
from apexai.targets.value import input_of
from apexai.units import MILLICORES_PER_CORE, MiB

_MODEL, _PREPROCESSOR = "model", "preprocessor"
_SCRATCH, _SCRATCH_PATH = "scratch", "/tmp"
_TWO = frozenset({"h2c", "http2", "grpc"})
"""Names of ports that speak HTTP/2."""


def model_containers(
    runtime: Runtime, image: Text, variables: Mapping[str, Text]
) -> list[gcp.cloudrunv2.ServiceTemplateContainerArgs]:
    """The containers; requests reach the preprocessor where it has a port, else the model."""
    beside = runtime.preprocessor
    front = None if beside is None else beside.port
    model = _model(runtime, image, variables, is_entry=front is None)
    return [model] if beside is None else [model, _preprocessor(runtime, beside)]


def explainer_container(
    runtime: Runtime, image: Text, variables: Mapping[str, Text]
) -> gcp.cloudrunv2.ServiceTemplateContainerArgs:
    """The one container of the explainer: as much vCPU and memory as the model has, and no GPU."""
    return gcp.cloudrunv2.ServiceTemplateContainerArgs(
        name="explainer",
        image=input_of(image),
        envs=_plain(variables),
        ports=gcp.cloudrunv2.ServiceTemplateContainerPortsArgs(container_port=model_port(runtime)),
        resources=_resources(runtime, millicores_of(runtime), runtime.memory),
    )


def scratch_volumes(runtime: Runtime) -> list[gcp.cloudrunv2.ServiceTemplateVolumeArgs] | None:
    """Scratch space of a size; without one it is as large as memory lets it be."""
    if runtime.ephemeral_storage is None:
        return None
    size = f"{runtime.ephemeral_storage}Mi"
    volume = gcp.cloudrunv2.ServiceTemplateVolumeEmptyDirArgs(medium="MEMORY", size_limit=size)
    return [gcp.cloudrunv2.ServiceTemplateVolumeArgs(name=_SCRATCH, empty_dir=volume)]


def _model(
    runtime: Runtime, image: Text, variables: Mapping[str, Text], *, is_entry: bool
) -> gcp.cloudrunv2.ServiceTemplateContainerArgs:
    mount = gcp.cloudrunv2.ServiceTemplateContainerVolumeMountArgs(name=_SCRATCH, mount_path=_SCRATCH_PATH)
    return gcp.cloudrunv2.ServiceTemplateContainerArgs(
        name=_MODEL,
        image=input_of(image),
        commands=[input_of(part) for part in runtime.command] or None,
        args=[input_of(part) for part in runtime.args] or None,
        ports=_ports(next(iter(runtime.ports), ""), model_port(runtime)) if is_entry else None,
        envs=[*_plain(variables), *_secret(runtime.secrets)],
        resources=_resources(runtime, millicores_of(runtime), runtime.memory, has_gpu=runtime.gpu is not None),
        startup_probe=_startup(runtime, is_entry=is_entry),
        liveness_probe=None if runtime.probes is None else _liveness(runtime.probes, model_port(runtime)),
        volume_mounts=None if runtime.ephemeral_storage is None else [mount],
    )


def _preprocessor(runtime: Runtime, beside: Sidecar) -> gcp.cloudrunv2.ServiceTemplateContainerArgs:
    front = {} if beside.port is None else {"MODEL_URL": f"http://127.0.0.1:{model_port(runtime)}"}
    return gcp.cloudrunv2.ServiceTemplateContainerArgs(
        name=_PREPROCESSOR,
        image=input_of(beside.image),
        commands=[input_of(part) for part in beside.command] or None,
        args=[input_of(part) for part in beside.args] or None,
        ports=None if beside.port is None else _ports(next(iter(runtime.ports), ""), beside.port),
        depends_ons=None if beside.port is None else [_MODEL],
        envs=_plain({**front, **beside.environment}),
        resources=_resources(runtime, sidecar_millicores(beside), sidecar_memory(beside)),
    )


def _plain(variables: Mapping[str, Text]) -> list[gcp.cloudrunv2.ServiceTemplateContainerEnvArgs]:
    return [
        gcp.cloudrunv2.ServiceTemplateContainerEnvArgs(name=name, value=input_of(value))
        for name, value in variables.items()
    ]


def _secret(secrets: Mapping[str, Text]) -> list[gcp.cloudrunv2.ServiceTemplateContainerEnvArgs]:
    found = {name: run_secret(written) for name, written in secrets.items()}
    return [
        gcp.cloudrunv2.ServiceTemplateContainerEnvArgs(
            name=name,
            value_source=gcp.cloudrunv2.ServiceTemplateContainerEnvValueSourceArgs(
                secret_key_ref=gcp.cloudrunv2.ServiceTemplateContainerEnvValueSourceSecretKeyRefArgs(
                    secret=input_of(secret.secret), version=secret.version
                )
            ),
        )
        for name, secret in found.items()
    ]


def _ports(name: str, port: int) -> gcp.cloudrunv2.ServiceTemplateContainerPortsArgs:
    return gcp.cloudrunv2.ServiceTemplateContainerPortsArgs(
        name="h2c" if name in _TWO else "http1", container_port=port
    )


def _resources(
    runtime: Runtime, millicores: int, memory: MiB, *, has_gpu: bool = False
) -> gcp.cloudrunv2.ServiceTemplateContainerResourcesArgs:
    """Limits, and who pays between requests, which has to be said: left out, it is the other way round than the API's
    own default."""
    whole = millicores % MILLICORES_PER_CORE == 0
    limits = {
        "cpu": str(millicores // MILLICORES_PER_CORE) if whole else f"{millicores}m",
        "memory": f"{memory}Mi",
        **({"nvidia.com/gpu": "1"} if has_gpu else {}),
    }
    return gcp.cloudrunv2.ServiceTemplateContainerResourcesArgs(
        limits=limits, cpu_idle=not is_billed_by_instance(runtime), startup_cpu_boost=True
    )


def _startup(runtime: Runtime, *, is_entry: bool) -> gcp.cloudrunv2.ServiceTemplateContainerStartupProbeArgs | None:
    """A container that another one waits for needs a probe, be it only that the port is open."""
    port, probes = model_port(runtime), runtime.probes
    if probes is None:
        socket = gcp.cloudrunv2.ServiceTemplateContainerStartupProbeTcpSocketArgs(port=port)
        waited = gcp.cloudrunv2.ServiceTemplateContainerStartupProbeArgs(
            tcp_socket=socket, period_seconds=10, failure_threshold=24
        )
        return None if is_entry else waited
    return gcp.cloudrunv2.ServiceTemplateContainerStartupProbeArgs(
        http_get=gcp.cloudrunv2.ServiceTemplateContainerStartupProbeHttpGetArgs(
            path=probes.path, port=probes.port or port
        ),
        initial_delay_seconds=int(probes.initial_delay),
        period_seconds=period_seconds(probes),
        timeout_seconds=timeout_seconds(probes),
        failure_threshold=startup_failures(probes),
    )


def _liveness(probes: Probes, port: int) -> gcp.cloudrunv2.ServiceTemplateContainerLivenessProbeArgs:
    return gcp.cloudrunv2.ServiceTemplateContainerLivenessProbeArgs(
        http_get=gcp.cloudrunv2.ServiceTemplateContainerLivenessProbeHttpGetArgs(
            path=probes.path, port=probes.port or port
        ),
        period_seconds=period_seconds(probes),
        timeout_seconds=timeout_seconds(probes),
        failure_threshold=probes.failure_threshold,
    )
