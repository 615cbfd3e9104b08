"""Takes a function app's instances away and gives them back, on Flex Consumption and on Elastic Premium.

On Flex no more may be kept ready than there may be at most, so that both change in one call. On Premium the plan's
bound holds for the app and its slots together; its least instances are paid in every case.
Source: Azure documentation, Flex Consumption plan, Premium plan: maximum burst; App Service REST API, Web Apps and App
Service Plans: Update, 2024-04-01; read 2026-11-21.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from apexai.brake.azure.api import Api
from apexai.brake.azure.settings import FLEX, Settings

_VERSION: Final = "2024-04-01"


class FunctionApp:
    """The instances of one app, and of no other."""

    def __init__(self, settings: Settings, api: Api) -> None:
        self._settings = settings
        self._api = api

    def take(self) -> Iterator[str]:
        """Hold the app back; yields what was changed."""
        settings = self._settings
        most = settings.maximum if settings.pauses else settings.capped
        yield from self._bound(most, ready={})
        if settings.pauses:
            yield from self._enable(False)

    def give_back(self) -> Iterator[str]:
        """Give the app what its program declares; yields what was changed."""
        yield from self._bound(self._settings.maximum, ready=self._settings.ready)
        yield from self._enable(True)

    def is_back(self) -> bool:
        """Whether Azure has done what was asked to give it back."""
        if any(not self._found(app)["enabled"] for app in self._apps):
            return False
        if self._settings.kind == FLEX:
            return _bounds(self._found(self._settings.app)) == (self._settings.maximum, _plain(self._settings.ready))
        return bool(self._found(self._settings.plan)["maximumElasticWorkerCount"] == self._settings.maximum)

    def _bound(self, most: int, *, ready: Mapping[str, int]) -> Iterator[str]:
        if self._settings.kind == FLEX:
            yield from self._bound_flex(most, ready=ready)
        else:
            yield from self._bound_plan(most)

    def _bound_flex(self, most: int, *, ready: Mapping[str, int]) -> Iterator[str]:
        found = self._found(self._settings.app)
        before, kept = _bounds(found)
        if (before, kept) == (most, _plain(ready)):
            return
        config = found["functionAppConfig"]
        scale = {
            **config["scaleAndConcurrency"],
            "alwaysReady": [{"name": name, "instanceCount": count} for name, count in sorted(ready.items())],
            "maximumInstanceCount": most,
        }
        self._patch(self._settings.app, {"functionAppConfig": {**config, "scaleAndConcurrency": scale}})
        if kept != _plain(ready):
            yield f"kept ready of {self._name}: {sum(kept.values())} → {sum(ready.values())}"
        if before != most:
            yield f"most instances of {self._name}: {before} → {most}"

    def _bound_plan(self, most: int) -> Iterator[str]:
        before = self._found(self._settings.plan).get("maximumElasticWorkerCount")
        if before == most:
            return
        self._patch(self._settings.plan, {"maximumElasticWorkerCount": most})
        yield f"most instances of the plan of {self._name}: {before} → {most}"

    def _enable(self, wanted: bool) -> Iterator[str]:
        for app in self._apps:
            if self._found(app)["enabled"] != wanted:
                self._patch(app, {"enabled": wanted})
                yield f"{'started' if wanted else 'stopped'} {app.split('/sites/', 1)[-1]}"

    @property
    def _apps(self) -> tuple[str, ...]:
        return (self._settings.app, *self._settings.slots)

    def _found(self, id_: str) -> dict[str, Any]:
        properties: dict[str, Any] = self._api.get(id_, version=_VERSION)["properties"]
        return properties

    def _patch(self, id_: str, properties: Mapping[str, Any]) -> None:
        self._api.patch(id_, {"properties": properties}, version=_VERSION)

    @property
    def _name(self) -> str:
        return self._settings.app.rsplit("/", 1)[-1]


def _bounds(app: Mapping[str, Any]) -> tuple[int, dict[str, int]]:
    """Most instances, and how many are kept ready."""
    scale = app["functionAppConfig"]["scaleAndConcurrency"]
    ready = {item["name"]: int(item["instanceCount"]) for item in scale.get("alwaysReady") or ()}
    return int(scale["maximumInstanceCount"]), _plain(ready)


def _plain(ready: Mapping[str, int]) -> dict[str, int]:
    """Names of groups as the API may write them, which takes no notice of case."""
    return {name.lower(): count for name, count in ready.items() if count}
