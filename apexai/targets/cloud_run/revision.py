"""The name of a document's revision: known before the deployment, and another one whenever the revision is another.

Cloud Run keeps a revision for good under its name and refuses a second one of other content, so that the name carries
a digest of all that the revision is made of. The same document always has the same revision: a roll back to it makes
none.
"""

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, cast

from apexai.spec.deployment import ServerlessModelDeployment
from apexai.spec.fields import Deferred, Text
from apexai.spec.runtime import Runtime
from apexai.targets.cloud_run.code import running_image
from apexai.targets.cloud_run.facts import run_facts
from apexai.targets.cloud_run.labels import labels_of
from apexai.targets.cloud_run.names import digest_of, service_name, slug
from apexai.targets.cloud_run.sizes import concurrency_of, millicores_of, most_instances
from apexai.targets.own_key import has_own_key
from apexai.targets.target import Surroundings

if TYPE_CHECKING:
    import pulumi

_FORM: Final = 1
"""Counts up when this package makes other revisions of the same documents, which need other names."""

_DIGITS: Final = 8
_TAKEN_AS_WRITTEN: Final = {
    "command",
    "args",
    "ports",
    "probes",
    "memory",
    "ephemeral_storage",
    "timeout",
    "identity",
    "environment",
    "secrets",
    "preprocessor",
}


def revision_name(deployment: ServerlessModelDeployment, surroundings: Surroundings) -> Text:
    """`<service>-<model version>-<digest>`; an Output where a value of the revision is one."""
    prefix = _prefix(deployment, surroundings)
    found: list[Deferred] = []
    content = json.dumps(_plain(_content(deployment, surroundings), found), sort_keys=True)
    if not found:
        return f"{prefix}-{digest_of(content, _DIGITS)}"
    import pulumi

    outputs = [cast("pulumi.Output[Any]", deferred.output) for deferred in found]
    return Deferred(
        pulumi.Output.all(*outputs).apply(lambda values: f"{prefix}-{digest_of(f'{content}{values!r}', _DIGITS)}")
    )


def _prefix(deployment: ServerlessModelDeployment, surroundings: Surroundings) -> str:
    name, version = service_name(deployment, surroundings), slug(deployment.spec.model_ref.version)
    room = run_facts()["revision_name_characters"].number - len(name) - _DIGITS - len("--")
    return f"{name}-{version[:room]}".rstrip("-") if room > 0 else name


def _content(deployment: ServerlessModelDeployment, surroundings: Surroundings) -> dict[str, object]:
    """All that decides what a revision is; what the cloud names for it follows from the service's own name."""
    spec = deployment.spec
    explained, scaling = spec.responsible_ai.explainability, spec.autoscaling
    return {
        "form": _FORM,
        "image": running_image(deployment, surroundings),
        "model": spec.model_ref.model_dump(include={"name", "version", "uri", "digest"}),
        "runtime": _runtime(spec.runtime),
        "labels": labels_of(deployment, surroundings),
        "own key": has_own_key(deployment),
        "scaling": scaling and (most_instances(scaling), scaling.target_utilization),
        "explained": explained and (explained.endpoint, explained.image is not None),
        "alignment": spec.responsible_ai.alignment_check_endpoint,
        "sampling": spec.monitoring.sample_rate,
    }


def _runtime(runtime: Runtime) -> dict[str, object]:
    network = runtime.network
    return {
        **runtime.model_dump(include=_TAKEN_AS_WRITTEN),
        "port names": list(runtime.ports),
        "millicores": millicores_of(runtime),
        "concurrency": concurrency_of(runtime),
        "gpu": runtime.gpu and runtime.gpu.type,
        "network": network and network.model_dump(include={"vpc", "subnets", "security_groups"}),
        "confined": bool(network and network.egress),
    }


def _plain(value: Any, found: list[Deferred]) -> Any:
    """The value as JSON has it, with a place for each Output."""
    match value:
        case Deferred():
            found.append(value)
            return {"output": len(found)}
        case dict():
            return {str(key): _plain(item, found) for key, item in value.items()}
        case list() | tuple():
            return [_plain(item, found) for item in value]
        case Decimal():
            return str(value.normalize())
        case _:
            return value
