"""In front of an origin: what is kept is not asked for again, and what goes wrong has the documented answer."""

import json

import pytest

from tests.edge.conftest import AUDIENCE, ISSUER
from tests.edge.origin import Origin
from tests.edge.workerd import Workerd, once_kept

pytestmark = pytest.mark.node


def test_requests_and_answers_pass(workerd: Workerd, origin: Origin) -> None:
    answer = workerd.post("plain", {"x": 1}, "/predict?trace=1", accept="application/json", x_request_id="7")
    assert answer.status == 200
    assert answer.json == {"number": 1}
    (asked,) = origin.asked_by("plain")
    assert (asked.method, asked.path, json.loads(asked.body)) == ("POST", "/predict?trace=1", {"x": 1})
    assert asked.headers["x-request-id"] == "7"
    origin.status = 422
    assert workerd.post("plain", {"x": 1}).status == 422


def test_what_is_kept_does_not_reach_the_origin(workerd: Workerd, origin: Origin) -> None:
    assert workerd.post("cached", {"x": 1}).cache == "edge; fwd=miss; stored"
    kept = once_kept(lambda: workerd.post("cached", {"x": 1}))
    asked = len(origin.asked_by("cached", "next-version"))
    assert (kept.status, kept.cache, kept.headers["age"]) == (200, "edge; hit", "0")
    assert workerd.post("cached", {"x": 1}).json == kept.json
    assert len(origin.asked_by("cached", "next-version")) == asked
    for different in (
        workerd.post("cached", {"x": 2}),
        workerd.post("cached", {"x": 1}, "/other"),
        workerd.post("cached", {"x": 1}, accept="text/plain"),
        workerd.post("next-version", {"x": 1}),
        workerd.post("cached", {"x": 1}, cache_control="no-cache"),
    ):
        assert "hit" not in different.cache
    assert len(origin.asked_by("cached", "next-version")) == asked + 5


def test_the_order_of_parameters_makes_no_difference(workerd: Workerd, origin: Origin) -> None:
    assert "stored" in workerd.get("cached", "/parameters?a=1&b=2").cache
    once_kept(lambda: workerd.get("cached", "/parameters?a=1&b=2"))
    assert "hit" in workerd.get("cached", "/parameters?b=2&a=1").cache


@pytest.mark.parametrize(
    ("status", "headers"),
    [
        (200, {"cache-control": "no-store"}),
        (200, {"cache-control": "private, max-age=60"}),
        (200, {"set-cookie": "session=1"}),
        (200, {"vary": "*"}),
        (200, {"vary": "Accept, Accept-Language"}),
        (200, {"content-type": "text/event-stream"}),
        (404, {}),
        (503, {}),
    ],
    ids=str,
)
def test_what_must_not_be_kept_is_not(workerd: Workerd, origin: Origin, status: int, headers: dict[str, str]) -> None:
    origin.status, origin.headers = status, headers
    path = f"/unkept/{status}/{len(str(headers))}"
    assert [workerd.post("cached", {}, path).status for _ in range(2)] == [status, status]
    assert len(origin.asked_by("cached")) == 2


def test_bearers_of_tokens_for_the_origin_share_only_what_is_public(workerd: Workerd, origin: Origin) -> None:
    for _ in range(2):
        workerd.post("cached", {}, "/mine", authorization="Bearer one")
    assert len(origin.asked_by("cached")) == 2
    assert origin.asked_by("cached")[0].headers["authorization"] == "Bearer one"


def test_kv_keeps_answers_for_all_locations(workerd: Workerd, origin: Origin) -> None:
    """The cache of the location is off here, as in a location that was never asked."""
    kept = once_kept(lambda: workerd.post("everywhere", {"x": 1}))
    assert (kept.status, kept.cache, kept.headers["content-type"]) == (200, "edge; hit", "application/json")
    assert len(workerd.ask(ask="kv", binding="EDGE_CACHE", worker="everywhere")) == 1


def test_a_stale_answer_is_served_while_it_is_refreshed(workerd: Workerd, origin: Origin) -> None:
    once_kept(lambda: workerd.get("stale"))
    asked = len(origin.asked_by("stale"))
    origin.release.clear()
    stale = workerd.get("stale")
    assert (stale.status, stale.cache) == (200, "edge; hit; detail=stale")
    origin.arrived("stale", asked + 1)
    origin.release.set()


def test_a_failing_or_slow_origin_is_covered_by_what_is_kept(workerd: Workerd, origin: Origin) -> None:
    first = workerd.get("resilient")
    origin.status = 500
    failed = once_kept(lambda: workerd.get("resilient"))
    assert (failed.status, failed.json, failed.cache) == (200, first.json, "edge; hit; detail=stale-if-error")
    origin.release.clear()
    slow = workerd.get("resilient")
    assert (slow.status, slow.json) == (200, first.json)
    origin.release.set()
    origin.status = 404
    assert workerd.get("resilient").status == 404


def test_a_slow_origin_is_a_timeout(workerd: Workerd, origin: Origin) -> None:
    origin.release.clear()
    answer = workerd.post("impatient", {})
    origin.release.set()
    assert answer.status == 504
    assert answer.headers["retry-after"] == "1"
    assert answer.detail == "the origin did not answer within 100 ms"


def test_an_origin_that_is_not_there_is_a_bad_gateway(workerd: Workerd) -> None:
    answer = workerd.post("unreachable", {})
    assert (answer.status, answer.detail) == (502, "the origin can't be reached")
    assert workerd.get("unreachable", "/v2/health/ready").status == 503
    assert workerd.get("unreachable", "/v2/health/live").status == 200


def test_bodies_are_checked_before_the_origin_is_asked(workerd: Workerd, origin: Origin) -> None:
    png = {"content-type": "image/png"}
    assert workerd.send("POST", "images", "/", b"\x89PNG", png).status == 200
    large = workerd.send("POST", "images", "/", b"\x89PNG\r\n\x1a\n.", png)
    assert (large.status, large.detail) == (413, "a body may have 8 bytes")
    assert workerd.send("POST", "images", "/", iter([b"12345", b"6789"]), png).status == 413
    assert workerd.post("plain", b"{").status == 400
    wrong = workerd.post("plain", {}, content_type="text/csv")
    assert (wrong.status, wrong.headers["accept"]) == (415, "application/json")
    assert workerd.send("DELETE", "plain", "/", None, {}).status == 404
    assert len(origin.asked_by("images", "plain")) == 1


def test_tokens_are_checked_at_the_edge(workerd: Workerd, origin: Origin) -> None:
    def bearing(issuer: str = ISSUER, audience: str = AUDIENCE, expires: str = "1h") -> str:
        return f"Bearer {workerd.ask(ask='token', issuer=issuer, audience=audience, expires=expires)}"

    none = workerd.post("signed", {})
    assert (none.status, none.headers["www-authenticate"]) == (401, 'Bearer realm="inference"')
    for wrong in (
        bearing(issuer="https://other.example.com"),
        bearing(audience="other"),
        bearing(expires="-1h"),
        "Bearer no.token.atall",
    ):
        refused = workerd.post("signed", {}, authorization=wrong)
        assert refused.status == 401
        assert 'error="invalid_token"' in refused.headers["www-authenticate"]
    assert origin.asked_by("signed") == []
    assert workerd.post("signed", {}, authorization=bearing()).status == 200
    once_kept(lambda: workerd.post("signed", {}, authorization=bearing(expires="2h")))
    assert origin.asked_by("signed")[0].headers["authorization"] == "Bearer of-the-origin"


def test_tokens_that_cant_be_checked_let_nobody_in(workerd: Workerd, origin: Origin) -> None:
    token = workerd.ask(ask="token", issuer=ISSUER, audience=AUDIENCE, expires="1h")
    answer = workerd.post("keyless", {}, authorization=f"Bearer {token}")
    assert (answer.status, answer.headers["retry-after"]) == (503, "5")
    assert origin.asked_by("keyless") == []


def test_large_answers_pass_and_are_not_kept(workerd: Workerd, origin: Origin) -> None:
    origin.documents["/large"] = "x" * 4_194_305
    answers = [workerd.get("cached", "/large") for _ in range(2)]
    assert [len(answer.body) for answer in answers] == [4_194_307, 4_194_307]
    assert not any("hit" in answer.cache for answer in answers)


def test_a_caller_has_a_rate(workerd: Workerd, origin: Origin) -> None:
    answers = [workerd.post("limited", {}) for _ in range(3)]
    assert [answer.status for answer in answers] == [200, 200, 429]
    assert answers[2].headers["retry-after"] == "60"


def test_hints_of_an_answer_are_fetched_behind_it(workerd: Workerd, origin: Origin) -> None:
    origin.headers = {
        "link": '</next?id=2>; rel="prefetch", <https://elsewhere.example.com/>; rel=prefetch, </a>; rel=up'
    }
    workerd.get("cached", "/next?id=1")
    origin.arrived("cached", 2)
    origin.headers = {}
    once_kept(lambda: workerd.get("cached", "/next?id=2"))
    assert set(origin.paths("cached")) == {"/next?id=1", "/next?id=2"}


def test_the_schedule_keeps_what_is_listed(workerd: Workerd, origin: Origin) -> None:
    assert workerd.ask(ask="scheduled", worker="scheduled") == "ok"
    assert origin.paths("scheduled") == ["/popular?id=1"]
    once_kept(lambda: workerd.get("scheduled", "/popular?id=1"))


def test_a_wrong_binding_is_named(workerd: Workerd) -> None:
    answer = workerd.post("broken", {})
    assert (answer.status, answer.detail) == (500, "EDGE_ORIGIN_URL is no URL")
