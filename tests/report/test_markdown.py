"""The comment on a pull request: it renders, it fits, and what users wrote stays text."""

import re
from dataclasses import replace
from typing import Final

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from apexai.errors import Diagnostic, DiagnosticSeverity
from apexai.graph import ResourceGraph
from apexai.preview import DeploymentPreview, Preview, Status
from apexai.preview.against import compare_preview
from apexai.preview.baseline import baseline_of
from apexai.preview.criteria import criteria_of
from apexai.preview.judging import judge_deployment
from apexai.report.markdown import LONGEST, MARKER, render_preview_markdown
from apexai.report.markdown_text import code, escape
from tests.projects import JUDGED

HOSTILE: Final = (
    "a|b`c` *x* _y_ [l](https://evil.example) ![i](u) <img src=x onerror=1> </details> @team #12 GH-12 $x$ ~~s~~",
    "# head",
    "- item",
    "12. item",
    "1) item",
    "=== x",
    "&amp; \\ \\| \u202e",
    "``` `` `",
    "www.evil.example",
)
_OURS: Final = re.compile(r"</?details>|</?summary>.*|<br>|<!-- (apexai preview )?-->", re.DOTALL)


def parsed(text: str) -> list[Token]:
    return MarkdownIt("commonmark").enable("table").parse(text)


def inner(tokens: list[Token]) -> list[Token]:
    return [child for token in tokens for child in (token, *(token.children or ()))]


def shown(text: str) -> str:
    """The words of a text of one paragraph, as a reader sees them."""
    return "".join(
        child.content for child in inner(parsed(text)) if child.type in ("text", "text_special", "code_inline")
    )


@pytest.mark.parametrize("text", HOSTILE)
def test_text_stands_for_itself(text: str) -> None:
    safe = escape(text)
    kinds = {token.type for token in inner(parsed(safe))}
    assert kinds <= {"paragraph_open", "paragraph_close", "inline", "text", "text_special", "html_inline"}
    assert [token.content for token in inner(parsed(safe)) if token.type == "html_inline"] == ["<!-- -->"] * safe.count(
        "<!-- -->"
    )
    assert shown(safe) == text.replace("\u202e", "\\u202e")
    assert not re.search(r"[@#]\w|https?://|www\.", safe)
    row = parsed(f"| a | b |\n|---|---|\n| {safe} | {code(text)} |")
    assert sum(token.type == "td_open" for token in row) == 2


@pytest.mark.parametrize("text", [text for text in HOSTILE if "|" not in text])
def test_code_stands_for_itself(text: str) -> None:
    (found,) = [token for token in inner(parsed(code(text))) if token.type == "code_inline"]
    assert found.content == text.replace("\u202e", "\\u202e")


def test_a_program_with_a_bit_of_everything(mixed: Preview) -> None:
    text = render_preview_markdown(mixed)
    assert text.startswith(MARKER)
    for said in ("18 resources", "What it costs", "What the rules say", "unpriced", "**Total**"):
        assert said in text
    widths = {}
    for table in re.findall(r"(?:^\|.*\|\n)+", text, re.MULTILINE):
        cells = {len(re.findall(r"(?<!\\)\|", line)) for line in table.splitlines()}
        widths[table.splitlines()[0]] = cells
        assert len(cells) == 1
    assert len(widths) == 2
    assert text.count("<details>") == text.count("</details>") == 3


def test_what_users_wrote_is_no_markup_anywhere(mixed: Preview) -> None:
    (deployment,) = mixed.deployments
    assert deployment.graph is not None
    hostile = HOSTILE[0]
    graph = replace(
        deployment.graph,
        resources=tuple(
            replace(item, name=hostile, urn=f"{item.urn}{hostile}") if item.type == "aws:sqs/queue:Queue" else item
            for item in deployment.graph.resources
        ),
    )
    warning = Diagnostic(code="APX-X-001", severity=DiagnosticSeverity.WARNING, message=hostile, file=hostile)
    wild = replace(deployment, name=hostile, source=hostile, graph=graph, diagnostics=(warning,))
    judged = Preview(deployments=(judge_deployment(wild, criteria_of(JUDGED)),))
    text = render_preview_markdown(compare_preview(judged, baseline_of(mixed, label=hostile)))
    tokens = inner(parsed(text))
    assert not {token.type for token in tokens} & {"link_open", "image"}
    html = [token.content for token in tokens if token.type in ("html_block", "html_inline")]
    assert [found for found in html if _OURS.sub("", found).strip()] == []


def test_it_is_never_too_long_for_a_comment(mixed: Preview) -> None:
    (deployment,) = mixed.deployments
    refused = DeploymentPreview(
        name="r",
        source="r.yaml",
        target="kubernetes",
        status=Status.REFUSED,
        diagnostics=tuple(Diagnostic(code="APX-X-001", message=f"no {number} " + "x" * 200) for number in range(300)),
    )
    many = Preview(deployments=(refused, *(replace(deployment, name=f"d{number}") for number in range(40))))
    text = render_preview_markdown(many)
    assert 20_000 < len(text) <= LONGEST
    assert "`d39`" in text, "the overview has every deployment"
    assert "are left out" in text


def test_an_empty_preview_and_files_that_do_not_load() -> None:
    broken = Preview(diagnostics=(Diagnostic(code="APX-SPC-001", message="no *such* key", file="a.yaml", line=3),))
    assert "a.yaml:3: no \\*such\\* key" in render_preview_markdown(broken)
    empty = DeploymentPreview(
        name="e",
        source="e",
        target="pulumi",
        status=Status.OK,
        graph=ResourceGraph(project="e", stack="dev", resources=()),
    )
    text = render_preview_markdown(Preview(deployments=(judge_deployment(empty, criteria_of(JUDGED)),)))
    assert "0 resources, $0.00 a month" in text.replace("\\", "")


def test_many_findings_are_cut_and_counted(mixed: Preview) -> None:
    (deployment,) = mixed.deployments
    assert deployment.evaluation is not None
    results = deployment.evaluation.results
    much = replace(deployment.evaluation, results=results * (2000 // len(results)))
    text = render_preview_markdown(Preview(deployments=(replace(deployment, evaluation=much),)))
    assert f"| {len(much.findings) - 30:,} more |" in text
    assert "What it costs" in text
