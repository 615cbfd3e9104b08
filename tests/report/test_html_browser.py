"""Pages in a real Chromium: no error, no request, totals as in the JSON; by keyboard, on a phone, in print."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from apexai.compare.paths import Compared
from apexai.report.compare_html import render_compare_html
from apexai.report.compare_json import render_compare_json
from apexai.report.html import render_preview_html
from apexai.report.json import render_preview_json
from tests.report.pages import comparison, hostile_preview, spec_preview

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

NAMES = ("chromium", "chromium-browser", "google-chrome")
LAYOUTS = [(1280, 900, "light"), (390, 844, "dark")]
TOTALS = "[...document.querySelectorAll('data.total')].map(found => [found.dataset.case, found.value])"

MARKS = "[...document.querySelectorAll('.chart')].map(found => found.querySelectorAll('.ct-bar, .ct-line').length)"
OUTSIDE = """[...document.querySelectorAll('.chart')].filter(place => {
    const drawn = place.querySelector('svg');
    return !drawn.hasAttribute('viewBox')
        || drawn.getBoundingClientRect().right > place.getBoundingClientRect().right + 1;
}).length"""
UNLABELLED = """[...document.querySelectorAll('input, [role=region], [role=img], section, article')].filter(found =>
    !found.labels?.length && !found.ariaLabel && !document.getElementById(found.getAttribute('aria-labelledby'))
).length"""


@pytest.fixture(scope="module")
def browser() -> Iterator["Browser"]:
    from playwright.sync_api import sync_playwright

    path = next(found for name in NAMES if (found := shutil.which(name)))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


class Opened:
    """A page, and everything that it complained of or asked for."""

    def __init__(self, browser: "Browser", file: Path, layout: tuple[int, int, str]) -> None:
        width, height, scheme = layout
        self.said: list[str] = []
        self.requested: list[str] = []
        self.page: Page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)  # type: ignore[arg-type]
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("request", lambda request: self.requested.append(request.url))
        self.page.goto(file.as_uri())

    def asks(self, script: str) -> Any:
        return self.page.evaluate(script)


def write(folder: Path, text: str) -> Path:
    file = folder / "page.html"
    file.write_text(text, encoding="utf-8")
    return file


def compared_page(compared: Compared) -> str:
    return render_compare_html(compared.comparisons)


@pytest.mark.parametrize("layout", LAYOUTS, ids=["desktop", "phone"])
@pytest.mark.parametrize("kind", ["spec", "hostile", "compare"])
def test_page_opens_quietly_and_fits(
    kind: str, layout: tuple[int, int, str], browser: "Browser", tmp_path: Path
) -> None:
    texts = {
        "spec": lambda: render_preview_html(spec_preview()),
        "hostile": lambda: render_preview_html(hostile_preview()),
        "compare": lambda: compared_page(comparison()),
    }
    file = write(tmp_path, texts[kind]())
    opened = Opened(browser, file, layout)
    assert opened.said == []
    assert opened.requested == [file.as_uri()]
    assert opened.asks("document.documentElement.scrollWidth") <= layout[0]
    assert "taken" not in opened.page.title()
    charts = opened.asks(MARKS)
    assert all(charts), charts
    assert opened.asks("document.querySelectorAll('.chart').length") == opened.asks(
        "JSON.parse(document.getElementById('charts').textContent).length"
    )
    opened.page.close()


def test_totals_are_those_of_the_json(browser: "Browser", tmp_path: Path) -> None:
    opened = Opened(browser, write(tmp_path, render_preview_html(spec_preview())), LAYOUTS[0])
    cost = json.loads(render_preview_json(spec_preview()))["deployments"][0]["cost"]
    assert dict(opened.asks(TOTALS)) == cost["monthly"]
    opened.page.close()
    compared = comparison()
    opened = Opened(browser, write(tmp_path, compared_page(compared)), LAYOUTS[0])
    columns = json.loads(render_compare_json(compared.comparisons, exit_code=0))["comparisons"][0]["platforms"]
    told = [amount for column in columns if "monthly" in column for amount in column["monthly"].items()]
    assert sorted(map(tuple, opened.asks(TOTALS))) == sorted(told)
    opened.page.close()


def test_keyboard_filter_and_print(browser: "Browser", tmp_path: Path) -> None:
    opened = Opened(browser, write(tmp_path, render_preview_html(spec_preview())), LAYOUTS[0])
    opened.page.keyboard.press("Tab")
    assert opened.asks("document.activeElement.className") == "skip"
    opened.page.keyboard.press("Enter")
    opened.page.wait_for_url("**#main")
    shown = "[...document.querySelectorAll('tbody[data-name]')].filter(found => !found.hidden).length"
    before = opened.asks(shown)
    opened.page.locator("[data-filters]").fill("loggroup")
    assert 0 < opened.asks(shown) < before
    assert opened.asks(UNLABELLED) == 0
    opened.page.locator("footer summary").click()
    opened.page.emulate_media(media="print")
    opened.page.wait_for_function("getComputedStyle(document.body).color === 'rgb(0, 0, 0)'")
    assert opened.asks(OUTSIDE) == 0
    assert opened.said == []
    opened.page.close()
