"""The findings that each example deserves, all of them and no others, each with its reason."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

import pytest

from apexai.policy.finding import Evaluation
from apexai.preview.gates import Gate
from apexai.preview.paths import preview_path
from apexai.preview.result import DeploymentPreview
from tests.projects import JUDGED

ROOT: Final = Path(__file__).parents[2]
FRAUD: Final = "fraud-detection-model-v2"
AFTER: Final = "the document holds ARNs that exist after the deployment only, and an IAM policy is one text"

PUBLISHED: Final = {
    f"fail mandatory APX-RAI-001 {FRAUD}": "it opts into data-privacy-compliance, and says no purpose",
    f"fail mandatory APX-RAI-004 {FRAUD}": "it opts into model-explainability-required, and explains nothing",
    f"fail mandatory APX-RAI-028 {FRAUD}": "it opts into data-privacy-compliance, and classifies no data",
    f"fail advisory APX-FIN-011 {FRAUD}": "minReplicas 1 is provisioned concurrency, and there is no finops.usage",
    f"fail advisory APX-FIN-025 {FRAUD}": "it has a budget and an alertThreshold, and no finops.alerts",
    f"fail advisory APX-RAI-002 {FRAUD}": "it has no riskClass",
    f"fail advisory APX-RAI-006 {FRAUD}": "it has no humanOversight",
    f"fail advisory APX-RAI-007 {FRAUD}": "it has no alignmentCheckEndpoint",
    f"fail advisory APX-RAI-010 {FRAUD}": "modelRef is a name and a version",
    f"fail advisory APX-RAI-020 {FRAUD}": "it has neither monitoring.drift nor evidence of it",
    f"fail advisory APX-RAI-021 {FRAUD}": "it has no transparency.notice",
    f"fail advisory APX-RAI-022 {FRAUD}": "it has no incidentContact",
    f"fail advisory APX-SEC-007 {FRAUD}": "the image is the registry's, by a version",
    f"unknown advisory APX-FIN-005 {FRAUD}": "it has a budget, and no usage to estimate with",
    f"unknown advisory APX-FIN-015 {FRAUD}": "neither it nor a stack says the environment",
    f"unknown advisory APX-SEC-001 {FRAUD}-policy": AFTER,
    f"unknown advisory APX-SEC-014 {FRAUD}-policy": AFTER,
}
COMPLETE: Final = {
    f"unknown mandatory APX-SEC-005 {FRAUD}-function": "EXPLAINABILITY_ENDPOINT is the URL of a function to come",
    **{
        f"unknown advisory {rule} {FRAUD}-{part}": AFTER
        for rule in ("APX-SEC-001", "APX-SEC-014")
        for part in ("explainer-policy", "policy", "secrets")
    },
}
COMPLETE_ON_KUBERNETES: Final = {
    f"refer mandatory APX-RAI-018 {FRAUD}": "personal data, and logs that the cluster keeps for how long nobody says",
}
UNDECLARED: Final = {
    "fail advisory APX-RAI-001": "it has no purpose",
    "fail advisory APX-RAI-002": "it has no riskClass",
    "fail advisory APX-RAI-004": "it has no explainability",
    "fail advisory APX-RAI-006": "it has no humanOversight",
    "fail advisory APX-RAI-007": "it has no alignmentCheckEndpoint",
    "fail advisory APX-RAI-010": "modelRef is a name and a version",
    "fail advisory APX-RAI-020": "it has neither monitoring.drift nor evidence of it",
    "fail advisory APX-RAI-021": "it has no transparency.notice",
    "fail advisory APX-RAI-022": "it has no incidentContact",
    "fail advisory APX-RAI-028": "it classifies no data",
    "fail advisory APX-SEC-007": "its image has a tag",
    "fail advisory APX-FIN-020": "it names no nodeType, so that nobody knows what its pods run on",
    "unknown advisory APX-FIN-004": "whether it needs a budget depends on the environment, which nobody says",
    "unknown advisory APX-FIN-015": "whether it needs an end depends on the environment, which nobody says",
}
"""Of the two that stand for manifests that teams have today."""
MULTIMODAL: Final = {
    **{f"{found} multimodal-inference-service": reason for found, reason in UNDECLARED.items()},
    "fail advisory APX-FIN-008 multimodal-inference-service": "three GPUs day and night",
    "fail advisory APX-SEC-002 multimodal-inference-service": "access is public",
}
RECOMMENDATION: Final = {
    **{f"{found} recommendation": reason for found, reason in UNDECLARED.items()},
    "fail advisory APX-FIN-002 frontend": "a Deployment of the program's own without a cost label",
    "fail advisory APX-SEC-007 frontend": "its image has a tag",
    "fail advisory APX-SEC-009 frontend": "it has no securityContext",
    "fail advisory APX-SEC-010 frontend": "it has no securityContext",
    "fail advisory APX-SEC-011 frontend": "it has no securityContext",
    "fail advisory APX-SEC-019 frontend": "a frontend needs no token of the cluster",
    "fail advisory APX-SEC-025 frontend": "it has no securityContext",
    "fail advisory APX-SEC-028 frontend": "it has no limits",
}


@cache
def deployment(path: str, target: str | None = None) -> DeploymentPreview:
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT / "examples")
        (found,) = preview_path(path, JUDGED, target=target).deployments
    return found


def evaluation(path: str, target: str | None = None) -> Evaluation:
    found = deployment(path, target).evaluation
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("path", "target", "deserved"),
    [
        ("fraud-detection/as-published.yaml", None, PUBLISHED),
        ("fraud-detection/service.yaml", None, COMPLETE),
        ("fraud-detection/service.yaml", "kubernetes", COMPLETE_ON_KUBERNETES),
        ("multimodal/service.yaml", None, MULTIMODAL),
        ("recommendation", None, RECOMMENDATION),
    ],
)
def test_an_example_has_the_findings_that_it_deserves(
    path: str, target: str | None, deserved: Mapping[str, str]
) -> None:
    found = evaluation(path, target).findings
    said = {f"{finding.verdict} {finding.enforcement} {finding.rule} {finding.name}" for finding in found}
    assert sorted(said - set(deserved)) == []
    assert sorted(set(deserved) - said) == []
    assert all(finding.line for finding in found)


def test_the_published_document_would_be_stopped_and_the_complete_one_passes() -> None:
    assert [failed.gate for failed in deployment("fraud-detection/as-published.yaml").failed_gates] == [Gate.RULES]
    for target in (None, "kubernetes"):
        complete = deployment("fraud-detection/service.yaml", target)
        assert complete.failed_gates == ()
        assert complete.exit_code == 0


def test_every_finding_says_what_to_do_and_where() -> None:
    """A service's own at its document, those of the program's other resources where the program makes them."""
    places: dict[str, set[str]] = {}
    for path in ("fraud-detection/as-published.yaml", "recommendation"):
        for finding in evaluation(path).findings:
            assert finding.remediation
            places.setdefault(Path(finding.file).name, set()).add(finding.name)
    assert set(places) == {"as-published.yaml", "service.yaml", "__main__.py"}
    assert places["__main__.py"] == {"frontend"}


def test_a_finding_is_at_the_override_that_it_is_about() -> None:
    (found,) = evaluation("fraud-detection/service.yaml", "kubernetes").findings
    lines = (ROOT / "examples" / found.file).read_text(encoding="utf-8").splitlines()
    assert lines[found.line - 1].strip() == "logsRetentionDays: null"
