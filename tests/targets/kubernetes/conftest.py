"""The manifests of all documents, captured in one run of the offline engine."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from apexai.graph import Resource
from tests.targets.captured import capture_deployments
from tests.targets.kubernetes.documents import CASES, by_name

Manifests = Mapping[str, dict[str, Any]]


@pytest.fixture(scope="session")
def captured(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, tuple[Resource, ...]]:
    """Case → its custom resources."""
    made = capture_deployments(tmp_path_factory.mktemp("kubernetes"), list(CASES.values()))
    return dict(zip(CASES, made, strict=True))


@pytest.fixture
def manifests(captured: Mapping[str, tuple[Resource, ...]]) -> Callable[[str], Manifests]:
    """The manifests of a case, by logical name."""
    return lambda case: by_name(captured[case])
