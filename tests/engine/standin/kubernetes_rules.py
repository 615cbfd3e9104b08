"""What the Kubernetes API server and its webhooks refuse."""

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any, Final

from tests.engine.standin import refusals
from tests.engine.standin.cloud import Cloud, CloudObject
from tests.engine.standin.wire import Properties

DNS_SUBDOMAIN: Final = re.compile(r"[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*")
DNS_1035_LABEL: Final = re.compile(r"[a-z]([-a-z0-9]*[a-z0-9])?")
LABEL_VALUE: Final = re.compile(r"(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?")
UNITS: Final = {
    "": Decimal(1),
    "m": Decimal("0.001"),
    "k": Decimal(10**3),
    "M": Decimal(10**6),
    "G": Decimal(10**9),
    "T": Decimal(10**12),
    "Ki": Decimal(2**10),
    "Mi": Decimal(2**20),
    "Gi": Decimal(2**30),
    "Ti": Decimal(2**40),
}
SELECTOR: Final = "spec.selector"

KEDA_OWNERSHIP: Final = "validations.keda.sh/hpa-ownership"
"""On an autoscaler: KEDA's webhook passes it over where this is "false".

Source: github.com/kedacore/keda apis/keda/v1alpha1/scaledobject_webhook.go verifyHpas.
"""


def check_object(cloud: Cloud, cluster: str, manifest: Properties, *, existing: CloudObject | None) -> None:
    """Refuse what the API server refuses of any object, then of this kind.

    Raises: Refusal.
    """
    group = manifest["apiVersion"].rpartition("/")[0]
    if group in cloud.missing_api_groups:
        refusals.K8S_NO_KIND.refuse(kind=manifest["kind"], version=manifest["apiVersion"])
    _check_namespace(cloud, cluster, manifest)
    _check_names(manifest)
    for path, labels in _label_maps(manifest):
        _check_labels(manifest, labels, path=path)
    if judge := KINDS.get(manifest["kind"]):
        judge(cloud, cluster, manifest)
    if existing is not None and manifest["kind"] == "Deployment":
        _check_same_selector(manifest, existing)


def applied(manifest: Properties, existing: CloudObject, *, ignored: tuple[str, ...]) -> Properties:
    """A server-side apply: fields that another manager set, and that the program doesn't ignore, conflict.

    Source: https://kubernetes.io/docs/reference/using-api/server-side-apply/#conflicts; pulumi-kubernetes leaves out
    ignored fields of other managers (provider/pkg/provider/provider.go `handleSSAIgnoreFields`) and takes the others
    with the annotation pulumi.com/patchForce.
    """
    managers = existing.hidden.get("managers", {})
    forced = (manifest["metadata"].get("annotations") or {}).get("pulumi.com/patchForce") == "true"
    for path, manager in list(managers.items()):
        live, wanted = _at(existing.inputs, path), _at(manifest, path)
        if path in ignored:
            _set(manifest, path, live)
        elif wanted == live:
            continue
        elif forced or wanted is None:
            del managers[path]
        else:
            refusals.K8S_CONFLICT.refuse(manager=manager, path=path)
    return manifest


def _at(manifest: Properties, path: str) -> Any:
    value: Any = manifest
    for step in path.split("."):
        value = (value or {}).get(step)
    return value


def _set(manifest: Properties, path: str, value: Any) -> None:
    *steps, last = path.split(".")
    for step in steps:
        manifest = manifest[step]
    manifest[last] = value


def invalid(manifest: Properties, path: str, value: object, reason: str) -> None:
    """Refuse an object for one of its fields."""
    group = manifest["apiVersion"].rpartition("/")[0]
    kind = f"{manifest['kind']}.{group}" if group else manifest["kind"]
    refusals.K8S_INVALID.refuse(kind=kind, name=manifest["metadata"]["name"], path=path, value=value, reason=reason)


def _check_namespace(cloud: Cloud, cluster: str, manifest: Properties) -> None:
    namespace = manifest["metadata"].get("namespace", "")
    if cloud.namespaces is None or not namespace:
        return
    made = {item.inputs["metadata"]["name"] for item in _kind(cloud, cluster, "Namespace")}
    if namespace not in cloud.namespaces | made | {"default"}:
        refusals.K8S_NAMESPACE.refuse(namespace=namespace)


def _check_names(manifest: Properties) -> None:
    name = manifest["metadata"]["name"]
    if manifest["kind"] == "Service" and (len(name) > 63 or not DNS_1035_LABEL.fullmatch(name)):
        invalid(manifest, "metadata.name", f'"{name}"', "a DNS-1035 label must consist of lower case ...")
    if len(name) > 253 or not DNS_SUBDOMAIN.fullmatch(name):
        reason = "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.'"
        invalid(manifest, "metadata.name", f'"{name}"', reason)


def _label_maps(manifest: Properties) -> Iterator[tuple[str, Properties]]:
    yield "metadata.labels", manifest["metadata"].get("labels") or {}
    template = (manifest.get("spec") or {}).get("template") or {}
    yield "spec.template.labels", (template.get("metadata") or {}).get("labels") or {}


def _check_labels(manifest: Properties, labels: Properties, *, path: str) -> None:
    for value in labels.values():
        if len(value) > 63 or not LABEL_VALUE.fullmatch(value):
            invalid(manifest, path, f'"{value}"', "a valid label must be an empty string or consist of ...")


def _check_deployment(cloud: Cloud, cluster: str, manifest: Properties) -> None:
    spec = manifest["spec"]
    wanted = spec["selector"].get("matchLabels", {})
    labels = (spec["template"].get("metadata") or {}).get("labels") or {}
    if not wanted.items() <= labels.items():
        path = "spec.template.metadata.labels"
        invalid(manifest, path, labels, "`selector` does not match template `labels`")
    for index, container in enumerate(spec["template"]["spec"].get("containers", [])):
        _check_resources(manifest, container, path=f"spec.template.spec.containers[{index}].resources")


def _check_resources(manifest: Properties, container: Properties, *, path: str) -> None:
    resources = container.get("resources") or {}
    limits, requests = resources.get("limits") or {}, resources.get("requests") or {}
    for name, request in requests.items():
        if name in limits and quantity(request) > quantity(limits[name]):
            reason = f"must be less than or equal to {name} limit of {limits[name]}"
            invalid(manifest, f"{path}.requests", f'"{request}"', reason)
        if "/" in name and quantity(request) != quantity(limits.get(name, 0)):
            invalid(manifest, f"{path}.requests", f'"{request}"', f"must be equal to {name} limit")


def quantity(text: Any) -> Decimal:
    """A Kubernetes quantity in its base unit."""
    parts = re.fullmatch(r"([0-9.]+)([A-Za-z]*)", str(text))
    assert parts is not None, text
    return Decimal(parts[1]) * UNITS[parts[2]]


def _check_same_selector(manifest: Properties, existing: CloudObject) -> None:
    if manifest["spec"]["selector"] != existing.inputs["spec"]["selector"]:
        invalid(manifest, SELECTOR, manifest["spec"]["selector"], "field is immutable")


def _check_autoscaler(cloud: Cloud, cluster: str, manifest: Properties) -> None:
    spec = manifest["spec"]
    minimum, maximum = spec.get("minReplicas", 1), spec["maxReplicas"]
    if minimum < 1:
        invalid(manifest, "spec.minReplicas", minimum, "must be greater than or equal to 1")
    if maximum < minimum:
        reason = "must be greater than or equal to `minReplicas`"
        invalid(manifest, "spec.maxReplicas", maximum, reason)


def _check_scaled_object(cloud: Cloud, cluster: str, manifest: Properties) -> None:
    target = manifest["spec"]["scaleTargetRef"]["name"]
    for item in _kind(cloud, cluster, "HorizontalPodAutoscaler"):
        metadata = item.inputs["metadata"]
        same_namespace = metadata.get("namespace") == manifest["metadata"].get("namespace")
        if (metadata.get("annotations") or {}).get(KEDA_OWNERSHIP) == "false":
            continue
        if same_namespace and item.inputs["spec"]["scaleTargetRef"]["name"] == target:
            refusals.KEDA_MANAGED_BY_HPA.refuse(target=target, hpa=metadata["name"])


def _kind(cloud: Cloud, cluster: str, kind: str) -> list[CloudObject]:
    return [
        item
        for item in cloud
        if item.type.startswith("kubernetes:") and item.region == cluster and item.inputs.get("kind") == kind
    ]


KINDS: Final[dict[str, Callable[[Cloud, str, Properties], None]]] = {
    "Deployment": _check_deployment,
    "HorizontalPodAutoscaler": _check_autoscaler,
    "ScaledObject": _check_scaled_object,
}
