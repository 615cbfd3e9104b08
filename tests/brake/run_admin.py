"""The Cloud Run Admin API for one account: etags, masks, the couplings of scaling modes, and the account's rights.

Source: discovery document run.v2 of 2026-10-31; Cloud Run documentation, Manual scaling, switching between automatic
and manual scaling; Deployment permissions; read 2026-11-21.
"""

import copy
import itertools
from collections.abc import Callable, Mapping
from typing import Any, Final

from apexai.brake.gcp.api import ConflictError
from tests.engine.standin.google_run import switched
from tests.targets.google_api import Message

SYSTEM: Final = ("run.googleapis.com", "cloud.googleapis.com", "serving.knative.dev", "autoscaling.knative.dev")
SERVICE: Final = Message(document="run.v2", schema="GoogleCloudRunV2Service")


class RefusedError(Exception):
    """400 or 403."""


class RunAdmin:
    """Services by name; who calls may do what `granted` says."""

    def __init__(self, services: dict[str, dict[str, Any]], *, granted: set[tuple[str, str]] | None = None) -> None:
        self.services = services
        self.granted = granted
        """Permission and resource; None: everything."""
        self.changes: list[dict[str, Any]] = []
        self.before_patch: list[Callable[[], None]] = []
        """Done once each, between what a caller read and what it writes."""
        self._etags = itertools.count(1)
        for service in services.values():
            service["etag"] = self._etag()

    def get(self, name: str) -> dict[str, Any]:
        self._authorise("run.services.get", name)
        return copy.deepcopy(self.services[name])

    def patch(self, name: str, change: Mapping[str, Any], *, mask: str) -> None:
        self._authorise("run.services.update", name)
        service = self.services[name]
        self._authorise("iam.serviceAccounts.actAs", service["template"]["serviceAccount"])
        if self.before_patch:
            self.before_patch.pop()()
        if change.get("etag", service["etag"]) != service["etag"]:
            raise ConflictError
        if problems := SERVICE.problems(dict(change), "service"):
            raise RefusedError(problems)
        for field in mask.split(","):
            self._set(service, field, copy.deepcopy(change.get(field)))
        self.changes.append({"mask": mask, **change})
        service["etag"] = self._etag()

    def _set(self, service: dict[str, Any], field: str, value: Any) -> None:
        if field not in ("scaling", "annotations"):
            raise RefusedError(f"{field}: what makes another revision is not the brake's")
        if field == "annotations" and any(key.split("/")[0].endswith(SYSTEM) for key in value):
            raise RefusedError("annotations of the system")
        service[field] = switched(service.get("scaling") or {}, value) if field == "scaling" else value

    def _authorise(self, permission: str, resource: str) -> None:
        if self.granted is not None and (permission, resource) not in self.granted:
            raise RefusedError(f"403 {permission} on {resource}")

    def _etag(self) -> str:
        return f'"{next(self._etags)}"'
