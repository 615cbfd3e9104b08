"""The code blocks of a Markdown page: files that it shows, commands with what they print, programs.

A block ```console begins with `$ command`; what follows is what the command prints, on both streams.
A block ```LANGUAGE file=NAME is a file that later commands of the page read.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_BLOCK: Final = re.compile(r"^```(?P<info>[^\n`]*)\n(?P<body>.*?)^```$", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One code block."""

    language: str
    file: str
    body: str
    start: int
    """Where the body begins in the page."""

    @property
    def command(self) -> str:
        return self.body.split("\n", 1)[0].removeprefix("$ ")

    @property
    def output(self) -> str:
        return self.body.split("\n", 1)[1]


def blocks_of(page: str) -> list[Block]:
    return [_block(match) for match in _BLOCK.finditer(page)]


def blocks_in(file: Path) -> list[Block]:
    return blocks_of(file.read_text(encoding="utf-8"))


def _block(match: "re.Match[str]") -> Block:
    language, _, rest = match["info"].partition(" ")
    return Block(language=language, file=rest.removeprefix("file="), body=match["body"], start=match.start("body"))
