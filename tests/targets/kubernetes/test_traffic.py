"""The traffic table: what runs in each of its states, and what may not change between them."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

import pytest

from apexai.graph import Resource
from apexai.units import Seconds
from tests.targets.kubernetes.conftest import Manifests
from tests.targets.kubernetes.documents import CASES, NEW, OLD

Made = Callable[[str], Manifests]


def image_of(deployment: Mapping[str, Any]) -> str:
    return str(deployment["spec"]["template"]["spec"]["containers"][0]["image"])


def labels_of(deployment: Mapping[str, Any]) -> dict[str, str]:
    return dict(deployment["spec"]["template"]["metadata"]["labels"])


def backends_of(route: Mapping[str, Any]) -> dict[str, int]:
    (rule,) = route["spec"]["rules"]
    return {backend["name"]: backend["weight"] for backend in rule["backendRefs"]}


def dependencies_of(resources: tuple[Resource, ...], name: str) -> set[str]:
    (resource,) = (resource for resource in resources if resource.name == name)
    return {urn.rpartition("::")[2].partition("-")[2] for urn in resource.dependencies}


def test_durations_of_routes_have_parts_of_five_digits() -> None:
    pytest.importorskip("pulumi_kubernetes")
    from apexai.targets.kubernetes.manifests.route import render_route_duration

    written = {"30": "30s", "1.5": "1s500ms", "99999": "99999s", "100000": "27h2800s", "172800": "48h"}
    assert {seconds: render_route_duration(Seconds(Decimal(seconds))) for seconds in written} == written


def test_one_slot_serves_the_steady_state(manifests: Made) -> None:
    made = manifests("steady new")
    assert image_of(made["subject-deployment"]) == NEW
    assert backends_of(made["subject-route"]) == {"subject-stable": 100}
    assert not [name for name in made if "candidate" in name]


def test_a_split_runs_both_models_by_weight(manifests: Made) -> None:
    made = manifests("split")
    assert image_of(made["subject-deployment"]) == OLD
    assert image_of(made["subject-candidate-deployment"]) == NEW
    assert backends_of(made["subject-route"]) == {"subject-stable": 90, "subject-candidate": 10}


def test_a_fraction_of_a_percent_keeps_its_proportion(manifests: Made) -> None:
    weights = backends_of(manifests("split in thousandths")["subject-route"])
    assert weights == {"subject-stable": 995, "subject-candidate": 5}


def test_a_dark_launch_gets_no_request(manifests: Made) -> None:
    made = manifests("dark launch")
    assert image_of(made["subject-candidate-deployment"]) == NEW
    assert backends_of(made["subject-route"]) == {"subject-stable": 100}


def test_a_dark_launch_needs_no_gateway(manifests: Made) -> None:
    made = manifests("dark launch in the cluster")
    assert image_of(made["subject-candidate-deployment"]) == NEW
    selector = made["subject-service"]["spec"]["selector"]
    assert selector.items() <= made["subject-deployment"]["spec"]["template"]["metadata"]["labels"].items()
    assert (
        not selector.items() <= made["subject-candidate-deployment"]["spec"]["template"]["metadata"]["labels"].items()
    )


def test_all_to_the_new_model_is_its_steady_state(manifests: Made) -> None:
    all_new, steady = manifests("all to the new"), manifests("steady new")
    assert backends_of(all_new["subject-route"]) == backends_of(steady["subject-route"])
    assert all_new["subject-deployment"]["spec"]["template"] == steady["subject-deployment"]["spec"]["template"]


def test_a_split_does_not_touch_the_pods_that_serve(manifests: Made) -> None:
    assert manifests("split")["subject-deployment"] == manifests("steady old")["subject-deployment"]


def test_the_candidates_pods_differ_from_its_steady_ones_in_their_track_alone(manifests: Made) -> None:
    candidate = manifests("split")["subject-candidate-deployment"]["spec"]["template"]
    steady = manifests("steady new")["subject-deployment"]["spec"]["template"]
    track = "apexai.apexlogic.com/track"
    assert candidate["metadata"]["labels"] == {**steady["metadata"]["labels"], track: "candidate"}
    assert candidate["spec"]["containers"] == steady["spec"]["containers"]
    assert {**candidate["spec"], "topologySpreadConstraints": None} == {
        **steady["spec"],
        "topologySpreadConstraints": None,
    }


@pytest.mark.parametrize("case", CASES)
def test_selectors_hold_nothing_that_a_release_changes(case: str, manifests: Made) -> None:
    expected = {
        "subject-deployment": "stable",
        "subject-candidate-deployment": "candidate",
        "subject-explainer-deployment": "explainer",
    }
    found = {
        name: manifest["spec"]["selector"]["matchLabels"]
        for name, manifest in manifests(case).items()
        if manifest["kind"] == "Deployment"
    }
    assert found
    assert found == {
        name: {"app.kubernetes.io/instance": "subject", "apexai.apexlogic.com/track": expected[name]} for name in found
    }


def test_no_pod_goes_before_another_is_ready(manifests: Made) -> None:
    rolling = {"maxSurge": "25%", "maxUnavailable": 0}
    assert manifests("split")["subject-deployment"]["spec"]["strategy"]["rollingUpdate"] == rolling
    one_gpu_more = {"maxSurge": 1, "maxUnavailable": 0}
    assert manifests("everything")["subject-deployment"]["spec"]["strategy"]["rollingUpdate"] == one_gpu_more


def test_traffic_moves_after_what_serves_it_is_ready(captured: Mapping[str, tuple[Resource, ...]]) -> None:
    made = captured["split"]
    assert dependencies_of(made, "subject-route") == {"deployment", "candidate-deployment"}
    assert dependencies_of(made, "subject-service") == {"route"}
    assert dependencies_of(made, "subject-candidate-deployment") == {
        "service-account",
        "network-policy",
        "candidate-service",
    }


def test_a_route_opens_after_its_callers_are_authenticated(captured: Mapping[str, tuple[Resource, ...]]) -> None:
    assert "authentication" in dependencies_of(captured["everything behind envoy gateway"], "subject-route")
    assert {"authentication", "authorization"} <= dependencies_of(captured["istio"], "subject-route")


def test_the_candidate_of_a_fixed_number_has_its_share(manifests: Made) -> None:
    made = manifests("split of a fixed number")
    assert made["subject-deployment"]["spec"]["replicas"] == 12
    assert made["subject-candidate-deployment"]["spec"]["replicas"] == 2


def test_each_slot_has_its_own_autoscaler_and_budget(manifests: Made) -> None:
    made = manifests("split")
    scaled = {name: made[name]["spec"] for name in ("subject-autoscaler", "subject-candidate-autoscaler")}
    assert [spec["scaleTargetRef"]["name"] for spec in scaled.values()] == ["subject", "subject-candidate"]
    assert [(spec["minReplicas"], spec["maxReplicas"]) for spec in scaled.values()] == [(2, 6), (1, 6)]
    budgets = [made[name]["spec"] for name in ("subject-disruption-budget", "subject-candidate-disruption-budget")]
    assert [budget["selector"] for budget in budgets] == [
        made[name]["spec"]["selector"] for name in ("subject-deployment", "subject-candidate-deployment")
    ]


def test_windows_of_the_candidate_have_its_share(manifests: Made) -> None:
    made = manifests("split by the clock")
    desired = [
        made[name]["spec"]["triggers"][0]["metadata"]["desiredReplicas"]
        for name in ("subject-scaled-object", "subject-candidate-scaled-object")
    ]
    assert desired == ["20", "2"]
