"""The leaves: every path once, what was written told from defaults, for documents and model objects alike."""

import json

import pytest

from apexai.spec.deployment import Metadata, ModelRef, ServerlessModelDeployment, Spec
from apexai.spec.fields import Deferred, Platform
from apexai.spec.leaves import leaf_of, spec_leaves, value_at, written_leaves
from apexai.spec.loader import document_of
from apexai.spec.runtime import Runtime
from tests.spec.documents import load_one, with_spec

FULL = with_spec(
    "autoscaling:",
    "  maxReplicas: 3",
    "  schedules: [{name: night, start: 0 20 * * *, end: 0 6 * * *, maxReplicas: 1}]",
    "finops: {budgetLimit: 5000 EUR/month, tags: {a.b/c: d}, expires: 2027-03-31, usage: {requests: 1k/day}}",
    "slo: {latencyP95: 250ms, availability: 99.9%}",
    "monitoring: {sampleRate: 0.25}",
    "policies: [cost-governance]",
)


def test_leaves_are_unique_and_name_maps_and_lists() -> None:
    leaves = spec_leaves()
    assert len(set(leaves)) == len(leaves) > 100
    assert {
        "metadata.labels.*",
        "spec.runtime.environment.*",
        "spec.autoscaling.schedules[].start",
        "spec.policies[]",
    } <= set(leaves)
    assert not {"spec.targets.*", "spec.runtime.platform", "apiVersion", "kind"} & set(leaves)


def test_what_was_written_is_told_from_defaults() -> None:
    written = {leaf.path: leaf for leaf in written_leaves(load_one(FULL).deployment())}
    assert set(written) == {
        "metadata.name",
        "spec.modelRef.name",
        "spec.modelRef.version",
        "spec.autoscaling.maxReplicas",
        "spec.autoscaling.schedules[0].name",
        "spec.autoscaling.schedules[0].start",
        "spec.autoscaling.schedules[0].end",
        "spec.autoscaling.schedules[0].maxReplicas",
        "spec.finops.budgetLimit",
        "spec.finops.tags.a.b/c",
        "spec.finops.expires",
        "spec.finops.usage.requests",
        "spec.slo.latencyP95",
        "spec.slo.availability",
        "spec.monitoring.sampleRate",
        "spec.policies[0]",
    }
    assert all(leaf.leaf in spec_leaves() for leaf in written.values())
    assert all(leaf_of(leaf.path) == leaf.leaf for leaf in written.values())


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("spec.finops.budgetLimit", "€5,000/month"),
        ("spec.slo.latencyP95", "0.25s"),
        ("spec.slo.availability", "99.9%"),
        ("spec.finops.expires", "2027-03-31"),
        ("spec.autoscaling.maxReplicas", "3"),
        ("spec.modelRef.version", "'1'"),
        ("spec.monitoring.sampleRate", "0.25"),
    ],
)
def test_values_are_shown_with_their_unit(path: str, shown: str) -> None:
    (leaf,) = [leaf for leaf in written_leaves(load_one(FULL).deployment()) if leaf.path == path]
    assert leaf.shown == shown


def test_a_written_default_and_a_null_are_told_apart() -> None:
    written = {
        leaf.path
        for leaf in written_leaves(load_one(with_spec("trafficSplit: {blue: 100%, stable: null}")).deployment())
    }
    assert "spec.trafficSplit.blue" in written
    assert "spec.trafficSplit.green" not in written
    assert "spec.trafficSplit.stable" not in written


def test_model_objects_are_alike() -> None:
    built = ServerlessModelDeployment(
        apiVersion="ai.apexlogic.com/v1alpha1",
        kind="ServerlessModelDeployment",
        metadata=Metadata(name="fraud"),
        spec=Spec(
            modelRef=ModelRef(name="fraud", version="1"),
            runtime=Runtime.model_validate({"platform": Platform.KUBERNETES, "memory": "2GB"}),
        ),
    )
    assert {leaf.path: leaf.shown for leaf in written_leaves(built)} == {
        "metadata.name": "'fraud'",
        "spec.modelRef.name": "'fraud'",
        "spec.modelRef.version": "'1'",
        "spec.runtime.memory": "2048MiB",
    }


def test_a_model_object_is_a_document_again() -> None:
    """Dumping gives canonical forms that read back to the same deployment, with the same record of what was set."""
    deployment = load_one(FULL).deployment()
    plain = deployment.model_dump(exclude_unset=True)
    again = document_of(plain).deployment()
    assert again == deployment
    assert written_leaves(again) == written_leaves(deployment)
    assert json.loads(json.dumps(plain)) == plain


def test_outputs_are_leaves_too() -> None:
    written = load_one(FULL).written
    spec = json.loads(json.dumps(written["spec"]))
    spec["runtime"] |= {"image": Deferred(1), "environment": {"A": Deferred(2)}, "args": [Deferred(3)]}
    leaves = {leaf.path: leaf for leaf in written_leaves(document_of({**written, "spec": spec}).deployment())}
    for path in ("spec.runtime.image", "spec.runtime.environment.A", "spec.runtime.args[0]"):
        assert isinstance(leaves[path].value, Deferred)
        assert leaves[path].shown == "an Output"


def test_with_defaults_filled_in_it_is_plain_data_too() -> None:
    deployment = load_one(FULL).deployment()
    resolved = deployment.model_dump(exclude_none=True)
    assert json.loads(json.dumps(resolved)) == resolved
    assert (
        document_of({**resolved, "spec": {**resolved["spec"], "targets": {}}}).deployment().spec.runtime
        == deployment.spec.runtime
    )


def test_values_by_path() -> None:
    deployment = load_one(FULL).deployment()
    assert value_at(deployment, "spec.runtime.memory") == 1024
    assert value_at(deployment, "spec.finops.tags.a.b/c") == "d"
    assert value_at(deployment, "spec.autoscaling.schedules[0].name") == "night"
    assert value_at(deployment, "spec.runtime.nothing") is None
