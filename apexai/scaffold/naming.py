"""Names that workflows, manifests and shells take as they stand, since the written files do so."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from apexai.errors import UsageError
from apexai.scaffold.repository import Repository, label_of

_PATH: Final = re.compile(r"[\w./-]+", re.ASCII)
_NAME: Final = re.compile(r"[\w.-]+", re.ASCII)
_URL: Final = re.compile(r"(?:[a-z][a-z0-9+.-]*://[\w./:@%?&=~,+-]*)?", re.ASCII)
_SCHEMES: Final = ("https", "http", "s3", "gs", "azblob", "postgres")
_SHARED: Final = "name https://HOST, s3://BUCKET, gs://BUCKET, azblob://CONTAINER or postgres://HOST/DATABASE"
_BY_VARIABLE: Final = "leave it out of the URL, and let what runs the stacks have it by PGPASSWORD"
_PLAIN: Final = re.compile(r"(?!(?:true|false|null|yes|no|on|off|y|n)$)[a-z][\w./-]*", re.ASCII | re.IGNORECASE)


def check_names(repository: Repository) -> None:
    """Refuse what a shell would run, a workflow would evaluate, or YAML would read as something else.

    Raises:
        UsageError: there is such a name, or two stacks would be one job.
    """
    for what, name, pattern in _named(repository):
        if not pattern.fullmatch(name) or name.startswith("-"):
            raise UsageError(
                f"{what} {name!r}: workflows and shells can't name it: letters, digits and . _ - are safe, and / in "
                "paths [APX-NEW-014]"
            )
    _check_labels(repository.stacks)


def check_backend(url: str) -> None:
    """Refuse a backend that Pulumi does not have, or that only one machine reaches.

    Raises:
        UsageError: it is one.
    """
    from apexai.spec.credentials import find_credential, redacted

    scheme, _, rest = url.partition("://")
    if find_credential(url) is not None:
        raise UsageError(f"backend {redacted(url)}: a password goes into no file; {_BY_VARIABLE} [APX-NEW-016]")
    if scheme == "file":
        raise UsageError(
            f"backend {url}: the state would lie on the machine of one run, and the next one finds none; {_SHARED} "
            "[APX-NEW-016]"
        )
    if scheme not in _SCHEMES or not rest.strip("/"):
        raise UsageError(f"backend {url!r}: Pulumi keeps no state there; {_SHARED} [APX-NEW-016]")


def yaml_scalar(text: str) -> str:
    """A checked name as YAML reads it as text: in quotes where it looks like a number or a constant."""
    return text if _PLAIN.fullmatch(text) else f'"{text}"'


def _named(repository: Repository) -> Iterator[tuple[str, str, re.Pattern[str]]]:
    yield "folder", repository.folder, _PATH
    yield "project", repository.project, _NAME
    for stack in repository.stacks:
        yield "stack", stack, _NAME
    yield "branch", repository.branch, _PATH
    yield "region", repository.aws_region, _NAME
    yield "backend", repository.backend, _URL
    if repository.environment.virtualenv:
        yield "virtualenv", repository.environment.virtualenv, _PATH


def _check_labels(stacks: tuple[str, ...]) -> None:
    """Each stack has a job of its name, and one before it."""
    labels = Counter(label for stack in stacks for label in (label_of(stack), f"{label_of(stack)}-preview"))
    twice = next((label for label, count in labels.items() if count > 1), None)
    if twice is not None:
        raise UsageError(f"stacks {', '.join(stacks)}: two jobs would be called {twice}; rename a stack [APX-NEW-014]")
