"""The README tells the truth: its commands print what it shows, its programs run, its links lead somewhere.

`APEXAI_UPDATE_GOLDENS=1 python -m pytest tests/test_readme.py` writes anew what the commands print.
"""

import os
import re
import shlex
import shutil
from pathlib import Path
from typing import Final

import pytest

from apexai.cli.commands import COMMANDS
from apexai.graph.offline import ScriptProgram, capture_program
from tests.cli.commands import apexai
from tests.projects import DAY
from tests.readme import Block, blocks_in

ROOT: Final = Path(__file__).parents[1]
README: Final = ROOT / "README.md"
BLOCKS: Final = blocks_in(README)
PAGES: Final = [
    README,
    ROOT / "CONTRIBUTING.md",
    *sorted(ROOT.glob("docs/**/*.md")),
    *sorted(ROOT.glob("examples/*/*.md")),
]


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory with the examples and the files that the README shows."""
    root = tmp_path_factory.mktemp("readme")
    shutil.copytree(ROOT / "examples", root / "examples")
    for block in BLOCKS:
        if block.file:
            file = root / block.file
            file.parent.mkdir(exist_ok=True)
            file.write_text(block.body, encoding="utf-8")
    return root


def printed_by(block: Block, directory: Path) -> str:
    program, *arguments = shlex.split(block.command)
    assert program == "apexai"
    printed = apexai(*arguments, directory=directory, NO_COLOR="1", APEXAI_AS_OF=str(DAY))
    return re.sub(r"\n+\Z", "\n", printed.out + printed.err)


@pytest.mark.parametrize("block", [pytest.param(b, id=b.command) for b in BLOCKS if b.language == "console"])
def test_a_command_prints_what_is_shown(block: Block, directory: Path) -> None:
    printed = printed_by(block, directory)
    if os.environ.get("APEXAI_UPDATE_GOLDENS"):
        page = README.read_text(encoding="utf-8")
        README.write_text(page.replace(block.body, f"$ {block.command}\n{printed}"), encoding="utf-8")
    else:
        assert block.output == printed


@pytest.mark.parametrize(
    "block", [pytest.param(b, id=b.body.splitlines()[0]) for b in BLOCKS if b.language == "python" and not b.file]
)
def test_a_program_runs(block: Block, directory: Path, tmp_path: Path) -> None:
    script = tmp_path / "program.py"
    script.write_text(block.body, encoding="utf-8")
    captured = capture_program(ScriptProgram(script=script, project="readme", directory=directory))
    assert len(captured.graph.resources) > 10
    assert set(captured.outputs) == {"endpoint", "revision"}


def test_the_make_targets_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    commands = [line for block in BLOCKS if block.language == "bash" for line in block.body.splitlines()]
    targets = [line.split()[1] for line in commands if line.startswith("make ")]
    assert targets == ["preview", "test"]
    assert [target for target in targets if f"\n{target}: " not in makefile] == []


def test_every_command_is_documented() -> None:
    page = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    assert sorted(re.findall(r"^## apexai (\w+)$", page, re.MULTILINE)) == sorted(COMMANDS)


def test_every_error_of_the_command_line_is_documented() -> None:
    sources = "".join(file.read_text(encoding="utf-8") for file in (ROOT / "apexai").rglob("*.py"))
    page = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    codes = re.findall(r"APX-(?:PRV|INS)-\d{3}", sources)
    assert codes
    assert sorted(set(codes)) == sorted(set(re.findall(r"^\| `(APX-(?:PRV|INS)-\d{3})` ", page, re.MULTILINE)))


def test_the_index_names_every_page() -> None:
    index = (ROOT / "docs" / "README.md").read_text(encoding="utf-8")
    pages = [file.relative_to(ROOT / "docs").as_posix() for file in (ROOT / "docs").rglob("*.md")]
    assert [page for page in pages if f"]({page})" not in index and page != "README.md"] == []


@pytest.mark.parametrize("page", [pytest.param(page, id=page.relative_to(ROOT).as_posix()) for page in PAGES])
def test_links_lead_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    links = [
        link for link in re.findall(r"\]\(([^)\s]+)\)", text) if not link.startswith(("http:", "https:", "mailto:"))
    ]
    dead = [link for link in links if not _leads(page, link)]
    assert dead == []


def _leads(page: Path, link: str) -> bool:
    name, _, anchor = link.partition("#")
    file = page.parent / name if name else page
    return file.exists() and (not anchor or anchor in _anchors(file))


def _anchors(file: Path) -> set[str]:
    """The anchors of a page's headings, as forges make them."""
    headings = re.findall(r"^#+ (.*)$", file.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
