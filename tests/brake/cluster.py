"""A Kubernetes API over the stand-in's cluster: the rights of one service account, and the couplings of autoscalers."""

import copy
import re
from collections.abc import Mapping
from typing import Any, Final

from apexai.brake.kubernetes.scaling import PAUSED
from tests.engine.standin import Cloud, CloudObject, kubernetes_rules

KINDS: Final = {
    "configmaps": "ConfigMap",
    "deployments": "Deployment",
    "horizontalpodautoscalers": "HorizontalPodAutoscaler",
    "scaledobjects": "ScaledObject",
}
_PATH: Final = re.compile(
    r"/(api|apis)/((?P<group>[a-z.]+)/)?(?P<version>v\w+)/namespaces/(?P<namespace>[^/]+)/(?P<resource>\w+)/"
    r"(?P<name>[^/]+)(/(?P<part>\w+))?"
)


class ForbiddenError(Exception):
    """403."""


class Cluster:
    """The API server for a service account that has one Role; controllers run after each change."""

    def __init__(self, cloud: Cloud, role: list[dict[str, Any]]) -> None:
        self._cloud = cloud
        self._role = role
        self.changes: list[str] = []

    def get(self, path: str) -> dict[str, Any]:
        item, part = self._find("get", path)
        return self._shown(item, part)

    def patch(self, path: str, change: Mapping[str, Any]) -> dict[str, Any]:
        item, part = self._find("patch", path)
        inputs = _merged(copy.deepcopy(item.inputs), change)
        kubernetes_rules.check_object(self._cloud, item.region, inputs, existing=item)
        item.inputs = inputs
        item.outputs = _merged(copy.deepcopy(item.outputs), change)
        for place in _places(change):
            item.hidden.setdefault("managers", {})[place] = "apexai-brake"
        self._cloud.put(item)
        self.changes.append(path.rsplit("/namespaces/", 1)[-1])
        self.reconcile()
        return self._shown(item, part)

    def reconcile(self) -> None:
        """What the controllers do: a Deployment's replicas go into its autoscaler's bounds, unless that rests."""
        for scaler in self._objects("HorizontalPodAutoscaler"):
            spec = scaler.inputs["spec"]
            target = self._object("Deployment", spec["scaleTargetRef"]["name"])
            if target is not None and target.inputs["spec"].get("replicas", 1) != 0:
                self._clamp(target, spec.get("minReplicas", 1), spec["maxReplicas"])
        for scaled in self._objects("ScaledObject"):
            target = self._object("Deployment", scaled.inputs["spec"]["scaleTargetRef"]["name"])
            paused = (scaled.inputs["metadata"].get("annotations") or {}).get(PAUSED)
            spec = scaled.inputs["spec"]
            if target is not None and paused is not None:
                self._clamp(target, int(paused), int(paused))
            elif target is not None:
                self._clamp(target, spec["minReplicaCount"], spec["maxReplicaCount"])

    def replicas(self, name: str) -> int:
        target = self._object("Deployment", name)
        assert target is not None
        return int(target.inputs["spec"].get("replicas", 1))

    def scale(self, name: str, replicas: int) -> None:
        """What load does."""
        target = self._object("Deployment", name)
        assert target is not None
        self._set(target, replicas)
        self.reconcile()

    def _clamp(self, target: CloudObject, minimum: int, maximum: int) -> None:
        current = target.inputs["spec"].get("replicas", 1)
        wanted = min(max(current, minimum), maximum)
        if wanted != current:
            self._set(target, wanted)

    def _set(self, target: CloudObject, replicas: int) -> None:
        target.inputs["spec"]["replicas"] = target.outputs["spec"]["replicas"] = replicas
        target.hidden.setdefault("managers", {})["spec.replicas"] = "kube-controller-manager"
        self._cloud.put(target)

    def _find(self, verb: str, path: str) -> tuple[CloudObject, str]:
        parts = _PATH.fullmatch(path)
        assert parts is not None, path
        self._authorise(verb, parts)
        item = self._object(KINDS[parts["resource"]], parts["name"])
        assert item is not None, path
        assert item.inputs["metadata"]["namespace"] == parts["namespace"]
        return item, parts["part"] or ""

    def _authorise(self, verb: str, parts: re.Match[str]) -> None:
        resource = "/".join(part for part in (parts["resource"], parts["part"]) if part)
        allowed = any(
            (parts["group"] or "") in rule["apiGroups"]
            and resource in rule["resources"]
            and verb in rule["verbs"]
            and parts["name"] in rule["resourceNames"]
            for rule in self._role
        )
        if not allowed:
            raise ForbiddenError(f"{verb} {resource} {parts['name']}")

    def _shown(self, item: CloudObject, part: str) -> dict[str, Any]:
        if part == "scale":
            return {"spec": {"replicas": item.inputs["spec"].get("replicas", 1)}}
        return copy.deepcopy(item.inputs)

    def _objects(self, kind: str) -> list[CloudObject]:
        return [item for item in self._cloud if item.inputs.get("kind") == kind]

    def _object(self, kind: str, name: str) -> CloudObject | None:
        return next((item for item in self._objects(kind) if item.inputs["metadata"]["name"] == name), None)


def _merged(whole: dict[str, Any], change: Mapping[str, Any]) -> dict[str, Any]:
    """A JSON merge patch."""
    for key, value in change.items():
        if value is None:
            whole.pop(key, None)
        elif isinstance(value, Mapping):
            whole[key] = _merged(dict(whole.get(key) or {}), value)
        else:
            whole[key] = value
    return whole


def _places(change: Mapping[str, Any], prefix: str = "") -> list[str]:
    found: list[str] = []
    for key, value in change.items():
        if isinstance(value, Mapping):
            found += _places(value, f"{prefix}{key}.")
        elif "." not in key and "/" not in key:
            found.append(f"{prefix}{key}")
    return found
