"""The pages whose blocks are run, and how a block of commands falls into lines and commands."""

import shlex
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.readme import Block, blocks_in

ROOT: Final = Path(__file__).parents[2]
PAGES: Final = {
    page.relative_to(ROOT).as_posix(): page
    for pattern in (
        "README.md",
        "CONTRIBUTING.md",
        "docs/**/*.md",
        "examples/*/*.md",
        "stacks/*.md",
        "policy-packs/**/*.md",
    )
    for page in sorted(ROOT.glob(pattern))
}
SHELL: Final = "bash"
_BETWEEN: Final = (";", "|")


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One command of a line."""

    words: tuple[str, ...]
    output: str
    """The file that `>` leads to."""
    piped: bool
    """Whether it reads what the command before it prints."""


def blocks(page: str, language: str) -> list[Block]:
    return [block for block in blocks_in(PAGES[page]) if block.language == language]


def lines_of(body: str) -> list[str]:
    """The lines of a block; a quote or a backslash at the end makes one of several."""
    found: list[str] = []
    begun = ""
    for line in body.replace("\\\n", "").splitlines():
        begun = f"{begun}\n{line}" if begun else line
        if _is_closed(begun):
            found.append(begun)
            begun = ""
    assert not begun, f"a quote is not closed: {begun}"
    return found


def commands_of(line: str) -> list[Command]:
    lexer = shlex.shlex(line, posix=True, punctuation_chars=";|>")
    lexer.whitespace_split = True
    found: list[Command] = []
    words: list[str] = []
    piped = False
    for word in [*lexer, ";"]:
        if word not in _BETWEEN:
            words.append(word)
            continue
        found.append(_command(words, piped=piped))
        words, piped = [], word == "|"
    return found


def _command(words: list[str], *, piped: bool) -> Command:
    if ">" not in words:
        return Command(words=tuple(words), output="", piped=piped)
    at = words.index(">")
    assert at == len(words) - 2, words
    return Command(words=tuple(words[:at]), output=words[-1], piped=piped)


def _is_closed(text: str) -> bool:
    try:
        shlex.split(text, comments=True)
    except ValueError:
        return False
    return True
