"""What the brake remembers: its state in the metadata of a blob container, and records in the container.

A lease of the container lets one call at a time decide: alerts, the clock and people each run in an instance of their
own. Source: Azure Storage REST API, Blob Containers: Update, Lease, https://learn.microsoft.com/rest/api/storagerp,
read 2026-11-21.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from typing import Any, Final

from apexai.brake.azure.api import Api, RefusedError
from apexai.brake.state import State, load_state

KEY: Final = "state"
"""Of the metadata."""
RECORDS: Final = "records"
_VERSION: Final = "2024-01-01"
_LEASE_SECONDS: Final = 60
_CONFLICT: Final = 409


class BusyError(Exception):
    """Another call decides at this moment; who called comes again."""


class Memory:
    """The state container of one brake."""

    def __init__(self, container: str, api: Api) -> None:
        self._container = container
        self._api = api
        self._lease = ""

    @contextmanager
    def held(self) -> Iterator[None]:
        """While nobody else may decide. Raises BusyError where somebody does."""
        try:
            answer = self._leased({"action": "Acquire", "leaseDuration": _LEASE_SECONDS})
        except RefusedError as error:
            if error.status == _CONFLICT:
                raise BusyError("another call of the brake is under way") from None
            raise
        self._lease = str(answer["leaseId"])
        try:
            yield
        finally:
            # a lease that is over by itself is as good
            with suppress(RefusedError):
                self._leased({"action": "Release", "leaseId": self._lease})

    def renew(self) -> None:
        """Keep others out for longer."""
        self._leased({"action": "Renew", "leaseId": self._lease})

    def load(self) -> State:
        """The state. Raises StateError."""
        found = self._api.get(self._container, version=_VERSION)
        return load_state((found["properties"].get("metadata") or {}).get(KEY))

    def keep(self, state: State) -> None:
        """Write the state down."""
        self._api.patch(self._container, {"properties": {"metadata": {KEY: state.render()}}}, version=_VERSION)

    def remember(self, entry: dict[str, object], *, now: datetime) -> None:
        """Keep a record for as long as the container is there."""
        parts = self._container.split("/")
        path = f"{parts[-1]}/{RECORDS}/{now:%Y-%m/%dT%H%M%S.%f}.json"
        self._api.put_blob(parts[parts.index("storageAccounts") + 1], path, json.dumps(entry, sort_keys=True))

    def _leased(self, body: dict[str, Any]) -> dict[str, Any]:
        return self._api.post(f"{self._container}/lease", body, version=_VERSION)
