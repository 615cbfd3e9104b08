"""Which versions serve, and how much provisioned concurrency each may have."""

from typing import Any

import pytest

from apexai.spec.fields import Platform
from apexai.spec.loader import document_of
from apexai.targets.aws_lambda.release import Capacity, Release, release_of
from tests.targets.change import at, merged
from tests.targets.changes import document_with

SCALED = at("spec.autoscaling", {"minReplicas": 2, "maxReplicas": 10, "targetUtilization": 70})
STABLE = {"modelVersion": "0.9.0", "revision": "6"}


def release(*patches: dict[str, Any]) -> Release:
    document = document_with(Platform.AWS_LAMBDA, merged({}, *patches))
    return release_of(document_of(document).deployment())


def split(blue: int, green: int, stable: dict[str, str] | None = None) -> dict[str, Any]:
    sides: dict[str, Any] = {"blue": f"{blue}%", "green": f"{green}%"}
    return at("spec.trafficSplit", sides | ({"stable": stable} if stable else {}))


def test_a_model_that_serves_alone_scales_up_to_what_the_next_release_leaves_it() -> None:
    alone = release(SCALED)
    assert alone.stable is None
    assert alone.candidate.capacity == Capacity(
        minimum=2, maximum=8, target_percent=alone.candidate.capacity.target_percent
    )


def test_without_replicas_nothing_is_provisioned() -> None:
    assert release().candidate.capacity is None
    assert release(at("spec.autoscaling", {"minReplicas": 0, "maxReplicas": 10})).candidate.capacity is None


@pytest.mark.parametrize(("blue", "green"), [(90, 10), (50, 50), (1, 99)])
def test_both_sides_of_a_split_fit_into_the_reserved_concurrency(blue: int, green: int) -> None:
    both = release(SCALED, split(blue, green, STABLE))
    capacities = [version.capacity for version in both.versions if version.capacity is not None]
    assert [version.number for version in both.versions] == ["6", None]
    assert both.stable_share == blue
    assert len(capacities) == 2
    assert sum(capacity.maximum for capacity in capacities) <= 10


def test_the_stable_side_keeps_the_capacity_that_it_had_alone() -> None:
    both = release(SCALED, split(90, 10, STABLE))
    assert both.stable is not None
    assert both.stable.capacity == release(SCALED).candidate.capacity


def test_a_dark_launch_points_at_the_stable_side_and_warms_nothing_else() -> None:
    dark = release(SCALED, split(100, 0, STABLE))
    assert dark.is_dark
    assert dark.candidate.capacity is None


def test_a_finished_split_has_one_side() -> None:
    done = release(SCALED, split(0, 100, STABLE))
    assert done.stable is None
    assert not done.is_dark
