"""Pages hold what the report holds, ask the network for nothing, and take no name for markup."""

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from apexai.cli.main import run
from apexai.preview.difference import compare_deployment
from apexai.report.compare_html import render_compare_html
from apexai.report.html import render_preview_html
from apexai.report.page_frame import render_page
from tests.report.pages import CLOSING, EXAMPLE, HOSTILE, comparison, hostile_preview, spec_preview

VOID = frozenset({"meta", "img", "br", "hr", "input", "link"})


class Elements(HTMLParser):
    """Every element with its attributes; raises where one is not closed as it was opened."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, (tag, self.getpos())


def pages() -> dict[str, str]:
    return {
        "spec": render_preview_html(spec_preview()),
        "hostile": render_preview_html(hostile_preview()),
        "compare": render_compare_html(comparison().comparisons),
    }


@pytest.mark.parametrize("name", ["spec", "hostile", "compare"])
def test_page_is_self_contained_and_well_formed(name: str) -> None:
    page = pages()[name]
    assert page == pages()[name]
    found = Elements(page).found
    names = [tag for tag, _ in found]
    assert not {"link", "img", "iframe", "object", "embed", "base", "form"} & set(names)
    assert names.count("script") == 3  # the data, the chart library, the page's own
    for _, attributes in found:
        assert "src" not in attributes
        assert "style" not in attributes
        assert not [key for key in attributes if key.startswith("on")]
        assert (attributes.get("href") or "#").startswith("#")
    ids = [attributes["id"] for _, attributes in found if "id" in attributes]
    assert len(ids) == len(set(ids))
    policy = next(attributes["content"] for _, attributes in found if attributes.get("http-equiv"))
    assert policy is not None
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe-eval" not in policy
    assert "sourceMappingURL" not in page
    assert "Permission is hereby granted" in page


def test_hostile_names_are_text() -> None:
    page = pages()["hostile"]
    assert HOSTILE not in page
    assert CLOSING not in page
    assert "49" not in re.findall(r"<!-- (\d+)", page)
    assert "&lt;script&gt;" in page
    assert "\u202e" not in page


def test_what_has_no_price_is_not_shown_as_nothing() -> None:
    page = pages()["hostile"]
    rows = re.findall(r'<tr class="resource"><th[^>]*><span class="kind">up.Thing</span>.*?</tr>', page, re.DOTALL)
    assert len(rows) == 2
    assert all(re.findall(r'class="n">([^<]*)<', row) == ["—"] * 3 for row in rows)
    assert "$0.00" not in page


def test_page_holds_the_report() -> None:
    page = pages()["spec"]
    deployment = spec_preview().deployments[0]
    assert deployment.estimate is not None
    assert deployment.evaluation is not None
    for finding in deployment.evaluation.findings:
        assert finding.rule in page
    for urn, _ in deployment.estimate.largest(20):
        assert urn in page
    for part in deployment.estimate.by_service:
        assert f">{part.name}<" in page
    assert "byCostCenter" not in page
    assert "FraudDetection" in page


def test_page_shows_what_changes() -> None:
    deployment = spec_preview().deployments[0]
    changed = replace(deployment, difference=compare_deployment(deployment, None, label="<b>main</b>"))
    page = render_preview_html(replace(spec_preview(), deployments=(changed,)))
    Elements(page)
    assert "What changes against &lt;b&gt;main&lt;/b&gt;" in page
    assert "a new deployment: expected +$110.79" in page
    assert page.count('<span class="mark">added</span>') == 27


def test_the_command_prints_the_page(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("APEXAI_AS_OF", "2026-11-21")
    assert run(["preview", str(EXAMPLE), "--format", "html"]) == 0
    assert capsys.readouterr().out == pages()["spec"]


def test_a_template_that_names_nothing_known_fails() -> None:
    from jinja2 import UndefinedError

    with pytest.raises(UndefinedError):
        render_page("preview.html.j2", title="t", charts=[])
