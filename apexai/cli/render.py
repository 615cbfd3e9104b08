"""`apexai render`: a spec as manifests, for clusters whose state a controller takes from Git."""

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypedDict, Unpack

import click

from apexai.cli.configuration import parse_config
from apexai.cli.judging import JudgingOptions, judging_options, load_criteria
from apexai.cli.source import repository_path
from apexai.cli.terminal import print_json, print_text, progress
from apexai.errors import UsageError
from apexai.preview.options import DEFAULT_TIMEOUT_SECONDS, PreviewOptions
from apexai.spec.fields import Platform

if TYPE_CHECKING:
    from apexai.gitops.delivery import Delivery
    from apexai.gitops.files import Written
    from apexai.gitops.rendering import Rendering

_NAME: Final = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
_STDOUT: Final = "-"
_PLAIN: Final = "plain"
_ARGO_CD: Final = "argocd"
_FLUX: Final = "flux"


class _Delivering(TypedDict):
    """The options that say how the manifests reach a cluster."""

    controller: str
    repository: str | None
    revision: str | None
    repository_path: str | None
    namespace: str | None
    name: str | None
    project: str | None
    cluster: str | None
    create_namespace: bool
    admission: bool


class _Options(JudgingOptions, _Delivering):
    pass


@click.command("render")
@click.argument("path")
@click.option(
    "--for",
    "controller",
    type=click.Choice([_PLAIN, _ARGO_CD, _FLUX]),
    default=_PLAIN,
    show_default=True,
    help="Who applies the manifests.",
)
@click.option(
    "--output",
    default=_STDOUT,
    show_default=True,
    metavar="DIR|-",
    help="Directory to keep up to date with one file for each object, or standard output.",
)
@click.option(
    "--target",
    type=click.Choice([str(Platform.KUBERNETES)]),
    help="Render specs that name another platform, with their overrides for this one.",
)
@click.option("--repo", "repository", metavar="URL", help="Git repository, or OCI artifact (oci://), that is read.")
@click.option("--revision", metavar="REF", help="Branch, full reference, commit or tag of it.  [default: main]")
@click.option(
    "--path",
    "repository_path",
    metavar="PATH",
    help="Where DIR is in the repository.  [default: as in the repository around DIR]",
)
@click.option(
    "--controller-namespace",
    "namespace",
    metavar="NAME",
    help="Namespace of the controller's objects.  [default: argocd, flux-system]",
)
@click.option("--name", metavar="NAME", help="Name of the controller's objects.  [default: the deployment's]")
@click.option("--project", metavar="NAME", help="Argo CD's project.  [default: default]")
@click.option("--cluster", metavar="URL|NAME", help="Where Argo CD applies.  [default: its own cluster]")
@click.option("--create-namespace", is_flag=True, help="Render the namespace as well; it outlives the deployment.")
@click.option("--admission", is_flag=True, help="Render rules as ValidatingAdmissionPolicies as well.")
@click.option("--stack", metavar="NAME", help="Stack whose configuration is read.  [default: dev]")
@click.option("--config", "pairs", metavar="KEY=VALUE", multiple=True, help="Configuration over the stack's own.")
@click.option("--invokes", type=click.Path(path_type=Path), help="File with answers to data sources and other stacks.")
@click.option(
    "--timeout",
    type=click.FloatRange(0, 24 * 3600, min_open=True),
    default=DEFAULT_TIMEOUT_SECONDS,
    show_default=True,
    metavar="SECONDS",
    help="How long a program may run.",
)
@judging_options
def command(
    path: str,
    output: str,
    target: str | None,
    stack: str | None,
    pairs: tuple[str, ...],
    invokes: Path | None,
    timeout: float,
    **chosen: Unpack[_Options],
) -> int:
    """Render what PATH creates in a cluster as YAML, for Argo CD, Flux or kubectl.

    PATH is a spec file, a directory of specs, the directory of a Pulumi project in Python, or - for standard input. The
    rules and the budget are judged first, as `apexai preview` does, and where they fail nothing is written.
    """
    from apexai.gitops.rendering import render_path

    delivery = _delivery(chosen, output)
    options = PreviewOptions(
        stack=stack,
        config=parse_config(pairs),
        invokes=invokes,
        timeout_seconds=timeout,
        criteria=load_criteria(chosen),
    )
    with progress(f"rendering {path}"):
        rendering = render_path(path, options, delivery, target=None if target is None else Platform(target))
    _print(rendering, output)
    return rendering.exit_code


def _delivery(chosen: _Options, output: str) -> "Delivery":
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
        path=_path(chosen, output),
        namespace=chosen["namespace"],
        name=chosen["name"],
        project=chosen["project"] or "default",
        cluster=chosen["cluster"] or LOCAL_CLUSTER,
        create_namespace=chosen["create_namespace"],
        admission=chosen["admission"],
    )


def _check_fitting(chosen: _Options) -> None:
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


def _check_names(chosen: _Options) -> None:
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


def _path(chosen: _Options, output: str) -> str:
    if chosen["controller"] == _PLAIN:
        return ""
    if chosen["repository_path"] is not None:
        return chosen["repository_path"]
    if (chosen["repository"] or "").startswith("oci://"):
        return ""
    if output == _STDOUT:
        raise UsageError("--path is needed with --output -: nobody knows where the manifests will be [APX-GIT-016]")
    return repository_path(Path(output))


def _print(rendering: "Rendering", output: str) -> None:
    from apexai.report.errors import render_errors
    from apexai.report.rendering import render_judgement, render_manifests, render_written
    from apexai.report.wording import clean_lines

    if rendering.preview.program_output:
        print_text(clean_lines(rendering.preview.program_output) + "\n", err=True)
    if rendering.exit_code:
        print_text(render_errors(rendering.preview), err=True)
        return
    print_text(render_judgement(rendering), err=True)
    if output == _STDOUT:
        print_json(render_manifests(rendering))
        return
    print_text(render_written(_write(rendering, Path(output)), Path(output)))


def _write(rendering: "Rendering", directory: Path) -> "Written":
    from apexai.gitops.files import write_bundles

    return write_bundles(rendering.bundles, directory)
