"""The options that say how rendered manifests reach a cluster."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypedDict

import click

from apexai.cli.source import repository_path
from apexai.errors import UsageError

if TYPE_CHECKING:
    from apexai.gitops.delivery import Delivery

STDOUT: Final = "-"
_NAME: Final = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
_PLAIN: Final = "plain"
_ARGO_CD: Final = "argocd"
_FLUX: Final = "flux"


class DeliveryOptions(TypedDict):
    """What `delivery_options` adds to a command's arguments."""

    controller: str
    output: str
    repository: str | None
    revision: str | None
    repository_path: str | None
    namespace: str | None
    name: str | None
    project: str | None
    cluster: str | None
    create_namespace: bool
    admission: bool


_OPTIONS: Final[tuple[Callable[..., Any], ...]] = (
    click.option("--for", "controller", type=click.Choice([_PLAIN, _ARGO_CD, _FLUX]), default=_PLAIN,
                 show_default=True, help="Who applies the manifests."),
    click.option("--output", default=STDOUT, show_default=True, metavar="DIR|-",
                 help="Directory to keep up to date with one file for each object, or standard output."),
    click.option("--repo", "repository", metavar="URL", help="Git repository, or OCI artifact (oci://), that is read."),
    click.option("--revision", metavar="REF", help="Branch, full reference, commit or tag of it.  [default: main]"),
    click.option("--path", "repository_path", metavar="PATH",
                 help="Where DIR is in the repository.  [default: as in the repository around DIR]"),
    click.option("--controller-namespace", "namespace", metavar="NAME",
                 help="Namespace of the controller's objects.  [default: argocd, flux-system]"),
    click.option("--name", metavar="NAME", help="Name of the controller's objects.  [default: the deployment's]"),
    click.option("--project", metavar="NAME", help="Argo CD's project.  [default: default]"),
    click.option("--cluster", metavar="URL|NAME", help="Where Argo CD applies.  [default: its own cluster]"),
    click.option("--create-namespace", is_flag=True,
                 help="Render the namespace as well; it outlives the deployment."),
    click.option("--admission", is_flag=True, help="Render rules as ValidatingAdmissionPolicies as well."),
)  # fmt: skip


def delivery_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options to a command."""
    for option in reversed(_OPTIONS):
        function = option(function)
    return function


def load_delivery(chosen: DeliveryOptions) -> "Delivery":
    """The delivery that the options say.

    Raises:
        UsageError: an option would change nothing, is wrong, or is missing.
    """
    from apexai.gitops.delivery import DEFAULT_REVISION, LOCAL_CLUSTER, Controller, Delivery

    _check_fitting(chosen)
    _check_names(chosen)
    if chosen["controller"] == _ARGO_CD and chosen["repository"] is None:
        raise UsageError("--for argocd needs --repo URL: an Application names what it reads [APX-GIT-015]")
    if chosen["repository"] is not None:
        _check_repository(chosen["repository"], flux=chosen["controller"] == _FLUX)
    return Delivery(
        controller=Controller(chosen["controller"]),
        repository=chosen["repository"],
        revision=chosen["revision"] or DEFAULT_REVISION,
        path=_path(chosen),
        namespace=chosen["namespace"],
        name=chosen["name"],
        project=chosen["project"] or "default",
        cluster=chosen["cluster"] or LOCAL_CLUSTER,
        create_namespace=chosen["create_namespace"],
        admission=chosen["admission"],
    )


def _check_fitting(chosen: DeliveryOptions) -> None:
    """Refuse options that would change nothing.

    Raises:
        UsageError: there is one.
    """
    plain, flux = chosen["controller"] == _PLAIN, chosen["controller"] == _FLUX
    without = "--for plain writes no object of a controller"
    wrong = {
        "--repo": (chosen["repository"], without if plain else ""),
        "--path": (chosen["repository_path"], without if plain else ""),
        "--controller-namespace": (chosen["namespace"], without if plain else ""),
        "--name": (chosen["name"], without if plain else ""),
        "--project": (chosen["project"], "only Argo CD has projects" if plain or flux else ""),
        "--cluster": (chosen["cluster"], "only Argo CD is told a cluster so" if plain or flux else ""),
        "--revision": (chosen["revision"], "" if chosen["repository"] else "it is of the --repo, and none is given"),
    }
    for option, (value, reason) in wrong.items():
        if value is not None and reason:
            raise UsageError(f"{option} {value}: {reason} [APX-GIT-015]")


def _check_names(chosen: DeliveryOptions) -> None:
    """Refuse names that no cluster takes, and paths that lead out of a repository.

    Raises:
        UsageError: there is one.
    """
    names = {"--name": chosen["name"], "--controller-namespace": chosen["namespace"], "--project": chosen["project"]}
    for option, name in names.items():
        if name is not None and not _NAME.fullmatch(name):
            raise UsageError(f"{option} {name}: a name has small letters, digits and hyphens, at most 63 [APX-GIT-015]")
    if chosen["repository_path"] is not None and ".." in chosen["repository_path"].split("/"):
        raise UsageError(f"--path {chosen['repository_path']}: it leads out of the repository [APX-GIT-015]")


def _check_repository(url: str, *, flux: bool) -> None:
    """Refuse a URL that no controller reads, or that holds a password.

    Raises:
        UsageError: it is one.
    """
    from apexai.spec.credentials import find_credential, redacted

    if find_credential(url) is not None:
        raise UsageError(
            f"--repo {redacted(url)}: a password goes into no file; give it to the controller as a Secret [APX-GIT-015]"
        )
    if flux and not url.startswith(("https://", "http://", "ssh://", "oci://")):
        raise UsageError(
            f"--repo {url}: Flux reads https://, ssh:// and oci://, e.g. ssh://git@HOST/PATH [APX-GIT-015]"
        )


def _path(chosen: DeliveryOptions) -> str:
    if chosen["controller"] == _PLAIN:
        return ""
    if chosen["repository_path"] is not None:
        return chosen["repository_path"]
    if (chosen["repository"] or "").startswith("oci://"):
        return ""
    if chosen["output"] == STDOUT:
        raise UsageError("--path is needed with --output -: nobody knows where the manifests will be [APX-GIT-016]")
    return repository_path(Path(chosen["output"]))
