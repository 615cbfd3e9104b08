"""Azure Resource Manager over the stand-in's cloud: the rights of one identity, and the couplings of apps.

What it does as Azure does: template changes make revisions (tests.engine.standin.azure_apps), operations of container
apps go on after they were accepted and let nothing else in, no more instances are kept ready than there may be, a plan
has at least its capacity, metadata is a header's text, a lease is one's own.
"""

import copy
import json
import re
from collections.abc import Mapping
from fnmatch import fnmatch
from typing import Any, Final

from apexai.brake.azure.api import RefusedError
from apexai.targets.azure.roles import ROLES
from tests.engine.standin import Cloud, CloudObject, azure_apps
from tests.engine.standin.azure_kinds import APP, BUDGET, GRANT

ROLE: Final = "azure-native:authorization:RoleDefinition"
CONTAINER: Final = "azure-native:storage:BlobContainer"
_PROVIDER: Final = re.compile(r"/providers/(?P<namespace>[^/]+)/(?P<rest>.+)")
_ACTIONS: Final = ("start", "stop", "lease")
_LOOKS: Final = 2
"""How often somebody looks before an operation of a container app is done."""


class Arm:
    """What one identity may see and change."""

    def __init__(self, cloud: Cloud, principal: str) -> None:
        self._cloud = cloud
        self._principal = principal
        self.used: set[str] = set()
        """Actions that were asked for."""
        self.changes: list[str] = []
        self.blobs: list[tuple[str, dict[str, Any]]] = []
        """Path and content, in the order in which they were written."""
        self.failing: set[str] = set()
        """Ends of ids that can't be changed at this time."""

    def get(self, id_: str, *, version: str) -> dict[str, Any]:
        self._authorise(id_, "read")
        item = self._item(id_)
        self._pass(item)
        return {"id": item.id, "properties": _shown(item)}

    def patch(self, id_: str, change: Mapping[str, Any], *, version: str) -> None:
        self._authorise(id_, "write")
        item = self._changing(id_)
        properties = json.loads(json.dumps(change["properties"]))
        wanted = merged(copy.deepcopy(item.inputs), properties)
        if item.type == CONTAINER:
            wanted["metadata"] = properties["metadata"]
        _check(self._cloud, item, wanted)
        item.inputs = wanted
        item.outputs = {**item.outputs, **{name: copy.deepcopy(wanted[name]) for name in properties}}
        if item.type == APP:
            azure_apps.keep_revision(item)
            item.hidden["looks"] = _LOOKS
        self._changed(f"patch {_name(item)}", item)

    def post(self, id_: str, body: Mapping[str, Any], *, version: str) -> dict[str, Any]:
        of, _, action = id_.rpartition("/")
        assert action in _ACTIONS, id_
        self._authorise(of, f"{action}/action")
        if action == "lease":
            return _leased(self._item(of), body)
        item = self._changing(of)
        item.hidden.update(looks=_LOOKS, becomes={"stop": "Stopped", "start": "Running"}[action])
        self._changed(f"{action} {_name(item)}", item)
        return {}

    def put_blob(self, account: str, path: str, text: str) -> None:
        place = f"/storageAccounts/{account}"
        assert any(
            grant.inputs["scope"].endswith(place)
            and grant.inputs["roleDefinitionId"].endswith(ROLES["Storage Blob Data Owner"])
            for grant in self._grants()
        ), place
        self.blobs.append((path, json.loads(text)))

    def settle(self) -> None:
        """Let time go by: everything that was accepted is done."""
        for item in self._cloud.of_type(APP):
            item.hidden["looks"] = 0
            self._pass(item)

    def granted(self) -> set[str]:
        """All actions of the identity's own role."""
        return {action for role in self._roles() for action in role.inputs["permissions"][0]["actions"]}

    def _authorise(self, id_: str, verb: str) -> None:
        parts = _PROVIDER.search(id_)
        assert parts is not None, id_
        kinds = "/".join(part for part in parts["rest"].split("/")[::2])
        action = f"{parts['namespace']}/{kinds}/{verb}"
        self.used.add(action)
        own = {role.id: role.inputs["permissions"][0]["actions"] for role in self._cloud.of_type(ROLE)}
        allowed = any(
            id_.lower().startswith(grant.inputs["scope"].lower())
            and any(fnmatch(action, pattern) for pattern in _actions(grant.inputs["roleDefinitionId"], own))
            for grant in self._grants()
        )
        if not allowed:
            raise RefusedError(403, f"AuthorizationFailed: {action} on {id_}")

    def _grants(self) -> list[CloudObject]:
        return [grant for grant in self._cloud.of_type(GRANT) if grant.inputs["principalId"] == self._principal]

    def _roles(self) -> list[CloudObject]:
        ids = {grant.inputs["roleDefinitionId"] for grant in self._grants()}
        return [role for role in self._cloud.of_type(ROLE) if role.id in ids]

    def _item(self, id_: str) -> CloudObject:
        for item in self._cloud:
            if item.id.lower() == id_.lower():
                return item
        raise RefusedError(404, f"ResourceNotFound: {id_}")

    def _changing(self, id_: str) -> CloudObject:
        item = self._item(id_)
        if any(id_.endswith(end) for end in self.failing):
            raise RefusedError(503, "ServiceUnavailable")
        if item.hidden.get("looks"):
            raise RefusedError(409, f"ContainerAppOperationInProgress: Cannot modify a container app '{_name(item)}'")
        return item

    def _changed(self, what: str, item: CloudObject) -> None:
        self._cloud.put(item)
        self.changes.append(what)

    def _pass(self, item: CloudObject) -> None:
        if item.hidden.get("looks"):
            item.hidden["looks"] -= 1
        if not item.hidden.get("looks") and "becomes" in item.hidden:
            item.hidden["status"] = item.hidden.pop("becomes")


def _actions(role: str, own: Mapping[str, list[str]]) -> list[str]:
    built_in = role.endswith(ROLES["Cost Management Reader"])
    return ["Microsoft.Consumption/*/read"] if built_in else own.get(role, [])


def status_of(app: CloudObject) -> str:
    """Whether a container app is stopped."""
    return str(app.hidden.get("status", "Running"))


def _shown(item: CloudObject) -> dict[str, Any]:
    shown = copy.deepcopy(item.inputs)
    if item.type == APP:
        under_way = bool(item.hidden.get("looks"))
        shown["provisioningState"] = "InProgress" if under_way else "Succeeded"
        shown["runningStatus"] = "Progressing" if under_way and "becomes" in item.hidden else status_of(item)
    if item.type == BUDGET:
        shown["currentSpend"] = {"amount": item.hidden.get("spent", 0), "unit": "USD"}
    return shown


def _check(cloud: Cloud, item: CloudObject, wanted: dict[str, Any]) -> None:
    if item.type == APP:
        azure_apps.check_app(cloud, wanted, existing=item)
        scale = wanted["template"]["scale"]
        if not max(1, scale.get("minReplicas", 0)) <= scale["maxReplicas"] <= 1000:
            raise RefusedError(400, "ContainerAppInvalidScaleSpec")
    if "functionAppConfig" in wanted:
        scale = wanted["functionAppConfig"]["scaleAndConcurrency"]
        ready = sum(entry["instanceCount"] for entry in scale.get("alwaysReady") or [])
        if ready > scale["maximumInstanceCount"]:
            raise RefusedError(400, "alwaysReady is more than maximumInstanceCount")
    if "maximumElasticWorkerCount" in wanted and wanted["maximumElasticWorkerCount"] < wanted["sku"]["capacity"]:
        raise RefusedError(400, "maximumElasticWorkerCount is less than the plan has")
    for value in (wanted.get("metadata") or {}).values():
        assert value.isascii(), value
        assert value.isprintable(), value


def _leased(item: CloudObject, body: Mapping[str, Any]) -> dict[str, Any]:
    lease = item.hidden.get("lease")
    if body["action"] == "Acquire":
        assert 15 <= body["leaseDuration"] <= 60
        if lease is not None:
            raise RefusedError(409, "LeaseAlreadyPresent")
        item.hidden["lease"] = "1f812371-a41d-49e6-b123-f4b542e851c5"
    elif body["leaseId"] != lease:
        raise RefusedError(409, "LeaseIdMismatchWithContainerOperation")
    elif body["action"] == "Release":
        del item.hidden["lease"]
    return {"leaseId": item.hidden.get("lease"), "leaseTimeSeconds": "60"}


def _name(item: CloudObject) -> str:
    return item.id.rsplit("/", 1)[-1]


def merged(whole: dict[str, Any], change: Mapping[str, Any]) -> dict[str, Any]:
    """A JSON merge patch."""
    for key, value in change.items():
        whole[key] = merged(dict(whole.get(key) or {}), value) if isinstance(value, Mapping) else value
    return whole
