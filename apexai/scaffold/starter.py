"""A stack repository to start from: a program, a spec, and three stacks over it."""

from collections.abc import Iterable, Iterator
from typing import Final

from apexai import __version__
from apexai.scaffold import BESIDE, NAMESPACED, render_spec
from apexai.scaffold.clouds import EXTRA_OF, Cloud
from apexai.scaffold.repository import Repository
from apexai.scaffold.templates import program_text, render_template
from apexai.scaffold.writing import NewFile
from apexai.spec.fields import Platform

SPECS: Final = "specs"
_PACKAGE: Final = "apexai"
_NEEDED: Final = {
    "requirements.txt": "requirements.txt was there and is kept: add {text} to it",
    "__main__.py": "__main__.py was there and is kept, and pulumi runs it: let it make the services, or begin "
    "in another directory",
}
_CONFIG: Final = {
    Cloud.AWS: {"aws:region": "us-east-1"},
    Cloud.AZURE: {"azure-native:location": "westeurope"},
    Cloud.GCP: {"gcp:project": "my-project", "gcp:region": "europe-west4"},
    Cloud.CLOUDFLARE: {},
    Cloud.KUBERNETES: {},
}
"""What the provider has to be told, as in the documents of `render_spec`."""
_DECLARED: Final = "  environment: dev              # rules may ask more of prod\n"
_BY_STACK: Final = "  # environment: the stack says it, by apexai:environment\n"
_BY_CLUSTER: Final = "  # namespace: models           # else kubernetes:namespace of the stack, or its kubeconfig's\n"


def starter_files(repository: Repository, platform: Platform | None) -> tuple[NewFile, ...]:
    """The files of a new repository, with `Pulumi.yaml`, which makes it a project, at the end.

    Args:
        repository: What is about to be; the document is named as its project.
        platform: Of the document; None where the repository has documents, which the program finds.
    """
    return tuple(
        NewFile(path=repository.directory / file, text=text, is_yours=True)
        for file, text in _texts(repository, platform)
    )


def lacking(files: Iterable[NewFile]) -> Iterator[str]:
    """What a new project still needs of files that were there before it, as sentences."""
    for file in files:
        if file.path.name in _NEEDED and _PACKAGE not in file.path.read_text(encoding="utf-8", errors="replace"):
            yield _NEEDED[file.path.name].format(text=file.text.strip())


def beside(platform: Platform) -> str:
    """The user's own file that has to be put into the repository; empty where the document needs none."""
    return f"{SPECS}/{BESIDE[platform]}" if platform in BESIDE else ""


def _texts(repository: Repository, platform: Platform | None) -> Iterator[tuple[str, str]]:
    name, clouds = repository.project, repository.clouds
    extras = ",".join(EXTRA_OF[cloud] for cloud in clouds)
    values = {
        "name": name,
        "backend": repository.backend,
        "requirement": f"apexai[{extras}]=={__version__}",
        "config": {key: value for cloud in clouds for key, value in _CONFIG[cloud].items()},
        "has_own_specs": platform is None,
    }
    if platform is not None:
        text = render_spec(platform, name=name).replace(_DECLARED, _BY_STACK)
        yield f"{SPECS}/{name}.yaml", text.replace(NAMESPACED, _BY_CLUSTER)
    yield "__main__.py", program_text("stack")
    yield "requirements.txt", render_template("stack/requirements.txt", values)
    yield ".gitignore", render_template("stack/gitignore", values)
    for stack in repository.stacks:
        yield f"Pulumi.{stack}.yaml", render_template("stack/stack.yaml", {**values, "stack": stack})
    yield "Pulumi.yaml", render_template("stack/Pulumi.yaml", values)
