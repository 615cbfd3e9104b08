"""Who applies the manifests, and where it finds them: what a caller of `apexai render` may choose."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

LOCAL_CLUSTER: Final = "https://kubernetes.default.svc"
"""The cluster that Argo CD itself runs in."""
DEFAULT_REVISION: Final = "main"


class Controller(StrEnum):
    """Who applies."""

    PLAIN = "plain"
    """`kubectl apply -k`, or any tool that takes manifests."""
    ARGO_CD = "argocd"
    FLUX = "flux"

    @property
    def manager(self) -> str:
        """The value of the label `app.kubernetes.io/managed-by`."""
        return "kubectl" if self is Controller.PLAIN else str(self)

    @property
    def namespace(self) -> str:
        """Where its own objects are unless somebody says otherwise."""
        return "flux-system" if self is Controller.FLUX else "argocd"


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """How the manifests reach a cluster."""

    controller: Controller = Controller.PLAIN
    repository: str | None = None
    """URL of a Git repository or an OCI artifact. Flux takes the source that `flux bootstrap` makes without one."""
    revision: str = DEFAULT_REVISION
    """A branch, a full reference (`refs/tags/v1`) or a commit; of an OCI artifact its tag or digest."""
    path: str = ""
    """Of the output directory within the repository; empty for its root."""
    namespace: str | None = None
    """Of the controller's objects; its usual one where None."""
    name: str | None = None
    """Of the controller's objects; that of the deployment where None."""
    project: str = "default"
    """Of Argo CD."""
    cluster: str = LOCAL_CLUSTER
    """Where Argo CD applies: URL or name."""
    create_namespace: bool = False
    """Whether the namespace comes with the manifests."""
    admission: bool = False
    """Whether rules go with the manifests as ValidatingAdmissionPolicies."""

    @property
    def controller_namespace(self) -> str:
        return self.namespace or self.controller.namespace

    @property
    def is_artifact(self) -> bool:
        """Whether the source is an OCI artifact and not a Git repository."""
        return self.repository is not None and self.repository.startswith("oci://")

    def path_of(self, directory: str) -> str:
        """The path of a directory below the output directory."""
        return "/".join(part for part in (self.path.strip("/").removeprefix("./"), directory) if part not in ("", "."))
