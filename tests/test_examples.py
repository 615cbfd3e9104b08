"""Every example previews, and the main one says on each platform what it should."""

from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest

from apexai.errors import DiagnosticSeverity
from apexai.preview import Preview, Status
from apexai.preview.gates import Gate
from apexai.preview.project import is_project, preview_project
from apexai.preview.specs import preview_specs
from apexai.report.text import render_preview_text
from apexai.targets.registry import available_platforms
from tests.goldens import assert_golden
from tests.projects import JUDGED
from tests.readme import blocks_in

ROOT: Final = Path(__file__).parents[1]
EXAMPLES: Final = sorted(path for path in (ROOT / "examples").iterdir() if path.is_dir())
FRAUD: Final = Path("examples/fraud-detection")
FITS: Final = ("aws-lambda", "kubernetes")
"""Platforms that the main example has everything for."""
PUBLISHED: Final = FRAUD / "as-published.yaml"


@pytest.fixture(autouse=True)
def in_the_repository(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


@pytest.fixture(scope="module")
def fraud() -> Preview:
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        found = preview_specs(str(FRAUD / "service.yaml"), JUDGED, target="all")
    assert [deployment.target for deployment in found.deployments] == list(map(str, available_platforms()))
    return replace(found, deployments=tuple(item for item in found.deployments if item.target in FITS))


def preview_of(example: Path) -> Preview:
    path = str(example.relative_to(ROOT))
    return preview_project(path, JUDGED) if is_project(example) else preview_specs(path, JUDGED)


@pytest.mark.parametrize("example", [pytest.param(path, id=path.name) for path in EXAMPLES])
def test_an_example_previews(example: Path) -> None:
    preview = preview_of(example)
    assert preview.diagnostics == ()
    assert preview.deployments
    assert {deployment.status for deployment in preview.deployments} == {Status.OK}


def test_the_portable_example_previews_on_every_platform_and_says_what_it_costs() -> None:
    found = preview_specs("examples/portable/service.yaml", JUDGED, target="all").deployments
    assert [deployment.target for deployment in found] == list(map(str, available_platforms()))
    assert {deployment.target: deployment.status for deployment in found} == {
        str(platform): Status.OK for platform in available_platforms()
    }
    assert [item.target for item in found if item.estimate and item.estimate.monthly.expected.amount is None] == []


@pytest.mark.parametrize("example", [pytest.param(path, id=path.name) for path in EXAMPLES])
def test_an_example_has_a_readme_that_names_its_files(example: Path) -> None:
    text = (example / "README.md").read_text(encoding="utf-8")
    files = {file.name for file in example.iterdir()} - {"README.md", "__pycache__"}
    assert [name for name in sorted(files) if f"`{name}`" not in text] == []


def test_the_main_example_previews_where_it_fits_without_an_error(fraud: Preview) -> None:
    assert [deployment.status for deployment in fraud.deployments] == [Status.OK] * len(FITS)
    assert not [item for deployment in fraud.deployments for item in deployment.problems if item.is_error]
    assert fraud.deployments[0].failed_gates == ()
    assert_golden("fraud-detection.txt", render_preview_text(fraud, full=True))


def test_every_resource_of_the_main_example_has_its_line(fraud: Preview) -> None:
    for deployment in fraud.deployments:
        assert deployment.graph is not None
        own = [item for item in deployment.graph.resources if not item.type.startswith("pulumi:")]
        assert {deployment.sources[item.urn].file for item in own} == {str(FRAUD / "service.yaml")}
        assert len({deployment.sources[item.urn].line for item in own}) > 4


def test_the_published_document_previews_with_a_warning_about_its_image() -> None:
    (deployment,) = preview_specs(str(PUBLISHED), JUDGED).deployments
    assert {item.severity for item in deployment.problems} == {DiagnosticSeverity.WARNING}
    assert [item.code for item in deployment.problems] == ["APX-PRV-001", "APX-BGT-007"]
    assert [failed.gate for failed in deployment.failed_gates] == [Gate.RULES]
    assert_golden("as-published.txt", render_preview_text(Preview(deployments=(deployment,))))


def test_the_published_document_is_the_one_that_the_documentation_shows() -> None:
    published = (ROOT / PUBLISHED).read_text(encoding="utf-8")
    assert published in {block.body for block in blocks_in(ROOT / "docs" / "spec.md")}
