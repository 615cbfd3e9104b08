"""What containers may not do, and the little that they may write to."""

from typing import Final

import pulumi_kubernetes as k8s

USER: Final = 65532
"""An unprivileged user that no image needs to know; a fixed number, since the kubelet can't prove that a named user of
an image is not root."""
SCRATCH: Final = "scratch"
SHARED_MEMORY: Final = "shared-memory"


def pod_security() -> k8s.core.v1.PodSecurityContextArgs:
    """The restricted profile of the Pod Security Standards.

    Source: https://kubernetes.io/docs/concepts/security/pod-security-standards/, read 2026-11-21.
    """
    return k8s.core.v1.PodSecurityContextArgs(
        run_as_non_root=True,
        run_as_user=USER,
        run_as_group=USER,
        seccomp_profile=k8s.core.v1.SeccompProfileArgs(type="RuntimeDefault"),
    )


def container_security() -> k8s.core.v1.SecurityContextArgs:
    """No privileges to gain, no capabilities, a root file system that can't be written."""
    return k8s.core.v1.SecurityContextArgs(
        allow_privilege_escalation=False,
        read_only_root_filesystem=True,
        capabilities=k8s.core.v1.CapabilitiesArgs(drop=["ALL"]),
    )


def scratch_volume(size: str | None) -> k8s.core.v1.VolumeArgs:
    """The place for temporary files."""
    return k8s.core.v1.VolumeArgs(name=SCRATCH, empty_dir=k8s.core.v1.EmptyDirVolumeSourceArgs(size_limit=size))


def scratch_mount() -> k8s.core.v1.VolumeMountArgs:
    """Temporary files where programs look for them."""
    return k8s.core.v1.VolumeMountArgs(name=SCRATCH, mount_path="/tmp")


def shared_memory_volume() -> k8s.core.v1.VolumeArgs:
    """Memory that the processes of a model on several GPUs share; the runtime's own 64 MiB are too few for it."""
    return k8s.core.v1.VolumeArgs(name=SHARED_MEMORY, empty_dir=k8s.core.v1.EmptyDirVolumeSourceArgs(medium="Memory"))


def shared_memory_mount() -> k8s.core.v1.VolumeMountArgs:
    """Shared memory where programs look for it."""
    return k8s.core.v1.VolumeMountArgs(name=SHARED_MEMORY, mount_path="/dev/shm")
