"""The options that say how rendered manifests reach a cluster."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypedDict

import click

from apexai.cli.source import repository_path
from apexai.errors import UsageError

if TYPE_CHECKING:
    from apexai.gitops.delivery import Delivery

STDOUT: Final = "-"
_NAME: Final = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
_URLS: Final = ("https://", "http://", "ssh://", "oci://")
_SCP: Final = re.compile(r"[\w.-]+@[\w.-]+:[^\s]+")
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

    wrong = [*_unfitting(chosen), *_wrong_names(chosen), *_wrong_repository(chosen), *_missing_path(chosen)]
    if wrong:
        raise UsageError("\n".join(wrong))
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


def _unfitting(chosen: DeliveryOptions) -> Iterator[str]:
    """Options that would change nothing."""
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
            yield f"{option} {value}: {reason} [APX-GIT-015]"


def _wrong_names(chosen: DeliveryOptions) -> Iterator[str]:
    """Names that no cluster takes, and paths that lead out of a repository."""
    names = {"--name": chosen["name"], "--controller-namespace": chosen["namespace"], "--project": chosen["project"]}
    for option, name in names.items():
        if name is not None and not _NAME.fullmatch(name):
            yield f"{option} {name}: a name has small letters, digits and hyphens, at most 63 [APX-GIT-015]"
    if chosen["repository_path"] is not None and ".." in chosen["repository_path"].split("/"):
        yield f"--path {chosen['repository_path']}: it leads out of the repository [APX-GIT-015]"


def _wrong_repository(chosen: DeliveryOptions) -> Iterator[str]:
    """A URL that the controller does not read, that holds a password, or that is missing."""
    from apexai.spec.credentials import find_credential, redacted

    url, flux = chosen["repository"], chosen["controller"] == _FLUX
    if url is None:
        if chosen["controller"] == _ARGO_CD:
            yield "--for argocd needs --repo URL: an Application names what it reads [APX-GIT-015]"
        return
    if find_credential(url) is not None:
        shown = redacted(url)
        yield f"--repo {shown}: a password goes into no file; give it to the controller as a Secret [APX-GIT-015]"
    elif flux and not url.startswith(_URLS):
        yield f"--repo {url}: Flux reads https://, ssh:// and oci://, e.g. ssh://git@HOST/PATH [APX-GIT-015]"
    elif not url.startswith(_URLS) and not _SCP.fullmatch(url):
        yield f"--repo {url}: Argo CD reads https://, ssh:// and oci://, or git@HOST:PATH [APX-GIT-015]"


def _missing_path(chosen: DeliveryOptions) -> Iterator[str]:
    try:
        _path(chosen)
    except UsageError as error:
        yield str(error)


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
