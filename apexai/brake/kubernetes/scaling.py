"""Takes a service's pods away and gives them back, by what decides over them.

An autoscaler undoes what is done to a Deployment behind its back: so its own bounds are changed. A
HorizontalPodAutoscaler has no zero, but rests while its Deployment has none; KEDA has an annotation for it.
Source: https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/ (implicit maintenance mode) and
https://keda.sh/docs/latest/concepts/scaling-deployments/ (pause autoscaling), read 2026-11-21.
"""

from collections.abc import Iterator
from typing import Any, Final

from apexai.brake.kubernetes.api import Api
from apexai.brake.kubernetes.settings import AUTOSCALED, FIXED, Settings, Workload

PAUSED: Final = "autoscaling.keda.sh/paused-replicas"


class Scaling:
    """The pods of one service, and of no other."""

    def __init__(self, settings: Settings, api: Api) -> None:
        self._settings = settings
        self._api = api

    def take(self) -> Iterator[str]:
        """Hold the service back; yields what was changed."""
        for workload in self._settings.workloads:
            kept = 0 if self._settings.pauses else max(1, workload.minimum)
            if workload.scaling == FIXED or (workload.scaling == AUTOSCALED and self._settings.pauses):
                yield from self._scale(workload, kept)
            elif workload.scaling == AUTOSCALED:
                yield from self._bound(workload, kept)
            elif self._settings.pauses:
                yield from self._pause_keda(workload, "0")
            else:
                yield from self._bound_keda(workload, kept)

    def give_back(self) -> Iterator[str]:
        """Give the service what its program declares; yields what was changed."""
        for workload in self._settings.workloads:
            if workload.scaling == FIXED:
                yield from self._scale(workload, workload.maximum)
            elif workload.scaling == AUTOSCALED:
                yield from self._bound(workload, workload.maximum)
                yield from self._wake(workload)
            else:
                yield from self._pause_keda(workload, None)
                yield from self._bound_keda(workload, workload.maximum)

    def _scale(self, workload: Workload, replicas: int) -> Iterator[str]:
        path = f"{self._path('apps/v1', 'deployments', workload)}/scale"
        yield from self._change(path, f"replicas of {workload.name}", ("spec", "replicas"), replicas)

    def _wake(self, workload: Workload) -> Iterator[str]:
        """An autoscaler takes over from the least; it leaves a Deployment without pods alone."""
        path = f"{self._path('apps/v1', 'deployments', workload)}/scale"
        if self._api.get(path)["spec"].get("replicas", 0) == 0:
            yield from self._scale(workload, max(1, workload.minimum))

    def _bound(self, workload: Workload, maximum: int) -> Iterator[str]:
        path = self._path("autoscaling/v2", "horizontalpodautoscalers", workload)
        yield from self._change(path, f"most replicas of {workload.name}", ("spec", "maxReplicas"), maximum)

    def _bound_keda(self, workload: Workload, maximum: int) -> Iterator[str]:
        path = self._path("keda.sh/v1alpha1", "scaledobjects", workload)
        yield from self._change(path, f"most replicas of {workload.name}", ("spec", "maxReplicaCount"), maximum)

    def _pause_keda(self, workload: Workload, replicas: str | None) -> Iterator[str]:
        path = self._path("keda.sh/v1alpha1", "scaledobjects", workload)
        yield from self._change(path, f"pause of {workload.name}", ("metadata", "annotations", PAUSED), replicas)

    def _change(self, path: str, what: str, place: tuple[str, ...], wanted: object) -> Iterator[str]:
        """Set one value where it is another."""
        found: Any = self._api.get(path)
        for step in place:
            found = (found or {}).get(step)
        if found == wanted:
            return
        change: Any = wanted
        for step in reversed(place):
            change = {step: change}
        self._api.patch(path, change)
        yield f"{what}: {found} → {wanted}"

    def _path(self, group: str, resource: str, workload: Workload) -> str:
        return f"/apis/{group}/namespaces/{self._settings.namespace}/{resource}/{workload.name}"
