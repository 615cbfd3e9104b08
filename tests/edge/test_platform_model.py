"""In front of a model of the platform."""

import pytest

from tests.edge.workerd import Workerd

pytestmark = pytest.mark.node


def test_the_model_is_asked_through_the_gateway(workerd: Workerd) -> None:
    answer = workerd.post("platform", {"prompt": "hello"})
    assert answer.json == {"response": "hello", "model": "@cf/meta/llama-3.1-8b-instruct", "gateway": "edge"}


@pytest.mark.parametrize(
    ("inputs", "status"),
    [
        ({"fail": "5006: Error: required properties at '/' are 'prompt'"}, 400),
        ({"fail": "3040: Capacity temporarily exceeded"}, 503),
        ({"fail": "InferenceUpstreamError: something"}, 502),
        ({"hang": True}, 504),
        (["hello"], 400),
    ],
    ids=str,
)
def test_failures_have_their_answers(workerd: Workerd, inputs: object, status: int) -> None:
    answer = workerd.post("platform", inputs)
    assert answer.status == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert "Upstream" not in answer.detail
