"""Takes a container app's replicas away and gives them back.

Throttling changes the most replicas in the app's template, which makes another revision with the same containers: in
single revision mode it takes all of the traffic once it is ready. Revisions that are there keep their own bounds, so
that a split can't be throttled. A stopped app has no replicas of any revision, and stays stopped through updates.
Source: Azure documentation, Update and deploy changes in Azure Container Apps; Container Apps REST API, Stop and Start,
2025-01-01; read 2026-11-21.
"""

from collections.abc import Callable, Iterator
from typing import Any, Final

from apexai.brake.azure.api import Api
from apexai.brake.azure.settings import Settings

_VERSION: Final = "2025-01-01"
_STOPPED: Final = "Stopped"
_UNDER_WAY: Final = ("InProgress", "Progressing")


class ContainerApp:
    """The replicas of one app, and of no other."""

    def __init__(self, settings: Settings, api: Api) -> None:
        self._settings = settings
        self._api = api

    def take(self) -> Iterator[str]:
        """Hold the app back; yields what was changed. What Azure does by and by is not waited for."""
        if self._settings.pauses:
            yield from self._switch("stop", wanted=lambda status: status == _STOPPED)
        else:
            yield from self._bound(self._settings.capped)

    def give_back(self) -> Iterator[str]:
        """Give the app what its program declares; yields what was changed."""
        yield from self._switch("start", wanted=lambda status: status != _STOPPED)
        if not self._settings.pauses:
            yield from self._bound(self._settings.maximum)

    def is_back(self) -> bool:
        """Whether Azure has done what was asked to give it back."""
        found = self._found()
        states = (found.get("provisioningState"), found.get("runningStatus"))
        if any(state in _UNDER_WAY for state in states) or found.get("runningStatus") == _STOPPED:
            return False
        return self._settings.pauses or found["template"]["scale"]["maxReplicas"] == self._settings.maximum

    def _switch(self, action: str, *, wanted: Callable[[str], bool]) -> Iterator[str]:
        status = str(self._found().get("runningStatus", ""))
        if wanted(status) or status in _UNDER_WAY:
            return
        self._api.post(f"{self._settings.app}/{action}", {}, version=_VERSION)
        yield f"{action} of {self._name}"

    def _bound(self, most: int) -> Iterator[str]:
        found = self._found()["template"]["scale"].get("maxReplicas")
        if found == most:
            return
        change = {"properties": {"template": {"scale": {"maxReplicas": most}}}}
        self._api.patch(self._settings.app, change, version=_VERSION)
        yield f"most replicas of {self._name}: {found} → {most}"

    def _found(self) -> dict[str, Any]:
        properties: dict[str, Any] = self._api.get(self._settings.app, version=_VERSION)["properties"]
        return properties

    @property
    def _name(self) -> str:
        return self._settings.app.rsplit("/", 1)[-1]
