"""The Kubernetes API and Prometheus over HTTP, with what every pod has."""

import json
import ssl
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Final, Protocol
from urllib.parse import urlencode
from urllib.request import Request, urlopen

_ACCOUNT: Final = Path("/var/run/secrets/kubernetes.io/serviceaccount")
_SERVER: Final = "https://kubernetes.default.svc"
_TIMEOUT_SECONDS: Final = 30
_SECONDS_PER_HOUR: Final = 3600


class Api(Protocol):
    """The API server."""

    def get(self, path: str) -> dict[str, Any]:
        """Read an object."""

    def patch(self, path: str, change: Mapping[str, Any]) -> dict[str, Any]:
        """Merge a change into an object."""


class ClusterApi:
    """The API server of the pod's own cluster, with the pod's service account."""

    def get(self, path: str) -> dict[str, Any]:
        return self._call("GET", path, None)

    def patch(self, path: str, change: Mapping[str, Any]) -> dict[str, Any]:
        return self._call("PATCH", f"{path}?fieldManager=apexai-brake", json.dumps(change).encode())

    def _call(self, method: str, path: str, body: bytes | None) -> dict[str, Any]:
        headers = {
            "Authorization": f"Bearer {(_ACCOUNT / 'token').read_text(encoding='utf-8')}",
            "Content-Type": "application/merge-patch+json",
        }
        context = ssl.create_default_context(cafile=str(_ACCOUNT / "ca.crt"))
        request = Request(f"{_SERVER}{path}", data=body, headers=headers, method=method)
        with urlopen(request, timeout=_TIMEOUT_SECONDS, context=context) as response:
            found: dict[str, Any] = json.load(response)
            return found


def spent_this_month(server: str, hourly_cost: str, *, now: datetime) -> Decimal | None:
    """What was spent since the first of the month, from the cost of each hour; None where no costs are known.

    Raises:
        OSError: Prometheus can't be asked.
    """
    query = urlencode({"query": month_query(hourly_cost, now=now), "time": f"{now.timestamp():.0f}"})
    with urlopen(f"{server.rstrip('/')}/api/v1/query?{query}", timeout=_TIMEOUT_SECONDS) as response:
        found = json.load(response, parse_float=str)["data"]["result"]
    return Decimal(found[0]["value"][1]) if found else None


def month_query(hourly_cost: str, *, now: datetime) -> str:
    """PromQL: the hourly costs of this month so far, summed."""
    begin = now.astimezone(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    hours = max(1, int((now - begin).total_seconds() // _SECONDS_PER_HOUR))
    return f"sum_over_time(({hourly_cost})[{hours}h:1h])"
