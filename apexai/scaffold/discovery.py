"""A directory → the repository that delivery files are written for."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from apexai.errors import SpecError, UsageError
from apexai.graph.offline.project_file import PROJECT_FILES, ProjectFile, load_project_file, load_yaml
from apexai.scaffold.checkout import load_checkout
from apexai.scaffold.clouds import CLOUD_OF, Cloud, Cluster
from apexai.scaffold.naming import check_names
from apexai.scaffold.repository import DEFAULT_REGION, PythonEnvironment, Repository, Toolchain
from apexai.spec.codes import NO_SPECS
from apexai.spec.fields import Platform
from apexai.spec.loader import PathError, load_specs

DEFAULT_NAME: Final = "my-model"
STACKS: Final = ("dev", "staging", "prod")
"""Of a new project."""

_ORDER: Final = ("dev", "development", "test", "qa", "staging", "stage", "prod", "production")
_APEXAI: Final = re.compile(r"(?<![\w.-])apexai(?![\w.-])")
_PYTHON: Final = "python"
_NEW: Final = PythonEnvironment(
    toolchain=Toolchain.PIP, virtualenv=".venv", requirements="requirements.txt", has_apexai=True
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What the user says about a repository."""

    directory: Path
    platform: Platform | None = None
    cluster: Cluster | None = None
    name: str | None = None
    """Of the project; one that is there has a name."""
    backend: str | None = None
    """URL of where the state lies; a project that is there says it."""


def is_project(directory: Path) -> bool:
    """Whether a Pulumi project is there."""
    return any((directory / name).is_file() for name in PROJECT_FILES)


def load_repository(wanted: Wanted) -> Repository:
    """The repository that is there, or the one that is about to be.

    Raises:
        ProjectError: the project file can't be read.
        SpecError: a spec of the repository does not load.
        UsageError: the project is in another language, nothing says where its stacks run, or a name can't be written.
    """
    directory = wanted.directory.resolve()
    project = load_project_file(directory) if is_project(directory) else None
    if project is not None:
        _check_project(project, wanted)
    platforms, region = _specified(directory, wanted)
    _check_platforms(platforms, wanted)
    checkout = load_checkout(directory)
    repository = Repository(
        directory=directory,
        top=checkout.top,
        project=project.name if project else wanted.name or DEFAULT_NAME,
        stacks=_stacks(project) if project else STACKS,
        clouds=tuple(sorted({CLOUD_OF[platform] for platform in platforms})),
        cluster=wanted.cluster,
        aws_region=region or DEFAULT_REGION,
        environment=_environment(project) if project else _NEW,
        backend=(_backend(project) if project else wanted.backend) or "",
        host=checkout.host,
        forge=checkout.forge,
        branch=checkout.branch,
    )
    check_names(repository)
    return repository


def _check_project(project: ProjectFile, wanted: Wanted) -> None:
    if project.runtime != _PYTHON:
        raise UsageError(
            f"{project.path}: runtime {project.runtime}: only programs in Python are previewed offline; judge what "
            "`pulumi preview --json` prints of others [APX-NEW-006]"
        )
    for option, given, there in (
        ("--name", wanted.name, project.name),
        ("--backend", wanted.backend, _backend(project)),
    ):
        if given is not None and given != there:
            said = f"says '{there}'" if there is not None else "says nothing of it"
            raise UsageError(f"{option} {given}: the project that is there {said}: change {project.path} [APX-NEW-007]")


def _check_platforms(platforms: set[Platform], wanted: Wanted) -> None:
    if not platforms:
        raise UsageError(
            f"{wanted.directory}: no spec below it says where the stacks run: name a PLATFORM [APX-NEW-005]"
        )
    if wanted.cluster is not None and Platform.KUBERNETES not in platforms:
        raise UsageError(f"--cluster {wanted.cluster}: none of the stacks runs on kubernetes [APX-NEW-011]")


def _specified(directory: Path, wanted: Wanted) -> tuple[set[Platform], str]:
    """The platforms of the specs below a directory and the one that is asked for, and the first region of AWS.

    Where one is asked for, specs that don't load say nothing; otherwise they are errors.
    """
    asked = {wanted.platform} if wanted.platform is not None else set()
    if not directory.is_dir():
        return asked, ""
    try:
        runtimes = [document.deployment().spec.runtime for document in load_specs(directory)]
    except SpecError:
        if not asked:
            raise
        return asked, ""
    except PathError as error:
        if error.diagnostic.code != NO_SPECS:
            raise
        return asked, ""
    regions = [found.region for found in runtimes if CLOUD_OF[found.platform] is Cloud.AWS and found.region]
    return asked | {found.platform for found in runtimes}, next(iter(regions), "")


def _stacks(project: ProjectFile) -> tuple[str, ...]:
    """Those with a configuration file, the usual names in the usual order."""
    pattern = project.stack_config_file("*")
    files = pattern.parent.glob(pattern.name)
    names = [file.name.removeprefix("Pulumi.").removesuffix(file.suffix) for file in files]
    place = {name: position for position, name in enumerate(_ORDER)}
    if not names:
        raise UsageError(
            f"{project.root}: there is no {pattern.name}, so there are no stacks to deliver: `pulumi stack init` and "
            "`pulumi config set` make one [APX-NEW-008]"
        )
    return tuple(sorted(names, key=lambda name: (place.get(name, -1), name)))


def _environment(project: ProjectFile) -> PythonEnvironment:
    options, root = project.runtime_options, project.root
    toolchain = _toolchain(options, root)
    listed = "requirements.txt" if toolchain is Toolchain.PIP else "pyproject.toml"
    file = root / listed
    names = file.read_text(encoding="utf-8", errors="replace") if file.is_file() else ""
    default = ".venv" if toolchain is Toolchain.UV else ""
    return PythonEnvironment(
        toolchain=toolchain,
        virtualenv=str(options.get("virtualenv") or default),
        requirements=listed if names else "",
        has_apexai=_APEXAI.search(names) is not None,
    )


def _toolchain(options: Mapping[str, object], root: Path) -> Toolchain:
    given = options.get("toolchain")
    if given is not None and given not in list(Toolchain):
        raise UsageError(f"{root / 'Pulumi.yaml'}: toolchain {given!r} is none of {', '.join(Toolchain)} [APX-NEW-015]")
    if given is not None:
        return Toolchain(str(given))
    locks = {"uv.lock": Toolchain.UV, "poetry.lock": Toolchain.POETRY}
    found = next((toolchain for lock, toolchain in locks.items() if (root / lock).is_file()), None)
    return found or Toolchain.PIP


def _backend(project: ProjectFile) -> str | None:
    backend = load_yaml(project.path).content.get("backend")
    url = backend.get("url") if isinstance(backend, Mapping) else None
    return None if url is None else str(url)
