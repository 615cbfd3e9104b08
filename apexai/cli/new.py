"""`apexai new`: write a commented document to start from, or a stack repository with what delivers it."""

import shlex
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

import click

from apexai.cli.terminal import print_text
from apexai.errors import UsageError
from apexai.files import write_whole
from apexai.scaffold.clouds import Cluster
from apexai.scaffold.delivery import Delivery
from apexai.spec.fields import Platform
from apexai.targets.registry import available_platforms

if TYPE_CHECKING:
    from apexai.preview.values import Json
    from apexai.scaffold.discovery import Wanted
    from apexai.scaffold.writing import NewFile

_PLATFORMS: Final = tuple(str(platform) for platform in available_platforms())
_NAME: Final = "my-model"
_FILE: Final = "service.yaml"


@click.command("new")
@click.argument("platform", required=False, metavar=f"[{'|'.join(_PLATFORMS)}]")
@click.argument("path", required=False)
@click.option("--name", help=f"Name of the deployment, its model and its project.  [default: {_NAME}]")
@click.option("--ci", type=click.Choice([str(delivery) for delivery in Delivery]),
              help="Write a stack repository into the directory PATH, and what delivers it.")  # fmt: skip
@click.option("--cluster", type=click.Choice([str(cluster) for cluster in Cluster]),
              help="With --ci: how the cluster of stacks on kubernetes is reached.  [default: kubeconfig]")  # fmt: skip
@click.option("--backend", metavar="URL", help="With --ci: where the state lies.  [default: Pulumi Cloud]")
@click.option("--force", is_flag=True, help="Write over a file that is there.")
def command(
    platform: str | None,
    path: str | None,
    name: str | None,
    ci: str | None,
    cluster: str | None,
    backend: str | None,
    force: bool,
) -> int:
    """Write a commented document for a platform to PATH, service.yaml where none is given.

    PATH `-` prints it. `apexai preview PATH` shows what it would create and cost.

    With --ci, PATH is a directory, `.` where none is given. A project that is there keeps its program, its specs and
    its stacks, and is only given what delivers it; its specs say then which clouds that needs, so that no platform has
    to be named.
    """
    called = _NAME if name is None else name
    _check_name(called)
    if ci is None:
        _refuse("--cluster", cluster)
        _refuse("--backend", backend)
        return _write_document(_platform(platform), _FILE if path is None else path, name=called, force=force)
    from apexai.scaffold.discovery import Wanted

    chosen, directory = _chosen(platform, path)
    wanted = Wanted(
        directory=Path(directory),
        platform=chosen,
        cluster=Cluster(cluster) if cluster else None,
        name=name,
        backend=backend,
    )
    return _write_repository(wanted, Delivery(ci), force=force)


def _write_document(platform: Platform, path: str, *, name: str, force: bool) -> int:
    from apexai.scaffold import BESIDE, render_spec

    text = render_spec(platform, name=name)
    if path == "-":
        print_text(text)
        return 0
    _write(Path(path), text, force=force)
    beside = BESIDE.get(platform)
    first = f"put your {beside} beside it; then " if beside is not None else ""
    print_text(f"wrote {path}: {first}apexai preview {shlex.quote(path)} shows what it would create\n")
    return 0


def _write_repository(wanted: "Wanted", delivery: Delivery, *, force: bool) -> int:
    from apexai.scaffold.delivery import delivery_files
    from apexai.scaffold.discovery import is_project, load_repository
    from apexai.scaffold.naming import check_backend
    from apexai.scaffold.starter import SPECS, beside, lacking, starter_files
    from apexai.scaffold.writing import write_files

    repository = load_repository(wanted)
    if repository.backend:
        check_backend(repository.backend)
    starter = () if is_project(repository.directory) else tuple(starter_files(repository, wanted.platform))
    files = (_decided(file, repository.directory) for file in delivery_files(delivery, repository))
    done = write_files((*files, *starter), force=force)
    for verb, paths in (("wrote", done.written), ("kept", done.kept)):
        print_text("".join(f"{verb:<6}{path.relative_to(repository.top)}\n" for path in paths))
    print_text("".join(f"{sentence}\n" for sentence in lacking(starter)))
    if starter and wanted.platform and (file := beside(wanted.platform)):
        print_text(f"put your {file} there\n")
    shown = shlex.quote(str(wanted.directory / SPECS if starter and wanted.platform else wanted.directory))
    print_text(
        f"apexai preview {shown} shows what it would create, `pulumi install` makes the environment that the stacks "
        f"run in, and docs/delivery.md of apexai says what --ci {delivery} needs\n"
    )
    return 0


def _decided(file: "NewFile", directory: Path) -> "NewFile":
    """The settings of packs with what an organisation has decided that is there already."""
    from apexai.scaffold.policy import DECISIONS, PACK_SETTINGS

    organisation, exemptions = (directory / name for name in DECISIONS)
    if file.path != directory / PACK_SETTINGS or not organisation.is_file():
        return file
    from apexai.cli.day import parse_day
    from apexai.policy.decisions import DecisionFiles, pack_configuration
    from apexai.policy.installed import load_rules
    from apexai.report.json import render_json

    decisions = DecisionFiles(organisation=organisation, exemptions=exemptions if exemptions.is_file() else None)
    configuration = pack_configuration(decisions, rules=load_rules(), as_of=parse_day(None))
    return replace(file, text=render_json(cast("Json", configuration)))


def _chosen(platform: str | None, path: str | None) -> tuple[Platform | None, str]:
    """The platform, if any, and the directory: a single argument may be either."""
    if platform is None or platform in _PLATFORMS or path is not None or not Path(platform).is_dir():
        return (_platform(platform) if platform is not None else None), path or "."
    return None, platform


def _platform(given: str | None) -> Platform:
    if given not in _PLATFORMS:
        from apexai.spec.suggestions import closest

        said = f"'{given}' is not one of" if given is not None else "name one of"
        meant = closest(given, _PLATFORMS) if given is not None else None
        hint = f"; did you mean {meant}?" if meant else ""
        raise UsageError(f"PLATFORM: {said} {', '.join(_PLATFORMS)}{hint} [APX-NEW-009]")
    return Platform(given)


def _refuse(option: str, given: str | None) -> None:
    if given is not None:
        raise UsageError(f"{option} {given}: it says how a repository is delivered: give --ci with it [APX-NEW-010]")


def _check_name(name: str) -> None:
    from pydantic import TypeAdapter, ValidationError

    from apexai.spec.formats import Name

    try:
        TypeAdapter(Name).validate_python(name)
    except ValidationError as error:
        reason = error.errors()[0]["msg"].removeprefix("Value error, ")
        raise UsageError(f"--name: {reason} [APX-NEW-001]") from None


def _write(path: Path, text: str, *, force: bool) -> None:
    if path.is_dir():
        raise UsageError(f"{path} is a directory: name a file in it, or give --ci with it [APX-NEW-003]")
    if not force and (path.exists() or path.is_symlink()):
        raise UsageError(f"{path} is there already: write --force to replace it [APX-NEW-002]")
    try:
        write_whole(path, text)
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror} [APX-NEW-003]") from None
