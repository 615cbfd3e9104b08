"""The Cloud Run brake against its API: what it takes, what it gives back, what it ignores."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit
from urllib.request import Request, urlopen

import pytest

from apexai.brake.gcp.api import ConflictError, RunApi
from apexai.brake.gcp.brake import Brake
from apexai.brake.gcp.main import answer, server_of
from apexai.brake.gcp.messages import MessageError, load_message
from apexai.brake.gcp.scaling import ANNOTATION
from apexai.brake.gcp.settings import VARIABLE, load_settings
from apexai.brake.state import load_state
from tests.brake.pushes import BILLING, BUDGET, changed, notification, push
from tests.brake.run_admin import RefusedError, RunAdmin

FRAUD = "projects/project-1/locations/europe-west4/services/fraud"
OTHER = f"{FRAUD}-2"
ACCOUNT = "fraud@project-1.iam.gserviceaccount.com"
NOW = datetime(2026, 11, 21, 20, tzinfo=UTC)
NEXT_MONTH = datetime(2026, 12, 1, 8, 5, tzinfo=UTC)
SETTINGS = load_settings(
    {
        VARIABLE: json.dumps(
            {
                "service": FRAUD,
                "account": BILLING,
                "budget": BUDGET,
                "limit": "500",
                "currency": "USD",
                "mode": "throttle",
                "throttled": 2,
                "minimum": 2,
                "maximum": 10,
            }
        )
    }
)
DECLARED = {"scalingMode": "AUTOMATIC", "minInstanceCount": 2, "maxInstanceCount": 10}
THROTTLED = {**DECLARED, "maxInstanceCount": 2}
PAUSED = {"scalingMode": "MANUAL", "manualInstanceCount": 0}
TICK = push({"action": "tick"})


@pytest.fixture
def run() -> RunAdmin:
    def service() -> dict[str, Any]:
        return {
            "scaling": dict(DECLARED),
            "annotations": {"team": "fraud"},
            "template": {"serviceAccount": ACCOUNT, "revision": "fraud-1"},
        }

    granted = {
        ("run.services.get", FRAUD),
        ("run.services.update", FRAUD),
        ("iam.serviceAccounts.actAs", ACCOUNT),
    }
    return RunAdmin({FRAUD: service(), OTHER: service()}, granted=granted)


def hear(run: RunAdmin, body: bytes, *, now: datetime = NOW, **settings: Any) -> dict[str, Any]:
    return Brake(replace(SETTINGS, **settings), run).hear(load_message(body), now=now)


def scaling(run: RunAdmin) -> Any:
    return run.services[FRAUD]["scaling"]


def state(run: RunAdmin) -> Any:
    return load_state(run.services[FRAUD]["annotations"].get(ANNOTATION))


def test_a_month_over_budget(run: RunAdmin) -> None:
    other = json.dumps(run.services[OTHER])
    record = hear(run, notification(alertThresholdExceeded=1.0))
    assert (record["act"], record["changes"]) == ("brake", ["2 to 10 instances → 2 to 2 instances"])
    assert record["heard"] == "alert 2070443601311540: 500.59 of 500 USD"
    assert scaling(run) == THROTTLED
    assert (state(run).is_braked, state(run).period, state(run).by) == (True, "2026-11", "budget")
    assert run.services[FRAUD]["annotations"]["team"] == "fraud"
    for again in (notification(alertThresholdExceeded=1.0), notification(spent=612, limit=500), TICK):
        assert hear(run, again)["act"] == "hold"
    assert len(run.changes) == 1

    run.services[FRAUD]["scaling"] = {**DECLARED, "minInstanceCount": 5}
    repaired = hear(run, changed("scheduler@project-1.iam.gserviceaccount.com"))
    assert repaired["heard"] == "changed by scheduler@project-1.iam.gserviceaccount.com"
    assert repaired["changes"] == ["5 to 10 instances → 2 to 2 instances"]

    still_november = datetime(2026, 12, 1, 7, 55, tzinfo=UTC)
    assert hear(run, TICK, now=still_november)["act"] == "hold"
    assert hear(run, notification(), now=still_november)["act"] == "hold"
    released = hear(run, TICK, now=NEXT_MONTH, maximum=20)
    assert released["act"] == "release"
    assert scaling(run) == {**DECLARED, "maxInstanceCount": 20}
    assert (state(run).status, state(run).by, state(run).period) == ("released", "period", "2026-12")
    late = hear(run, notification(), now=NEXT_MONTH)
    assert (late["act"], late["why"]) == ("nothing", "the alert is of 2026-11-01, the budget of 2026-12")
    assert json.dumps(run.services[OTHER]) == other
    assert {change["mask"] for change in run.changes} == {"scaling,annotations"}


def test_a_pause_leaves_no_instance_and_gives_back_both_bounds(run: RunAdmin) -> None:
    hear(run, notification(), mode="pause")
    assert scaling(run) == PAUSED
    # what a provider that leaves out zeros makes of the declared pause, and a window of a schedule
    run.services[FRAUD]["scaling"] = {"scalingMode": "MANUAL", "manualInstanceCount": 2}
    assert hear(run, changed("ci@example.com"), mode="pause")["changes"] == ["2 instances → 0 instances"]
    hear(run, TICK, now=NEXT_MONTH, mode="pause", minimum=0)
    assert scaling(run) == {"scalingMode": "AUTOMATIC", "maxInstanceCount": 10}


IGNORED: list[tuple[bytes, str]] = [
    (notification(budget="11111111-779b-4945-a127-4d6ce8def0bb"), "another service"),
    (notification(account="AAAAAA-BBBBBB-CCCCCC"), "another service"),
    (notification(spent=450.1, alertThresholdExceeded=0.8), "budget left"),
    (notification(spent=450.1), "budget left"),
    (notification(spent=450.1, forecastThresholdExceeded=1.0), "budget left"),
    (notification(spent=450.1, limit=400, alertThresholdExceeded=1.0), "budget left"),
    (notification(spent=550, limit=600), "budget left"),
    (notification(currency="EUR"), "the budget is in USD"),
    (notification(begin="2026-10-01T07:00:00Z", published="2026-10-31T19:20:37.147Z"), "the alert is of 2026-10-01"),
    (notification(begin="2026-12-01T08:00:00Z"), "the alert is of 2026-12-01"),
    (notification(schema="2.0"), "schema 2.0"),
    (push({"costAmount": 1}, attributes={"budgetId": BUDGET, "schemaVersion": "1.0"}), "without amounts"),
    (notification(spent=float("nan")), "without amounts"),
    (notification(spent=float("inf")), "without amounts"),
    (notification(begin="2026-11-01T08:00:00"), "without amounts"),
    (push(b"[" * 100_000), "nothing to ask for"),
    (push({"action": "destroy"}), "nothing to ask for"),
    (push(b"\xff not JSON"), "nothing to ask for"),
    (push([1]), "nothing to ask for"),
    (push({}), "nothing to ask for"),
]


def test_what_is_no_breach_of_this_budget_changes_nothing(run: RunAdmin) -> None:
    for heard, why in IGNORED:
        record = hear(run, heard)
        assert (record["act"], record["changes"]) == ("nothing", [])
        assert why in str(record["why"])
    assert run.changes == []


def test_what_is_published_in_no_time_zone_is_no_push() -> None:
    with pytest.raises(MessageError):
        load_message(notification(published="2026-11-21T20:00:00"))


def test_months_begin_in_pacific_time_whichever_form_they_are_written_in(run: RunAdmin) -> None:
    first = datetime(2026, 11, 1, 9, tzinfo=UTC)
    for begin in ("2026-11-01T00:00:00Z", "2026-11-01T07:00:00Z", "2026-11-01T08:00:00Z"):
        run.services[FRAUD]["annotations"] = {}
        assert hear(run, notification(begin=begin), now=first)["act"] == "brake"
    assert hear(run, TICK, now=datetime(2026, 11, 30, 23, tzinfo=UTC))["act"] == "hold"


def test_a_person_releases_for_the_rest_of_the_month(run: RunAdmin) -> None:
    ask = push({"action": "brake", "reason": "stop it"}, published="2026-11-21T20:00:00Z")
    hear(run, ask)
    assert scaling(run) == THROTTLED
    release = push({"action": "release", "reason": "INC-7, approved by finance"}, published="2026-11-21T21:00:00Z")
    record = hear(run, release, now=datetime(2026, 11, 21, 21, tzinfo=UTC))
    assert record["heard"] == "person: INC-7, approved by finance"
    assert scaling(run) == DECLARED
    assert hear(run, ask)["why"] == "something else was decided since this was asked"
    assert hear(run, notification())["why"] == "a person released the service for 2026-11"
    assert scaling(run) == DECLARED
    december = notification(begin="2026-12-01T08:00:00Z", published="2026-12-09T10:00:00Z")
    assert hear(run, december, now=datetime(2026, 12, 9, 11, tzinfo=UTC))["act"] == "brake"


def test_what_others_change_meanwhile_is_kept(run: RunAdmin) -> None:
    def deploy() -> None:
        service = run.services[FRAUD]
        service["annotations"] = {**service["annotations"], "release": "2"}
        service["etag"] = "of another deployment"

    run.before_patch.append(deploy)
    assert hear(run, notification())["act"] == "brake"
    assert run.services[FRAUD]["annotations"]["release"] == "2"
    assert scaling(run) == THROTTLED

    def release() -> None:
        hear(run, push({"action": "release", "reason": "approved"}, published="2026-11-21T20:00:01Z"))

    run.services[FRAUD]["scaling"] = dict(DECLARED)
    run.before_patch.append(release)
    assert hear(run, TICK)["act"] == "nothing"
    assert scaling(run) == DECLARED


def test_what_fails_is_pushed_again_and_nothing_is_half_done(run: RunAdmin, capsys: pytest.CaptureFixture[str]) -> None:
    class Down(RunAdmin):
        def patch(self, *_: Any, **__: Any) -> None:
            raise OSError("503")

    brake = Brake(SETTINGS, Down(run.services))
    assert answer(brake, notification(begin=f"{datetime.now(UTC):%Y-%m}-01T08:00:00Z")) == 500
    assert "503" in json.loads(capsys.readouterr().out.splitlines()[-1])["message"]
    assert (scaling(run), state(run).is_braked) == (DECLARED, False)
    for body in (b"", b"{}", b"[]", b'{"message": {"data": "?"}}'):
        assert answer(brake, body) == HTTPStatus.NO_CONTENT
        assert "no push" in capsys.readouterr().out


def test_who_never_stops_changing_it_is_met_again_later(run: RunAdmin) -> None:
    def change() -> None:
        run.services[FRAUD]["etag"] += "*"
        run.before_patch.append(change)

    run.before_patch.append(change)
    with pytest.raises(ConflictError, match="changed 5 times"):
        hear(run, notification())
    assert scaling(run) == DECLARED


def test_it_may_change_no_other_service(run: RunAdmin) -> None:
    with pytest.raises(RefusedError, match=r"403 run\.services\.get"):
        hear(run, notification(), service=OTHER)


@contextmanager
def serving(server: HTTPServer) -> Iterator[str]:
    """The address of a server, while it serves."""
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://localhost:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def test_pushes_come_over_http(run: RunAdmin) -> None:
    ask = push({"action": "brake", "reason": "stop it"}, published=datetime.now(UTC).isoformat())
    with serving(server_of(Brake(SETTINGS, run), port=0)) as address, urlopen(Request(address, data=ask)) as response:
        assert response.status == HTTPStatus.NO_CONTENT
    assert state(run).by == "person"


def test_the_api_is_asked_with_the_account_of_the_instance(run: RunAdmin) -> None:
    class Google(BaseHTTPRequestHandler):
        """The metadata server and the API in one."""

        def do_GET(self) -> None:
            if self.path.endswith("/default/token"):
                assert self.headers["Metadata-Flavor"] == "Google"
                self.answer({"access_token": "t0ken", "expires_in": 3599, "token_type": "Bearer"})
            else:
                self.answer(run.get(self.path.removeprefix("/v2/")))

        def do_PATCH(self) -> None:
            assert self.headers["Authorization"] == "Bearer t0ken"
            change = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            url = urlsplit(self.path)
            try:
                run.patch(url.path.removeprefix("/v2/"), change, mask=parse_qs(url.query)["updateMask"][0])
            except ConflictError:
                self.send_error(HTTPStatus.CONFLICT)
            else:
                self.answer({"name": "projects/project-1/locations/europe-west4/operations/1", "done": False})

        def answer(self, content: object) -> None:
            self.send_response(HTTPStatus.OK)
            self.end_headers()
            self.wfile.write(json.dumps(content).encode())

        def log_message(self, format: str, *args: object) -> None:
            """Nothing."""

    run.before_patch.append(lambda: run.services[FRAUD].update(etag="of another deployment"))
    with serving(HTTPServer(("", 0), Google)) as address:
        record = Brake(SETTINGS, RunApi(server=address, metadata=address)).hear(load_message(notification()), now=NOW)
    assert record["act"] == "brake"
    assert scaling(run) == THROTTLED
