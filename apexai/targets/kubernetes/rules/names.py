"""Names and labels: what Kubernetes takes, and what becomes of the rest."""

from collections.abc import Iterator, Mapping
from typing import Final

from apexai.errors import Diagnostic
from apexai.spec.deployment import ServerlessModelDeployment
from apexai.spec.fields import Platform
from apexai.targets.diagnostics import error, note
from apexai.targets.facts import load_facts
from apexai.targets.kubernetes.exposure import Exposure, exposure_of
from apexai.targets.kubernetes.labels import OWN_KEYS, label_key, label_value
from apexai.targets.kubernetes.names import (
    CANDIDATE_SUFFIX,
    EXPLAINER_SUFFIX,
    KEDA_AUTOSCALER_PREFIX,
    STABLE_SUFFIX,
)
from apexai.targets.kubernetes.replicas import needs_keda
from apexai.targets.kubernetes.sides import has_candidate

NAME: Final = "metadata.name"


def check_names(deployment: ServerlessModelDeployment) -> Iterator[Diagnostic]:
    """Derived names fit; labels have keys, one each, and none that selects pods."""
    yield from _service_names(deployment)
    yield from _autoscaler_name(deployment)
    yield from _labels(deployment.metadata.labels, "metadata.labels")
    yield from _labels(deployment.spec.finops.tags, "spec.finops.tags")
    yield from _values(deployment)


def _service_names(deployment: ServerlessModelDeployment) -> Iterator[Diagnostic]:
    name, fact = deployment.metadata.name, load_facts(Platform.KUBERNETES)["service_name_characters"]
    longest = max((f"{name}{suffix}" for suffix in _suffixes(deployment)), key=len)
    if len(longest) > fact.number:
        room = fact.number - (len(longest) - len(name))
        yield fact.violated(
            code="APX-LIM-201",
            path=NAME,
            message=f"the Service {longest!r} has {len(longest)} characters, more than {fact.number}",
            suggestion=f"use a name of at most {room} characters",
        )


def _suffixes(deployment: ServerlessModelDeployment) -> Iterator[str]:
    spec = deployment.spec
    explained = spec.responsible_ai.explainability
    yield ""
    if exposure_of(spec.runtime) is Exposure.GATEWAY:
        yield STABLE_SUFFIX
    if has_candidate(spec.traffic_split):
        yield CANDIDATE_SUFFIX
    if explained is not None and explained.image is not None:
        yield EXPLAINER_SUFFIX


def _autoscaler_name(deployment: ServerlessModelDeployment) -> Iterator[Diagnostic]:
    scaling = deployment.spec.autoscaling
    if scaling is None or not needs_keda(scaling):
        return
    fact = load_facts(Platform.KUBERNETES)["keda_autoscaler_name_characters"]
    suffix = CANDIDATE_SUFFIX if has_candidate(deployment.spec.traffic_split) else ""
    name = f"{KEDA_AUTOSCALER_PREFIX}{deployment.metadata.name}{suffix}"
    if len(name) > fact.number:
        room = fact.number - len(KEDA_AUTOSCALER_PREFIX) - len(suffix)
        yield fact.violated(
            code="APX-LIM-202",
            path=NAME,
            message=f"KEDA's autoscaler {name!r} has {len(name)} characters, more than {fact.number}",
            suggestion=f"use a name of at most {room} characters",
        )


def _labels(labels: Mapping[str, str], path: str) -> Iterator[Diagnostic]:
    seen: dict[str, str] = {}
    for key, value in labels.items():
        place, written = f"{path}.{key}", label_key(key)
        if not written:
            message = f"nothing of {key!r} can be the key of a label"
            yield error("APX-LIM-203", place, message, instead="use letters, digits, hyphens, dots and underscores")
        elif written in OWN_KEYS:
            message = f"the label {written} is set from other fields of the spec"
            yield error("APX-LIM-204", place, message, instead="use a key of your own")
        elif written in seen:
            message = f"{key!r} and {seen[written]!r} are both the label {written}"
            yield error("APX-LIM-205", place, message, instead="use keys that differ in letters and digits")
        else:
            seen[written] = key
            yield from _changed(place, {key: written, value: label_value(value)})


def _values(deployment: ServerlessModelDeployment) -> Iterator[Diagnostic]:
    finops, model = deployment.spec.finops, deployment.spec.model_ref
    fields = {
        "spec.finops.costCenter": finops.cost_center,
        "spec.finops.tier": finops.tier,
        "spec.environment": deployment.spec.environment,
        "spec.modelRef.name": model.name,
        "spec.modelRef.version": model.version,
    }
    for path, text in fields.items():
        if text is not None:
            yield from _changed(path, {text: label_value(text)})


def _changed(path: str, forms: Mapping[str, str]) -> Iterator[Diagnostic]:
    for text, written in forms.items():
        if text != written:
            yield note("APX-LIM-206", path, f"{text!r} is written {written!r} in a label, which takes no other form")
