"""The formats of a preview's report, by name; each is imported only when it is asked for."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final, assert_never

if TYPE_CHECKING:
    from apexai.preview.result import Preview

DEFAULT_WIDTH: Final = 100


class Format(StrEnum):
    """How a report is laid out."""

    TEXT = "text"
    JSON = "json"
    HTML = "html"
    """One self-contained page."""
    MARKDOWN = "markdown"
    """A comment on a pull request."""
    SARIF = "sarif"
    """For code-scanning services and editors."""
    JUNIT = "junit"
    """For build servers."""
    GITHUB = "github"
    """Annotations, for GitHub Actions."""
    USAGE = "usage"
    """A usage file to fill in."""


SUFFIXES: Final = {
    ".txt": Format.TEXT,
    ".html": Format.HTML,
    ".json": Format.JSON,
    ".md": Format.MARKDOWN,
    ".sarif": Format.SARIF,
    ".xml": Format.JUNIT,
}
"""End of a file's name → the format that it is written in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """What of a report a reader chooses."""

    full: bool = False
    """Text: one line for each resource and each note."""
    all_results: bool = False
    """Text and JSON: also rules that pass or don't apply."""
    width: int = DEFAULT_WIDTH
    """Text: columns."""
    color: bool = False
    """Text: whether to write ANSI colours."""


def render_report(preview: "Preview", form: Format, layout: Layout) -> str:
    """The report in a format."""
    match form:
        case Format.TEXT:
            from apexai.report.text import render_preview_text

            return render_preview_text(
                preview, width=layout.width, color=layout.color, full=layout.full, all_results=layout.all_results
            )
        case Format.JSON:
            from apexai.report.json import render_preview_json

            return render_preview_json(preview, all_results=layout.all_results)
        case Format.HTML:
            from apexai.report.html import render_preview_html

            return render_preview_html(preview)
        case Format.MARKDOWN:
            from apexai.report.markdown import render_preview_markdown

            return render_preview_markdown(preview)
        case Format.SARIF:
            from apexai.policy.installed import load_rules
            from apexai.report.sarif import render_sarif

            return render_sarif(preview, rules=load_rules())
        case Format.JUNIT:
            from apexai.report.junit import render_junit

            return render_junit(preview)
        case Format.GITHUB:
            from apexai.report.github import render_github

            return render_github(preview)
        case Format.USAGE:
            from apexai.report.usage_file import render_usage_file

            return render_usage_file(preview)
        case _:
            assert_never(form)
