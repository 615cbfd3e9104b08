"""What providers add in Check comes off again, and nothing else."""

from apexai.graph import UNKNOWN, Secret
from apexai.graph.normalisation import declared_inputs

QUEUE = "aws:sqs/queue:Queue"
DEPLOYMENT = "kubernetes:apps/v1:Deployment"


def test_defaults_come_off_at_every_depth() -> None:
    inputs = {
        "__defaults": ["name", "delaySeconds"],
        "name": "queue-1a2b3c4",
        "delaySeconds": 0,
        "tags": {"name": "kept"},
        "blocks": [{"__defaults": ["mode"], "mode": "x", "size": 1}, {"__defaults": []}],
    }
    assert declared_inputs(QUEUE, inputs) == {"tags": {"name": "kept"}, "blocks": [{"size": 1}, {}]}


def test_without_defaults_everything_stays() -> None:
    inputs = {"name": "queue", "size": UNKNOWN, "password": Secret("x")}
    assert declared_inputs(QUEUE, inputs) == inputs


def test_a_kubernetes_autoname_comes_off_with_its_mark() -> None:
    named = {"name": "model-12345678", "annotations": {"pulumi.com/autonamed": "true"}}
    assert declared_inputs(DEPLOYMENT, {"metadata": named, "spec": {}}) == {"spec": {}}
    labelled = {**named, "labels": {"a": "b"}, "annotations": {"pulumi.com/autonamed": "true", "own": "x"}}
    assert declared_inputs(DEPLOYMENT, {"metadata": labelled}) == {
        "metadata": {"labels": {"a": "b"}, "annotations": {"own": "x"}}
    }


def test_a_kubernetes_name_of_the_programs_own_stays() -> None:
    inputs = {"metadata": {"name": "model", "annotations": {"own": "x"}}}
    assert declared_inputs(DEPLOYMENT, inputs) == inputs


def test_a_provider_keeps_its_configuration_only() -> None:
    inputs = {"__internal": {}, "version": "7.51.1", "region": "eu-west-1"}
    assert declared_inputs("pulumi:providers:aws", inputs) == {"region": "eu-west-1"}
