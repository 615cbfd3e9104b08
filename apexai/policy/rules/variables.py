"""Reading environment variables, wherever a platform writes them."""

from collections.abc import Iterator, Mapping
from typing import Final

from apexai.policy.property import Property
from apexai.policy.rules.containers import CONTAINERS, containers_of
from apexai.policy.rules.types import (
    CLOUD_FUNCTION,
    CLOUD_FUNCTION_V1,
    CONTAINER_APP,
    LAMBDA,
    RUN_JOB,
    RUN_SERVICE,
    RUN_SERVICE_V1,
    WEB_APP,
    WEB_SETTINGS,
    WORKER_SCRIPT,
    WORKER_VERSION,
)
from apexai.policy.subject import SERVICE, Subject

_MAPS: Final[Mapping[str, str]] = {
    LAMBDA: "environment.variables",
    CLOUD_FUNCTION: "serviceConfig.environmentVariables",
    CLOUD_FUNCTION_V1: "environmentVariables",
    WEB_SETTINGS: "properties",
}
_WORKERS: Final = (WORKER_SCRIPT, WORKER_VERSION)
_ENVIRONMENTS: Final[Mapping[str, tuple[str, str]]] = {
    CONTAINER_APP: ("env", "secretRef"),
    RUN_JOB: ("envs", "valueSource"),
    RUN_SERVICE: ("envs", "valueSource"),
    RUN_SERVICE_V1: ("envs", "valueFrom"),
}
"""Type → a container's list of variables, and what refers to a secret in one; `env` and `valueFrom` in pods."""

COMPUTING: Final = (*_MAPS, WEB_APP, *_WORKERS, *CONTAINERS)
"""Types that hold variables; WebAppApplicationSettings holds those of a WebApp."""


def variables_of(subject: Subject) -> Iterator[tuple[str, Property]]:
    """Name and value of each variable that is written in plain; what refers to a secret is left out."""
    if subject.type == SERVICE:
        yield from subject.spec("runtime.environment").entries()
    elif subject.type in _MAPS:
        yield from subject[_MAPS[subject.type]].entries()
    elif subject.type == WEB_APP:
        yield from ((entry["name"].text(), entry["value"]) for entry in subject["siteConfig.appSettings"].items())
    elif subject.type in _WORKERS:
        yield from _plain_bindings(subject)
    else:
        yield from _of_containers(subject)


def _plain_bindings(subject: Subject) -> Iterator[tuple[str, Property]]:
    for binding in subject["bindings"].items():
        if binding["type"].text() == "plain_text":
            yield binding["name"].text(), binding["text"]


def _of_containers(subject: Subject) -> Iterator[tuple[str, Property]]:
    key, reference = _ENVIRONMENTS.get(subject.type, ("env", "valueFrom"))
    for container in containers_of(subject):
        for variable in container[key].items():
            if variable[reference].absent:
                yield variable["name"].text(), variable["value"]
